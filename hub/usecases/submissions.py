"""Somebody sends something in, and follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.cases import Case, UnknownCase
from hub.notices import Deed, Entry, Notice
from hub.people import AadId, NotYourCase, Person, may_work_cases
from hub.places import Conversation
from hub.ports import ShownCard, Store, Surface, UnitOfWork
from hub.promises import FIRST_RESPONSE_DAYS, london_day, promise_for
from hub.submissions import Submission
from hub.usecases.drafts import SUBMISSION
from hub.usecases.telling import keep_in_log, tell_everybody

MOST_LISTED = 10  # cases on one card; fits a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a submission came in.

    `key` is the same whenever the same submission comes again. `form` is the message whose card was filled in:
    that card becomes the receipt. `ends_draft`: what was sent in grew out of the person's draft, which has served.
    """

    key: str
    at: datetime
    submitter: Person | None
    form: tuple[Conversation, str] | None = None
    working_days: int = FIRST_RESPONSE_DAYS
    ends_draft: bool = False


def submit(store: Store, submission: Submission, arrival: Arrival) -> Case:
    """The submission has a case. Safe to call twice: the same key gives the same case."""
    with store.begin() as uow:
        number = uow.inbox.seen(arrival.key)
        if number is not None:
            return uow.cases.get(number)
        case = open_case(uow, submission, arrival)
        uow.inbox.record(arrival.key, result=case.number, at=arrival.at)
        return case


def open_case(uow: UnitOfWork, submission: Submission, arrival: Arrival) -> Case:
    """A new case, and everybody will be told; part of the caller's transaction, which records what came in."""
    case = _opened(uow, submission, arrival)
    _make_the_form_the_receipt(uow, case, arrival)
    tell_everybody(uow, case, at=arrival.at)
    return case


def my_cases(store: Store, aad_id: AadId) -> Sequence[Case]:
    """The person's own cases, newest first; one more than MOST_LISTED when there are more."""
    with store.read() as uow:
        return uow.cases.sent_in_by(aad_id, limit=MOST_LISTED + 1)


def case_to_show(store: Store, number: str, *, to: AadId) -> tuple[Case, bool]:
    """The case, and whether it is the person's own. Refused to everybody but the submitter and hub staff."""
    with store.read() as uow:
        staff = may_work_cases(uow.people.role(to))
        try:
            case = uow.cases.get(number)
        except UnknownCase as error:
            raise error if staff else NotYourCase from error
        if not staff and not case.is_from(to):
            raise NotYourCase
        return case, case.is_from(to)


def question_waiting_for(store: Store, aad_id: AadId) -> tuple[Notice, Case] | None:
    """The question the hub asked that person last and that still waits for an answer, with its case."""
    with store.read() as uow:
        for case in uow.cases.sent_in_by(aad_id, limit=MOST_LISTED):
            asked = uow.journal.question_of(case.number)
            if case.question and asked is not None:
                return asked, case
    return None


def _opened(uow: UnitOfWork, submission: Submission, arrival: Arrival) -> Case:
    case = Case(
        number=uow.cases.next_number(london_day(arrival.at).year),
        submission=submission,
        submitter=arrival.submitter,
        received_at=arrival.at,
        promise=promise_for(arrival.at, working_days=arrival.working_days),
        changed_at=arrival.at,
    )
    uow.cases.add(case)
    who = arrival.submitter.name if arrival.submitter else "Anonymous"
    keep_in_log(uow, Entry(case=case.number, at=arrival.at, who=who, deed=Deed.OPENED, text=submission.door.value))
    return case


def _make_the_form_the_receipt(uow: UnitOfWork, case: Case, arrival: Arrival) -> None:
    if arrival.ends_draft and arrival.submitter is not None and arrival.submitter.aad_id is not None:
        uow.drafts.drop(arrival.submitter.aad_id, form=SUBMISSION)
    if arrival.form is not None:
        conversation, activity_id = arrival.form
        card = ShownCard(conversation=conversation, activity_id=activity_id, version=0)
        uow.shown.put_card(case.number, Surface.RECEIPT, card)
