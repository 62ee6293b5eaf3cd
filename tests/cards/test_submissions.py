"""The card on which something is sent in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.actions import read_press
from cards.submissions import ENDS_DRAFT, problem_sentence, submission_card
from hub.submissions import AnswerProblem, AnswersNeeded, Kind, Question, submission_from_card
from tests.cards.invented import Words, typed_answers
from tests.cards.strict import check_card
from tests.cards.walk import Card, inputs, of_type, words

LONG = "what happens here " * 1_111  # 19,998 characters


def values(card: Card) -> dict[str, str]:
    return {name: str(box.get("value", "")) for name, box in inputs(card).items()}


def test_a_card_from_a_draft_ends_it_when_sent_and_offers_to_start_afresh() -> None:
    send, afresh = of_type(submission_card(typed_answers(Words()), nonce="n-1", is_draft=True), "Action.Execute")

    assert read_press(send["data"], "submit").inputs == {ENDS_DRAFT: "yes"}
    assert (afresh["verb"], afresh["associatedInputs"]) == ("afresh", "none")


def test_an_empty_card_asks_the_five_questions_in_order() -> None:
    card = submission_card({}, nonce="n-1")

    assert list(inputs(card)) == ["kind", "title", "details", "tried", "good"]
    assert [name for name, box in inputs(card).items() if box.get("isRequired")] == ["kind", "title", "details"]


def test_the_first_question_offers_three_kinds() -> None:
    choices = inputs(submission_card({}, nonce="n-1"))["kind"]["choices"]

    assert [choice["value"] for choice in choices] == [kind.value for kind in Kind if kind is not Kind.NOT_SAID]


def test_every_box_says_its_question_to_a_client_that_draws_no_labels() -> None:
    boxes = of_type(submission_card({}, nonce="n-1"), "Input.Text")

    assert all(box["placeholder"] for box in boxes)


def test_sending_it_in_carries_the_nonce_of_this_card() -> None:
    (send,) = of_type(submission_card({}, nonce="n-1"), "Action.Execute")

    assert (send["title"], send["data"]["nonce"]) == ("Send it in", "n-1")


def test_everything_typed_is_shown_again() -> None:
    answers = typed_answers(Words())

    assert values(submission_card(answers, nonce="n-1")) == answers


def test_twenty_thousand_characters_in_one_answer_are_shown_again_whole() -> None:
    card = submission_card({"details": LONG}, nonce="n-1")

    assert values(card)["details"] == LONG
    assert check_card(card) == []


def test_five_times_twenty_thousand_characters_are_shortened_and_the_card_says_so() -> None:
    card = submission_card({**typed_answers(Words.all(LONG)), "kind": LONG}, nonce="n-1")

    assert check_card(card) == []
    assert "the end of “In one sentence” and “What happens” and" in words(card)
    assert "All of it is kept in your draft" in words(card)
    assert all(LONG.startswith(value) and len(value) > 4_000 for value in list(values(card).values())[1:])


def test_only_the_longest_answers_are_shortened() -> None:
    answers = {"title": "short", "details": LONG, "tried": LONG, "good": "x" * 5_000}

    shown = values(submission_card(answers, nonce="n-1"))

    assert (shown["title"], shown["good"]) == ("short", "x" * 5_000)
    assert len(shown["details"]) == len(shown["tried"]) > 8_000


@given(st.lists(st.integers(min_value=0, max_value=25_000), min_size=4, max_size=4), st.sampled_from(["a", '"', "😀"]))
def test_answers_of_any_length_fit_and_a_short_one_is_never_cut(lengths: list[int], letter: str) -> None:
    answers = dict(zip(["title", "details", "tried", "good"], (letter * length for length in lengths), strict=True))

    card = submission_card(answers, nonce="n-1")

    assert check_card(card) == []
    assert all(values(card)[name] == text for name, text in answers.items() if len(text) <= 3_500)


def test_a_kind_that_is_none_of_ours_is_not_chosen() -> None:
    assert values(submission_card({"kind": "Forged"}, nonce="n-1"))["kind"] == ""


@pytest.mark.parametrize(("title", "lines"), [("short", False), ("long " * 20, True), ("two\nlines", True)])
def test_a_long_sentence_gets_a_box_in_which_it_can_be_read(title: str, *, lines: bool) -> None:
    box = inputs(submission_card({"title": title}, nonce="n-1"))["title"]

    assert box.get("isMultiline", False) is lines


def test_every_problem_is_listed_at_the_top_and_said_beside_its_question() -> None:
    with pytest.raises(AnswersNeeded) as refused:
        submission_from_card({"tried": "x" * 4_001})

    said = words(submission_card({"tried": "x" * 4_001}, nonce="n-2", problems=refused.value.problems))

    assert "Not sent yet. 4 things to put right:" in said
    assert said.count("Still needed:") == 3
    assert "Too long: 4,001 characters; 4,000 is the most." in said
    assert "• “What has been tried” is 4,001 characters; 4,000 is the most." in said


def test_one_problem_is_one_thing() -> None:
    problems = [AnswerProblem(question=Question.TITLE)]

    assert "One thing to put right" in words(submission_card({}, nonce="n-2", problems=problems))


@pytest.mark.parametrize("question", Question)
def test_every_problem_has_a_sentence_that_says_what_to_do(question: Question) -> None:
    too_long = AnswerProblem(question=question, length=20_000, longest=4_000)

    assert "Shorten it" in problem_sentence(too_long)


@pytest.mark.parametrize("question", [Question.KIND, Question.TITLE, Question.DETAILS])
def test_a_missing_answer_is_asked_for(question: Question) -> None:
    assert problem_sentence(AnswerProblem(question=question)).startswith(("Choose what", "Say in one", "Say what"))


def test_a_note_stands_above_the_questions() -> None:
    card = submission_card({}, nonce="n-1", note="We put what you wrote on this card.")

    assert "We put what you wrote on this card." in words(card)
