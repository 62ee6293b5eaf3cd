"""A “no” that a person can act on, said well."""

from __future__ import annotations

from cards.dates import clock, day_of
from cards.elements import Element, card, heading, line
from cards.parts import ways_on
from cards.submissions import problem_sentence
from hub.cases import MAY_FOLLOW, AlreadyHeld, Case, CaseClosed, MayNotFollow, Status, TextTooLong
from hub.errors import Refused
from hub.submissions import AnswersNeeded
from hub.tracker import UnknownChoice, UnknownName

CRASHED = "Something went wrong on our side, and nothing was changed. Please try again."
"""Answers a press that met a fault of ours."""

NOT_ANSWERED = (
    "Something went wrong on our side, so that this did not work. Nothing you typed is lost: we keep it, and whoever "
    "runs Prevention First can see that it failed. Please try again in a few minutes."
)
"""Answers a message that met a fault of ours, and is set aside for a person."""

POSTED_BELOW = "See the new message below."
"""Answers a press whose card came as a message of its own."""

OPENED_ALREADY = "That was opened a moment ago: see the newest messages. For another one, press again in half a minute."
"""Answers a press that came twice."""


def sentence(refused: Refused) -> str:
    """Why not, and what to do instead."""
    match refused:
        case AlreadyHeld() | CaseClosed() | MayNotFollow():
            return _about_the_case(refused)
        case UnknownChoice() | UnknownName():
            return f"{refused.sentence} {_what_there_is(refused)}"
        case TextTooLong():
            return (
                f"That is {refused.length:,} characters; {refused.longest:,} is the most. "
                "Shorten it, or send the main points now and the rest after."
            )
        case AnswersNeeded():
            return " ".join(problem_sentence(problem) for problem in refused.problems)
        case _:
            return refused.sentence


def refusal_card(sentence: str) -> Element:
    """The “no” in a card of its own, with a way forward."""
    return card([heading("That could not be done"), line(sentence), ways_on()], fallback_text=sentence)


def not_refreshed(sentence: str) -> Element:
    """What a card that asked by itself to be drawn anew becomes for somebody who may not see it (any more)."""
    return card([heading("Prevention First"), line(sentence), ways_on()], fallback_text=sentence)


def _what_there_is(refused: UnknownChoice | UnknownName) -> str:
    if isinstance(refused, UnknownChoice):
        return f"Choose one of these: {', '.join(refused.choices)}."
    if not refused.staff:
        return "The roster is empty: write “hub here” in the hub's channel to read it."
    return f"On it are {', '.join(person.name for person in refused.staff)}."


def _about_the_case(refused: AlreadyHeld | CaseClosed | MayNotFollow) -> str:
    if isinstance(refused, AlreadyHeld):
        return _held(refused.case)
    if isinstance(refused, CaseClosed):
        return _closed(refused.case)
    return _may_follow(refused.case, refused.wanted)


def _held(case: Case) -> str:
    if case.holder is None or case.held_since is None:
        return f"Somebody else holds {case.number} already."
    when = f"{clock(case.held_since)} on {day_of(case.held_since)}"
    return f"{case.holder.name} claimed {case.number} at {when}, so it is theirs."


def _closed(case: Case) -> str:
    outcome = f", as “{case.outcome.value}”" if case.outcome else ""
    more = "If there is more to say, the hub can reopen it, or you can send in a new one."
    return f"{case.number} was already closed on {day_of(case.changed_at)}{outcome}. {more}"


def _may_follow(case: Case, wanted: Status) -> str:
    may = " or ".join(f"“{one.value}”" for one in Status if one in MAY_FOLLOW[case.status])
    return f"{case.number} is “{case.status.value}”, so it can become {may}, but not “{wanted.value}”."
