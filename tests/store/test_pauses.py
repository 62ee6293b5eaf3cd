"""A destination can be paused, and says when there is something to do for it again."""

from __future__ import annotations

from datetime import datetime

import pytest

from hub.effects import Destination
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore
from tests.store.delivering import (
    HUB_CARD,
    LEASE_S,
    RECEIPT,
    ROW,
    add,
    claim,
    effects,
    park,
    second,
)


def test_nothing_is_claimed_for_a_paused_destination_and_the_other_goes_on(
    store: SqlStore, deliveries: Deliveries
) -> None:
    add(store, HUB_CARD, ROW)
    deliveries.pause(Destination.TEAMS, second(60))

    assert claim(store, at=59) == []
    assert effects(claim(store, at=59, destination=Destination.SHAREPOINT)) == [ROW]


def test_a_pause_ends_by_itself(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    deliveries.pause(Destination.TEAMS, second(60))

    assert effects(claim(store, at=60)) == [HUB_CARD]


@pytest.mark.parametrize("order", [(60, 10), (10, 60)])
def test_of_two_pauses_the_longer_holds(deliveries: Deliveries, order: tuple[float, float]) -> None:
    for until in order:
        deliveries.pause(Destination.TEAMS, second(until))

    assert deliveries.paused_until(Destination.TEAMS) == second(60)


def due(deliveries: Deliveries, at: float) -> datetime | None:
    return deliveries.next_due(Destination.TEAMS, second(at))


def test_nothing_is_due_in_an_empty_outbox(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, ROW)

    assert due(deliveries, 0) is None


def test_what_could_be_claimed_already_is_due_now(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)

    assert due(deliveries, 5) == second(5)


def test_what_waits_for_its_next_attempt_is_due_then_and_not_what_stands_behind_it(
    store: SqlStore, deliveries: Deliveries
) -> None:
    add(store, HUB_CARD, RECEIPT)
    deliveries.retry(claim(store)[0], not_before=second(30), reason="503")

    assert due(deliveries, 5) == second(30)


def test_what_is_claimed_is_due_when_its_lease_ends(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, RECEIPT)
    claim(store)

    assert due(deliveries, 5) == second(LEASE_S)


def test_nothing_is_due_before_a_pause_ends(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    deliveries.pause(Destination.TEAMS, second(90))

    assert (due(deliveries, 5), due(deliveries, 100)) == (second(90), second(100))


def test_what_is_parked_is_never_due(store: SqlStore, deliveries: Deliveries) -> None:
    park(store, at=1, reason="gone")

    assert due(deliveries, 5) is None
