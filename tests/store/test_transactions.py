"""What happens in one transaction happens together or not at all, and reading waits for nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from hub.errors import Refused
from hub.people import AadId, Role
from hub.ports import TrackerRow
from store.unit_of_work import SqlStore
from tests.hub.builders import OAK, a_case, a_submission
from tests.store.delivering import ONE


def test_what_a_transaction_did_is_kept_when_its_block_ends(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.cases.add(a_case())
        uow.cursors.set("forms", "read")

    with store.read() as uow:
        assert (uow.cases.get("PF-2026-0001"), uow.cursors.get("forms")) == (a_case(), "read")


def test_nothing_a_transaction_did_is_kept_when_its_block_raises(store: SqlStore) -> None:
    def do_much_and_fail() -> None:
        with store.begin() as uow:
            uow.cases.add(a_case())
            uow.people.set_lead(OAK)
            raise Refused

    with pytest.raises(Refused):
        do_much_and_fail()

    with store.read() as uow:
        assert (list(uow.cases.open_cases()), uow.people.role(AadId("aad-oak"))) == ([], Role.OFFICER)


def test_a_failed_transaction_does_not_hinder_the_next(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.cases.add(a_case())
    with pytest.raises(IntegrityError), store.begin() as uow:
        uow.cases.add(a_case())
    with store.begin() as uow:
        uow.cases.save(a_case(version=2))

    with store.read() as uow:
        assert uow.cases.get("PF-2026-0001").version == 2


def test_nothing_can_be_changed_in_a_transaction_that_only_reads(store: SqlStore) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read.?only"), store.read() as uow:
        uow.cursors.set("forms", "read")

    with store.begin() as uow:
        assert uow.cursors.get("forms") == ""


def test_reading_never_waits_for_a_writer_and_does_not_see_what_is_not_kept_yet(store: SqlStore) -> None:
    with store.begin() as writing:
        writing.cases.add(a_case())
        with store.read() as reading:
            assert list(reading.cases.open_cases()) == []


def test_reading_sees_one_moment_whatever_is_written_meanwhile(store: SqlStore) -> None:
    with store.read() as reading:
        before = list(reading.cases.open_cases())
        with store.begin() as writing:
            writing.cases.add(a_case())

        assert (before, list(reading.cases.open_cases())) == ([], [])


def test_a_case_that_somebody_got_to_change_it_is_waited_for(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.cases.add(a_case())
    has_got_it, may_go_on = Event(), Event()

    def first() -> None:
        with store.begin() as uow:
            case = uow.cases.get("PF-2026-0001")
            has_got_it.set()
            may_go_on.wait(10)
            uow.cases.save(replace(case, theme="first", version=2))

    def second() -> str:
        has_got_it.wait(10)
        may_go_on.set()
        with store.begin() as uow:
            return uow.cases.get("PF-2026-0001").theme

    with ThreadPoolExecutor() as threads:
        slow, quick = threads.submit(first), threads.submit(second)

        assert (slow.result(20), quick.result(20)) == (None, "first")


def test_a_mirror_is_locked_with_its_case_so_that_two_who_change_both_never_block_each_other(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.cases.add(a_case())
        uow.tracker.put_row(TrackerRow(case=ONE, item_id="7", etag=None, values={}, pending={}))
    together = Barrier(2)

    def pull() -> None:
        for _ in range(10):
            together.wait(20)
            with store.begin() as uow:
                row = uow.tracker.row_of_item("7")
                assert row is not None
                uow.cases.get(row.case)
                uow.tracker.put_row(replace(row, note=row.note + "x"))

    def push() -> None:
        for _ in range(10):
            together.wait(20)
            with store.begin() as uow:
                row = uow.tracker.row(uow.cases.get("PF-2026-0001").number)
                assert row is not None
                uow.tracker.put_row(replace(row, note=row.note + "x"))

    with ThreadPoolExecutor() as threads:
        for ended in [threads.submit(pull), threads.submit(push)]:
            ended.result(60)

    with store.read() as uow:
        row = uow.tracker.row_of_item("7")
    assert row is not None
    assert row.note == "x" * 20


def test_a_statement_that_fails_is_told_without_what_people_typed(store: SqlStore) -> None:
    case = a_case(submission=a_submission(title="what only the officer and the hub may read"))

    with store.begin() as uow:
        uow.cases.add(case)

    with pytest.raises(IntegrityError, match="parameters hidden") as met, store.begin() as uow:
        uow.cases.add(case)

    assert "may read" not in str(met.value)
