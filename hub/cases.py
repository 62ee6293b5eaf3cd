"""A case: one submission, tracked from the day it came in to the day it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NewType

from hub.errors import Refused
from hub.people import AadId, Person
from hub.promises import london_day
from hub.submissions import Submission

CaseNumber = NewType("CaseNumber", str)
"""`PF-2026-0042`: the year it came in and a number that rises by one."""


class Status(Enum):
    """Where a case stands; the value is what people read, on cards and in the list."""

    NEW = "New"
    IN_PROGRESS = "In progress"
    WAITING = "Waiting for submitter"
    ANSWERED = "Answered"
    CLOSED = "Closed"


class Outcome(Enum):
    """What was decided when a case closed."""

    ADOPTED = "Adopted"
    GUIDANCE_GIVEN = "Guidance given"
    PASSED_ON = "Passed to the owner"
    ALREADY_UNDER_WAY = "Already under way"
    NOT_TAKEN_FORWARD = "Not taken forward"


MAY_FOLLOW: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.IN_PROGRESS, Status.CLOSED}),
    Status.IN_PROGRESS: frozenset({Status.NEW, Status.WAITING, Status.ANSWERED, Status.CLOSED}),
    Status.WAITING: frozenset({Status.IN_PROGRESS, Status.ANSWERED, Status.CLOSED}),
    Status.ANSWERED: frozenset({Status.IN_PROGRESS, Status.WAITING, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.IN_PROGRESS}),
}
"""Which status may follow which; the same table for the hub card and for the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The state of one case. Times are aware; `version` rises by one with each change."""

    number: CaseNumber
    submission: Submission
    submitter: Person | None  # None: sent in anonymously, and kept so
    received_at: datetime
    promise: date
    changed_at: datetime
    status: Status = Status.NEW
    holder: Person | None = None
    held_since: datetime | None = None
    theme: str = ""
    hub_notes: str = ""  # never shown to the submitter
    question: str = ""  # the one that waits for the submitter; empty when none does
    answer: str = ""  # the submitter's last
    added: str = ""  # what the submitter added unasked since it was sent in, newest first
    guidance: str = ""  # the hub's last reply
    outcome: Outcome | None = None
    decision: str = ""  # why, in words the submitter reads
    first_response_at: datetime | None = None
    version: int = 1

    @property
    def is_closed(self) -> bool:
        """True once it has been decided."""
        return self.status is Status.CLOSED

    @property
    def title(self) -> str:
        """The submission's one sentence."""
        return self.submission.title

    def is_late(self, at: datetime) -> bool:
        """True when the promised day has passed in London and the submitter has not heard."""
        return not self.is_closed and self.first_response_at is None and london_day(at) > self.promise

    def is_from(self, aad_id: AadId) -> bool:
        """True when that person sent it in; nobody sent in an anonymous one."""
        return self.submitter is not None and self.submitter.aad_id == aad_id


class UnknownCase(Refused):
    """There is no case with that number. Write “my cases” to see the ones you sent in."""


class CaseClosed(Refused):
    """That case is closed."""

    def __init__(self, case: Case) -> None:
        """Carry the case, so that the sentence can say when and why."""
        super().__init__()
        self.case = case


class AlreadyHeld(Refused):
    """Somebody else holds that case."""

    def __init__(self, case: Case) -> None:
        """Carry the case, so that the sentence can say who and since when."""
        super().__init__()
        self.case = case


class MayNotFollow(Refused):
    """That status may not follow the one the case has."""

    def __init__(self, case: Case, wanted: Status) -> None:
        """Carry both, so that the sentence can say which may."""
        super().__init__()
        self.case = case
        self.wanted = wanted


class QuestionNeeded(Refused):
    """A case waits for its submitter only once a question has been asked.

    Ask it from the hub card, and the status follows.
    """


class GuidanceNeeded(Refused):
    """A case is answered only once guidance has been sent. Reply from the hub card, and the status follows."""


class OutcomeNeeded(Refused):
    """A case closes with an outcome and a reason, because the submitter is told both.

    Fill in both, then close it again.
    """


class NothingWritten(Refused):
    """Nothing was written. Write a sentence or two, then send it again."""


class TextTooLong(Refused):
    """That is too long to send."""

    def __init__(self, length: int, longest: int) -> None:
        """Carry both lengths, in characters."""
        super().__init__()
        self.length = length
        self.longest = longest


class NoRoomForMore(Refused):
    """So much was added to that case already that there is no room for more.

    Write “new”, send it in as a case of its own, and mention this number.
    """


class NothingAsked(Refused):
    """No question is waiting on that case. It may have been answered already."""


class NobodyToAsk(Refused):
    """That case was sent in anonymously, so there is nobody to ask.

    Close it with an outcome, and it counts all the same.
    """


def case_number(year: int, counter: int) -> CaseNumber:
    """`PF-2026-0042`; more than four digits when a year brings more."""
    return CaseNumber(f"PF-{year}-{counter:04d}")
