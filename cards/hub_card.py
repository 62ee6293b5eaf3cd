"""The case's one card in the hub channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from cards.actions import Verb, button
from cards.dates import day_of
from cards.elements import Element, action_set, card, container, heading, line, rows, run, show_or_hide
from cards.markers import hub_card_marker
from cards.parts import (
    KINDS,
    LONGEST_DETAILS,
    LONGEST_OTHER,
    REST_IN_TRACKER,
    alert,
    can_be_told,
    held,
    promise_kept,
    promised,
    section,
    submitter,
    title,
)
from hub.cases import Case, Status


def hub_card(case: Case, *, at: datetime, reachable: str = "", banner: str = "", row_deleted: bool = False) -> Element:
    """The case's one card in the hub channel, as the case is now.

    `reachable` is a sentence on how the submitter can be reached, `banner` one for the person who pressed a button.
    """
    return card(
        [
            *alert(banner, tone="warning"),
            heading(KINDS[case.submission.kind], case=case.number),
            title(case),
            *alert(_late(case, at), tone="attention"),
            *(_row_gone(case) if row_deleted else []),
            *rows(_facts(case, at)),
            *([line(run(reachable, subtle=True))] if reachable else []),
            *_decided(case),
            *_sent(case),
            *_said(case),
            *_buttons(case),
        ],
        fallback_text=f"{case.number}: {case.submission.kind.value}, {case.status.value}. {promise_kept(case, at=at)}.",
        marker=hub_card_marker(case.number),
    )


def _late(case: Case, at: datetime) -> str:
    return f"Late: a first response was promised by {promised(case)}." if case.is_late(at) else ""


def _row_gone(case: Case) -> list[Element]:
    return [*alert(_ROW_GONE, tone="warning"), action_set(_on_card("Put the row back", Verb.PUT_ROW_BACK, case))]


def _facts(case: Case, at: datetime) -> Sequence[tuple[LiteralString, str]]:
    return (
        ("Status", case.status.value),
        ("Outcome", case.outcome.value if case.is_closed and case.outcome else ""),
        ("Held by", held(case)),
        ("Promise", promise_kept(case, at=at)),
        ("From", submitter(case)),
        ("Sent in", f"{day_of(case.received_at)}, {case.submission.door.value}"),
        ("Theme", case.theme),
    )


def _decided(case: Case) -> list[Element]:
    decision = case.decision if case.is_closed else ""
    return section("Why", decision, longest=LONGEST_OTHER, rest=REST_IN_TRACKER)


def _said(case: Case) -> list[Element]:
    """What the hub and the submitter said last, and what only the hub reads."""
    said: Sequence[tuple[LiteralString, str]] = (
        ("Waiting for an answer to", case.question),
        ("The submitter's last answer", case.answer),
        ("The hub's last reply", case.guidance),
        ("Hub notes, never shown to the submitter", case.hub_notes),
    )
    return [part for name, typed in said for part in section(name, typed, longest=LONGEST_OTHER, rest=REST_IN_TRACKER)]


def _sent(case: Case) -> list[Element]:
    sent = case.submission
    details = section("What happens", sent.details, longest=LONGEST_DETAILS, rest=REST_IN_TRACKER)
    others = [
        *section("What has been tried", sent.tried, longest=LONGEST_OTHER, rest=REST_IN_TRACKER),
        *section("What would good look like", sent.good, longest=LONGEST_OTHER, rest=REST_IN_TRACKER),
    ]
    hidden = [*details, *others] if case.is_closed else others
    if not hidden:
        return details
    toggle = show_or_hide(
        "Show or hide all that was sent in" if case.is_closed else "Show or hide the rest", marker=_REST
    )
    seen = [] if case.is_closed else details
    return [*seen, action_set(toggle), container(hidden, marker=_REST, hidden=True)]


def _buttons(case: Case) -> list[Element]:
    if case.is_closed:
        reopen = button("Reopen", Verb.STATUS, case=case.number, chosen={"status": Status.IN_PROGRESS.value})
        return [action_set(reopen)]
    claim = [_on_card("Claim", Verb.CLAIM, case, primary=True)] if case.holder is None else []
    ask = [_on_card("Ask a question…", Verb.ASK_FORM, case)] if can_be_told(case) else []
    return [
        action_set(*claim, _on_card("Reply…", Verb.REPLY_FORM, case), *ask),
        action_set(
            _on_card("Assign…", Verb.ASSIGN_FORM, case),
            _on_card("Change status…", Verb.STATUS_FORM, case),
            _on_card("Close…", Verb.CLOSE_FORM, case),
            spacing="Small",
        ),
    ]


def _on_card(words: LiteralString, verb: Verb, case: Case, *, primary: bool = False) -> Element:
    return button(words, verb, case=case.number, primary=primary, submits_inputs=False)


_REST = "rest"
_ROW_GONE = (
    "The tracker row of this case was deleted. The site's recycle bin says by whom. "
    "Restore it there, or put it back from here; the case itself is safe."
)
