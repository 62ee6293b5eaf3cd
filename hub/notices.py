"""Messages to people about one case, and the log of what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from hub.cases import CaseNumber, Status
from hub.effects import AlarmId, NoticeId

EntryId = NewType("EntryId", int)
"""A later entry has a higher one."""


class NoticeKind(Enum):
    """What a notice says, and with that who reads it."""

    QUESTION = "question"  # to the submitter: the hub asks
    GUIDANCE = "guidance"  # to the submitter: the hub replied
    DECISION = "decision"  # to the submitter: the case closed
    STATUS = "status"  # to the submitter: an admin moved the case
    ANSWER = "answer"  # to the hub thread: the submitter answered
    ADDED = "added"  # to the hub thread: the submitter added something
    ASSIGNED = "assigned"  # to the hub thread: the case is somebody's now
    RESPONSE_EDITED = "edited"  # to the hub thread: the submitter changed answers in the Form

    @property
    def is_for_hub(self) -> bool:
        """True when the case's thread in the hub channel reads it, not the submitter."""
        return self in (NoticeKind.ANSWER, NoticeKind.ADDED, NoticeKind.ASSIGNED, NoticeKind.RESPONSE_EDITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one reader; sent once, whatever happens. `text` is what a person wrote."""

    id: NoticeId
    case: CaseNumber
    kind: NoticeKind
    text: str
    status: Status
    at: datetime


class AlarmKind(Enum):
    """What only a person can settle."""

    WORKBOOK_HEADINGS = "workbook-headings"  # a heading is missing, doubled or not known
    WORKBOOK_UNREADABLE = "workbook-unreadable"  # encrypted, or no workbook at all
    WORKBOOK_MISSING = "workbook-missing"  # nothing is at the path of the settings
    WORKBOOK_SHRANK = "workbook-shrank"  # rows that were there are gone
    WORKBOOK_REPLACED = "workbook-replaced"  # another file is at the path of the settings
    WORKBOOK_STALE = "workbook-stale"  # nothing new for longer than is usual
    WORKBOOK_QUESTIONS = "workbook-questions"  # questions we do not know, their answers kept in the details
    LIST_SHAPE = "list-shape"  # the Cases list is missing, or a column is missing, retyped or not unique
    LOG_SHAPE = "log-shape"  # the same of the list Case log
    NUMBER_TAKEN = "number-taken"  # a row of the Cases list has the number of a case, and is not its row
    STORE_OLDER = "store-older"  # the list knows what the store has forgotten: it was restored from a copy
    RESPONSE_EMPTY = "response-empty"  # a row that holds no words, or no id
    RESPONSE_STUCK = "response-stuck"  # a response that a bug of ours keeps out
    CHANNEL_DELETED = "channel-deleted"  # the hub's channel, and so of the next three
    TEAM_DELETED = "team-deleted"
    TEAM_ARCHIVED = "team-archived"
    APP_REMOVED = "app-removed"
    HOLDER_LEFT = "holder-left"  # somebody left the hub and held open cases
    NOTIFICATIONS_STOPPED = "notifications-stopped"  # Graph does not reach us; the poll still finds everything
    CERTIFICATE_ENDS = "certificate-ends"  # in less than thirty days
    SECRET_EXPIRED = "secret-expired"  # noqa: S105  a kind of alarm
    SECRET_WRONG = "secret-wrong"  # noqa: S105  a kind of alarm
    APP_DISABLED = "app-disabled"  # an administrator has switched the application off in Entra
    SIGN_IN_REFUSED = "sign-in-refused"  # by Entra, for another reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something the hub channel must read. `id` is the same for the same trouble, so that it is said once."""

    id: AlarmId
    kind: AlarmKind
    details: tuple[str, ...]
    at: datetime


class Deed(Enum):
    """What happened to a case, for its log."""

    OPENED = "opened"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    ASKED = "asked"
    ANSWERED = "answered"
    ADDED = "added to"
    REPLIED = "replied"
    STATUS_CHANGED = "status changed"
    CLOSED = "closed"
    EDITED_IN_LIST = "edited in the list"
    PUT_BACK = "put back in the list"
    OVERTAKEN = "overtaken by the list"
    ROW_DELETED = "row deleted"
    ROW_RESTORED = "row restored"
    ROW_PUT_BACK = "row put back"
    TAKEN_BACK = "taken back from the list"
    RESPONSE_EDITED = "response edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a case's log. `who` is a name as it was that day, or “Prevention First”."""

    case: CaseNumber
    at: datetime
    who: str
    deed: Deed
    text: str = ""
