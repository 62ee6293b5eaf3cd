"""The bytes of a Forms workbook become responses. Synchronous: call it in a thread."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from hub.people import Person
from hub.submissions import LONGEST_TITLE, Door, Kind, Question, Submission, first_sentence
from sync.headings import HeadingTrouble, Known, Layout, Meta, layout_of

ENCRYPTED = bytes.fromhex("D0CF11E0")  # an OLE container: what an encrypting sensitivity label makes of an xlsx
ANONYMOUS = frozenset({"", "anonymous"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response. `key` is the same in every copy of the workbook; `submitter` has no Entra id yet."""

    key: str
    submission: Submission
    submitter: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """What a workbook holds, in its own order. `empty` are the ids of responses without a word in them."""

    responses: tuple[Response, ...]
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """The file is no workbook that anybody but its owner can read."""

    encrypted: bool


def read_workbook(content: bytes, headings: Mapping[Known, tuple[str, ...]]) -> Responses | HeadingTrouble | Unreadable:
    """Every response in the workbook, or why none is taken. Nothing is guessed."""
    if content.startswith(ENCRYPTED):
        return Unreadable(encrypted=True)
    try:
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = sheets.get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError):
        return Unreadable(encrypted=False)
    first = [_text(cell) for cell in rows[0]] if rows else []
    layout = layout_of(first, headings)
    return layout if isinstance(layout, HeadingTrouble) else _responses(first, rows[1:], layout)


def _responses(first: Sequence[str], rows: Sequence[Sequence[Any]], layout: Layout) -> Responses:
    found: list[Response] = []
    empty: list[str] = []
    for row in rows:
        cells = [_text(cell) for cell in row]
        number = _cell(cells, layout, Meta.ID)
        if not any(cells) or not number:
            continue
        submission = _submission(first, cells, layout)
        if submission is None:
            empty.append(number)
            continue
        key = f"form:{number}:{_cell(cells, layout, Meta.START)[:16]}"  # to the minute: exports keep no more
        found.append(Response(key=key, submission=submission, submitter=_submitter(cells, layout)))
    return Responses(responses=tuple(found), empty=tuple(empty))


def _submission(first: Sequence[str], cells: Sequence[str], layout: Layout) -> Submission | None:
    title, details = _cell(cells, layout, Question.TITLE), _cell(cells, layout, Question.DETAILS)
    extra = [f"{first[index]}: {cells[index]}" for index in layout.extra if index < len(cells) and cells[index]]
    tried, good = _cell(cells, layout, Question.TRIED), _cell(cells, layout, Question.GOOD)
    if not any((title, details, tried, good, *extra)):
        return None
    if len(title) > LONGEST_TITLE:
        title, details = first_sentence(title), f"{title}\n\n{details}".strip()
    return Submission(
        kind=_kind(_cell(cells, layout, Question.KIND)),
        title=title or first_sentence(details or tried or good or extra[0]),
        details="\n\n".join(text for text in (details, *extra) if text),
        tried=tried,
        good=good,
        door=Door.FORM,
    )


def _submitter(cells: Sequence[str], layout: Layout) -> Person | None:
    email = _cell(cells, layout, Meta.EMAIL)
    if email.casefold() in ANONYMOUS:
        return None
    return Person(aad_id=None, name=_cell(cells, layout, Meta.NAME) or email, email=email)


def _kind(text: str) -> Kind:
    wanted = text.rstrip(";").strip().casefold()
    return next((kind for kind in Kind if kind.value.casefold() == wanted), Kind.NOT_SAID)


def _cell(cells: Sequence[str], layout: Layout, known: Known) -> str:
    index = layout.columns.get(known)
    return cells[index] if index is not None and index < len(cells) else ""


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # calamine gives every number as a float
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).replace("\xa0", " ").replace("_x000D_", "").replace("\r\n", "\n").strip()
