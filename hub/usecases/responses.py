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
    """A response as it was read. `keys` name it wherever it is read again, its exact wording last.

    `edited`: when its author last did, as a text that sorts; empty when never or not known. `pushed_as`: a name that it
    may have had when it came before any of these was known; empty for none.
    """

    keys: Sequence[str]
    submission: Submission
    submitter: Person | None
    at: datetime
    working_days: int = FIRST_RESPONSE_DAYS
    edited: str = ""
    pushed_as: str = ""


def take_response(store: Store, incoming: Incoming) -> tuple[Case, Taken]:
    """The response has a case that says what it says. Safe to call twice, with any copy of the same response.

    A wording that was seen before, or is older than the newest, changes nothing: an old export never undoes an edit.
    """
    with store.begin() as uow:
        seen, number = _known(uow, incoming)
        if number is None:
            case, taken = _open(uow, incoming), Taken.NEW
        else:
            case = uow.cases.get(number)
            before = case.submission
            case = case if _is_old(uow, incoming, seen, number) else _edit(uow, case, incoming)
            taken = Taken.KNOWN if case.submission == before else Taken.EDITED
        for key in (key for key, found in seen.items() if found is None):
            uow.inbox.record(key, result=case.number, at=incoming.at)
        if incoming.edited:
            _keep_edit(uow, incoming, case.number)
        return case, taken


def response_now(store: Store, incoming: Incoming) -> tuple[CaseNumber | None, Taken]:
    """What `take_response` would say now, and the case if there is one; nothing is kept."""
    with store.read() as uow:
        seen, number = _known(uow, incoming)
        if number is None:
            return None, Taken.NEW
        return CaseNumber(number), Taken.KNOWN if _is_old(uow, incoming, seen, number) else Taken.EDITED


def _known(uow: UnitOfWork, incoming: Incoming) -> tuple[Mapping[str, str | None], str | None]:
    """Which of its keys are known, and the number of its case; None when it has none.

    `pushed_as` is asked for when it can tell something, and before any case is locked.
    """
    seen = {key: uow.inbox.seen(key) for key in sorted(incoming.keys)}
    number = next((found for found in seen.values() if found is not None), None)
    if incoming.pushed_as and (number is None or incoming.edited):
        pushed = uow.inbox.seen(incoming.pushed_as)
        number = pushed if number is None else number
    return seen, number


def _is_old(uow: UnitOfWork, incoming: Incoming, seen: Mapping[str, str | None], number: str) -> bool:
    return seen[incoming.keys[-1]] is not None or incoming.edited < uow.cursors.get(_newest(number))


def _keep_edit(uow: UnitOfWork, incoming: Incoming, number: CaseNumber) -> None:
    """Wordings from before this edit are old from now on, also that of a push which is still on its way."""
    if incoming.edited > uow.cursors.get(_newest(number)):
        uow.cursors.set(_newest(number), incoming.edited)
        if incoming.pushed_as and uow.inbox.seen(incoming.pushed_as) is None:
            uow.inbox.record(incoming.pushed_as, result=number, at=incoming.at)


def _newest(number: str) -> str:
    """The cursor that says up to which edit the response of that case was read."""
    return f"edited:{number}"


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
