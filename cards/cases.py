"""What a submitter sees of a case: the receipt, kept current for its whole life, and the list of their own cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from cards.actions import Verb, button, opener, refresh
from cards.dates import clock, day_of
from cards.elements import (
    Element,
    action_set,
    card,
    container,
    heading,
    line,
    rows,
    run,
    show_or_hide,
    subheading,
    text,
    typed_text,
)
from cards.markers import receipt_marker
from cards.parts import (
    KINDS,
    LONGEST_DETAILS,
    LONGEST_OTHER,
    MOST_LINES,
    REST_WITH_HUB,
    again,
    holder,
    holder_row,
    message_box,
    my_cases_button,
    numbered_title,
    promised,
    section,
    send_in,
    title,
)
from hub.cases import Case, Status
from hub.viewers import AccountId

MOST_CASES = 20  # more would make a card that nobody reads to its end


RECEIPT = "receipt"
"""What a receipt that refreshes itself says it is."""


def receipt(case: Case, *, at: datetime, account: AccountId | None = None) -> Element:
    """The submitter's own card of the case as it is now; never with hub notes.

    It draws itself anew for the submitter's `account`.
    """
    anew = refresh(case.number, [account], what=RECEIPT) if account else None
    return _case_card(case, [], at=at, marker=receipt_marker(case.number), anew=anew)


def case_now(case: Case, *, at: datetime) -> Element:
    """What the receipt says at this moment, for its submitter who asks by number; this card is not kept current."""
    when = line(run(f"As it stands on {day_of(at)} at {clock(at)}.", subtle=True), spacing="Small")
    return _case_card(case, [when], at=at)


def taken_in(case: Case, *, at: datetime) -> str:
    """Said when a dialog was sent in; the receipt comes to the submitter's chat."""
    return f"{case.number}: we have it. {hears(case, at=at)} Your receipt is in your chat with Prevention First."


def add_form(case: Case, *, nonce: str, typed: str = "", sentence: str = "") -> Element:
    """Adds something to the reader's own case, or puts something right; `sentence` says why it holds `typed`."""
    box = message_box(
        "text", "What do you want to add or put right?", value=typed, needed="Write what you want to add."
    )
    send = button("Add it", Verb.ADD, case=case.number, nonce=nonce, primary=True)
    return card(
        [
            heading("add something", case=case.number),
            title(case),
            *again(sentence),
            line("What you sent stays as it is. The hub is told, and reads this beside it."),
            *box,
            action_set(send),
        ],
        fallback_text=f"{case.number}: add something.",
    )


def added(case: Case) -> str:
    """Said when something was added."""
    return f"{case.number}: it is on your case, and the hub is told."


def my_cases(cases: Sequence[Case], *, at: datetime, more: bool = False) -> Element:
    """The reader's own cases, newest first; `more` when there are older ones that are not among them."""
    if not cases:
        return _no_cases()
    cut = more or len(cases) > MOST_CASES
    return card(
        [
            heading("Your cases"),
            *(summary(case, at) for case in cases[:MOST_CASES]),
            text(
                "Older ones are not shown here. Write a case number to see any of them."
                if cut
                else "Write a case number to see all of it.",
                subtle=True,
                spacing="Medium",
            ),
            action_set(send_in()),
        ],
        fallback_text="Your cases: " + ", ".join(f"{case.number} {case.status.value}" for case in cases[:MOST_CASES]),
    )


def hears(case: Case, *, at: datetime) -> str:
    """The promise in words: what the submitter may expect, or what became of it."""
    if case.outcome is not None and case.is_closed:
        return f"Decided: {case.outcome.value}."
    if case.status is Status.WAITING:
        return "The hub has a question for you."
    if case.status is Status.ANSWERED:
        return "The hub has replied."
    if case.first_response_at is not None:
        return f"You first heard from the hub on {day_of(case.first_response_at)}."
    if case.is_late(at):
        return f"You should have heard by {promised(case)}. We are sorry. The hub can see that it is late."
    return f"You will hear by {promised(case)}."


def summary(case: Case, at: datetime, *, own: bool = True) -> Element:
    """The case in a list: what it is about, where it stands, and what the reader may expect when it is their `own`."""
    status = line(run(case.status.value, bold=True), f", with {holder(case)}." if case.holder else ".", spacing="None")
    expects = [line(hears(case, at=at), spacing="None"), *_why(case)] if own else []
    return container([numbered_title(case), status, *expects], separator=True, spacing="Medium")


