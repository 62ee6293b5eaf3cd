"""A “no” that a person can act on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.refusals import refusal_card, sentence
from hub.cases import AlreadyHeld, CaseClosed, MayNotFollow, NothingWritten, Status, TextTooLong, UnknownCase
from hub.errors import Refused
from hub.people import NotHubStaff, NotYourCase
from hub.submissions import AnswerProblem, AnswersNeeded, Question
from hub.tracker import UnknownChoice, UnknownName
from tests.cards.invented import OAK, ROWAN, Words, cases
from tests.cards.walk import titles, words

CASES = cases(Words())
HELD = CASES["in-progress"]
MISSING = AnswersNeeded((AnswerProblem(question=Question.TITLE), AnswerProblem(question=Question.DETAILS)))


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (AlreadyHeld(HELD), "Sample Oak claimed PF-2026-0042 at 14:02 on Tue 24 Nov 2026, so it is theirs."),
        (AlreadyHeld(replace(HELD, holder=None)), "Somebody else holds PF-2026-0042 already."),
        (CaseClosed(CASES["closed"]), "PF-2026-0042 was already closed on Thu 26 Nov 2026, as “Adopted”."),
        (CaseClosed(replace(CASES["closed"], outcome=None)), "PF-2026-0042 was already closed on Thu 26 Nov 2026."),
        (MayNotFollow(CASES["new"], Status.ANSWERED), "it can become “In progress” or “Closed”, but not “Answered”."),
        (TextTooLong(20_000, 4_000), "That is 20,000 characters; 4,000 is the most. Shorten it"),
        (MISSING, "Say in one sentence what it is. Say what happens, where, how often and who is affected."),
        (UnknownChoice(["New", "Closed"]), "That is not one of the choices. Choose one of these: New, Closed."),
        (UnknownName([OAK, ROWAN]), "On it are Sample Oak, Sample Rowan."),
        (UnknownName([]), "The roster is empty"),
    ],
)
def test_a_refusal_that_carries_values_says_them(refused: Refused, said: str) -> None:
    assert said in sentence(refused)


@pytest.mark.parametrize("refused", [UnknownCase(), NotYourCase(), NotHubStaff(), NothingWritten()])
def test_any_other_refusal_says_its_own_sentence(refused: Refused) -> None:
    assert sentence(refused) == refused.sentence


def test_a_refusal_leads_on() -> None:
    card = refusal_card(sentence(NotYourCase()))

    assert NotYourCase().sentence in words(card)
    assert titles(card) == ["Send something in", "My cases"]
