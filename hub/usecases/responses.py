"""A response to the Microsoft Form comes in: for the first time, again, or edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from hub.cases import Case, CaseNumber
from hub.notices import Deed, Entry, NoticeKind
from hub.people import Person
from hub.ports import Store, UnitOfWork
from hub.promises import FIRST_RESPONSE_DAYS
from hub.submissions import Submission, changed_answers
from hub.usecases.submissions import Arrival, open_case
from hub.usecases.telling import keep_in_log, send_notice, tell_everybody


class Taken(Enum):
    """What became of a response."""

    NEW = "new"  # it has a case now
    KNOWN = "known"  # it had one, and nothing changed
    EDITED = "edited"  # it had one, which now says what the response says


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A response as it was read. `keys` name it wherever it is read again, its exact wording last."""

    keys: Sequence[str]
    submission: Submission
    submitter: Person | None
    at: datetime
    working_days: int = FIRST_RESPONSE_DAYS


def take_response(store: Store, incoming: Incoming) -> tuple[Case, Taken]:
    """The response has a case that says what it says. Safe to call twice, with any copy of the same response.

    A wording that was seen before changes nothing: an old export never undoes a later edit.
    """
    [taken] = take_responses(store, [incoming])
    return taken


def take_responses(store: Store, incoming: Sequence[Incoming]) -> list[tuple[Case, Taken]]:
    """As `take_response`, for several in one transaction and in their order: all are taken, or none when it raises."""
    with store.begin() as uow:
        known = dict(uow.inbox.results([key for one in incoming for key in one.keys]))
        taken: list[tuple[Case, Taken]] = []
        for one in incoming:
            case, became = _take(uow, one, known)
            names = {key: case.number for key in one.keys if key not in known}
            uow.inbox.record_all(names, at=one.at)
            known |= names
            taken.append((case, became))
        return taken


def response_now(store: Store, keys: Sequence[str]) -> tuple[CaseNumber | None, Taken]:
    """What `take_response` would say now, and the case if there is one; nothing is kept."""
    with store.read() as uow:
        known = uow.inbox.results(keys)
    number = next((CaseNumber(known[key]) for key in sorted(keys) if key in known), None)
    if number is None:
        return None, Taken.NEW
    return number, Taken.KNOWN if keys[-1] in known else Taken.EDITED


def _take(uow: UnitOfWork, incoming: Incoming, known: Mapping[str, str]) -> tuple[Case, Taken]:
    number = next((known[key] for key in sorted(incoming.keys) if key in known), None)
    if number is None:
        return _open(uow, incoming), Taken.NEW
    case = uow.cases.get(number)
    edited = case if incoming.keys[-1] in known else _edit(uow, case, incoming)
    return edited, Taken.KNOWN if edited is case else Taken.EDITED


def _open(uow: UnitOfWork, incoming: Incoming) -> Case:
    arrival = Arrival(
        key=incoming.keys[0],
        at=incoming.at,
        submitter=incoming.submitter,
        working_days=incoming.working_days,
    )
    return open_case(uow, incoming.submission, arrival)


def _edit(uow: UnitOfWork, before: Case, incoming: Incoming) -> Case:
    """The case says what the submitter made of it; what it said stays in its log, and the hub is told."""
    submission = replace(incoming.submission, door=before.submission.door)
    changed = changed_answers(before.submission, submission)
    if not changed:
        return before
    after = replace(before, submission=submission, changed_at=incoming.at, version=before.version + 1)
    uow.cases.save(after)
    who = before.submitter.name if before.submitter else "Anonymous"
    for question, said in changed.items():
        text = f"{question.value}, before: {said}"
        keep_in_log(uow, Entry(case=after.number, at=incoming.at, who=who, deed=Deed.RESPONSE_EDITED, text=text))
    names = ", ".join(question.value for question in changed)
    send_notice(uow, after, NoticeKind.RESPONSE_EDITED, names, at=incoming.at)
    tell_everybody(uow, after, at=incoming.at)
    return after
