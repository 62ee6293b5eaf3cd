"""Every effect that is added is delivered: once for each time it is worth it, in the order of its lane."""

from __future__ import annotations

import pytest

from hub.cases import UnknownCase
from hub.effects import Destination, Effect
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore
from tests.store.delivering import (
    ALARM,
    HUB_CARD,
    NOTICE,
    OTHER_HUB_CARD,
    OTHER_ROW,
    RECEIPT,
    ROW,
    SECOND_NOTICE,
    add,
    claim,
    deliver_all,
    effects,
    release,
    second,
)


@pytest.mark.parametrize("effect", [HUB_CARD, RECEIPT, NOTICE, ALARM], ids=lambda effect: type(effect).__name__)
def test_an_effect_comes_back_as_it_was_added(store: SqlStore, effect: Effect) -> None:
    add(store, effect)

    assert effects(claim(store)) == [effect]


def test_an_effect_goes_to_its_own_destination(store: SqlStore) -> None:
    add(store, HUB_CARD, ROW)

    assert effects(claim(store, destination=Destination.SHAREPOINT)) == [ROW]


def test_nothing_is_delivered_of_a_transaction_that_failed(store: SqlStore) -> None:
    def add_and_fail() -> None:
        with store.begin() as uow:
            uow.outbox.add(HUB_CARD, at=second(0))
            uow.cases.get("PF-2026-0001")

    with pytest.raises(UnknownCase):
        add_and_fail()

    assert claim(store) == []


def test_two_waiting_effects_with_one_key_are_one(store: SqlStore) -> None:
    add(store, RECEIPT, HUB_CARD)
    add(store, RECEIPT, at=5)

    assert deliver_all(store, at=9) == [RECEIPT, HUB_CARD]


def test_two_notices_of_one_case_are_two(store: SqlStore) -> None:
    add(store, NOTICE, SECOND_NOTICE)

    assert deliver_all(store, at=9) == [NOTICE, SECOND_NOTICE]


def test_an_effect_added_while_one_like_it_is_being_delivered_is_delivered_after_it(store: SqlStore) -> None:
    add(store, HUB_CARD)
    [under_way] = claim(store)
    add(store, HUB_CARD, HUB_CARD, at=1)
    meanwhile = claim(store, at=2)
    Deliveries(store).done(under_way)

    assert (meanwhile, deliver_all(store, at=3)) == ([], [HUB_CARD])


def test_an_effect_that_waits_for_its_next_attempt_is_joined_and_keeps_waiting(store: SqlStore) -> None:
    add(store, HUB_CARD)
    Deliveries(store).retry(claim(store)[0], not_before=second(30), reason="503")
    add(store, HUB_CARD, at=1)

    assert [claim(store, at=29), deliver_all(store, at=30)] == [[], [HUB_CARD]]


def test_what_is_parked_is_released_by_the_start_of_its_lane(store: SqlStore) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    for one in claim(store):
        Deliveries(store).park(one, reason="gone", at=second(1))

    assert (release(store, lane_prefix="teams:PF-2026-0002", at=2), deliver_all(store, at=2)) == (1, [OTHER_HUB_CARD])


def test_the_start_of_a_lane_is_compared_to_the_letter(store: SqlStore) -> None:
    add(store, HUB_CARD)
    Deliveries(store).park(claim(store)[0], reason="gone", at=second(1))

    assert [release(store, lane_prefix=prefix) for prefix in ("TEAMS:", "teams_", "%", "teams:PF-2026-0001-")] == [
        0
    ] * 4


def test_what_is_parked_is_released_by_its_reason(store: SqlStore) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    for one, reason in zip(claim(store), ["not installed", "not installed yet"], strict=True):
        Deliveries(store).park(one, reason=reason, at=second(1))

    assert (release(store, reason="not installed", at=2), deliver_all(store, at=2)) == (1, [HUB_CARD])


def test_everything_that_is_parked_can_be_released_at_once(store: SqlStore) -> None:
    add(store, HUB_CARD, ROW)
    for one in (*claim(store), *claim(store, destination=Destination.SHAREPOINT)):
        Deliveries(store).park(one, reason=one.effect.__class__.__name__, at=second(1))

    assert (release(store, at=2), Deliveries(store).waiting(), release(store, at=3)) == (2, 2, 0)


def test_a_released_effect_is_due_at_once_and_not_before(store: SqlStore) -> None:
    add(store, HUB_CARD)
    Deliveries(store).park(claim(store)[0], reason="gone", at=second(1))
    release(store, at=10)

    assert (claim(store, at=9), effects(claim(store, at=10))) == ([], [HUB_CARD])


def test_a_released_effect_that_meets_one_like_it_is_delivered_once(store: SqlStore) -> None:
    add(store, HUB_CARD)
    Deliveries(store).park(claim(store)[0], reason="gone", at=second(1))
    add(store, HUB_CARD, at=2)

    assert (release(store, at=3), deliver_all(store, at=3)) == (1, [HUB_CARD])


def test_a_released_effect_waits_for_what_its_lane_is_delivering(store: SqlStore) -> None:
    add(store, NOTICE, HUB_CARD)
    Deliveries(store).park(claim(store)[0], reason="gone", at=second(1))
    [under_way] = claim(store, at=2)
    release(store, at=3)
    meanwhile = claim(store, at=4)
    Deliveries(store).retry(under_way, not_before=second(5), reason="503")

    assert (meanwhile, deliver_all(store, at=6)) == ([], [NOTICE, HUB_CARD])


def test_a_released_effect_that_meets_one_like_it_under_way_is_delivered_after_it(store: SqlStore) -> None:
    add(store, HUB_CARD)
    Deliveries(store).park(claim(store)[0], reason="gone", at=second(1))
    add(store, HUB_CARD, at=2)
    [under_way] = claim(store, at=3)
    release(store, at=4)
    Deliveries(store).retry(under_way, not_before=second(5), reason="503")

    assert (Deliveries(store).waiting(), deliver_all(store, at=6)) == (1, [HUB_CARD])


def test_rows_of_different_cases_are_claimed_together(store: SqlStore) -> None:
    add(store, ROW, OTHER_ROW)

    assert effects(claim(store, destination=Destination.SHAREPOINT)) == [ROW, OTHER_ROW]
