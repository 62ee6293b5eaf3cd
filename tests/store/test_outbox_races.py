"""Nothing is lost and no lane is held twice, however deliverers and use cases meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import update

from hub.cases import CaseNumber, case_number
from hub.effects import Destination, Effect, NoticeId, SendNotice, UpdateHubCard, UpdateReceipt, lane
from store.database import Database
from store.deliveries import Claimed, Deliveries
from store.effects import State
from store.tables import outbox
from store.unit_of_work import SqlStore
from tests.store.conftest import NewDatabase
from tests.store.delivering import (
    HUB_CARD,
    LEASE_S,
    OTHER_HUB_CARD,
    RECEIPT,
    add,
    claim,
    deliver_all,
    effects,
    release,
    second,
)


class OpenTransaction:
    """A use case that has added its effects and has not ended yet; it runs in a thread of its own."""

    def __init__(self, store: SqlStore, threads: ThreadPoolExecutor, *added: Effect) -> None:
        self._store, self._added, self._may_end, self._has_added = store, added, Event(), Event()
        self._ended = threads.submit(self._run)
        assert self._has_added.wait(20)

    def end(self) -> None:
        """What was added is kept."""
        self._may_end.set()
        self._ended.result(20)

    def _run(self) -> None:
        with self._store.begin() as uow:
            for effect in self._added:
                uow.outbox.add(effect, at=second(0))
            self._has_added.set()
            assert self._may_end.wait(20)


@pytest.fixture
def two_at_once(postgresql: NewDatabase, tmp_path: Path) -> Iterator[SqlStore]:
    """A store in which two transactions can write at once: on SQLite the second would not begin."""
    opened = SqlStore(Database(replace(postgresql(tmp_path), patience_s=1)))
    yield opened
    opened.close()


def test_an_effect_that_is_being_joined_is_not_claimed_nor_what_stands_behind_it_but_other_lanes_are(
    two_at_once: SqlStore,
) -> None:
    add(two_at_once, HUB_CARD, RECEIPT, OTHER_HUB_CARD)
    with two_at_once.begin() as use_case:
        use_case.outbox.add(HUB_CARD, at=second(0))
        early = claim(two_at_once)

    # claimed early, the delivery would show the case as it was before the use case changed it
    assert (effects(early), effects(claim(two_at_once))) == ([OTHER_HUB_CARD], [HUB_CARD])


def test_a_retry_that_meets_an_effect_whose_transaction_has_not_ended_becomes_one_with_it(store: SqlStore) -> None:
    add(store, HUB_CARD)
    [failed] = claim(store)
    with ThreadPoolExecutor() as threads:
        use_case = OpenTransaction(store, threads, HUB_CARD)
        retried = threads.submit(Deliveries(store).retry, failed, not_before=second(1), reason="503")
        use_case.end()

        assert retried.result(20)
    assert deliver_all(store, at=1) == [HUB_CARD]


def test_an_effect_that_meets_a_claim_whose_transaction_has_not_ended_waits_to_be_delivered_after_it(
    store: SqlStore,
) -> None:
    add(store, HUB_CARD)
    with ThreadPoolExecutor() as threads:
        with store.database.writing() as claiming:
            claiming.execute(update(outbox).values(state=State.CLAIMED, due_at=second(LEASE_S)))
            adding = threads.submit(add, store, HUB_CARD)
        adding.result(20)

    assert Deliveries(store).waiting() == 2


def some_effects(cases: int) -> list[Effect]:
    numbers = [case_number(2026, counter) for counter in range(1, cases + 1)]
    return [effect for number in numbers for effect in (UpdateHubCard(case=number), UpdateReceipt(case=number))]


def test_two_claimants_never_hold_the_same_lane_and_together_deliver_everything_once(store: SqlStore) -> None:
    add(store, *some_effects(20))
    held, held_twice, delivered = Counter[str](), list[str](), Counter[Effect]()
    together = Barrier(2)

    def deliver() -> None:
        together.wait(20)
        while claimed := claim(store, limit=3):
            for one in claimed:
                held[lane(one.effect)] += 1
                if held[lane(one.effect)] > 1:
                    held_twice.append(lane(one.effect))
                delivered[one.effect] += 1
            for one in claimed:
                held[lane(one.effect)] -= 1
            Deliveries(store).done_many(claimed)

    with ThreadPoolExecutor() as threads:
        for ended in [threads.submit(deliver), threads.submit(deliver)]:
            ended.result(60)

    assert (held_twice, delivered) == ([], Counter(some_effects(20)))
    assert Deliveries(store).waiting() == 0


def test_eight_threads_that_add_the_same_effect_add_one(store: SqlStore) -> None:
    def add_it(_: int) -> None:
        add(store, HUB_CARD)

    with ThreadPoolExecutor(max_workers=8) as threads:
        list(threads.map(add_it, range(24)))

    assert Deliveries(store).waiting() == 1


def test_what_many_add_while_they_deliver_fail_park_and_release_is_all_delivered_once(store: SqlStore) -> None:
    numbers = [CaseNumber(f"PF-2026-000{turn % 4}") for turn in range(40)]
    added = [SendNotice(case=number, notice=NoticeId(f"notice {turn}")) for turn, number in enumerate(numbers)]
    delivered = Counter[Effect]()
    deliveries = Deliveries(store)

    def settle(one: Claimed, how: int) -> None:
        match how % 4:
            case 0:
                deliveries.retry(one, not_before=second(0), reason="503")
            case 1:
                deliveries.park(one, reason="gone", at=second(0))
            case _:
                delivered[one.effect] += deliveries.done(one)

    def take_part(turn: int) -> None:
        add(store, added[turn], UpdateHubCard(case=numbers[turn]))
        for nth, one in enumerate(claim(store, limit=3)):
            settle(one, turn + nth)
        release(store)

    with ThreadPoolExecutor(max_workers=6) as threads:
        list(threads.map(take_part, range(40)))
    delivered.update(deliver_all(store, at=0))

    assert {notice: delivered[notice] for notice in added} == dict.fromkeys(added, 1)
    assert (deliveries.waiting(), deliveries.parked()) == (0, [])


@pytest.mark.parametrize("destination", list(Destination))
def test_two_pauses_at_once_end_with_the_longer(store: SqlStore, destination: Destination) -> None:
    def pause(until: float) -> None:
        Deliveries(store).pause(destination, second(until))

    with ThreadPoolExecutor(max_workers=6) as threads:
        list(threads.map(pause, [5, 40, 10, 40, 20, 1]))

    assert Deliveries(store).paused_until(destination) == second(40)
