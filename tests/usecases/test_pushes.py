"""A pushed response is kept once, waits for the worker, and is forgotten but for its key."""

from dataclasses import replace

import pytest

from hub.cases import CaseNumber
from hub.pushed import PushedResponse
from hub.usecases.pushes import KeyReused, keep_push, push_settled, pushes_waiting
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER, MONDAY

PUSHED = PushedResponse(key="form:17", content='{"answers": {}}', digest="d1", at=MONDAY)


def test_what_is_kept_waits_until_it_is_settled(store: SqlStore) -> None:
    assert keep_push(store, PUSHED)
    assert pushes_waiting(store) == [PUSHED]

    push_settled(store, PUSHED.key, CaseNumber("PF-2026-0001"))

    assert pushes_waiting(store) == []


def test_a_repeat_is_known_also_after_it_was_settled(store: SqlStore) -> None:
    keep_push(store, PUSHED)
    push_settled(store, PUSHED.key, CaseNumber("PF-2026-0001"))

    assert not keep_push(store, replace(PUSHED, at=LATER))


def test_the_same_key_with_something_else_is_refused(store: SqlStore) -> None:
    keep_push(store, PUSHED)

    with pytest.raises(KeyReused):
        keep_push(store, replace(PUSHED, digest="d2"))
    assert pushes_waiting(store) == [PUSHED]


def test_the_longest_waiting_comes_first(store: SqlStore) -> None:
    newer = replace(PUSHED, key="form:18", at=LATER)
    keep_push(store, newer)
    keep_push(store, PUSHED)

    assert pushes_waiting(store) == [PUSHED, newer]
