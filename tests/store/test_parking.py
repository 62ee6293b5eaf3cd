"""What only a person can settle is set aside, blocks nothing, and is listed until it is settled."""

from __future__ import annotations

from store.deliveries import Deliveries, Parked
from store.unit_of_work import SqlStore
from tests.store.delivering import (
    HUB_CARD,
    NOTICE,
    OTHER_HUB_CARD,
    RECEIPT,
    SECOND_NOTICE,
    add,
    claim,
    deliver_all,
    park,
    second,
)


def test_what_is_parked_blocks_nothing_in_its_lane(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, NOTICE, HUB_CARD, SECOND_NOTICE)
    deliveries.park(claim(store)[0], reason="not installed", at=second(1))

    assert deliver_all(store, at=2) == [HUB_CARD, SECOND_NOTICE]


def test_what_is_parked_is_listed_with_all_a_person_needs_to_settle_it(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, NOTICE)
    [claimed] = claim(store, at=1)
    deliveries.park(claimed, reason="not installed", at=second(2))

    assert deliveries.parked() == [
        Parked(
            id=claimed.id,
            effect=NOTICE,
            lane="teams:PF-2026-0001",
            reason="not installed",
            attempts=1,
            added_at=second(0),
            parked_at=second(2),
        )
    ]


def test_the_longest_parked_is_listed_first(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    one, two = claim(store)
    deliveries.park(two, reason="gone", at=second(1))
    deliveries.park(one, reason="gone", at=second(2))

    assert [parked.effect for parked in deliveries.parked()] == [OTHER_HUB_CARD, HUB_CARD]


def test_an_effect_that_is_parked_again_is_listed_once_with_its_newest_reason(
    store: SqlStore, deliveries: Deliveries
) -> None:
    park(store, at=1, reason="older")
    park(store, at=2, reason="newer")

    assert [parked.reason for parked in deliveries.parked()] == ["newer"]


def test_delivering_a_later_effect_with_the_same_key_settles_the_parked_one(
    store: SqlStore, deliveries: Deliveries
) -> None:
    park(store, at=1, reason="gone")
    add(store, HUB_CARD, at=2)
    deliver_all(store, at=2)

    assert deliveries.parked() == []


def test_delivering_something_else_leaves_the_parked_one(store: SqlStore, deliveries: Deliveries) -> None:
    park(store, at=1, reason="gone")
    add(store, RECEIPT, OTHER_HUB_CARD, at=2)
    deliver_all(store, at=2)

    assert [parked.effect for parked in deliveries.parked()] == [HUB_CARD]
