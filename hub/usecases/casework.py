"""Hub staff work a case; its submitter answers. Each is one transaction, safe to call twice with the same key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hub import casework
from hub.cases import Case, CaseClosed, NothingAsked, Outcome, Status, UnknownCase
from hub.effects import AnswerActivity, NoticeId
from hub.notices import Deed, Entry, Notice, NoticeKind
from hub.people import AadId, NotHubStaff, NotYourCase, Person, may_work_cases
from hub.ports import Store, UnitOfWork
from hub.usecases.telling import keep_in_log, send_notice, show_everybody, tell_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press of one button. `key` is the same when the same press comes again.

    `form`: the form that was filled in, whose draft has served. `shown`: what shows everybody the pressed card as the
    presser sees it.
    """

    case: str
    by: AadId
    key: str
    at: datetime
    form: str = ""
    shown: AnswerActivity | None = None


class UnknownColleague(NotHubStaff):
    """That person is not on the hub's roster. Choose somebody from the list."""


def claim(store: Store, press: Press) -> Case:
    """The presser holds the case. Refused when somebody else does who is still in the hub."""
    with store.begin() as uow:
        return _work_in(
            uow,
            press,
            lambda case, who: casework.claim(case, by=who, at=press.at, holder_left=holder_left(uow, case)),
            _Telling(deed=Deed.CLAIMED),
        )


def holder_left(uow: UnitOfWork, case: Case) -> bool:
    """True when somebody holds the case who is not in the hub any more."""
    holder = case.holder.aad_id if case.holder else None
    return holder is not None and not may_work_cases(uow.people.role(holder))


def assign(store: Store, press: Press, *, to: str) -> Case:
    """The colleague with the Entra object id `to` holds the case, and the hub thread says so."""
    with store.begin() as uow:
        holder = next((person for person in uow.people.staff() if person.aad_id == to), None)
        if holder is None:
            raise UnknownColleague
        return _work_in(
            uow,
            press,
            lambda case, _: casework.assign(case, to=holder, at=press.at),
            _Telling(deed=Deed.ASSIGNED, text=holder.name, notice=NoticeKind.ASSIGNED),
        )


def ask(store: Store, press: Press, *, question: str) -> Case:
    """The submitter will be asked `question` and the case waits for the answer."""
    telling = _Telling(deed=Deed.ASKED, text=question.strip(), notice=NoticeKind.QUESTION)
    return _work(store, press, lambda case, _: casework.ask(case, question=question, at=press.at), telling)


def reply(store: Store, press: Press, *, guidance: str) -> Case:
    """The submitter will be sent `guidance`."""
    telling = _Telling(deed=Deed.REPLIED, text=guidance.strip(), notice=NoticeKind.GUIDANCE)
    return _work(store, press, lambda case, _: casework.reply(case, guidance=guidance, at=press.at), telling)


def close(store: Store, press: Press, *, outcome: Outcome | None, decision: str) -> Case:
    """The case is closed and the submitter will be told the outcome and why."""
    telling = _Telling(deed=Deed.CLOSED, text=decision.strip(), notice=NoticeKind.DECISION)
    return _work(
        store, press, lambda case, _: casework.close(case, outcome=outcome, decision=decision, at=press.at), telling
    )


def change_status(store: Store, press: Press, *, to: Status) -> Case:
    """The case has the status `to`, and the submitter will be told."""
    telling = _Telling(deed=Deed.STATUS_CHANGED, text=to.value, notice=NoticeKind.STATUS)
    return _work(store, press, lambda case, _: casework.change_status(case, to=to, at=press.at), telling)


def case_to_work(store: Store, number: str, *, by: AadId) -> tuple[Case, tuple[Person, ...]]:
    """The case and the hub's roster, for a form. Refused to everybody but hub staff."""
    with store.read() as uow:
        staff_member(uow, by)
        return uow.cases.get(number), tuple(uow.people.staff())


def case_to_add_to(store: Store, number: str, *, by: AadId) -> Case:
    """The person's own case, for a form. Refused when it is not theirs, or closed."""
    with store.read() as uow:
        case = own_case(uow, number, by)
        if case.is_closed:
            raise CaseClosed(case)
        return case


