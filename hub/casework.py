"""What may happen to a case.

Each function gives the case as it is afterwards, or refuses; the very same case when nothing changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.cases import (
    MAY_FOLLOW,
    AlreadyHeld,
    Case,
    CaseClosed,
    GuidanceNeeded,
    MayNotFollow,
    NobodyToAsk,
    NoRoomForMore,
    NothingAsked,
    NothingWritten,
    Outcome,
    OutcomeNeeded,
    QuestionNeeded,
    Status,
    TextTooLong,
)
from hub.people import Person

LONGEST_MESSAGE = 4000  # characters; what a card's text box takes
MOST_ADDED = 20_000  # characters in all; five long additions, and well within a SharePoint column


def claim(case: Case, *, by: Person, at: datetime, holder_left: bool = False) -> Case:
    """`by` holds the case. Refused when somebody else does who has not left; claiming one's own changes nothing."""
    _open(case)
    if case.holder is not None and case.holder.aad_id != by.aad_id and not holder_left:
        raise AlreadyHeld(case)
    return assign(case, to=by, at=at)


def assign(case: Case, *, to: Person, at: datetime) -> Case:
    """`to` holds the case, whoever held it before; a new case is in progress from then on."""
    _open(case)
    if case.holder is not None and case.holder.aad_id == to.aad_id:
        return case
    status = Status.IN_PROGRESS if case.status is Status.NEW else case.status
    return _changed(case, at=at, holder=to, held_since=at, status=status)


def release(case: Case, *, at: datetime) -> Case:
    """Nobody holds the case; one in progress is new again, so that somebody picks it up."""
    _open(case)
    if case.holder is None:
        return case
    status = Status.NEW if case.status is Status.IN_PROGRESS else case.status
    return _changed(case, at=at, holder=None, held_since=None, status=status)


def ask(case: Case, *, question: str, at: datetime) -> Case:
    """The case waits for its submitter's answer to `question`."""
    _open(case)
    if case.submitter is None:
        raise NobodyToAsk
    return _changed(case, at=at, question=_written(question), status=Status.WAITING, **_responded(case, at))


def answer(case: Case, *, text: str, at: datetime) -> Case:
    """The submitter's answer is on the case and the hub goes on."""
    _open(case)
    if not case.question:
        raise NothingAsked
    return _changed(case, at=at, answer=_written(text), question="", status=Status.IN_PROGRESS)


def add(case: Case, *, text: str, at: datetime) -> Case:
    """The submitter's addition is on the case, above what they added before; nothing else about it changes."""
    _open(case)
    added = f"{_written(text)}\n\n{case.added}".strip()
    if len(added) > MOST_ADDED:
        raise NoRoomForMore
    return _changed(case, at=at, added=added)


def reply(case: Case, *, guidance: str, at: datetime) -> Case:
    """The submitter is sent `guidance`; a question that was waiting no longer does."""
    _open(case)
    return _changed(
        case, at=at, guidance=_written(guidance), question="", status=Status.ANSWERED, **_responded(case, at)
    )


def close(case: Case, *, outcome: Outcome | None, decision: str, at: datetime) -> Case:
    """The case is decided: `outcome` and the reason for it, in words the submitter reads."""
    _open(case)
    if outcome is None or not decision.strip():
        raise OutcomeNeeded
    return _changed(
        case,
        at=at,
        outcome=outcome,
        decision=_written(decision),
        question="",
        status=Status.CLOSED,
        **_responded(case, at),
    )


def change_status(case: Case, *, to: Status, at: datetime) -> Case:
    """The case has the status `to`, when it may follow and what it tells the submitter is there to be told."""
    if to is case.status:
        return case
    if to not in MAY_FOLLOW[case.status]:
        raise MayNotFollow(case, to)
    match to:
        case Status.NEW:
            return _changed(case, at=at, status=to, holder=None, held_since=None)
        case Status.IN_PROGRESS:
            return _changed(case, at=at, status=to, question="", outcome=None, decision="")
        case Status.WAITING:
            return _waiting(case, at)
        case Status.ANSWERED:
            return _answered(case, at)
        case Status.CLOSED:
            return close(case, outcome=case.outcome, decision=case.decision, at=at)


def describe(case: Case, *, at: datetime, **fields: Any) -> Case:
    """Theme, hub notes, outcome or decision say what `fields` says; the same case when they already did."""
    if all(getattr(case, name) == value for name, value in fields.items()):
        return case
    return _changed(case, at=at, **fields)


def _waiting(case: Case, at: datetime) -> Case:
    if not case.question:
        raise QuestionNeeded
    return _changed(case, at=at, status=Status.WAITING)


def _answered(case: Case, at: datetime) -> Case:
    if not case.guidance:
        raise GuidanceNeeded
    return _changed(case, at=at, status=Status.ANSWERED, question="")


def _open(case: Case) -> None:
    if case.is_closed:
        raise CaseClosed(case)


def _written(text: str) -> str:
    text = text.strip()
    if not text:
        raise NothingWritten
    if len(text) > LONGEST_MESSAGE:
        raise TextTooLong(len(text), LONGEST_MESSAGE)
    return text


def _responded(case: Case, at: datetime) -> dict[str, datetime]:
    return {"first_response_at": case.first_response_at or at}


def _changed(case: Case, *, at: datetime, **fields: Any) -> Case:
    return replace(case, changed_at=at, version=case.version + 1, **fields)
