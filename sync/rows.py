"""A case as a row: the text of every column, as Graph takes it and as it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hub.cases import Case
from hub.promises import london_day
from hub.tracker import SOMEBODY, staff_values
from hub.usecases.tracker import NOTE
from sync.columns import COLUMNS, ColumnType
from sync.graph.items import EditedByApplication, EditedByPerson, Editor, ListItem

CASE_NUMBER = "CaseNumber"


def our_values(case: Case) -> dict[str, str]:
    """What the columns we own say, by internal name, in the text form that `seen_values` also gives."""
    submitter = case.submitter
    return {
        "Title": case.title,
        CASE_NUMBER: case.number,
        "Kind": case.submission.kind.value,
        "Details": _plain(case.submission.details),
        "Tried": _plain(case.submission.tried),
        "GoodLooksLike": _plain(case.submission.good),
        "SubmittedBy": submitter.name if submitter else "",
        "SubmitterEmail": submitter.email if submitter else "",
        "SubmittedAt": _instant(case.received_at),
        "Promise": case.promise.isoformat(),
        "Door": case.submission.door.value,
        "Guidance": _plain(case.guidance),
        "Added": _plain(case.added),
    }


def row_values(case: Case, note: str) -> dict[str, str]:
    """Everything the row says when it says what the case says."""
    return {**our_values(case), **staff_values(case), NOTE: note}


def seen_values(item: ListItem) -> dict[str, str]:
    """What the row's columns say, by internal name; columns of others are left out, an empty one is an empty text."""
    return {name: _as_text(item.fields.get(name), kind) for name, kind in _TYPES.items()}


def fields_to_write(values: Mapping[str, str]) -> dict[str, Any]:
    """The same values as Graph takes them; an empty one is null, which clears the column."""
    return {name: _as_field(text, _TYPES[name]) for name, text in values.items()}


def editor_name(item: ListItem) -> str:
    """Who saved the row last, for the case's log."""
    match item.modified_by:
        case EditedByPerson(email=email, name=name):
            return name or email or SOMEBODY
        case EditedByApplication():
            return "Another application"


def is_application(who: Editor, application_id: str) -> bool:
    """True when whoever made or saved a row is that application."""
    return isinstance(who, EditedByApplication) and who.application_id == application_id


def _as_text(value: Any, kind: ColumnType) -> str:
    text = _plain(value if isinstance(value, str) else "" if value is None else str(value))
    if not text or kind not in (ColumnType.DATE, ColumnType.DATE_TIME):
        return text
    at = _moment(text)
    if at is None:
        return text
    return london_day(at).isoformat() if kind is ColumnType.DATE else _instant(at)


def _as_field(text: str, kind: ColumnType) -> str | None:
    if not text:
        return None
    # Midday: a date-only column keeps the day of the site's own zone, and midday is that day in every zone of Europe.
    return f"{text}T12:00:00Z" if kind is ColumnType.DATE else text


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


_TYPES = {column.name: column.type for column in COLUMNS}