def answer(store: Store, press: Press, *, notice: str, text: str) -> Case:
    """The submitter's answer to that question is on the case, and the hub thread says so."""
    with store.begin() as uow:
        case = own_case(uow, press.case, press.by)
        if uow.inbox.seen(press.key) is not None:
            return case
        if not case.is_closed and not _is_the_open_question(uow, case, notice):
            raise NothingAsked
        after = casework.answer(case, text=text, at=press.at)
        who = case.submitter.name if case.submitter else ""
        _keep(uow, press, after, who, _Telling(deed=Deed.ANSWERED, text=after.answer, notice=NoticeKind.ANSWER))
        return after


def add(store: Store, press: Press, *, text: str) -> Case:
    """What the submitter added is on their case, and the hub thread says so, once."""
    with store.begin() as uow:
        case = own_case(uow, press.case, press.by)
        if uow.inbox.seen(press.key) is not None:
            return case
        after = casework.add(case, text=text, at=press.at)
        who = case.submitter.name if case.submitter else ""
        _keep(uow, press, after, who, _Telling(deed=Deed.ADDED, text=text.strip(), notice=NoticeKind.ADDED))
        return after


def put_away(store: Store, press: Press) -> None:
    """The form is put away, for everybody who sees it; the case is as it was. Safe to call twice."""
    with store.begin() as uow:
        staff_member(uow, press.by)
        _served(uow, press)


def question_for(store: Store, number: str, *, by: AadId) -> tuple[Notice, Case]:
    """The hub's question that waits on the person's own case. Refused (NothingAsked) when none does."""
    with store.read() as uow:
        case = own_case(uow, number, by)
        asked = uow.journal.question_of(case.number)
        if asked is None or not _is_the_open_question(uow, case, asked.id):
            raise NothingAsked
        return asked, case


def _is_the_open_question(uow: UnitOfWork, case: Case, notice: str) -> bool:
    asked = uow.journal.notice(NoticeId(notice))
    return asked is not None and asked.case == case.number and asked.text == case.question


def own_case(uow: UnitOfWork, number: str, aad_id: AadId) -> Case:
    """The case, which that person sent in. Refused to everybody else, in the same words as when there is none."""
    try:
        case = uow.cases.get(number)
    except UnknownCase as error:
        raise NotYourCase from error
    if not case.is_from(aad_id):
        raise NotYourCase
    return case


def staff_member(uow: UnitOfWork, aad_id: AadId) -> Person:
    """The person as the hub's roster knows them. Refused when they are not on it."""
    person = next((person for person in uow.people.staff() if person.aad_id == aad_id), None)
    if person is None or not may_work_cases(uow.people.role(aad_id)):
        raise NotHubStaff
    return person


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    deed: Deed
    text: str = ""
    notice: NoticeKind | None = None


_Change = Callable[[Case, Person], Case]


def _work(store: Store, press: Press, change: _Change, telling: _Telling) -> Case:
    with store.begin() as uow:
        return _work_in(uow, press, change, telling)


def _work_in(uow: UnitOfWork, press: Press, change: _Change, telling: _Telling) -> Case:
    who = staff_member(uow, press.by)
    case = uow.cases.get(press.case)
    if uow.inbox.seen(press.key) is not None:
        return case
    after = change(case, who)
    if after is case:
        _served(uow, press)
    else:
        uow.accounts.acted(press.by, at=press.at)
        _keep(uow, press, after, who.name, telling)
    return after


def _served(uow: UnitOfWork, press: Press) -> None:
    """The form has done its work: its draft is over, and everybody will see that."""
    if press.form:
        uow.drafts.drop(press.by, form=press.form)
    if press.shown is not None:
        show_everybody(uow, press.shown, at=press.at)


def _keep(uow: UnitOfWork, press: Press, after: Case, who: str, telling: _Telling) -> None:
    _served(uow, press)
    uow.cases.save(after)
    uow.inbox.record(press.key, result=after.number, at=press.at)
    keep_in_log(uow, Entry(case=after.number, at=press.at, who=who, deed=telling.deed, text=telling.text))
    if telling.notice is not None:
        send_notice(uow, after, telling.notice, telling.text, at=press.at)
    tell_everybody(uow, after, at=press.at)
