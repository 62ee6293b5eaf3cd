"""Cases are kept as they are, numbered without a gap, and never overwritten by an older one."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from hub.cases import Case, CaseNumber, Outcome, Status, UnknownCase
from hub.people import AadId, Person
from store.cases import StaleCase
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER, MONDAY, OAK, a_case, a_submission

FULL = a_case(
    status=Status.CLOSED,
    holder=OAK,
    held_since=LATER,
    theme="Rural crime",
    hub_notes="Ask the portfolio lead.",
    question="Which allotments?",
    answer="The two by the river.",
    guidance="Try the problem-solving guide.",
    outcome=Outcome.GUIDANCE_GIVEN,
    decision="The guide covers this.",
    first_response_at=LATER,
    version=7,
)
EMPTY = a_case(submitter=None, submission=a_submission(tried="", good=""))
NOT_IN_THE_DIRECTORY = a_case(submitter=Person(aad_id=None, name="Sample Yew", email="sample.yew@force.example"))


def add(store: SqlStore, *cases: Case) -> None:
    with store.begin() as uow:
        for case in cases:
            uow.cases.add(case)


def kept(store: SqlStore, number: str = "PF-2026-0001") -> Case:
    with store.read() as uow:
        return uow.cases.get(number)


def numbers(cases: Iterable[Case]) -> list[str]:
    return [case.number for case in cases]


@pytest.mark.parametrize("case", [FULL, EMPTY, NOT_IN_THE_DIRECTORY], ids=["full", "anonymous", "unknown e-mail"])
def test_a_case_comes_back_as_it_was_added(store: SqlStore, case: Case) -> None:
    add(store, case)

    assert kept(store) == case


def test_some_cases_come_in_the_order_asked_for_and_none_when_one_is_not_there(store: SqlStore) -> None:
    second = replace(EMPTY, number=CaseNumber("PF-2026-0002"))
    add(store, FULL, second)

    with store.begin() as uow:
        assert list(uow.cases.some([second.number, FULL.number])) == [second, FULL]
        with pytest.raises(UnknownCase):
            uow.cases.some([FULL.number, "PF-2026-0003"])


def test_a_case_comes_back_as_it_was_saved(store: SqlStore) -> None:
    add(store, a_case(version=6))

    with store.begin() as uow:
        uow.cases.save(FULL)

    assert kept(store) == FULL


def test_what_people_type_comes_back_to_the_letter(store: SqlStore) -> None:
    typed = "=HYPERLINK(\"x\") <at>all</at> 'quoted' 100% \\ 🚓\n\té" + "x" * 20_000

    add(store, a_case(submission=a_submission(details=typed)))

    assert kept(store).submission.details == typed


def test_what_no_database_can_hold_is_replaced_and_the_rest_is_kept(store: SqlStore) -> None:
    add(store, a_case(submission=a_submission(title="a\x00b\ud83dc")))

    assert kept(store).title == "a\ufffdb\ufffdc"


def test_a_time_comes_back_aware_and_in_utc_whatever_its_zone_was(store: SqlStore) -> None:
    tea_time_elsewhere = MONDAY.astimezone(timezone(timedelta(hours=5, minutes=30)))

    add(store, a_case(received_at=tea_time_elsewhere))

    assert kept(store).received_at.isoformat() == "2026-11-23T09:30:00+00:00"


def test_a_time_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        add(store, a_case(received_at=MONDAY.replace(tzinfo=None)))


@pytest.mark.parametrize("number", ["PF-2026-0002", "", "PF-2026-0001\x00", "' OR 1=1 --"])
def test_a_number_that_no_case_has_is_refused(store: SqlStore, number: str) -> None:
    add(store, a_case())

    with store.begin() as uow, pytest.raises(UnknownCase):
        uow.cases.get(number)


@pytest.mark.parametrize("version", [1, 2, 4])
def test_a_case_is_saved_only_as_the_next_version_of_the_one_that_is_kept(store: SqlStore, version: int) -> None:
    add(store, a_case(version=2))

    with pytest.raises(StaleCase, match="PF-2026-0001"), store.begin() as uow:
        uow.cases.save(a_case(version=version, theme="Lost"))

    assert kept(store).theme == ""


def test_a_case_that_was_never_added_cannot_be_saved(store: SqlStore) -> None:
    with store.begin() as uow, pytest.raises(StaleCase):
        uow.cases.save(a_case(version=2))


def test_two_cases_never_have_the_same_number(store: SqlStore) -> None:
    add(store, a_case())

    with pytest.raises(Exception, match=r"(?i)unique"):
        add(store, a_case())


def test_numbers_rise_by_one_and_start_again_each_year(store: SqlStore) -> None:
    with store.begin() as uow:
        taken = [uow.cases.next_number(year) for year in (2026, 2026, 2027, 2026)]

    assert taken == ["PF-2026-0001", "PF-2026-0002", "PF-2027-0001", "PF-2026-0003"]


def test_a_number_taken_in_a_transaction_that_failed_is_free_again(store: SqlStore) -> None:
    def take_one_and_fail() -> None:
        with store.begin() as uow:
            uow.cases.next_number(2026)
            uow.cases.get("PF-2026-0001")

    with pytest.raises(UnknownCase):
        take_one_and_fail()

    with store.begin() as uow:
        assert uow.cases.next_number(2026) == "PF-2026-0001"


def test_the_next_number_comes_after_those_that_are_passed_over_and_never_goes_back(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.cases.pass_over(2026, 7)
        uow.cases.pass_over(2026, 3)
        taken = [uow.cases.next_number(year) for year in (2026, 2027)]

    assert taken == ["PF-2026-0008", "PF-2027-0001"]


def test_fifty_threads_take_fifty_numbers_without_a_gap_and_none_twice(store: SqlStore) -> None:
    def take_one(_: int) -> CaseNumber:
        with store.begin() as uow:
            return uow.cases.next_number(2026)

    with ThreadPoolExecutor(max_workers=50) as threads:
        taken = list(threads.map(take_one, range(50)))

    assert sorted(taken) == [f"PF-2026-{counter:04d}" for counter in range(1, 51)]


def test_twenty_threads_that_change_one_case_each_leave_their_change(store: SqlStore) -> None:
    add(store, a_case())

    def add_a_note(turn: int) -> None:
        with store.begin() as uow:
            case = uow.cases.get("PF-2026-0001")
            uow.cases.save(replace(case, hub_notes=f"{case.hub_notes}{turn};", version=case.version + 1))

    with ThreadPoolExecutor(max_workers=20) as threads:
        list(threads.map(add_a_note, range(20)))

    assert sorted(kept(store).hub_notes.strip(";").split(";"), key=int) == [str(turn) for turn in range(20)]


def test_a_persons_own_cases_come_newest_first_and_no_more_than_asked_for(store: SqlStore) -> None:
    for counter in (1, 2, 3):
        at = MONDAY + timedelta(hours=counter)
        add(store, a_case(number=CaseNumber(f"PF-2026-000{counter}"), received_at=at))
    add(store, a_case(number=CaseNumber("PF-2026-0004"), submitter=OAK))

    with store.read() as uow:
        mine = uow.cases.sent_in_by(AadId("aad-birch"), limit=2)

    assert numbers(mine) == ["PF-2026-0003", "PF-2026-0002"]


def test_somebody_who_sent_nothing_in_has_no_cases(store: SqlStore) -> None:
    add(store, EMPTY, replace(NOT_IN_THE_DIRECTORY, number=CaseNumber("PF-2026-0002")))

    with store.read() as uow:
        assert list(uow.cases.sent_in_by(AadId("aad-birch"), limit=10)) == []


def test_open_cases_come_oldest_first_and_by_number_within_one_second(store: SqlStore) -> None:
    late, early = MONDAY + timedelta(days=1), MONDAY
    add(
        store,
        a_case(number=CaseNumber("PF-2026-0001"), received_at=late),
        a_case(number=CaseNumber("PF-2026-10000"), received_at=early),
        a_case(number=CaseNumber("PF-2026-9999"), received_at=early, status=Status.WAITING),
        a_case(number=CaseNumber("PF-2026-0003"), received_at=early, status=Status.CLOSED),
    )

    with store.read() as uow:
        assert list(uow.cases.open_cases()) == ["PF-2026-9999", "PF-2026-10000", "PF-2026-0001"]
