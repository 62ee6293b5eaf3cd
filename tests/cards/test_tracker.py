"""What a tracker row's sync note says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.tracker import LONGEST_NOTE, put_back, row_not_ours
from hub.cases import CaseClosed, MayNotFollow, OutcomeNeeded, Status
from hub.tracker import OwnedByProduct, UnknownChoice, UnknownName
from tests.cards.invented import OAK, ROWAN, Words, cases

CASES = cases(Words())


def test_a_status_that_may_not_follow_is_put_back_with_what_may() -> None:
    note = put_back("Status", "New", MayNotFollow(CASES["closed"], Status.NEW))

    assert note == (
        "Status was put back to “Closed”: PF-2026-0042 is “Closed”, so it can become “In progress”, but not “New”. "
        "It had been changed to “New”."
    )


def test_an_assignment_on_a_closed_case_is_not_said_to_become_a_status() -> None:
    note = put_back("Assigned to", "Sample Rowan", CaseClosed(CASES["closed"]))

    assert note.startswith("Assigned to was put back: PF-2026-0042 was already closed on Thu 26 Nov 2026")


def test_a_name_nobody_has_is_answered_with_the_roster() -> None:
    note = put_back("Assigned to", "Sample Rown", UnknownName([OAK, ROWAN]))

    assert "On it are Sample Oak, Sample Rowan." in note


def test_a_word_that_is_no_choice_is_answered_with_the_choices() -> None:
    assert "Choose one of these: New, Closed." in put_back("Status", "Done", UnknownChoice(["New", "Closed"]))


def test_what_was_typed_in_our_column_is_kept_in_the_note() -> None:
    note = put_back("Title", "A better title", OwnedByProduct())

    assert "It had been changed to “A better title”." in note


def test_a_column_that_was_emptied_quotes_nothing() -> None:
    assert "“" not in put_back("Outcome", " ", OutcomeNeeded())


@given(st.text(max_size=3_000), st.integers(min_value=0, max_value=100))
def test_a_note_never_grows_beyond_its_column(typed: str, colleagues: int) -> None:
    note = put_back("Assigned to", typed, UnknownName([OAK] * colleagues))

    assert len(note) <= LONGEST_NOTE
    assert "\n" not in note


@pytest.mark.parametrize("piece", ["is not a case", "Teams or the Microsoft Form", "delete this row"])
def test_a_row_made_by_hand_is_told_the_way(piece: str) -> None:
    assert piece in row_not_ours()
