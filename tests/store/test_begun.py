"""An effect that is under way from birth is its claimant's alone, until it is settled or the claimant is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hub.effects import AnswerActivity
from hub.usecases.activities import Claim, take_in
from store.deliveries import Claimed, Deliveries
from store.unit_of_work import SqlStore
from tests.store.delivering import LEASE_S, claim, second

ASKED = AnswerActivity(key="activity:a:birch:1", activity={"type": "message", "text": "hello", "entities": [{"a": 1}]})


def taken_in(store: SqlStore, asked: AnswerActivity = ASKED) -> Claimed | None:
    """What this process, called *test*, has in hand."""
    held = take_in(store, asked, met=None, claim=Claim(claimant="test", lease_s=LEASE_S), at=second(0))
    return None if held is None else Claimed.first(held, asked)


def test_it_is_nobody_elses_while_its_lease_lasts(store: SqlStore) -> None:
    taken_in(store)

    assert claim(store, at=LEASE_S - 1) == []


def test_a_deliverer_takes_it_up_as_it_was_when_the_lease_is_over(store: SqlStore) -> None:
    taken_in(store)

    [again] = claim(store, at=LEASE_S)
    assert (again.effect, again.attempt) == (ASKED, 2)


def test_it_is_taken_up_at_once_when_its_claimant_is_known_to_be_gone(store: SqlStore) -> None:
    taken_in(store)
    Deliveries(store).take_back("test", at=second(1))

    [again] = claim(store, at=1)
    assert again.attempt == 2


def test_it_is_forgotten_when_it_is_done(store: SqlStore) -> None:
    held = taken_in(store)
    assert held is not None

    assert Deliveries(store).done(held)
    assert (claim(store, at=LEASE_S), Deliveries(store).waiting()) == ([], 0)


def test_an_activity_is_taken_in_once_also_at_the_same_instant(store: SqlStore) -> None:
    with ThreadPoolExecutor(4) as threads:
        held = list(threads.map(taken_in, [store] * 4))

    assert [one is None for one in held].count(False) == 1
