"""What the world must be told.

An effect carries identity, never content: the deliverer renders the state of that moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NewType

from hub.cases import CaseNumber
from hub.people import AadId

NoticeId = NewType("NoticeId", str)
AlarmId = NewType("AlarmId", str)


class Destination(Enum):
    """Which edge delivers; a failure of configuration pauses one destination, never both."""

    TEAMS = "teams"
    SHAREPOINT = "sharepoint"  # the Cases list
    CASE_LOG = "case-log"  # the list Case log, which keeps nobody waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateHubCard:
    """The case's one card in the hub channel shows the case as it is now."""

    case: CaseNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateReceipt:
    """The submitter's own card shows the case as it is now."""

    case: CaseNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNotice:
    """The notice has reached its reader."""

    case: CaseNumber
    notice: NoticeId


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteTrackerRow:
    """The row in the Cases list says what the case says."""

    case: CaseNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStrayRow:
    """A row that somebody added to the Cases list by hand says what to do instead. `item`: its id in the list."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteCaseLog:
    """Every entry of the case's log is a row of the list Case log."""

    case: CaseNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAlarm:
    """The hub channel has read what only a person can settle."""

    alarm: AlarmId


@dataclass(frozen=True, slots=True, kw_only=True)
class TellLead:
    """A hub lead has read, in their own chat, what only a person can settle."""

    lead: AadId
    alarm: AlarmId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerActivity:
    """What somebody wrote or pressed in Teams has been answered in its conversation.

    `key` is the same when the activity comes again. `activity` is what was asked, as it came: the one thing an answer
    needs that is no state of ours. What it is answered with is drawn from the state of the moment, as always.
    """

    key: str
    activity: Mapping[str, object]


ForSharePoint = WriteTrackerRow | NoteStrayRow | WriteCaseLog
Effect = UpdateHubCard | UpdateReceipt | SendNotice | PostAlarm | TellLead | AnswerActivity | ForSharePoint


def destination(effect: Effect) -> Destination:
    """The edge that delivers it."""
    match effect:
        case WriteTrackerRow() | NoteStrayRow():
            return Destination.SHAREPOINT
        case WriteCaseLog():
            return Destination.CASE_LOG
        case _:
            return Destination.TEAMS


def lane(effect: Effect) -> str:
    """Effects in one lane are delivered one at a time, in order: one case at one edge."""
    match effect:
        case PostAlarm(alarm=alarm):
            subject = alarm
        case TellLead(lead=lead):
            subject = lead
        case AnswerActivity(key=key):
            subject = key
        case NoteStrayRow(item=item):
            subject = f"row {item}"
        case _:
            subject = effect.case
    return f"{destination(effect).value}:{subject}"


def collapse_key(effect: Effect) -> str:
    """Two waiting effects with the same key are one: delivering the later state delivers both."""
    name = type(effect).__name__
    match effect:
        case SendNotice(notice=notice):
            return f"{name}:{notice}"
        case PostAlarm(alarm=alarm):
            return f"{name}:{alarm}"
        case TellLead(lead=lead, alarm=alarm):
            return f"{name}:{lead}:{alarm}"
        case AnswerActivity(key=key):
            return f"{name}:{key}"
        case NoteStrayRow(item=item):
            return f"{name}:{item}"
        case _:
            return f"{name}:{effect.case}"
