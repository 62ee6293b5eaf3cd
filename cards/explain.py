"""Everything that happened to a case, in the words an operator reads at a terminal, in London's time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cards import deliveries
from cards.dates import day, moment
from cards.parts import holder, submitter
from cards.reach import cannot_be_reached
from hub.casefile import CaseFile, History, Sent, TakenIn, Waiting
from hub.cases import Case, CaseNumber
from hub.effects import Destination, SendNotice, UpdateHubCard, UpdateReceipt, WriteTrackerRow
from hub.notices import Deed
from hub.ports import ShownCard, Surface, TrackerRow
from hub.tracker import staff_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: when, for what has a time; what; and word for word what somebody typed or a machine calls it."""

    what: str
    when: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines under a heading; never empty."""

    heading: str
    lines: tuple[Line, ...]


def explained(history: History, *, at: datetime) -> tuple[Section, ...]:
    """The case as it stands at that instant, and how it came to that, oldest first."""
    file = history.file
    return (
        Section(heading=f"{file.case.number}: {file.case.title}", lines=tuple(_standing(file.case, at=at))),
        Section(heading="What happened", lines=tuple(_happened(history))),
        Section(heading="Row in the Cases list", lines=tuple(_row(file))),
        Section(heading="Cards", lines=tuple(_cards(history))),
        Section(heading="Still to be delivered", lines=tuple(_outbox(history, at=at))),
        Section(heading="People", lines=tuple(_people(history))),
    )


def unknown_case(text: str, number: str, near: Sequence[CaseNumber], last: CaseNumber | None) -> str:
    """There is no such case. `number`: what was understood; empty when what was typed is no case number."""
    said = f"There is no case {number}." if number else f"“{text}” is no case number; they look like PF-2026-0042."
    newest = f" The last of that year is {last}." if last else ""
    perhaps = f" Did you mean {_either(near)}?" if near else ""
    return f"{said}{newest}{perhaps}"


def erased_case(number: str) -> str:
    """The number was given out, and the case is not kept any more."""
    return (
        f"{number} was a case, and it is not kept any more: it was erased, or the database was restored from a copy "
        "older than it. Nothing can be said about it here. If there is a row of it in the Cases list, read that."
    )


def _either(numbers: Sequence[CaseNumber]) -> str:
    return " or ".join(filter(None, (", ".join(numbers[:-1]), numbers[-1])))


def _standing(case: Case, *, at: datetime) -> Iterator[Line]:
    email = f" <{case.submitter.email}>" if case.submitter and case.submitter.email else ""
    yield Line(what=f"Sent in by {submitter(case)}{email}, through: {case.submission.door.value}")
    outcome = f", {case.outcome.value}" if case.outcome else ""
    since = f" since {moment(case.held_since)}" if case.holder and case.held_since else ""
    yield Line(what=f"{case.status.value}{outcome}; held by {holder(case)}{since}")
    heard = f"first heard {moment(case.first_response_at)}" if case.first_response_at else "has not heard yet"
    late = " and late" if case.is_late(at) else ""
    yield Line(what=f"Promised by {day(case.promise)}; the submitter {heard}{late}")
    yield Line(what=f"Version {case.version}, changed {moment(case.changed_at)}")


def _happened(history: History) -> Iterator[Line]:
    """Everything that has a time, in its order; what came in stands before what it led to."""
    log = [
        (one.at, Line(when=moment(one.at), what=f"{one.who}: {_DEEDS.get(one.deed, one.deed.value)}", said=one.text))
        for one in history.log
    ]
    came_in = [(one.at, Line(when=moment(one.at), what=_came_in(one), said=one.key)) for one in history.taken_in]
    told = [pair for one in history.notices for pair in _notice(one, history.file.waiting)]
    yield from (line for _, line in sorted([*came_in, *log, *told], key=lambda pair: pair[0]))


def _came_in(one: TakenIn) -> str:
    kind, _, rest = one.key.partition(":")
    number, _, name = rest.partition(":")
    if kind == "response":
        return f"taken in as response {number} of the Form, known by {_KNOWN_BY.get(name[:1], 'its start')}"
    if kind == "same-day":
        return f"taken in as response {number} of the Form, known by its sender and its day"
    return _DOORS.get(kind, "taken in")


def _notice(one: Sent, waiting: Sequence[Waiting]) -> Iterator[tuple[datetime, Line]]:
    notice = one.notice
    reader = "the hub's thread" if notice.kind.is_for_hub else "the submitter"
    name = f"notice to {reader} ({notice.kind.value})"
    yield notice.at, Line(when=moment(notice.at), what=f"{name}: written", said=notice.text)
    waits = any(isinstance(left.effect, SendNotice) and left.effect.notice == notice.id for left in waiting)
    if one.at is not None:
        yield one.at, Line(when=moment(one.at), what=f"{name}: sent")
    elif not waits:
        yield notice.at, Line(what=f"{name}: sent; the ledger does not remember when")


def _row(file: CaseFile) -> Iterator[Line]:
    row = file.row
    if row is None or row.item_id is None:
        yield Line(what="No row was seen in the list yet.")
    else:
        seen = f"last seen or written {moment(row.seen_at)}" if row.seen_at else "when it was seen is not known"
        etag = row.etag or "unknown: it will be read before it is written"
        yield Line(what=f"Item {row.item_id}, version {etag}, {seen}")
    if row is not None:
        yield from _state_of(row, file.case)


def _state_of(row: TrackerRow, case: Case) -> Iterator[Line]:
    if row.deleted:
        yield Line(what="Somebody deleted it; “Put the row back” on the hub card writes it anew.")
    if row.pending:
        yield Line(what=f"Sent, and its arrival is not confirmed: {', '.join(row.pending)}")
    if row.note:
        yield Line(what="Sync note", said=row.note)
    behind = [name for name, text in staff_values(case).items() if row.item_id and row.values.get(name, "") != text]
    if behind:
        yield Line(what=f"Says something else than the case in: {', '.join(behind)}")


def _cards(history: History) -> Iterator[Line]:
    for surface in Surface:
        card = history.file.cards.get(surface)
        stands = _not_shown(history, surface) if card is None else _shown(history, card)
        yield Line(what=f"The {surface.value} {stands}")


def _shown(history: History, card: ShownCard) -> str:
    version = history.file.case.version
    current = "which is current" if card.version == version else f"and the case is at version {version}"
    drawn = f", drawn on {day(card.drawn_on)}" if card.drawn_on else ""
    where = f"message {card.activity_id} in {card.conversation.conversation_id}"
    return f"shows version {card.version}, {current}{drawn}: {where}."


def _not_shown(history: History, surface: Surface) -> str:
    file = history.file
    if file.awaits(UpdateHubCard if surface is Surface.HUB_CARD else UpdateReceipt):
        return "is not shown yet; it is still to be delivered."
    if surface is Surface.RECEIPT and (file.case.submitter is None or file.case.submitter.aad_id is None):
        return "is not shown: nobody in the directory sent this in."
    if surface is Surface.HUB_CARD and (history.channel is None or history.channel_is_lost):
        return "is not shown: the hub has no channel."
    return "is not known to be shown anywhere."


def _outbox(history: History, *, at: datetime) -> Iterator[Line]:
    for destination, until in history.paused.items():
        if until > at:
            yield Line(what=f"Nothing goes to {_PLACES[destination]} before {moment(until)}.")
    for one in history.file.waiting:
        covers = _covers(one, history)
        yield Line(what=f"{deliveries.what(one.effect)}: {deliveries.stands(one)}{covers}")
        if one.parked_at is not None:
            yield Line(what="Once the reason is settled", said=deliveries.release_command(one))
    if not history.file.waiting:
        yield Line(what="Nothing: all of it was delivered.")


def _covers(one: Waiting, history: History) -> str:
    """Two waiting effects with one key are one: what happened since it was added goes with it."""
    if not isinstance(one.effect, UpdateHubCard | UpdateReceipt | WriteTrackerRow):
        return ""
    twins = [left for left in history.file.waiting if left.effect == one.effect and left.parked_at is None]
    if one.parked_at is not None:
        return " A newer one waits; delivering that settles this." if twins else ""
    later = sum(entry.at > one.added_at for entry in history.log)
    return f" It stands for {later} later {'change' if later == 1 else 'changes'} too." if later else ""


def _people(history: History) -> Iterator[Line]:
    for one in history.out_of_reach:
        yield Line(when=moment(one.since), what=cannot_be_reached(one.person, one.why))
    if not history.out_of_reach:
        yield Line(what="Nobody who takes part is known to be out of reach.")


_KNOWN_BY = {"=": "the hash of its words", "~": "the hash of its answers"}
_DOORS = {
    "card": "sent in on a card in Teams",
    "push": "pushed by a flow",
    "press": "a press was taken in",
    "form": "a form in Teams was taken in",
    "answer": "an answer was taken in",
}

_DEEDS = {
    Deed.EDITED_IN_LIST: "edited the list, and the case says so",
    Deed.PUT_BACK: "edited the list, and it was refused and put back",
    Deed.TAKEN_BACK: "had written this in the list before the database was restored, and the case says it again",
    Deed.OVERTAKEN: "edited the list, and so replaced what the case said",
    Deed.RESPONSE_EDITED: "edited the response in the Form, which said",
}

_PLACES = {Destination.TEAMS: "Teams", Destination.SHAREPOINT: "SharePoint"}
