"""A conversation that rests or is being spoken to keeps its own effects waiting, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.cases import case_number
from hub.effects import UpdateHubCard, UpdateReceipt
from hub.errors import DeliveryFailed, FailureKind
from store.deliveries import Claimed, Deliveries
from store.unit_of_work import SqlStore
from tests.store.delivering import HUB_CARD, LEASE_S, OTHER_HUB_CARD, RECEIPT, add, claim, effects, second

CASES = "19:cases"


def put_off(deliveries: Deliveries, one: Claimed, *, until: float | None, tried: bool = False) -> bool:
    """The claimed effect was found to be for the hub's channel, which rests until that second."""
    rests = None if until is None else second(until)
    return deliveries.put_off(one, CASES, until=rests, reason="pace", tried=tried)


def test_what_waits_for_a_resting_conversation_takes_no_place(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    put_off(deliveries, claim(store)[0], until=30)
    add(store, OTHER_HUB_CARD, at=1)

    assert effects(claim(store, at=29, limit=1)) == [OTHER_HUB_CARD]
    assert effects(claim(store, at=30)) == [HUB_CARD]


def test_a_rest_outlives_the_process_and_says_when_it_ends(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    put_off(deliveries, claim(store)[0], until=600, tried=True)

    after_a_restart = Deliveries(store)
    assert after_a_restart.resting(second(599)) == {CASES: second(600)}
    assert after_a_restart.resting(second(600)) == {}


@pytest.mark.parametrize("order", [(60, 10), (10, 60)])
def test_of_two_rests_the_longer_holds(store: SqlStore, deliveries: Deliveries, order: tuple[float, float]) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    for one, until in zip(claim(store), order, strict=True):
        put_off(deliveries, one, until=until)

    assert deliveries.resting(second(0)) == {CASES: second(60)}


def test_of_those_for_one_conversation_one_is_claimed_at_a_time(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    for one in claim(store):
        put_off(deliveries, one, until=None)

    assert effects(claim(store)) == [HUB_CARD]


def test_a_busy_conversation_is_not_claimed_for(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    put_off(deliveries, claim(store)[0], until=None)

    assert claim(store, busy=[CASES]) == []
    assert effects(claim(store, busy=["19:other"])) == [HUB_CARD]


def test_what_was_put_off_keeps_its_place_in_its_lane(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, RECEIPT)
    put_off(deliveries, claim(store)[0], until=30)

    assert claim(store, at=29) == []
    assert effects(claim(store, at=30)) == [HUB_CARD]


def test_what_was_not_tried_counts_as_no_attempt_and_what_teams_refused_does(
    store: SqlStore, deliveries: Deliveries
) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    ours, theirs = claim(store)
    put_off(deliveries, ours, until=None)
    put_off(deliveries, theirs, until=None, tried=True)

    [first] = claim(store)
    deliveries.done(first)
    [second_one] = claim(store)

    assert [(one.effect, one.attempt) for one in (first, second_one)] == [(HUB_CARD, 1), (OTHER_HUB_CARD, 2)]


def test_only_an_answer_that_was_lost_leaves_doubt(store: SqlStore, deliveries: Deliveries) -> None:
    refused = DeliveryFailed("412", kind=FailureKind.TRANSIENT, retry_after_s=0)
    lost = DeliveryFailed("502", kind=FailureKind.TRANSIENT, retry_after_s=0, ambiguous=True)
    add(store, HUB_CARD)

    doubts: list[bool] = []
    for failure in (refused, refused, lost, refused, refused):
        [one] = claim(store, at=1)
        doubts.append(one.unsure)
        deliveries.failed(one, failure, at=second(1))

    assert doubts == [False, False, False, True, True]


def test_a_process_that_died_while_delivering_leaves_doubt(store: SqlStore) -> None:
    add(store, HUB_CARD)
    claim(store)

    assert [one.unsure for one in claim(store, at=LEASE_S)] == [True]


def test_a_stale_fence_puts_nothing_off(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    [late] = claim(store)
    claim(store, at=LEASE_S)

    assert put_off(deliveries, late, until=None) is False
    assert put_off(deliveries, replace(late, id=99), until=None) is False


def test_the_background_goes_last(store: SqlStore) -> None:
    sweep = [UpdateHubCard(case=case_number(2026, number)) for number in range(10, 13)]
    with store.begin() as uow:
        for effect in sweep:
            uow.outbox.add(effect, at=second(0), background=True)
    add(store, HUB_CARD, at=5)

    assert effects(claim(store, at=5, limit=2)) == [HUB_CARD, sweep[0]]


def test_somebody_who_looks_at_a_case_brings_its_whole_lane_forward(store: SqlStore) -> None:
    other, receipt = UpdateHubCard(case=case_number(2026, 9)), UpdateReceipt(case=HUB_CARD.case)
    with store.begin() as uow:
        uow.outbox.add(other, at=second(0), background=True)
        uow.outbox.add(receipt, at=second(1), background=True)
        waiting = uow.outbox.background()
    add(store, HUB_CARD, at=2)

    assert (waiting, effects(claim(store, at=2, limit=1))) == (2, [receipt])
