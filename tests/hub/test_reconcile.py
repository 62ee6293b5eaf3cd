"""What counts as a difference between what was read and what is kept, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hub.casefile import CaseFile, Waiting
from hub.cases import Case, CaseNumber, Status
from hub.effects import AlarmId, Effect, PostAlarm, UpdateHubCard, UpdateReceipt, WriteTrackerRow
from hub.places import Conversation
from hub.ports import ShownCard, Surface, TrackerRow
from hub.reach import Unreachable
from hub.reconcile import MENDED_BY, Difference, Kind, Mend, RowRead, Sides, of_case, of_effect, of_response, of_row
from hub.submissions import Door
from tests.hub.builders import MONDAY, a_case, a_submission

ONE = CaseNumber("PF-2026-0001")
CHAT = Conversation(service_url="http://teams", conversation_id="a:chat", tenant_id="t")
SAYS = {"Title": "Sheds", "Theme": ""}
FORM_CASE = a_case(submission=a_submission(door=Door.FORM))


def a_card(**changes: Any) -> ShownCard:
    return replace(ShownCard(conversation=CHAT, activity_id="1", version=1, drawn_on=MONDAY.date()), **changes)


def a_row(**changes: Any) -> TrackerRow:
    kept = TrackerRow(case=ONE, item_id="7", etag='"guid,3"', values=SAYS, pending={})
    return replace(kept, **changes)


def a_file(case: Case | None = None, **changes: Any) -> CaseFile:
    """One of a case that is equal on every side."""
    file = CaseFile(
        case=case or a_case(),
        row=a_row(),
        cards={Surface.HUB_CARD: a_card(), Surface.RECEIPT: a_card()},
        waiting=(),
        why_not=None,
        pushed=False,
    )
    return replace(file, **changes)


def a_waiting(effect: Effect, **changes: Any) -> Waiting:
    waiting = Waiting(
        id=1,
        effect=effect,
        added_at=MONDAY,
        due_at=MONDAY,
        parked_at=None,
        reason="",
        attempts=0,
        claimed=False,
        unsure=False,
        waits_for="",
        background=False,
    )
    return replace(waiting, **changes)


def parked(effect: Effect, reason: str) -> Waiting:
    return a_waiting(effect, due_at=None, parked_at=MONDAY, reason=reason, attempts=1)


def a_side(**changes: Any) -> Sides:
    sides = Sides(rows={ONE}, responses=None, has_channel=True, at=MONDAY, today=MONDAY.date())
    return replace(sides, **changes)


def read(**changes: Any) -> RowRead:
    row = RowRead(case=ONE, item_id="7", etag='"guid,3"', values=SAYS, is_ours=False)
    return replace(row, **changes)


def kinds(file: CaseFile, **sides: Any) -> list[Kind]:
    return [one.kind for one in of_case(file, a_side(**sides))]


def row_kind(row: RowRead, file: CaseFile | None) -> Kind | None:
    found = of_row(row, file, wanted=SAYS)
    return found and found.kind


def test_a_case_that_is_equal_on_every_side_differs_in_nothing() -> None:
    assert kinds(a_file()) == []
    assert row_kind(read(), a_file()) is None


@pytest.mark.parametrize(
    ("row", "kept", "kind"),
    [
        (read(values={"Title": "x"}), a_row(), Kind.ROW_BEHIND),
        (read(values={"Title": "x"}, etag='"guid,4"'), a_row(), Kind.EDIT_NOT_READ),
        (read(values={"Title": "x"}, etag='"guid,4"', is_ours=True), a_row(pending=SAYS), Kind.ROW_BEHIND),
        (read(values={"Title": "x"}, etag='"guid,4"', is_ours=True), a_row(), Kind.EDIT_NOT_READ),  # by a lost store
        (read(values={"Title": "x"}, etag='"guid,2"'), a_row(), None),  # read before our last write
        (read(), a_row(item_id=None, etag=None), Kind.ROW_NOT_TAKEN_UP),
        (read(), None, Kind.ROW_NOT_TAKEN_UP),
        (read(), a_row(deleted=True), Kind.ROW_BACK),
        (read(item_id="9"), a_row(), Kind.TWO_ROWS),
    ],
)
def test_a_row_differs_by_what_is_known_of_it(row: RowRead, kept: TrackerRow | None, kind: Kind | None) -> None:
    assert row_kind(row, a_file(row=kept)) is kind


def test_a_row_of_no_case_is_said_to_be() -> None:
    assert row_kind(read(case=""), None) is Kind.ROW_OF_NO_CASE


@pytest.mark.parametrize("kept", [None, a_row(item_id=None), a_row(item_id="8", deleted=True)])
def test_a_row_that_has_a_cases_number_and_tells_of_another_case_is_a_row_of_no_case(kept: TrackerRow | None) -> None:
    file = a_file(row=kept, waiting=(a_waiting(WriteTrackerRow(case=ONE)),))

    assert row_kind(read(values={"SubmittedAt": "2026-11-01T08:00:00Z"}), file) is Kind.ROW_OF_NO_CASE


@pytest.mark.parametrize("kept", [None, a_row(item_id=None, etag=None), a_row()])
def test_a_row_that_is_on_its_way_is_no_difference(kept: TrackerRow | None) -> None:
    file = a_file(row=kept, waiting=(a_waiting(WriteTrackerRow(case=ONE)),))

    assert row_kind(read(values={"Title": "x"}), file) is None


@pytest.mark.parametrize(
    ("kept", "kind"),
    [
        (None, Kind.CASE_WITHOUT_ROW),
        (a_row(item_id=None), Kind.CASE_WITHOUT_ROW),
        (a_row(), Kind.ROW_GONE),
        (a_row(deleted=True), Kind.ROW_DELETED),
    ],
)
def test_a_case_whose_row_was_not_seen_differs_by_what_is_known_of_it(kept: TrackerRow | None, kind: Kind) -> None:
    assert kinds(a_file(row=kept), rows=set[str]()) == [kind]


def test_a_first_row_that_is_on_its_way_is_no_difference() -> None:
    file = a_file(row=None, waiting=(a_waiting(WriteTrackerRow(case=ONE)),))

    assert kinds(file, rows=set[str]()) == []


def test_a_card_of_another_version_differs_unless_a_new_one_is_on_its_way() -> None:
    old = {Surface.HUB_CARD: a_card(version=0), Surface.RECEIPT: a_card(version=9)}
    waiting = (a_waiting(UpdateHubCard(case=ONE)), a_waiting(UpdateReceipt(case=ONE)))

    assert kinds(a_file(cards=old)) == [Kind.CARD_OLDER, Kind.CARD_OLDER]
    assert kinds(a_file(cards=old, waiting=waiting)) == []


def test_a_card_is_expected_of_an_open_case_where_somebody_can_see_it() -> None:
    assert kinds(a_file(cards={})) == [Kind.CARD_UNKNOWN, Kind.CARD_UNKNOWN]
    assert kinds(a_file(a_case(status=Status.CLOSED), cards={})) == []
    assert kinds(a_file(a_case(submitter=None), cards={}), has_channel=False) == []
    assert kinds(a_file(cards={}, why_not=Unreachable.BLOCKED), has_channel=False) == []


@pytest.mark.parametrize(("days", "found"), [(0, []), (1, []), (2, [Kind.CARD_OLDER])])
def test_a_card_that_shows_a_broken_promise_as_kept_differs_once_a_night_has_passed(
    days: int, found: list[Kind]
) -> None:
    promise = date(2026, 11, 30)
    at = MONDAY + timedelta(days=7 + days)
    cards = {Surface.HUB_CARD: a_card(), Surface.RECEIPT: a_card(drawn_on=date(2026, 12, 1))}

    assert kinds(a_file(a_case(promise=promise), cards=cards), at=at, today=at.date()) == found


def test_a_case_of_the_form_has_its_response_in_the_workbook() -> None:
    assert kinds(a_file(FORM_CASE), responses={ONE}) == []
    assert kinds(a_file(FORM_CASE), responses=set[str]()) == [Kind.CASE_WITHOUT_RESPONSE]
    assert kinds(a_file(), responses=set[str]()) == []


def test_a_pushed_response_may_be_ahead_of_its_workbook_for_a_day() -> None:
    pushed = a_file(FORM_CASE, pushed=True)

    assert kinds(pushed, responses=set[str]()) == []
    assert kinds(pushed, responses=set[str](), at=MONDAY + timedelta(days=1)) == [Kind.CASE_WITHOUT_RESPONSE]


def test_what_is_parked_is_one_difference_for_a_person_however_much_waits_for_them() -> None:
    waiting = (
        parked(UpdateReceipt(case=ONE), Unreachable.BLOCKED.value),
        parked(UpdateHubCard(case=ONE), "graph.400"),
        parked(WriteTrackerRow(case=ONE), Unreachable.BLOCKED.value),
    )
    found = of_case(a_file(waiting=waiting, why_not=Unreachable.BLOCKED), a_side())

    assert [one.kind for one in found] == [Kind.UNREACHABLE, Kind.PARKED]
    assert (found[0].now, found[0].case) == (2, ONE)


def test_what_waits_for_somebody_who_has_left_is_explained_and_does_not_count() -> None:
    waiting = (parked(UpdateReceipt(case=ONE), Unreachable.GONE.value),)

    [found] = of_case(a_file(waiting=waiting, why_not=Unreachable.GONE), a_side())

    assert (found.kind, found.counts) == (Kind.PERSON_GONE, False)


def test_a_delivery_is_overdue_after_a_quarter_of_an_hour_unless_it_may_wait() -> None:
    alarm = PostAlarm(alarm=AlarmId("a"))
    late = MONDAY + timedelta(minutes=16)

    assert of_effect(a_waiting(alarm), at=MONDAY + timedelta(minutes=15)) is None
    assert of_effect(a_waiting(alarm, background=True), at=late) is None
    found = of_effect(a_waiting(alarm), at=late)
    assert found is not None
    assert (found.kind, found.mend) == (Kind.OVERDUE, Mend.PERSON)


@pytest.mark.parametrize(
    ("taken", "case", "kind"),
    [
        ({}, None, Kind.RESPONSE_WITHOUT_CASE),
        ({"response:1:start": ONE}, FORM_CASE, Kind.RESPONSE_EDITED),
        ({"response:1:start": ONE, "response:1:=a": ONE}, None, Kind.RESPONSE_ERASED),
        ({"response:1:start": ONE, "response:1:=a": ONE}, FORM_CASE, None),
        (
            {"response:1:start": ONE, "response:1:=a": ONE},
            replace(FORM_CASE, submission=a_submission(title="Later words")),
            Kind.RESPONSE_OLDER,
        ),
    ],
)
def test_a_response_differs_by_which_of_its_names_are_known(
    taken: dict[str, str], case: Case | None, kind: Kind | None
) -> None:
    keys = ("response:1:start", "response:1:=a")
    cases = {ONE: case} if case else {}

    found = of_response("1", keys, a_submission(door=Door.FORM), taken=taken, cases=cases)

    assert (found and found.kind) is kind


def test_the_same_response_imported_from_a_file_is_no_difference() -> None:
    imported = a_case(submission=a_submission(door=Door.IMPORT))

    found = of_response("1", ["k"], a_submission(door=Door.FORM), taken={"k": ONE}, cases={ONE: imported})

    assert found is None


def test_nothing_is_left_without_somebody_or_something_that_settles_it() -> None:
    assert {kind for kind in Kind if Difference(kind=kind).mend is Mend.PERSON} == set(Kind) - set(MENDED_BY)