def _case_card(
    case: Case, extra: Sequence[Element], *, at: datetime, marker: str = "", anew: Element | None = None
) -> Element:
    return card(
        [
            heading(_HEADINGS[case.status], case=case.number),
            title(case),
            *extra,
            _promise(case, at),
            *rows([("Status", case.status.value), ("With", holder_row(case)), ("Sent in", day_of(case.received_at))]),
            *_from_hub(case),
            subheading("What happens next"),
            text(_NEXT[case.status], spacing="Small"),
            *_sent(case),
            *_more(case),
        ],
        fallback_text=f"{case.number}: {case.status.value}. {hears(case, at=at)}",
        speak=f"Your case {case.number}. {hears(case, at=at)}",
        marker=marker,
        refresh=anew,
    )


def _more(case: Case) -> list[Element]:
    answer = [opener("Answer the question…", Verb.ANSWER_FORM, case=case.number, primary=True)] if case.question else []
    add = [] if case.is_closed else [opener("Add something…", Verb.ADD_FORM, case=case.number)]
    return [action_set(*answer, *add, my_cases_button(), opener("Send another", Verb.NEW))]


_HEADINGS: dict[Status, LiteralString] = {
    Status.NEW: "we have it",
    Status.IN_PROGRESS: "in progress",
    Status.WAITING: "a question for you",
    Status.ANSWERED: "answered",
    Status.CLOSED: "decided",
}


def _promise(case: Case, at: datetime) -> Element:
    late = case.is_late(at)
    tone = "warning" if late else "emphasis"
    words = f"Late. {hears(case, at=at)}" if late else hears(case, at=at)
    return container([line(run(words, bold=True))], tone=tone)


def _from_hub(case: Case) -> list[Element]:
    """What the hub said last: each message came whole on a card of its own, so that here its beginning is enough."""
    decision = case.decision if case.is_closed else ""
    return [
        *section("Why", decision, longest=LONGEST_DETAILS, rest=_REST_IN_CHAT),
        *section("The hub asks", case.question, longest=LONGEST_DETAILS, rest=_REST_IN_CHAT),
        *section("The hub replied", case.guidance, longest=LONGEST_DETAILS, rest=_REST_IN_CHAT),
    ]


_NEXT: dict[Status, LiteralString] = {
    Status.NEW: "Somebody in the hub reads it and takes it on. You will be told here; you need not ask.",
    Status.IN_PROGRESS: "The hub looks for what is known to work, and writes to you here.",
    Status.WAITING: "Answer the question, here or on its own card in this chat. Then the hub goes on.",
    Status.ANSWERED: "There is nothing you must do. The hub tells you here when the case is decided.",
    Status.CLOSED: "This case is closed. More to say? Send it in, and mention this number.",
}


def _sent(case: Case) -> list[Element]:
    sent = case.submission
    parts = [
        text(KINDS[sent.kind]),
        *section("What happens", sent.details, longest=LONGEST_DETAILS, rest=REST_WITH_HUB),
        *section("What has been tried", sent.tried, longest=LONGEST_OTHER, rest=REST_WITH_HUB),
        *section("What would good look like", sent.good, longest=LONGEST_OTHER, rest=REST_WITH_HUB),
        *section("What you added since, newest first", case.added, longest=LONGEST_DETAILS, rest=REST_WITH_HUB),
    ]
    return [
        action_set(show_or_hide("Show or hide what you sent", marker=_SENT)),
        container(parts, marker=_SENT, hidden=True),
    ]


def _why(case: Case) -> list[Element]:
    if not case.is_closed or not case.decision:
        return []
    return [typed_text(case.decision, longest=_LONGEST_REASON, lines=MOST_LINES, rest="…", spacing="None")]


def _no_cases() -> Element:
    return card(
        [
            heading("Your cases"),
            text("You have not sent anything in yet. It takes two minutes, and you will be told what was decided."),
            action_set(send_in()),
        ],
        fallback_text="You have not sent anything in yet. Write “new” to begin.",
    )


_SENT = "sent"
_REST_IN_CHAT = "… (the whole text is in this chat)"
_LONGEST_REASON = 200  # characters
