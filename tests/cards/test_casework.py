"""The forms that work a case, and what is said afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.casework import (
    ask_form,
    asked,
    assign_form,
    assigned,
    cancelled,
    close_form,
    closed,
    form_done,
    replied,
    reply_form,
    status_changed,
    status_form,
)
from hub.cases import MAY_FOLLOW, Case, Outcome, Status
from tests.cards.invented import OAK, ROWAN, UNKNOWN, Words, a_case, anonymous, cases
from tests.cards.walk import inputs, of_type, titles, words

CASES = cases(Words())

FORMS = {
    "ask": ask_form(CASES["in-progress"], nonce="n-3", typed="Which gate?", sentence="Too long."),
    "reply": reply_form(CASES["in-progress"], nonce="n-3", typed="Which gate?", sentence="Too long."),
    "close": close_form(
        CASES["in-progress"], nonce="n-3", typed={"outcome": "Adopted", "decision": "Which gate?"}, sentence="Too long."
    ),
    "assign": assign_form(CASES["in-progress"], [OAK, ROWAN], nonce="n-3", sentence="Too long."),
    "status": status_form(CASES["in-progress"], nonce="n-3", sentence="Too long."),
}


@pytest.mark.parametrize("verb", FORMS)
def test_a_form_sends_its_verb_with_case_and_nonce_or_is_cancelled(verb: str) -> None:
    send, cancel = of_type(FORMS[verb], "Action.Execute")

    assert send["data"] == {"verb": verb, "case": "PF-2026-0042", "nonce": "n-3"}
    assert cancel["data"] == {"verb": "cancel", "case": "PF-2026-0042", "nonce": ""}


def test_what_was_chosen_before_is_chosen_when_the_form_comes_back() -> None:
    assign = assign_form(CASES["in-progress"], [OAK, ROWAN], nonce="n-3", chosen="aad-rowan", sentence="Too late.")
    status = status_form(CASES["in-progress"], nonce="n-3", chosen="New", sentence="Too late.")

    assert inputs(assign)["holder"]["value"] == "aad-rowan"
    assert inputs(status)["status"]["value"] == "New"


@pytest.mark.parametrize("verb", FORMS)
def test_a_form_that_comes_back_says_why(verb: str) -> None:
    assert "Too long." in words(FORMS[verb])


@pytest.mark.parametrize(("verb", "name"), [("ask", "text"), ("reply", "text"), ("close", "decision")])
def test_a_form_that_comes_back_holds_what_was_typed(verb: str, name: str) -> None:
    assert inputs(FORMS[verb])[name]["value"] == "Which gate?"


def test_closing_offers_every_outcome_and_keeps_the_one_chosen() -> None:
    box = inputs(FORMS["close"])["outcome"]

    assert [choice["value"] for choice in box["choices"]] == [outcome.value for outcome in Outcome]
    assert box["value"] == "Adopted"


def test_a_first_form_is_empty() -> None:
    assert "value" not in inputs(close_form(CASES["new"], nonce="n-3"))["decision"]


def test_a_text_too_heavy_for_a_card_is_shown_as_far_as_it_fits_and_the_form_says_so() -> None:
    form = ask_form(CASES["new"], nonce="n-3", typed="😀" * 20_000)

    assert len(inputs(form)["text"]["value"]) > 10_000
    assert "its end is not shown here" in words(form)


def test_assigning_offers_the_roster_and_shows_who_holds_it_now() -> None:
    box = inputs(FORMS["assign"])["holder"]

    assert box["choices"] == [
        {"title": "Sample Oak", "value": "aad-oak"},
        {"title": "Sample Rowan", "value": "aad-rowan"},
    ]
    assert box["value"] == "aad-oak"
    assert "value" not in inputs(assign_form(CASES["new"], [OAK], nonce="n-3"))["holder"]


def test_with_nobody_on_the_roster_there_is_a_way_forward_instead_of_an_empty_list() -> None:
    form = assign_form(CASES["new"], [UNKNOWN], nonce="n-3")

    assert inputs(form) == {}
    assert "Write “hub here” in the hub's channel" in words(form)


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("new", ["In progress"]),
        ("in-progress", ["New"]),
        ("waiting", ["In progress"]),
        ("answered", ["In progress"]),
        ("closed", ["In progress"]),
    ],
)
def test_only_statuses_that_a_click_can_reach_are_offered(name: str, offered: list[str]) -> None:
    choices = inputs(status_form(CASES[name], nonce="n-3"))["status"]["choices"]

    assert [choice["value"] for choice in choices] == offered


def test_answered_is_offered_again_once_guidance_was_sent() -> None:
    case = replace(CASES["answered"], status=Status.IN_PROGRESS)

    choices = inputs(status_form(case, nonce="n-3"))["status"]["choices"]

    assert [choice["value"] for choice in choices] == ["New", "Answered"]


@pytest.mark.parametrize("status", Status)
def test_every_status_offered_may_follow(status: Status) -> None:
    case = replace(CASES["answered"], status=status)

    choices = inputs(status_form(case, nonce="n-3"))["status"]["choices"]

    assert choices
    assert {Status(choice["value"]) for choice in choices} <= MAY_FOLLOW[status]


@pytest.mark.parametrize(
    ("name", "consequence"),
    [
        ("waiting", "the question is withdrawn"),
        ("closed", "the decision is withdrawn"),
        ("in-progress", "nobody holds"),
    ],
)
def test_a_status_says_what_goes_with_it(name: str, consequence: str) -> None:
    choices = inputs(status_form(CASES[name], nonce="n-3"))["status"]["choices"]

    assert consequence in choices[0]["title"]


@pytest.mark.parametrize(
    ("case", "reader"),
    [
        (CASES["new"], "Sample Birch reads exactly what you write."),
        (anonymous(Words()), "It came in anonymously: nobody is told"),
        (a_case(submitter=UNKNOWN), "Sample Yew cannot be reached from here"),
    ],
)
def test_a_form_says_who_reads_what_is_written(case: Case, reader: str) -> None:
    assert reader in words(reply_form(case, nonce="n-3"))


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (asked(CASES["waiting"]), "your question is on its way to Sample Birch. The answer comes to this thread."),
        (asked(anonymous(Words())), "kept with the case, but it cannot reach Anonymous."),
        (replied(CASES["answered"]), "your reply is on its way to Sample Birch."),
        (replied(anonymous(Words())), "your reply is kept with the case. Nobody is told."),
        (assigned(CASES["in-progress"]), "PF-2026-0042 is with Sample Oak now."),
        (assigned(CASES["new"]), "Nobody holds PF-2026-0042 now."),
        (status_changed(CASES["in-progress"]), "PF-2026-0042 is “In progress” now."),
        (closed(CASES["closed"]), "PF-2026-0042 is closed as “Adopted”. Sample Birch is told why."),
        (closed(anonymous(Words())), "PF-2026-0042 is closed. Nobody is told."),
        (cancelled(), "Cancelled. Nothing was changed."),
    ],
)
def test_a_form_that_is_done_says_what_was_done_and_has_no_buttons(sentence: str, said: str) -> None:
    card = form_done(sentence)

    assert said in words(card)
    assert titles(card) == []
