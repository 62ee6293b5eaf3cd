"""What an edit in the Cases list means for the case."""

import pytest

from hub import casework
from hub.cases import Case, CaseClosed, MayNotFollow, Outcome, OutcomeNeeded, Status
from hub.tracker import (
    ClearedByStatus,
    OwnedByProduct,
    StaffColumn,
    UnknownChoice,
    UnknownName,
    edits,
    is_older,
    merge,
    overtaken,
    staff_values,
)
from tests.hub.builders import LATER, OAK, ROWAN, a_case

STAFF = (OAK, ROWAN)


def closed_case() -> Case:
    return casework.close(a_case(), outcome=Outcome.ADOPTED, decision="It works.", at=LATER)


def test_a_row_that_says_what_we_last_saw_sent_or_now_hold_holds_no_edit() -> None:
    seen = {"Status": "New", "Theme": "Sheds", "HubNotes": "old"}

    found = edits(seen, known=({"Status": "New"}, {"Theme": "Sheds"}, {"HubNotes": "old"}))

    assert found == {}


def test_a_cleared_column_is_an_edit() -> None:
    assert edits({"Theme": ""}, known=({"Theme": "Sheds"},)) == {"Theme": ""}


def test_theme_and_notes_are_taken_over() -> None:
    merged = merge(a_case(), {"Theme": "Sheds", "HubNotes": "Ask the council"}, staff=STAFF, at=LATER)

    assert (merged.case.theme, merged.case.hub_notes) == ("Sheds", "Ask the council")
    assert merged.taken == (StaffColumn.THEME, StaffColumn.HUB_NOTES)
    assert merged.put_back == ()


@pytest.mark.parametrize("typed", ["Sample Rowan", "sample rowan", "sample.rowan@force.example"])
def test_a_colleague_is_assigned_by_name_or_e_mail_in_any_letter_case(typed: str) -> None:
    merged = merge(a_case(), {"AssignedTo": typed}, staff=STAFF, at=LATER)

    assert (merged.case.holder, merged.case.status) == (ROWAN, Status.IN_PROGRESS)


def test_an_emptied_assigned_to_releases_the_case() -> None:
    held = casework.claim(a_case(), by=OAK, at=LATER)

    assert merge(held, {"AssignedTo": ""}, staff=STAFF, at=LATER).case.holder is None


def test_a_name_that_is_not_on_the_roster_is_put_back_and_the_roster_is_named() -> None:
    merged = merge(a_case(), {"AssignedTo": "Somebody"}, staff=STAFF, at=LATER)

    [put_back] = merged.put_back
    assert (put_back.column, put_back.typed) == ("AssignedTo", "Somebody")
    assert isinstance(put_back.refused, UnknownName)
    assert put_back.refused.staff == STAFF


def test_one_edit_that_is_put_back_does_not_stop_the_others() -> None:
    merged = merge(a_case(), {"Status": "Answered", "Theme": "Sheds"}, staff=STAFF, at=LATER)

    assert merged.case.theme == "Sheds"
    assert isinstance(merged.put_back[0].refused, MayNotFollow)


def test_closing_takes_the_outcome_and_the_decision_of_the_same_edit() -> None:
    typed = {"Status": "Closed", "Outcome": "Adopted", "Decision": "The lighting is paid for."}

    merged = merge(a_case(), typed, staff=STAFF, at=LATER)

    assert (merged.case.status, merged.case.outcome) == (Status.CLOSED, Outcome.ADOPTED)
    assert merged.case.decision == "The lighting is paid for."


def test_closing_without_an_outcome_is_put_back() -> None:
    merged = merge(a_case(), {"Status": "Closed"}, staff=STAFF, at=LATER)

    assert merged.case.status is Status.NEW
    assert isinstance(merged.put_back[0].refused, OutcomeNeeded)


@pytest.mark.parametrize("column", ["Outcome", "Decision"])
def test_a_closed_case_keeps_an_outcome_and_a_reason(column: str) -> None:
    merged = merge(closed_case(), {column: ""}, staff=STAFF, at=LATER)

    assert isinstance(merged.put_back[0].refused, OutcomeNeeded)


def test_the_outcome_of_an_open_case_may_be_cleared() -> None:
    assert merge(a_case(outcome=Outcome.ADOPTED), {"Outcome": ""}, staff=STAFF, at=LATER).case.outcome is None


@pytest.mark.parametrize("column", ["Status", "Outcome"])
def test_a_word_that_is_no_choice_is_put_back(column: str) -> None:
    merged = merge(a_case(), {column: "Perhaps"}, staff=STAFF, at=LATER)

    assert isinstance(merged.put_back[0].refused, UnknownChoice)


def test_a_closed_case_cannot_be_assigned() -> None:
    merged = merge(closed_case(), {"AssignedTo": "Sample Oak"}, staff=STAFF, at=LATER)

    assert isinstance(merged.put_back[0].refused, CaseClosed)


def test_a_column_of_ours_is_put_back() -> None:
    merged = merge(a_case(), {"Title": "Something else"}, staff=STAFF, at=LATER)

    assert isinstance(merged.put_back[0].refused, OwnedByProduct)


def test_a_case_says_the_same_in_every_column_that_admins_own() -> None:
    held = casework.claim(a_case(theme="Sheds"), by=OAK, at=LATER)

    assert staff_values(held) == {
        "Theme": "Sheds",
        "HubNotes": "",
        "Outcome": "",
        "Decision": "",
        "AssignedTo": "Sample Oak",
        "Holder": "aad-oak",
        "Status": "In progress",
    }


def test_reopening_keeps_the_outcome_and_the_reason_typed_in_the_same_edit() -> None:
    typed = {"Status": "In progress", "Outcome": "Guidance given", "Decision": "Not yet.", "AssignedTo": "Sample Rowan"}

    merged = merge(closed_case(), typed, staff=STAFF, at=LATER)

    assert (merged.case.status, merged.case.decision, merged.case.holder) == (Status.IN_PROGRESS, "Not yet.", ROWAN)
    assert merged.put_back == ()


def test_what_the_status_of_the_same_edit_clears_is_put_back_with_a_sentence() -> None:
    held = casework.claim(a_case(), by=OAK, at=LATER)

    merged = merge(held, {"AssignedTo": "Sample Rowan", "Status": "New"}, staff=STAFF, at=LATER)

    assert (merged.case.holder, merged.taken) == (None, (StaffColumn.STATUS,))
    [put_back] = merged.put_back
    assert isinstance(put_back.refused, ClearedByStatus)
    assert put_back.typed == "Sample Rowan"


def test_only_what_the_row_did_not_say_yet_is_overtaken() -> None:
    base = staff_values(a_case())
    pressed = casework.assign(a_case(theme="Sheds"), to=OAK, at=LATER)
    edited = casework.describe(casework.assign(pressed, to=ROWAN, at=LATER), at=LATER, theme="Lights")

    assert overtaken(pressed, edited, base=base) == {"Theme": "Sheds", "AssignedTo": "Sample Oak"}
    assert overtaken(pressed, edited, base=staff_values(pressed)) == {}


@pytest.mark.parametrize(
    ("etag", "than", "older"),
    [
        ('"a,1"', '"a,2"', True),
        ('"a,9"', '"a,10"', True),
        ('"a,2"', '"a,2"', False),
        ('"a,3"', '"a,2"', False),
        ('"a,1"', '"b,2"', False),
        ("e1", "e2", False),
    ],
)
def test_a_save_is_older_when_the_same_items_version_is_lower(etag: str, than: str, *, older: bool) -> None:
    assert is_older(etag, than) is older
