"""Messages about a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.actions import Verb, read_press
from cards.notices import answered_card, notice_card, question_card
from cards.parts import IS_THIS_IT
from hub.cases import Outcome, Status
from hub.notices import NoticeKind
from tests.cards.invented import Words, a_notice, cases
from tests.cards.walk import inputs, of_type, titles, words

CASES = cases(Words())
QUESTION = a_notice(NoticeKind.QUESTION, Words().question)


def test_a_question_can_be_answered_where_it_stands() -> None:
    card = notice_card(QUESTION, CASES["waiting"])
    (send,) = of_type(card, "Action.Execute")

    press = read_press(send["data"], send["verb"])

    assert list(inputs(card)) == ["answer"]
    assert (press.verb, press.case, press.nonce) == (Verb.ANSWER, "PF-2026-0042", "notice-7")


def test_an_answer_that_was_not_taken_is_shown_again_with_the_reason() -> None:
    card = question_card(QUESTION, CASES["waiting"], typed="Gate 3", sentence="That is too long.")

    assert inputs(card)["answer"]["value"] == "Gate 3"
    assert "That is too long." in words(card)


def test_an_answer_guessed_from_the_chat_is_not_made_to_look_wrong() -> None:
    guessed = question_card(QUESTION, CASES["waiting"], typed="Gate 3", sentence=IS_THIS_IT)
    refused = question_card(QUESTION, CASES["waiting"], typed="Gate 3", sentence="That is too long.")

    assert [part["style"] for part in of_type(guessed, "Container") if "style" in part] == ["emphasis"]
    assert [part["style"] for part in of_type(refused, "Container") if "style" in part] == ["attention"]


@pytest.mark.parametrize("name", ["in-progress", "answered", "closed"])
def test_a_question_that_no_longer_waits_takes_no_answer(name: str) -> None:
    card = notice_card(QUESTION, CASES[name])

    assert inputs(card) == {}
    assert "This question needs no answer any more." in words(card)


def test_a_question_that_another_has_replaced_takes_no_answer() -> None:
    card = notice_card(QUESTION, replace(CASES["waiting"], question="Another question?"))

    assert inputs(card) == {}


def test_an_answer_typed_while_the_question_ended_is_still_there_and_can_be_sent_as_something_new() -> None:
    card = question_card(QUESTION, CASES["closed"], typed="Gate 3", sentence="It was closed.")

    new, _ = of_type(card, "Action.Execute")
    assert inputs(card)["details"]["value"] == "Gate 3"
    assert "It was closed." in words(card)
    assert (new["verb"], "associatedInputs" in new) == ("new", False)


def test_an_answered_question_shows_both_and_takes_no_more() -> None:
    card = answered_card(QUESTION, CASES["answer-in"])

    assert Words().question in words(card)
    assert f"You answered\n{Words().answer}" in words(card)
    assert inputs(card) == {}


def test_guidance_is_shown_whole() -> None:
    guidance = "Try this. " * 399

    said = words(notice_card(a_notice(NoticeKind.GUIDANCE, guidance), CASES["answered"]))

    assert guidance.strip() in said


@pytest.mark.parametrize("outcome", Outcome)
def test_a_decision_says_the_outcome_and_why(outcome: Outcome) -> None:
    case = replace(CASES["closed"], outcome=outcome)

    said = words(notice_card(a_notice(NoticeKind.DECISION, Words().decision), case))

    assert f"{outcome.value}\n" in said
    assert f"Why\n{Words().decision}" in said


def test_a_decision_that_was_withdrawn_meanwhile_still_says_why() -> None:
    case = replace(CASES["closed"], outcome=None, status=Status.IN_PROGRESS)

    said = words(notice_card(a_notice(NoticeKind.DECISION, Words().decision), case))

    assert Words().decision in said


@pytest.mark.parametrize(("name", "holder"), [("in-progress", True), ("new", False)])
def test_a_change_of_status_says_where_the_case_stands(name: str, *, holder: bool) -> None:
    said = words(notice_card(a_notice(NoticeKind.STATUS, "", Status.IN_PROGRESS), CASES[name]))

    assert "Your case is now: \nIn progress" in said
    assert ("With Sample Oak." in said) is holder


def test_the_hub_thread_reads_the_answer_and_who_wrote_it() -> None:
    said = words(notice_card(a_notice(NoticeKind.ANSWER, Words().answer), CASES["answer-in"]))

    assert f"Sample Birch writes:\n{Words().answer}" in said


@pytest.mark.parametrize(
    ("name", "said"), [("in-progress", "Sample Oak holds this case now."), ("new", "Nobody holds this case now.")]
)
def test_the_hub_thread_reads_who_holds_the_case(name: str, said: str) -> None:
    assert said in words(notice_card(a_notice(NoticeKind.ASSIGNED, "Sample Oak"), CASES[name]))


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_of_notice_has_a_card_that_names_its_case(kind: NoticeKind) -> None:
    said = words(notice_card(a_notice(kind, "text"), CASES["in-progress"]))

    assert said.startswith("PF-2026-0042: ")


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind.is_for_hub])
def test_a_notice_in_the_hub_thread_leaves_the_buttons_to_the_hub_card(kind: NoticeKind) -> None:
    assert titles(notice_card(a_notice(kind, "text"), CASES["in-progress"])) == []
