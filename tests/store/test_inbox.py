"""Nothing is taken in twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from store.database import Database
from store.unit_of_work import SqlStore
from tests.hub.builders import MONDAY
from tests.store.conftest import NewDatabase


@pytest.mark.parametrize("key", ["card:\x00", "card:\ud800"])
def test_a_key_that_no_database_can_hold_is_known_all_the_same(store: SqlStore, key: str) -> None:
    with store.begin() as uow:
        uow.inbox.record(key, result="PF-2026-0001", at=MONDAY)

    with store.begin() as uow:
        assert (uow.inbox.seen(key), uow.inbox.known([key])) == ("PF-2026-0001", {key})


def test_a_key_that_was_never_recorded_is_new(store: SqlStore) -> None:
    with store.read() as uow:
        assert uow.inbox.seen("card:1") is None


def test_a_recorded_key_gives_its_result(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.inbox.record("card:1", result="PF-2026-0001", at=MONDAY)
        uow.inbox.record("card:2", result="", at=MONDAY)

    with store.read() as uow:
        assert (uow.inbox.seen("card:1"), uow.inbox.seen("card:2")) == ("PF-2026-0001", "")


def test_recording_a_key_again_fails_the_whole_transaction(store: SqlStore) -> None:
    def record(result: str) -> None:
        with store.begin() as uow:
            uow.cursors.set("forms", result)
            uow.inbox.record("card:1", result=result, at=MONDAY)

    record("first")
    with pytest.raises(IntegrityError):
        record("second")

    with store.read() as uow:
        assert (uow.inbox.seen("card:1"), uow.cursors.get("forms")) == ("first", "first")


def test_those_keys_are_known_that_were_taken_in(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.inbox.record("row:1", result="", at=MONDAY)
        uow.inbox.record("row:3", result="", at=MONDAY)

    with store.read() as uow:
        assert uow.inbox.known(["row:1", "row:2", "row:3", "row:1"]) == {"row:1", "row:3"}
        assert uow.inbox.known([]) == set()


def test_forty_thousand_keys_can_be_asked_for_at_once(store: SqlStore) -> None:
    with store.begin() as uow:
        for row in (0, 20_000, 39_999):
            uow.inbox.record(f"row:{row}", result="", at=MONDAY)

    with store.read() as uow:
        assert uow.inbox.known([f"row:{row}" for row in range(40_000)]) == {"row:0", "row:20000", "row:39999"}


def test_of_twenty_threads_with_the_same_key_one_is_first_and_the_others_get_its_result(store: SqlStore) -> None:
    def submit(turn: int) -> str:
        with store.begin() as uow:
            seen = uow.inbox.seen("card:1")
            if seen is None:
                uow.inbox.record("card:1", result=f"case of turn {turn}", at=MONDAY)
                return f"case of turn {turn}"
            return seen

    with ThreadPoolExecutor(max_workers=20) as threads:
        answers = set(threads.map(submit, range(20)))

    assert len(answers) == 1


def test_who_asks_for_a_key_that_is_being_taken_in_waits_and_gets_its_result(
    postgresql: NewDatabase, tmp_path: Path
) -> None:
    store = SqlStore(Database(postgresql(tmp_path)))
    all_have_begun = Barrier(8)  # on SQLite the second would not begin

    def submit(turn: int) -> str:
        with store.begin() as uow:
            all_have_begun.wait(20)
            seen = uow.inbox.seen("card:1")
            if seen is None:
                uow.inbox.record("card:1", result=f"case of turn {turn}", at=MONDAY)
            return seen or f"case of turn {turn}"

    with ThreadPoolExecutor(max_workers=8) as threads:
        answers = set(threads.map(submit, range(8)))
    store.close()

    assert len(answers) == 1
