"""A claim is a lease on one effect per lane; what becomes of it is settled once, by whoever holds the lease."""

from __future__ import annotations

import pytest

from hub.cases import case_number
from hub.effects import Destination, WriteTrackerRow
from store.deliveries import Claimed, Deliveries
from store.unit_of_work import SqlStore
from tests.store.delivering import (
    ALARM,
    HUB_CARD,
    LEASE_S,
    NOTICE,
    OTHER_HUB_CARD,
    RECEIPT,
    ROW,
    add,
    claim,
    deliver_all,
    effects,
    release,
    second,
)


def test_of_one_lane_only_the_first_effect_is_claimed(store: SqlStore) -> None:
    add(store, HUB_CARD, RECEIPT, OTHER_HUB_CARD)

    assert effects(claim(store)) == [HUB_CARD, OTHER_HUB_CARD]


def test_a_lane_is_free_again_once_its_effect_is_done(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, RECEIPT)
    [first] = claim(store)
    meanwhile = claim(store)
    deliveries.done(first)

    assert (meanwhile, effects(claim(store))) == ([], [RECEIPT])


def test_no_more_than_the_limit_is_claimed_and_the_longest_due_come_first(store: SqlStore) -> None:
    add(store, ALARM, at=3)
    add(store, OTHER_HUB_CARD, at=2)
    add(store, HUB_CARD, at=1)

    assert effects(claim(store, at=4, limit=2)) == [HUB_CARD, OTHER_HUB_CARD]


def test_nothing_is_claimed_before_it_is_due(store: SqlStore) -> None:
    add(store, HUB_CARD, at=10)

    assert (claim(store, at=9.999), effects(claim(store, at=10))) == ([], [HUB_CARD])


def test_the_first_claim_is_the_first_attempt(store: SqlStore) -> None:
    add(store, HUB_CARD)

    assert claim(store)[0].attempt == 1


def test_a_delivery_that_may_have_happened_is_known_by_its_attempt(store: SqlStore) -> None:
    add(store, HUB_CARD)
    claim(store)

    assert [one.attempt for one in claim(store, at=LEASE_S)] == [2]


