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
    [taken] = take_responses(store, [incoming])
    return taken


def take_responses(store: Store, incoming: Sequence[Incoming]) -> list[tuple[Case, Taken]]:
    """As `take_response`, for several in one transaction and in their order: all are taken, or none when it raises."""
    with store.begin() as uow:
        known = dict(uow.inbox.results([name for one in incoming for name in _names(one)]))
        numbers = {number for one in incoming if (number := _case_of(one, known)) is not None}
        uow.cases.some(sorted(numbers))  # locked in the order in which everybody locks several
        return [_take(uow, one, known) for one in incoming]


def response_now(store: Store, incoming: Incoming) -> tuple[CaseNumber | None, Taken]:
    """What `take_response` would say now, and the case if there is one; nothing is kept."""
    with store.read() as uow:
        known = uow.inbox.results(_names(incoming))
        number = _case_of(incoming, known)
        if number is None:
            return None, Taken.NEW
        return CaseNumber(number), Taken.KNOWN if _is_old(uow, incoming, known, number) else Taken.EDITED


def _take(uow: UnitOfWork, incoming: Incoming, known: dict[str, str]) -> tuple[Case, Taken]:
    """One is taken, and its names are `known` from then on."""
    number = _case_of(incoming, known)
    if number is None:
        case, taken = _open(uow, incoming), Taken.NEW
    else:
        before = uow.cases.get(number)
        case = before if _is_old(uow, incoming, known, number) else _edit(uow, before, incoming)
        taken = Taken.KNOWN if case is before else Taken.EDITED
    names = [*incoming.keys, *_kept_edit(uow, incoming, case.number)]
    new = {name: case.number for name in names if name not in known}
    uow.inbox.record_all(new, at=incoming.at)
    known |= new
    return case, taken


def _names(incoming: Incoming) -> Sequence[str]:
    return [*incoming.keys, incoming.pushed_as] if incoming.pushed_as else incoming.keys


def _case_of(incoming: Incoming, known: Mapping[str, str]) -> str | None:
    """The number of its case; None when it has none."""
    return next((known[name] for name in (*sorted(incoming.keys), incoming.pushed_as) if name in known), None)


def _is_old(uow: UnitOfWork, incoming: Incoming, known: Mapping[str, str], number: str) -> bool:
    return incoming.keys[-1] in known or incoming.edited < uow.cursors.get(_newest(number))


def _kept_edit(uow: UnitOfWork, incoming: Incoming, number: CaseNumber) -> Sequence[str]:
    """Wordings from before this edit are old from now on; returns the name of a push that is still on its way."""
    if not incoming.edited or incoming.edited <= uow.cursors.get(_newest(number)):
        return ()
    uow.cursors.set(_newest(number), incoming.edited)
    return (incoming.pushed_as,) if incoming.pushed_as else ()


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
