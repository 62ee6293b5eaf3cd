"""Rows become responses: what they say, who sent them, and by what they are known again."""

from pathlib import Path

import pytest

import local365
from hub.submissions import LONGEST_TITLE, Door, Kind
from sync.headings import HEADINGS as MEANINGS
from sync.headings import HeadingTrouble
from sync.responses import Response, Responses, responses_in
from sync.sheets import Unreadable, read_export
from tests.sync.workbooks import HEADINGS, ROW, with_cells, workbook

SAMPLE = Path(local365.__file__).parent / "samples" / "responses.xlsx"


def responses(content: bytes, *, door: Door = Door.FORM) -> Responses:
    """What a file that can be read holds."""
    sheets = read_export(content)
    assert not isinstance(sheets, Unreadable)
    found = responses_in(sheets, MEANINGS, door=door)
    assert isinstance(found, Responses)
    return found


def the_sample(count: int) -> tuple[Response, ...]:
    """The first responses of the sample workbook."""
    return responses(SAMPLE.read_bytes()).responses[:count]


def the_one(**changes: object) -> Response:
    """The only response of a workbook with one row."""
    [response] = responses(workbook(HEADINGS, with_cells(**changes))).responses
    return response


def test_the_sample_holds_24_responses_two_of_them_anonymous() -> None:
    found = responses(SAMPLE.read_bytes())

    assert len({one.keys[0] for one in found.responses}) == 24
    assert sum(one.submitter is None for one in found.responses) == 2


def test_text_that_looks_like_a_formula_is_text() -> None:
    titles = [one.submission.title for one in responses(SAMPLE.read_bytes()).responses]

    assert any(title.startswith("=SUM of small things") for title in titles)


def test_a_response_has_the_same_names_in_a_copy_of_the_workbook() -> None:
    again = [one.keys for one in responses(SAMPLE.read_bytes()).responses]

    assert again == [one.keys for one in responses(SAMPLE.read_bytes()).responses]


def test_an_edited_response_is_known_by_its_start_and_told_by_its_words() -> None:
    before, after = the_one(), the_one(column_8="Other details", column_5="11/3/26 8:00:00")

    assert before.keys[0] == after.keys[0]
    assert before.keys[-1] != after.keys[-1]


def test_a_response_changed_and_changed_back_has_words_of_its_own() -> None:
    assert the_one().keys[-1] != the_one(column_5="11/3/26 8:00:00").keys[-1]


def test_a_response_whose_date_an_export_writes_in_another_way_is_known_by_its_words() -> None:
    assert the_one().keys[1:] == the_one(column_1="02/11/2026 09:14").keys[1:]


def test_the_same_number_in_a_form_that_was_made_anew_is_another_response() -> None:
    new = the_one(column_1="12/1/26 10:00:00", column_8="Something else")

    assert not set(the_one().keys) & set(new.keys)


def test_without_any_time_a_response_is_known_by_its_words_alone() -> None:
    assert the_one(column_1="", column_2="").keys == the_one().keys[1:]


def test_the_door_is_the_one_it_came_through() -> None:
    [response] = responses(workbook(HEADINGS, ROW), door=Door.IMPORT).responses

    assert response.submission.door is Door.IMPORT


@pytest.mark.parametrize(
    ("typed", "kind"), [("idea", Kind.IDEA), ("Inefficiency;", Kind.INEFFICIENCY), ("?", Kind.NOT_SAID)]
)
def test_the_kind_is_read_in_any_letter_case_and_another_answer_is_not_guessed(typed: str, kind: Kind) -> None:
    assert the_one(column_6=typed).submission.kind is kind


def test_a_long_sentence_is_shortened_in_the_title_and_whole_in_the_details() -> None:
    sentence = "lamp " * 100

    submission = the_one(column_7=sentence).submission

    assert len(submission.title) <= LONGEST_TITLE
    assert submission.details.startswith(sentence.strip())


def test_a_response_without_a_title_takes_its_first_words() -> None:
    assert the_one(column_7="").submission.title == "Details"


def test_a_response_without_a_word_is_named_and_no_case() -> None:
    empty = with_cells(column_7="", column_8="", column_9="", column_10="")

    found = responses(workbook(HEADINGS, empty))

    assert (found.responses, found.empty) == ((), ("1",))


def test_a_row_without_a_number_is_none_of_a_form() -> None:
    assert (
        responses(workbook(HEADINGS, ROW, with_cells(column_0=""))).responses
        == responses(workbook(HEADINGS, ROW)).responses
    )


def test_a_second_email_column_is_an_answer_and_is_kept() -> None:
    [response] = responses(workbook([*HEADINGS, "Email"], [*ROW, "other@force.example"])).responses

    assert response.submitter is not None
    assert response.submitter.email == "sample.birch@force.example"
    assert response.submission.details == "Details\n\nEmail: other@force.example"


def test_a_second_email_column_that_repeats_the_sender_is_not_said_again() -> None:
    [response] = responses(workbook([*HEADINGS, "Email"], [*ROW, ROW[3]])).responses

    assert response.submission.details == "Details"


def test_a_form_of_a_german_owner_is_read() -> None:
    german = ["ID", "Startzeit", "Abschlusszeit", "E-Mail", "Name", "Sprache", *HEADINGS[6:]]

    [response] = responses(workbook(german, ROW)).responses

    assert response.keys[0] == "response:1:2026-11-02T09:14"


@pytest.mark.parametrize("email", ["anonymous", "Anonymous", ""])
def test_an_anonymous_response_has_no_submitter(email: str) -> None:
    assert the_one(column_3=email, column_4="Anonymous").submitter is None


def test_questions_we_do_not_know_are_named() -> None:
    assert responses(workbook([*HEADINGS, "Your station?"], [*ROW, "Mill Lane"])).unknown == ("Your station?",)


def test_a_row_with_more_cells_than_headings_is_told_and_nothing_is_put_under_the_wrong_question() -> None:
    lines = [HEADINGS, ROW, with_cells(column_7="Lamps; and benches")]
    sheets = read_export("\n".join(";".join(map(str, line)) for line in lines).encode())
    assert not isinstance(sheets, Unreadable)

    assert responses_in(sheets, MEANINGS) == HeadingTrouble(missing=(), doubled=(), unknown=(), too_long=(3,))


def test_a_response_whose_choices_came_another_road_is_known_by_its_answers() -> None:
    pushed = the_one(column_9="Patrols;Lighting", column_1="", column_2="", column_8="One\nTwo")
    read = the_one(column_9="Patrols;Lighting;", column_8="One\r\nTwo ")

    assert set(pushed.keys) & set(read.keys) == {pushed.keys[0]}


def test_the_same_words_of_somebody_else_are_another_response() -> None:
    assert not set(the_one(column_1="", column_2="").keys) & set(the_one(column_3="sample.elm@force.example").keys)


def test_a_response_that_begins_with_a_full_stop_has_a_title() -> None:
    assert the_one(column_7="", column_8=". The lamp is out. Again").submission.title == "The lamp is out"
