"""A case as a row: the text of every column, as Graph takes it and as it comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from cards.tracker import TOO_LONG_FOR_THE_LIST
from cards.typed import fit, shorten, weight
from hub.cases import Case
from hub.promises import london_day
from hub.tracker import SOMEBODY, SUBMITTED_AT, staff_values
from hub.usecases.tracker import NOTE
from sync.columns import COLUMNS, ColumnType
from sync.graph.items import EditedByApplication, EditedByPerson, Editor, ListItem
from sync.site_people import SeenPerson

CASE_NUMBER = "CaseNumber"


def our_values(case: Case) -> dict[str, str]:
    """What the columns we own say, by internal name, in the text form that `seen_values` also gives."""
    submitter = case.submitter
    return {
        "Title": _line(case.title),
        CASE_NUMBER: case.number,
        "Kind": case.submission.kind.value,
        "Details": _that_fits(case.submission.details),
        "Tried": _that_fits(case.submission.tried),
        "GoodLooksLike": _that_fits(case.submission.good),
        "SubmittedBy": _line(submitter.name) if submitter else "",
        "SubmitterEmail": _line(submitter.email) if submitter else "",
        SUBMITTED_AT: _instant(case.received_at),
        "Promise": case.promise.isoformat(),
        "Door": case.submission.door.value,
        "Guidance": _that_fits(case.guidance),
        "Added": _that_fits(case.added),
    }


def row_values(case: Case, note: str) -> dict[str, str]:
    """Everything the row says when it says what the case says."""
    return {**our_values(case), **staff_values(case), NOTE: note}


def writable(values: Mapping[str, str], said: Mapping[str, str], numbers: Mapping[str, str]) -> dict[str, str]:
    """The values, without whoever the site does not know: their person column is empty instead.

    `said`: what the row says, which may stay. `numbers`: those on the site, by Entra object id.
    """
    strangers = [
        name
        for name in PERSON_COLUMNS
        if values.get(name) and values[name] not in numbers and values[name] != said.get(name)
    ]
    return {**values, **dict.fromkeys(strangers, "")}


def seen_values(item: ListItem, people: Mapping[str, SeenPerson]) -> dict[str, str]:
    """What the row's columns say, by internal name; columns of others are left out, an empty one is an empty text.

    `people`: who is behind each number of `person_numbers`.
    """
    numbers = _numbers(item)
    texts = {name: _as_text(item.fields.get(name), kind) for name, kind in _TYPES.items() if name not in PERSON_COLUMNS}
    return texts | {name: people[numbers[name]].text if name in numbers else "" for name in PERSON_COLUMNS}


def shown_people(item: ListItem, people: Mapping[str, SeenPerson]) -> dict[str, str]:
    """What people read in the row's person columns."""
    return {name: people[number].name for name, number in _numbers(item).items()}


def person_numbers(items: Iterable[ListItem]) -> frozenset[str]:
    """The numbers in the person columns of the rows."""
    return frozenset(number for item in items for number in _numbers(item).values())


def fields_to_write(values: Mapping[str, str], numbers: Mapping[str, str]) -> dict[str, Any]:
    """The same values as Graph takes them; an empty one is null, which clears the column.

    A person goes as their number on the site, `numbers`, and as a text: a bare number is refused.
    Source: https://learn.microsoft.com/graph/api/resources/fieldvalueset
    """
    plain = {name: _as_field(text, _TYPES[name]) for name, text in values.items() if name not in PERSON_COLUMNS}
    people = {f"{name}{_LOOKUP_ID}": numbers.get(values[name]) for name in PERSON_COLUMNS & values.keys()}
    return plain | people


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


def _numbers(item: ListItem) -> dict[str, str]:
    """The number in each person column that holds one."""
    given = {name: item.fields.get(f"{name}{_LOOKUP_ID}") for name in PERSON_COLUMNS}
    return {name: str(number) for name, number in given.items() if number}


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
    """`text` as SharePoint gives it back: newlines, and no sign that XML cannot hold, for which it refuses a row."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()


def _that_fits(text: str) -> str:
    """`text` as a column of several lines holds it."""
    plain = _plain(text)
    if len(plain) <= _SURELY_FITS or weight(plain) <= _LINES_HOLD:
        return plain
    return fit(plain, _LINES_HOLD).rstrip() + TOO_LONG_FOR_THE_LIST


def _line(text: str) -> str:
    """`text` as a column of one line holds it."""
    return shorten(" ".join(_plain(text).split("\n")), _LINE_HOLDS)


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_HOLDS = 250  # characters, of 255
_SURELY_FITS = 10_000  # characters, however they are written
_LINES_HOLD = 126_000  # bytes of UTF-16: 63,000 characters, of 63,999
_LOOKUP_ID = "LookupId"
_TYPES = {column.name: column.type for column in COLUMNS}
PERSON_COLUMNS = frozenset(name for name, kind in _TYPES.items() if kind is ColumnType.PERSON)
