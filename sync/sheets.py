"""The bytes of a workbook or an export become rows of text. Synchronous: call it in a thread.

What Forms and people leave behind differs: encodings, separators, dates as text or as serial numbers
(facts: forms-workbook).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

ENCRYPTED = bytes.fromhex("D0CF11E0")  # an OLE container: what an encrypting sensitivity label makes of an xlsx
ZIP = b"PK"

Rows = Sequence[Sequence[str]]
"""All rows of a sheet, the headings first; every cell as text, trimmed, dates as ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """The file is nothing that anybody but its owner can read."""

    encrypted: bool


def read_sheet(content: bytes) -> Rows | Unreadable:
    """The rows of a workbook's first sheet."""
    if content.startswith(ENCRYPTED):
        return Unreadable(encrypted=True)
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only who has a workbook needs it

    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError, ValueError):
        return Unreadable(encrypted=False)
    return [[_text(cell) for cell in row] for row in rows]


def read_export(content: bytes) -> Rows | Unreadable:
    """The rows of an exported file: a workbook, or text with separators in any encoding that Forms and Excel write."""
    if content.startswith((ZIP, ENCRYPTED)):
        return read_sheet(content)
    text = _decoded(content)
    if "\x00" in text or not text.strip():
        return Unreadable(encrypted=False)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    return [[_trimmed(cell) for cell in row] for row in rows if any(row)]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The one that the headings are separated by: they hold fewer commas than the answers do."""
    headings = next(csv.reader(io.StringIO(text, newline=""), delimiter="\x1f"), [""])[0]
    return max(_SEPARATORS, key=headings.count)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # calamine gives every number as a float
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return _trimmed(str(cell))


def _trimmed(text: str) -> str:
    return text.replace("\xa0", " ").replace("_x000D_", "").replace("\r\n", "\n").strip()


_SEPARATORS = (",", ";", "\t")  # the comma where nothing tells them apart
