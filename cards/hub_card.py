"""The case's one card in the hub channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from cards.actions import Verb, button, opener, refresh
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
from hub.people import AadId
from hub.viewers import AccountId, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """Whom a hub card is drawn for: `reader` is that one person, None when it is everybody."""

    viewer: Viewer = Viewer.EVERYBODY
    reader: AadId | None = None


def hub_card(
    case: Case,
    *,
    at: datetime,
    eyes: Eyes = Eyes(),
    accounts: Sequence[AccountId] = (),
    reachable: str = "",
    banner: str = "",
    row_deleted: bool = False,
    holder_left: bool = False,
) -> Element:
    """The case's one card in the hub channel, as the case is now and as `eyes` may see it.

    `accounts` are those for which it draws itself anew, `reachable` is a sentence on how the submitter can be
    reached, `banner` one for the person who pressed a button.
    """
    return card(
        [
            *alert(banner, tone="warning"),
            heading(KINDS[case.submission.kind], case=case.number),
            title(case),
            *alert(_late(case, at), tone="attention"),
            *alert(_left(case) if holder_left else "", tone="attention"),
            *(_row_gone(case) if row_deleted else []),
            *rows(_facts(case, at)),
            *rows([("Theme", case.theme)] if eyes.viewer.is_hub else []),
            *([line(run(reachable, subtle=True))] if reachable else []),
            *_decided(case),
            *_sent(case),
            *_said(case),
            *_for_the_hub(case, eyes.viewer),
            *_buttons(case, eyes, claimable=case.holder is None or holder_left),
        ],
        fallback_text=f"{case.number}: {case.submission.kind.value}, {case.status.value}. {promise_kept(case, at=at)}.",
        marker=hub_card_marker(case.number),
        refresh=refresh(case.number, accounts),
    )


def _late(case: Case, at: datetime) -> str:
    return f"Late: a first response was promised by {promised(case)}." if case.is_late(at) else ""


def _left(case: Case) -> str:
    return f"{holder(case)} has left the hub. This case needs a new holder: claim it, or assign it to somebody."


def _row_gone(case: Case) -> list[Element]:
    put_back = button("Put the row back", Verb.PUT_ROW_BACK, case=case.number, submits_inputs=False)
    return [*alert(_ROW_GONE, tone="warning"), action_set(put_back)]


def _facts(case: Case, at: datetime) -> Sequence[tuple[LiteralString, str]]:
    return (
        ("Status", case.status.value),
        ("Outcome", case.outcome.value if case.is_closed and case.outcome else ""),
        ("Held by", held(case)),
        ("Promise", promise_kept(case, at=at)),
        ("From", submitter(case)),
        ("Sent in", f"{day_of(case.received_at)}, {case.submission.door.value}"),
    )


def _decided(case: Case) -> list[Element]:
    decision = case.decision if case.is_closed else ""
    return section("Why", decision, longest=LONGEST_OTHER, rest=REST_IN_TRACKER)


def _said(case: Case) -> list[Element]:
    """What the hub and the submitter said last."""
    said: Sequence[tuple[LiteralString, str]] = (
        ("Waiting for an answer to", case.question),
        ("The submitter's last answer", case.answer),
        ("Added by the submitter, newest first", case.added),
        ("The hub's last reply", case.guidance),
    )
    return [part for name, typed in said for part in section(name, typed, longest=LONGEST_OTHER, rest=REST_IN_TRACKER)]


def _for_the_hub(case: Case, viewer: Viewer) -> list[Element]:
    """What only the hub reads; to everybody it is only said where, because guests can be in the channel too."""
    if viewer.is_hub:
        name: LiteralString = "Hub notes, never shown to the submitter"
        return section(name, case.hub_notes, longest=LONGEST_OTHER, rest=REST_IN_TRACKER)
    if viewer is Viewer.OUTSIDER or not (case.hub_notes.strip() or case.theme.strip()):
        return []
    return [line(run(f"Hub staff read theme and notes here, or by writing {case.number} to the app.", subtle=True))]


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


def _buttons(case: Case, eyes: Eyes, *, claimable: bool) -> list[Element]:
    """What these eyes may press; the server asks again at every press, because anybody can forge one."""
    if eyes.viewer is Viewer.OUTSIDER:
        return [line(run("Only hub staff can work this case.", subtle=True))]
    if case.is_closed:
        reopen = button("Reopen", Verb.STATUS, case=case.number, chosen={"status": Status.IN_PROGRESS.value})
        return [action_set(reopen)]
    taking = [_claim(case)] if claimable else _taking_over(case, eyes)
    talk = action_set(*taking, *_talking(case))
    return [talk] if eyes.viewer is Viewer.COLLEAGUE else [talk, action_set(*_steering(case), spacing="Small")]


def _taking_over(case: Case, eyes: Eyes) -> list[Element]:
    if eyes.reader is None or eyes.viewer is Viewer.HOLDER:
        return []
    return [button("Take over", Verb.ASSIGN, case=case.number, chosen={"holder": eyes.reader})]


def _talking(case: Case) -> list[Element]:
    ask = [opener("Ask a question…", Verb.ASK_FORM, case=case.number)] if can_be_told(case) else []
    reply = opener("Reply…", Verb.REPLY_FORM, case=case.number)
    return [reply, *ask, opener("Find evidence…", Verb.CASE_EVIDENCE, case=case.number)]


def _steering(case: Case) -> list[Element]:
    return [
        opener("Assign…", Verb.ASSIGN_FORM, case=case.number),
        opener("Change status…", Verb.STATUS_FORM, case=case.number),
        opener("Close…", Verb.CLOSE_FORM, case=case.number),
    ]


def _claim(case: Case) -> Element:
    return button("Claim", Verb.CLAIM, case=case.number, primary=True, submits_inputs=False)


_REST = "rest"
_ROW_GONE = (
    "The tracker row of this case was deleted. The site's recycle bin says by whom. "
    "Restore it there, or put it back from here; the case itself is safe."
)
