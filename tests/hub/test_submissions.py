"""Five answers, checked once at the door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.submissions import (
    LONGEST_ANSWER,
    LONGEST_TITLE,
    AnswerProblem,
    AnswersNeeded,
    Kind,
    Question,
    answers_from_free_text,
    first_sentence,
    submission_from_card,
)
from tests.hub.builders import ANSWERS


def test_a_filled_in_card_becomes_a_submission_with_every_answer_trimmed() -> None:
    submission = submission_from_card({**ANSWERS, "title": "  Shed burglaries \n"})

    assert submission.kind is Kind.PROBLEM
    assert submission.title == "Shed burglaries"
    assert submission.good == ANSWERS["good"]


def test_every_missing_answer_is_named_at_once() -> None:
    with pytest.raises(AnswersNeeded) as refused:
        submission_from_card({"tried": "Nothing yet"})

    assert [problem.question for problem in refused.value.problems] == [
        Question.KIND,
        Question.TITLE,
        Question.DETAILS,
    ]


def test_what_was_tried_and_what_good_looks_like_may_be_left_empty() -> None:
    submission = submission_from_card({**ANSWERS, "tried": "", "good": " "})

    assert (submission.tried, submission.good) == ("", "")


@pytest.mark.parametrize(
    ("question", "longest"),
    [(Question.TITLE, LONGEST_TITLE), (Question.DETAILS, LONGEST_ANSWER), (Question.GOOD, LONGEST_ANSWER)],
)
def test_an_answer_that_is_too_long_is_named_with_its_length_and_the_most_there_may_be(
    question: Question, longest: int
) -> None:
    with pytest.raises(AnswersNeeded) as refused:
        submission_from_card({**ANSWERS, question.value: "x" * 20_000})

    assert refused.value.problems == (AnswerProblem(question=question, length=20_000, longest=longest),)


def test_a_kind_that_is_not_one_of_the_three_is_asked_for_again() -> None:
    with pytest.raises(AnswersNeeded) as refused:
        submission_from_card({**ANSWERS, "kind": "Not said"})

    assert [problem.question for problem in refused.value.problems] == [Question.KIND]


def test_short_free_text_is_a_start_on_the_sentence() -> None:
    assert answers_from_free_text(" the lighting in Mill Lane keeps failing ") == {
        "title": "the lighting in Mill Lane keeps failing"
    }


@given(st.text(min_size=1, max_size=3000).filter(lambda text: bool(text.strip())))
def test_no_word_of_free_text_is_lost(text: str) -> None:
    answers = answers_from_free_text(text)

    assert text.strip() in answers.values()
    assert len(answers["title"]) <= LONGEST_TITLE


def test_the_first_sentence_of_a_long_text_ends_at_a_word() -> None:
    sentence = first_sentence("lamp " * 100)

    assert len(sentence) <= LONGEST_TITLE
    assert sentence.endswith("lamp…")


def test_long_free_text_starts_both_the_sentence_and_the_details() -> None:
    text = "The lamp in the underpass fails. " + "It was mended twice and failed again within a week. " * 5

    assert answers_from_free_text(text) == {"title": "The lamp in the underpass fails", "details": text.strip()}
