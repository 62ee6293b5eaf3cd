"""Values that are valid by default; a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hub.cases import Case, CaseNumber
from hub.people import AadId, Person
from hub.submissions import Door, Kind, Submission

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)

BIRCH = Person(aad_id=AadId("aad-birch"), name="Sample Birch", email="sample.birch@force.example")
OAK = Person(aad_id=AadId("aad-oak"), name="Sample Oak", email="sample.oak@force.example")
ROWAN = Person(aad_id=AadId("aad-rowan"), name="Sample Rowan", email="sample.rowan@force.example")

ANSWERS = {
    "kind": "Operational problem",
    "title": "Shed burglaries on the allotments",
    "details": "Eleven since August, mostly Sunday nights.",
    "tried": "Patrols for two weekends.",
    "good": "A plan that lasts without patrols.",
}


def a_submission(**changes: Any) -> Submission:
    """A submission that came in on a card."""
    sent = Submission(
        kind=Kind.PROBLEM,
        title=ANSWERS["title"],
        details=ANSWERS["details"],
        tried=ANSWERS["tried"],
        good=ANSWERS["good"],
        door=Door.CARD,
    )
    return replace(sent, **changes)


def a_case(**changes: Any) -> Case:
    """A new case of Sample Birch's, received on a Monday."""
    case = Case(
        number=CaseNumber("PF-2026-0001"),
        submission=a_submission(),
        submitter=BIRCH,
        received_at=MONDAY,
        promise=date(2026, 11, 30),
        changed_at=MONDAY,
    )
    return replace(case, **changes)
