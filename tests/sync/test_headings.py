"""Which column of a Forms workbook holds what."""

from collections.abc import Callable

import pytest

from hub.submissions import Question
from sync.headings import HEADINGS, HeadingTrouble, Layout, Meta, layout_of, with_questions

ROW = [texts[0] for texts in HEADINGS.values()]


def layout(row: list[str]) -> Layout:
    """The layout of a workbook that can be read."""
    found = layout_of(row, HEADINGS)
    assert isinstance(found, Layout)
    return found


def trouble(row: list[str]) -> HeadingTrouble:
    """What is in the way of one that cannot."""
    found = layout_of(row, HEADINGS)
    assert isinstance(found, HeadingTrouble)
    return found


def test_columns_are_found_in_any_order() -> None:
    assert layout(ROW[::-1]).columns[Meta.ID] == len(ROW) - 1


def with_line_breaks(text: str) -> str:
    return text.replace(" ", "\n")


def with_hard_spaces(text: str) -> str:
    return f"{text}\xa0\xa0"


@pytest.mark.parametrize("dress", [str.upper, with_line_breaks, with_hard_spaces])
def test_letter_case_odd_spaces_and_line_breaks_do_not_matter(dress: Callable[[str], str]) -> None:
    assert layout([dress(text) for text in ROW]).columns == layout(ROW).columns


@pytest.mark.parametrize("heading", ["ID", "Id"])
def test_both_spellings_of_the_id_are_known(heading: str) -> None:
    assert layout([heading, *ROW[1:]]).columns[Meta.ID] == 0


def test_a_second_email_column_is_a_question_of_the_form_and_not_the_sender() -> None:
    found = layout([*ROW, "Email"])

    assert found.columns[Meta.EMAIL] == ROW.index("Email")
    assert found.extra == (len(ROW),)


def test_a_renamed_heading_is_missing_and_its_new_name_is_unknown() -> None:
    renamed = ["What is up?" if text == HEADINGS[Question.TITLE][0] else text for text in ROW]

    assert trouble(renamed) == HeadingTrouble(
        missing=(HEADINGS[Question.TITLE][0],), doubled=(), unknown=("What is up?",)
    )


def test_a_doubled_question_is_in_the_way() -> None:
    assert trouble([*ROW, HEADINGS[Question.GOOD][0]]).doubled == (HEADINGS[Question.GOOD][0],)


def test_a_force_names_its_own_headings() -> None:
    headings = with_questions({"title": ["Worum geht es?"]})
    own = ["Worum geht es?" if text == HEADINGS[Question.TITLE][0] else text for text in ROW]

    assert isinstance(layout_of(own, headings), Layout)


def test_a_force_adds_what_forms_writes_in_its_language() -> None:
    own = ["Begintijd" if text == "Start time" else text for text in ROW]

    assert layout_of(own, with_questions({"start": ["Begintijd"]})) == layout(ROW)


def test_trouble_is_told_with_one_line_a_heading() -> None:
    found = trouble([*("What is up?" if text == HEADINGS[Question.TITLE][0] else text for text in ROW), "ID"])

    assert found.lines() == (f"missing: {HEADINGS[Question.TITLE][0]}", "doubled: ID", "unknown: What is up?")


def test_a_heading_for_no_question_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(ValueError, match="colour"):
        with_questions({"colour": ["Which colour?"]})
