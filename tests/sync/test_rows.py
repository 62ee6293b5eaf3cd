"""A case as a row: what SharePoint takes, and gives back as it was."""

from dataclasses import replace

import pytest

from cards.tracker import TOO_LONG_FOR_THE_LIST
from hub.people import Person
from local365.column_values import SEVERAL_LINES
from sync.rows import our_values
from tests.cards.invented import a_case


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x1f", "\ud83d", "\ufffe"])
def test_a_sign_that_xml_cannot_hold_keeps_no_row_from_being_written(sign: str) -> None:
    case = a_case()
    case = replace(case, submission=replace(case.submission, details=f"a{sign}b\r\nc"))

    assert our_values(case)["Details"] == "ab\nc"


@pytest.mark.parametrize("letter", ["x", "\u20ac", "\U0001f46e", "\n"])
def test_what_is_longer_than_a_column_holds_is_cut_and_says_so(letter: str) -> None:
    case = a_case()
    case = replace(case, submission=replace(case.submission, details=f"a{letter * 70_000}b"))

    said = our_values(case)["Details"]

    assert len(said.encode("utf-16-le")) // 2 <= SEVERAL_LINES
    assert said.endswith(TOO_LONG_FOR_THE_LIST)


def test_what_fits_a_column_is_not_cut() -> None:
    case = a_case()
    case = replace(case, submission=replace(case.submission, details="x" * 60_000))

    assert our_values(case)["Details"] == "x" * 60_000


def test_a_name_of_many_lines_is_a_line_that_a_column_holds() -> None:
    name = our_values(replace(a_case(), submitter=Person(aad_id=None, name="Sample\n" * 100)))["SubmittedBy"]

    assert (name.startswith("Sample Sample"), len(name) <= 255) == (True, True)
