"""Parts that several cards of a case share."""

from __future__ import annotations

from datetime import datetime
from typing import LiteralString

from cards.actions import Verb, button, opener
from cards.dates import day, day_of
from cards.elements import (
    Element,
    Spacing,
    Tone,
    action_set,
    container,
    input_text,
    line,
    run,
    subheading,
    text,
    typed_text,
)
from cards.typed import clean, fit, one_line, shorten
from hub.cases import Case, Outcome
from hub.promises import london_day
from hub.submissions import LONGEST_TITLE, Kind

REST_IN_TRACKER = "… (the whole text is in the tracker)"
REST_WITH_HUB = "… (the hub has the whole text)"

DRAFT_IS_BACK = "This is what you had typed. It has not been sent yet."
"""Said above a form that was filled in from a draft."""

IS_THIS_IT = "Is this your answer? Check it, then send it. To send in something new instead, write “new”."
"""Said above the box when what somebody wrote in the chat may be their answer."""

LONGEST_DETAILS = 1000  # characters; what a phone shows in two screens
LONGEST_OTHER = 500  # characters
LONGEST_MESSAGE = 4000  # characters; a message to one reader is shown whole
MOST_TYPED = 56_000  # bytes of UTF-16 that boxes may hold of a card's 80,000 (facts: card-size)
MOST_LINES = 40  # a thousand line breaks must not make a card a mile long
MOST_MESSAGE_LINES = 200

KINDS: dict[Kind, LiteralString] = {
    Kind.IDEA: "Idea",
    Kind.PROBLEM: "Operational problem",
    Kind.INEFFICIENCY: "Inefficiency",
    Kind.NOT_SAID: "Kind not said",
}

OUTCOMES: dict[Outcome, LiteralString] = {
    Outcome.ADOPTED: "It is being taken up.",
    Outcome.GUIDANCE_GIVEN: "The hub's guidance is yours to use.",
    Outcome.PASSED_ON: "It is now with the person who owns the area.",
    Outcome.ALREADY_UNDER_WAY: "Somebody is working on this already.",
    Outcome.NOT_TAKEN_FORWARD: "It goes no further for now.",
}


def can_be_told(case: Case) -> bool:
    """True when messages can reach the submitter: somebody the directory knows, not an anonymous one."""
    return case.submitter is not None and case.submitter.aad_id is not None


def short_title(case: Case) -> str:
    """The submission's one sentence, in one line and no longer than a card's question takes."""
    return shorten(one_line(case.title), LONGEST_TITLE)


def title(case: Case, *, spacing: Spacing = "Small") -> Element:
    """What the case is about, in the submitter's words."""
    return line(run(short_title(case), bold=True), spacing=spacing)


def numbered_title(case: Case) -> Element:
    """The case's number and what it is about."""
    return line(run(f"{case.number} ", subtle=True), run(short_title(case), bold=True), spacing="Small")


def holder(case: Case) -> str:
    """Who works the case."""
    return case.holder.name if case.holder else "Nobody yet"


def holder_row(case: Case) -> str:
    """The same for a row; empty for a case that was closed without anybody holding it."""
    return holder(case) if case.holder or not case.is_closed else ""


def submitter(case: Case) -> str:
    """Who sent it in, as hub staff read it."""
    return case.submitter.name if case.submitter else "Anonymous"


def section(name: LiteralString, typed: str, *, longest: int, rest: str) -> list[Element]:
    """A part with its name and what a person typed; nothing when nothing was typed."""
    if not typed.strip():
        return []
    return [subheading(name), typed_text(typed, longest=longest, lines=MOST_LINES, rest=rest)]


def message(typed: str) -> Element:
    """What somebody wrote to the reader of this card, whole."""
    return typed_text(typed, longest=LONGEST_MESSAGE, lines=MOST_MESSAGE_LINES, rest=REST_WITH_HUB)


def message_box(name: str, label: LiteralString, *, value: str, needed: LiteralString) -> list[Element]:
    """A box for a message, with what was typed before; says so when the end of that does not fit on a card."""
    shown = fit(clean(value), MOST_TYPED)
    box = input_text(name, label=label, hint=label, value=shown, needed=needed)
    if shown == clean(value):
        return [box]
    return [text("What you typed is too long for a card, so its end is not shown here."), box]


def promised(case: Case) -> str:
    """The day by which the submitter hears."""
    return day(case.promise)


def alert(words: str, *, tone: Tone) -> list[Element]:
    """A tinted sentence at the top of a card; nothing when there is nothing to say."""
    return [container([line(run(words, bold=True))], tone=tone)] if words else []


def again(words: str) -> list[Element]:
    """Why a form comes with something typed in it; on a plain ground when nothing is wrong with that."""
    return alert(words, tone="emphasis" if words in (DRAFT_IS_BACK, IS_THIS_IT) else "attention")


def send_in() -> Element:
    """The one obvious button."""
    return opener("Send something in", Verb.NEW, primary=True)


def my_cases_button() -> Element:
    """Leads to the reader's own cases."""
    return button("My cases", Verb.MY_CASES, submits_inputs=False)


def ways_on() -> Element:
    """The buttons that lead on from anywhere."""
    return action_set(send_in(), my_cases_button())


def promise_kept(case: Case, *, at: datetime) -> str:
    """The promise in words, as the hub reads it."""
    heard = case.first_response_at
    if heard is not None:
        kept = "Kept" if london_day(heard) <= case.promise else "Heard late"
        return f"{kept}: {day_of(heard)}, promised by {promised(case)}"
    if case.is_late(at):
        return f"Late: promised by {promised(case)}"
    return f"By {promised(case)}"


def held(case: Case) -> str:
    """Who works the case and since when, as the hub reads it."""
    if case.holder is None or case.held_since is None:
        return holder(case)
    return f"{case.holder.name}, since {day_of(case.held_since)}"
