"""Invented people, words, cases and notices, from which the gallery and the tests of single cards make cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from hub.cases import Case, CaseNumber, Outcome, Status
from hub.effects import AlarmId, NoticeId
from hub.evidence import Award, EvidenceItem, EvidenceKind
from hub.notices import Alarm, AlarmKind, Notice, NoticeKind
from hub.people import AadId, Person
from hub.submissions import Door, Kind, Submission
from hub.viewers import AccountId

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 16, 45, tzinfo=UTC)
AFTER_THE_PROMISE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
PROMISE = date(2026, 11, 30)
A_LINK = "https://teams.microsoft.com/l/message/19%3Acases%40thread.tacv2/1795387720068"

BIRCH = Person(aad_id=AadId("aad-birch"), name="Sample Birch", email="sample.birch@force.example")
OAK = Person(aad_id=AadId("aad-oak"), name="Sample Oak", email="sample.oak@force.example")
ROWAN = Person(aad_id=AadId("aad-rowan"), name="Sample Rowan", email="sample.rowan@force.example")
STAFF_ACCOUNTS = [AccountId("29:oak"), AccountId("29:rowan")]
UNKNOWN = Person(aad_id=None, name="Sample Yew", email="sample.yew@force.example")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people typed."""

    title: str = "Repeat shed burglaries on the allotments at Mill Lane"
    details: str = (
        "Eleven reports since August, mostly Sunday nights. Same three gates.\n\n"
        "Plot holders are mostly over 70 and losing tools they cannot replace."
    )
    tried: str = "Extra patrols for two weekends. It stopped, then came back."
    good: str = "A plan that lasts without patrols. Is there evidence on lighting or target hardening?"
    question: str = "Which of the three gates can be locked, and who holds the keys?"
    answer: str = "Gates 1 and 3. The allotment society's secretary has the keys."
    guidance: str = (
        "Two forces cut shed burglary with marked tools and one locked gate.\n"
        "Start with gate 3: it is out of sight of the road."
    )
    added: str = "It is four gates, not three: the one by the weir was forced on Sunday."
    decision: str = "We will fund locks for gates 1 and 3 and measure reports until March."
    hub_notes: str = "The council may own gate 2. Check before promising anything."
    theme: str = "Acquisitive crime"
    evidence: str = "Burglary of Single-family Houses"
    author: str = "Sample Force"
    place: str = "United Kingdom"
    section: str = "Responses to the Problem of Burglary of Single-family Houses"

    @classmethod
    def all(cls, text: str) -> Words:
        """The same text typed everywhere."""
        return cls(**dict.fromkeys(cls.__slots__, text))


def a_case(words: Words | None = None, **changes: Any) -> Case:
    """A new case of Sample Birch's; valid, and `changes` are what matters."""
    typed = words or Words()
    submission = Submission(
        kind=Kind.PROBLEM,
        title=typed.title,
        details=typed.details,
        tried=typed.tried,
        good=typed.good,
        door=Door.CARD,
    )
    case = Case(
        number=CaseNumber("PF-2026-0042"),
        submission=submission,
        submitter=BIRCH,
        received_at=MONDAY,
        promise=PROMISE,
        changed_at=MONDAY,
    )
    return replace(case, **changes)


def cases(words: Words) -> dict[str, Case]:
    """A case in each state that its cards tell apart."""
    new = a_case(words)
    held = replace(new, status=Status.IN_PROGRESS, holder=OAK, held_since=TUESDAY, theme=words.theme)
    noted = replace(held, hub_notes=words.hub_notes)
    heard = replace(noted, first_response_at=TUESDAY)
    waiting = replace(heard, status=Status.WAITING, question=words.question)
    answer_in = replace(heard, answer=words.answer)
    answered = replace(answer_in, status=Status.ANSWERED, guidance=words.guidance)
    closed = replace(
        answered, status=Status.CLOSED, outcome=Outcome.ADOPTED, decision=words.decision, changed_at=THURSDAY
    )
    return {
        "new": new,
        "in-progress": noted,
        "waiting": waiting,
        "answer-in": answer_in,
        "answered": answered,
        "closed": closed,
    }


def a_guide(words: Words | None = None, **changes: Any) -> EvidenceItem:
    """A problem guide of the evidence library; valid, and `changes` are what matters."""
    said = words or Words()
    guide = EvidenceItem(
        kind=EvidenceKind.PROBLEM_GUIDE,
        title=said.evidence,
        author=said.author,
        year=2002,
        url="https://popcenter.example/burglary_of_single-family_houses.pdf",
        sections=("Understanding Your Local Problem", said.section, "Summary of Responses"),
    )
    return replace(guide, **changes)


def a_project(words: Words | None = None, **changes: Any) -> EvidenceItem:
    """A project that another force sent in for the award."""
    project = a_guide(
        words,
        kind=EvidenceKind.PROJECT,
        place=(words or Words()).place,
        year=2011,
        award=Award.FINALIST,
        url="https://popcenter.example/2011/11-09(F).pdf",
        sections=(),
    )
    return replace(project, **changes)


def anonymous(words: Words) -> Case:
    """A case that came in through the Form without a name, and said no kind."""
    case = a_case(words, submitter=None)
    return replace(case, submission=replace(case.submission, door=Door.FORM, kind=Kind.NOT_SAID))


def a_notice(kind: NoticeKind, text: str, status: Status = Status.IN_PROGRESS) -> Notice:
    """A notice about the case."""
    return Notice(
        id=NoticeId("notice-7"), case=CaseNumber("PF-2026-0042"), kind=kind, text=text, status=status, at=TUESDAY
    )


def an_alarm(kind: AlarmKind, *details: str) -> Alarm:
    """An alarm of that kind."""
    return Alarm(id=AlarmId("alarm-3"), kind=kind, details=details, at=TUESDAY)


def many_people(count: int) -> list[Person]:
    """So many of the hub's staff, by name; Sample Oak is among them."""
    trees = (OAK.name, *(f"Sample Tree {number:03d}" for number in range(1, count)))
    return [Person(aad_id=AadId(f"aad-{name[7:].casefold()}"), name=name) for name in trees]


def typed_answers(words: Words) -> Mapping[str, str]:
    """The five answers as a card gives them."""
    return {
        "kind": Kind.PROBLEM.value,
        "title": words.title,
        "details": words.details,
        "tried": words.tried,
        "good": words.good,
    }
