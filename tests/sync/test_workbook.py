"""The bytes of a Forms workbook become responses."""

from pathlib import Path

import pytest

import local365
from hub.submissions import LONGEST_TITLE, Kind
from sync.headings import HEADINGS
from sync.workbook import Responses, Unreadable, read_workbook
from tests.journeys.test_forms import HEADINGS as ROW_OF_HEADINGS
from tests.journeys.test_forms import ROW, workbook

SAMPLE = Path(local365.__file__).parent / "samples" / "responses.xlsx"


def responses(content: bytes) -> Responses:
    """What a workbook that can be read holds."""
    found = read_workbook(content, HEADINGS)
    assert isinstance(found, Responses)
    return found


def with_answers(**changes: object) -> bytes:
    """A workbook of one row, with other cells in the columns named by position."""
    row: list[object] = list(ROW)
    for position, cell in changes.items():
        row[int(position.removeprefix("column_"))] = cell
    return workbook(ROW_OF_HEADINGS, row)


def test_the_sample_holds_24_responses_two_of_them_anonymous() -> None:
    found = responses(SAMPLE.read_bytes())

    assert len({one.key for one in found.responses}) == 24
    assert sum(one.submitter is None for one in found.responses) == 2


def test_text_that_looks_like_a_formula_is_text() -> None:
    titles = [one.submission.title for one in responses(SAMPLE.read_bytes()).responses]

    assert any(title.startswith("=SUM of small things") for title in titles)


def test_a_response_is_the_same_in_a_copy_of_the_workbook() -> None:
    again = [one.key for one in responses(SAMPLE.read_bytes()).responses]

    assert again == [one.key for one in responses(SAMPLE.read_bytes()).responses]


@pytest.mark.parametrize(
    ("typed", "kind"), [("idea", Kind.IDEA), ("Inefficiency;", Kind.INEFFICIENCY), ("?", Kind.NOT_SAID)]
)
def test_the_kind_is_read_in_any_letter_case_and_another_answer_is_not_guessed(typed: str, kind: Kind) -> None:
    [response] = responses(with_answers(column_6=typed)).responses

    assert response.submission.kind is kind


def test_a_long_sentence_is_shortened_in_the_title_and_whole_in_the_details() -> None:
    sentence = "lamp " * 100

    [response] = responses(with_answers(column_7=sentence)).responses

    assert len(response.submission.title) <= LONGEST_TITLE
    assert response.submission.details.startswith(sentence.strip())


def test_a_response_without_a_title_takes_its_first_words() -> None:
    [response] = responses(with_answers(column_7="")).responses

    assert response.submission.title == "Details"


def test_a_response_without_a_word_is_named_and_no_case() -> None:
    found = responses(with_answers(column_7="", column_8="", column_9="", column_10=""))

    assert (found.responses, found.empty) == ((), ("1",))


@pytest.mark.parametrize(
    ("content", "encrypted"),
    [(bytes.fromhex("D0CF11E0A1B11AE1"), True), (b"PK\x03\x04 but cut off", False), (b"", False)],
)
def test_what_is_no_workbook_is_said_to_be_none(content: bytes, encrypted: bool) -> None:
    assert read_workbook(content, HEADINGS) == Unreadable(encrypted=encrypted)
