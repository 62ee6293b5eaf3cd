"""The log of a case, its notices, and alarms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from hub.cases import CaseNumber, Status
from hub.effects import AlarmId, NoticeId
from hub.notices import Alarm, AlarmKind, Deed, Entry, Notice, NoticeKind
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER, MONDAY, a_case

ONE, TWO = CaseNumber("PF-2026-0001"), CaseNumber("PF-2026-0002")
QUESTION = Notice(
    id=NoticeId("PF-2026-0001-2-question"),
    case=ONE,
    kind=NoticeKind.QUESTION,
    text="Which allotments?",
    status=Status.WAITING,
    at=MONDAY,
)
ALARM = Alarm(
    id=AlarmId("workbook-headings"), kind=AlarmKind.WORKBOOK_HEADINGS, details=("Title", "Détails"), at=MONDAY
)


def entry(case: CaseNumber, deed: Deed) -> Entry:
    return Entry(case=case, at=MONDAY, who="Sample Oak", deed=deed, text="why")


@pytest.fixture
def two_cases(store: SqlStore) -> SqlStore:
    with store.begin() as uow:
        uow.cases.add(a_case(number=ONE))
        uow.cases.add(a_case(number=TWO))
    return store


def test_the_log_of_a_case_comes_in_the_order_it_was_written(two_cases: SqlStore) -> None:
    deeds = [Deed.OPENED, Deed.CLAIMED, Deed.ASKED]
    with two_cases.begin() as uow:
        for deed in deeds:
            uow.journal.write(entry(ONE, deed))
            uow.journal.write(entry(TWO, Deed.CLOSED))

    with two_cases.read() as uow:
        assert uow.journal.of(ONE) == [entry(ONE, deed) for deed in deeds]


def test_nothing_is_written_about_a_case_that_is_not_there(store: SqlStore) -> None:
    with pytest.raises(IntegrityError), store.begin() as uow:
        uow.journal.write(entry(ONE, Deed.OPENED))


def test_a_notice_comes_back_by_its_id(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.journal.add_notice(QUESTION)

    with two_cases.read() as uow:
        assert uow.journal.notice(QUESTION.id) == QUESTION


def test_an_id_that_no_notice_has_gives_none(two_cases: SqlStore) -> None:
    with two_cases.read() as uow:
        assert uow.journal.notice(NoticeId("forged\x00")) is None


def test_the_same_notice_is_kept_once_or_the_transaction_fails(two_cases: SqlStore) -> None:
    def add(text: str) -> None:
        with two_cases.begin() as uow:
            uow.journal.add_notice(replace(QUESTION, text=text))

    add("first")
    with pytest.raises(IntegrityError):
        add("second")

    with two_cases.read() as uow:
        assert uow.journal.notice(QUESTION.id) == replace(QUESTION, text="first")


def test_the_question_of_a_case_is_the_newest_even_within_one_second(two_cases: SqlStore) -> None:
    newer = replace(QUESTION, id=NoticeId("PF-2026-0001-10-question"))
    with two_cases.begin() as uow:
        uow.journal.add_notice(QUESTION)
        uow.journal.add_notice(newer)
        uow.journal.add_notice(replace(QUESTION, id=NoticeId("PF-2026-0001-11-guidance"), kind=NoticeKind.GUIDANCE))
        uow.journal.add_notice(replace(QUESTION, id=NoticeId("PF-2026-0002-2-question"), case=TWO))

    with two_cases.read() as uow:
        assert uow.journal.question_of(ONE) == newer


def test_a_case_about_which_nothing_was_asked_has_no_question(two_cases: SqlStore) -> None:
    with two_cases.read() as uow:
        assert uow.journal.question_of(ONE) is None


def test_an_alarm_is_raised_once_and_keeps_its_first_words(store: SqlStore) -> None:
    with store.begin() as uow:
        first = uow.journal.raise_alarm(ALARM)
        second = uow.journal.raise_alarm(replace(ALARM, details=("Other",), at=LATER))

        assert (first, second, uow.journal.alarm(ALARM.id)) == (True, False, ALARM)


def test_a_cleared_alarm_is_gone_and_may_be_raised_again(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.journal.raise_alarm(ALARM)
        uow.journal.clear_alarm(ALARM.id)
        cleared = uow.journal.alarm(ALARM.id)

        assert (cleared, uow.journal.raise_alarm(ALARM)) == (None, True)


def test_what_is_no_row_of_the_case_log_yet_is_told_oldest_first_until_it_is(store: SqlStore) -> None:
    said = [Entry(case=ONE, at=MONDAY, who="Sample Oak", deed=deed) for deed in (Deed.OPENED, Deed.CLAIMED, Deed.ASKED)]
    with store.begin() as uow:
        uow.cases.add(a_case())
        for entry in said:
            uow.journal.write(entry)
        first, second, _ = uow.journal.unlisted(ONE, limit=5)
        assert [first[1], second[1]] == said[:2]
        uow.journal.listed(ONE, first[0])
        uow.journal.listed(ONE, second[0])

    with store.read() as uow:
        assert [entry for _, entry in uow.journal.unlisted(ONE, limit=5)] == said[2:]
        assert uow.journal.unlisted(TWO, limit=5) == []
