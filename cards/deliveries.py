"""What still has to reach the world, as an operator reads it at a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from cards.dates import moment
from hub.casefile import Waiting
from hub.effects import (
    AnswerActivity,
    Effect,
    NoteStrayRow,
    PostAlarm,
    SendNotice,
    TellLead,
    UpdateHubCard,
    UpdateReceipt,
    WriteCaseLog,
    WriteTrackerRow,
)


def what(effect: Effect) -> str:
    """What is to be delivered: “The hub card”."""
    return f"The notice {effect.notice}" if isinstance(effect, SendNotice) else _WHAT[type(effect)]


def stands(waiting: Waiting) -> str:
    """Where the delivery stands, in a sentence."""
    tries = f"tried {waiting.attempts} {'time' if waiting.attempts == 1 else 'times'}"
    because = f" because: {waiting.reason}" if waiting.reason else ""
    if waiting.parked_at is not None:
        return f"parked {moment(waiting.parked_at)}{because}; {tries}."
    since = f"since {moment(waiting.added_at)}"
    doubt = " An attempt may have delivered it; that is looked up first." if waiting.unsure and waiting.attempts else ""
    if waiting.due_at is not None and waiting.claimed:
        return f"being delivered, {since}; {tries}, and taken up again at {moment(waiting.due_at)} at the latest."
    next_try = f"next try not before {moment(waiting.due_at)}" if waiting.due_at else ""
    behind = ", behind everything that somebody waits for" if waiting.background else ""
    return f"waits {since}{behind}{because}; {tries}, {next_try}.{doubt}"


def release_command(waiting: Waiting) -> str:
    """The command that delivers after all what is parked."""
    number = getattr(waiting.effect, "case", "")
    case = f" --case {number}" if number else ""
    return f"prevention-first release{case} --reason {shlex.quote(waiting.reason)}"


_WHAT: Mapping[type[Effect], str] = {
    UpdateHubCard: "The hub card",
    UpdateReceipt: "The receipt",
    WriteTrackerRow: "The row of the Cases list",
    WriteCaseLog: "The rows of the Case log list",
    NoteStrayRow: "The note in a row that was added by hand",
    PostAlarm: "An alarm for the hub's channel",
    TellLead: "An alarm for a hub lead",
    AnswerActivity: "An answer in Teams",
}
