"""The case's one card in the hub channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from cards.actions import Verb, button, opener
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
    holder,
    promise_kept,
    promised,
    section,
    submitter,
    title,
)
from hub.cases import Case, Status


def hub_card(
    case: Case,
    *,
    at: datetime,
    reachable: str = "",
    banner: str = "",
    row_deleted: bool = False,
    holder_left: bool = False,
) -> Element:
    """The case's one card in the hub channel, as the case is now.

    `reachable` is a sentence on how the submitter can be reached, `banner` one for the person who pressed a button.
    """
    return card(
        [
            *alert(banner, tone="warning"),
            heading(KINDS[case.submission.kind], case=case.number),
            title(case),
            *alert(_late(case, at), tone="attention"),
            *alert(_left(case) if holder_left else "", tone="attention"),
            *alert(_ROW_GONE if row_deleted else "", tone="warning"),
            *rows(_facts(case, at)),
            *([line(run(reachable, subtle=True))] if reachable else []),
            *_decided(case),
            *_sent(case),
            *_said(case),
            *_buttons(case, claimable=case.holder is None or holder_left),
        ],
        fallback_text=f"{case.number}: {case.submission.kind.value}, {case.status.value}. {promise_kept(case, at=at)}.",
        marker=hub_card_marker(case.number),
    )


def _late(case: Case, at: datetime) -> str:
    return f"Late: a first response was promised by {promised(case)}." if case.is_late(at) else ""


def _left(case: Case) -> str:
    return f"{holder(case)} has left the hub. This case needs a new holder: claim it, or assign it to somebody."


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
        ("Added by the submitter, newest first", case.added),
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


def _buttons(case: Case, *, claimable: bool) -> list[Element]:
    if case.is_closed:
        reopen = button("Reopen", Verb.STATUS, case=case.number, chosen={"status": Status.IN_PROGRESS.value})
        return [action_set(reopen)]
    claim = [_claim(case)] if claimable else []
    ask = [opener("Ask a question…", Verb.ASK_FORM, case=case.number)] if can_be_told(case) else []
    return [
        action_set(*claim, opener("Reply…", Verb.REPLY_FORM, case=case.number), *ask),
        action_set(
            opener("Assign…", Verb.ASSIGN_FORM, case=case.number),
            opener("Change status…", Verb.STATUS_FORM, case=case.number),
            opener("Close…", Verb.CLOSE_FORM, case=case.number),
            spacing="Small",
        ),
    ]


def _claim(case: Case) -> Element:
    return button("Claim", Verb.CLAIM, case=case.number, primary=True, submits_inputs=False)


_REST = "rest"
_ROW_GONE = (
    "The tracker row of this case was deleted. Restore it from the site's recycle bin; the case itself is safe here."
)