def test_the_attempts_are_counted_on_after_parking(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    deliveries.park(claim(store)[0], reason="gone", at=second(1))
    release(store, at=2)

    assert claim(store, at=3)[0].attempt == 2


def test_a_lease_holds_until_its_time_is_over(store: SqlStore) -> None:
    add(store, HUB_CARD, RECEIPT)
    claim(store)

    assert (claim(store, at=LEASE_S - 1), effects(claim(store, at=LEASE_S))) == ([], [HUB_CARD])


def test_a_lease_that_ended_may_still_be_settled_while_nobody_else_claimed(
    store: SqlStore, deliveries: Deliveries
) -> None:
    add(store, HUB_CARD)
    [late] = claim(store)

    assert (deliveries.done(late), claim(store, at=LEASE_S + 1)) == (True, [])


@pytest.mark.parametrize("how", ["done", "retry", "park"])
def test_a_stale_fence_settles_nothing(store: SqlStore, deliveries: Deliveries, how: str) -> None:
    add(store, HUB_CARD)
    [stale] = claim(store)
    [current] = claim(store, at=LEASE_S)
    settled = {
        "done": lambda: deliveries.done(stale),
        "retry": lambda: deliveries.retry(stale, not_before=second(0), reason="late"),
        "park": lambda: deliveries.park(stale, reason="late", at=second(0)),
    }[how]()

    assert (settled, deliveries.waiting(), claim(store, at=LEASE_S + 1)) == (False, 1, [])
    assert deliveries.done(current)


@pytest.mark.parametrize("how", ["done", "retry", "park"])
def test_an_effect_is_settled_once(store: SqlStore, deliveries: Deliveries, how: str) -> None:
    add(store, HUB_CARD)
    [claimed] = claim(store)
    settle = {
        "done": lambda: deliveries.done(claimed),
        "retry": lambda: deliveries.retry(claimed, not_before=second(9), reason="503"),
        "park": lambda: deliveries.park(claimed, reason="gone", at=second(1)),
    }[how]
    first = settle()

    assert (first, deliveries.done(claimed), settle()) == (True, False, False)


def test_a_stale_fence_never_settles_an_effect_that_was_added_later(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    [stale] = claim(store)
    deliveries.done(claim(store, at=LEASE_S)[0])
    add(store, RECEIPT)
    claim(store, at=LEASE_S)

    assert (deliveries.done(stale), deliveries.waiting()) == (False, 1)


def test_of_many_those_with_a_current_fence_are_done(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    stale = claim(store)
    claim(store, at=LEASE_S, limit=1)

    assert deliveries.done_many(stale) == {stale[1].id}


def test_none_is_done_of_none(deliveries: Deliveries) -> None:
    assert deliveries.done_many([]) == set()


def claim_as(deliveries: Deliveries, claimant: str) -> list[Claimed]:
    return deliveries.claim(Destination.TEAMS, at=second(0), limit=1, lease_s=LEASE_S, claimant=claimant)


def test_whoever_holds_claims_is_known_by_name(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD, ALARM)
    [of_one] = claim_as(deliveries, "one")
    claim_as(deliveries, "two")
    deliveries.retry(of_one, not_before=second(5), reason="503")

    assert deliveries.claimants() == ["two"]


def test_what_somebody_who_is_gone_had_claimed_can_be_claimed_at_once(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    [stale] = claim_as(deliveries, "gone")
    claim_as(deliveries, "there")
    taken_back = deliveries.take_back("gone", at=second(1))

    assert (taken_back, [(one.effect, one.attempt) for one in claim(store, at=1)]) == (1, [(HUB_CARD, 2)])
    assert not deliveries.done(stale)


def test_a_retried_effect_waits_and_goes_before_the_rest_of_its_lane(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, NOTICE, RECEIPT)
    deliveries.retry(claim(store)[0], not_before=second(30), reason="503")

    assert (claim(store, at=29), deliver_all(store, at=30)) == ([], [NOTICE, RECEIPT])


def test_a_retried_effect_holds_up_no_other_lane(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, OTHER_HUB_CARD)
    deliveries.retry(claim(store, limit=1)[0], not_before=second(30), reason="503")

    assert effects(claim(store, at=1)) == [OTHER_HUB_CARD]


def test_a_retried_effect_that_meets_a_newer_one_like_it_is_delivered_once_at_its_own_place(
    store: SqlStore, deliveries: Deliveries
) -> None:
    add(store, HUB_CARD, NOTICE)
    [failed] = claim(store)
    add(store, HUB_CARD, at=1)
    deliveries.retry(failed, not_before=second(2), reason="503")

    assert deliver_all(store, at=2) == [HUB_CARD, NOTICE]


def test_a_retried_effect_that_met_a_newer_one_counts_its_attempts_on(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD)
    [failed] = claim(store)
    add(store, HUB_CARD, at=1)
    deliveries.retry(failed, not_before=second(2), reason="503")
    [again] = claim(store, at=2)

    assert (again.attempt, again.fence > failed.fence) == (2, True)


def test_all_but_the_parked_is_counted_as_waiting(store: SqlStore, deliveries: Deliveries) -> None:
    add(store, HUB_CARD, RECEIPT, OTHER_HUB_CARD, ROW)
    deliveries.park(claim(store, limit=1)[0], reason="gone", at=second(1))
    claim(store, limit=1)

    assert deliveries.waiting() == 3


def test_two_hundred_effects_are_claimed_and_done_in_eight_statements(
    store: SqlStore, deliveries: Deliveries, statements: list[str]
) -> None:
    add(store, *(WriteTrackerRow(case=case_number(2026, counter)) for counter in range(1, 201)))
    statements.clear()
    claimed = claim(store, limit=200, destination=Destination.SHAREPOINT)
    done = deliveries.done_many(claimed)

    # claim: begin or lock, pause, select, update; done: begin or none, delete, forget the parked
    assert (len(done), len(statements)) == (200, pytest.approx(6.5, abs=1))


def test_the_longest_waiting_of_a_destination_is_known_by_when_it_was_added(
    store: SqlStore, deliveries: Deliveries
) -> None:
    assert deliveries.oldest_waiting(Destination.SHAREPOINT) is None
    add(store, HUB_CARD, at=1)
    add(store, ROW, at=2)
    [row] = claim(store, destination=Destination.SHAREPOINT, at=3)
    deliveries.retry(row, not_before=second(600), reason="later")

    assert deliveries.oldest_waiting(Destination.SHAREPOINT) == second(2)
    [row] = claim(store, destination=Destination.SHAREPOINT, at=600)
    deliveries.park(row, reason="bug", at=second(600))
    assert deliveries.oldest_waiting(Destination.SHAREPOINT) is None
