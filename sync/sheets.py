"""The bytes of a workbook or an export become rows of text. Synchronous: call it in a thread.

What Forms and people leave behind differs: encodings, separators, dates as text or as serial numbers
(facts: forms-workbook).
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import orjson
import structlog

from sync.sheet_process import DAMAGED, SHEET

log = structlog.get_logger()

COMMAND = (sys.executable, "-m", "sync.sheet_process")
PATIENCE_S = 300.0
LARGEST = 64 * 1024 * 1024  # bytes of a file; a workbook of 100,000 responses is about 9 MB
OLE = bytes.fromhex("D0CF11E0")  # what an encrypting sensitivity label makes of an xlsx; an old xls is one too
ZIP = b"PK"

Rows = Sequence[Sequence[str]]
"""All rows of a sheet from its first; every cell as text, trimmed, dates as ISO 8601."""


class Why(Enum):
    """What is the matter with a file that cannot be read; the value is said to people."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "far too large"
    QUOTES = "a quotation mark that opens and never closes, or closes in the middle of an answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """The file is nothing that anybody but its owner can read."""

    why: Why


def read_workbook(content: bytes) -> Sequence[Rows] | Unreadable:
    """The rows of each sheet. The file is opened in a process of its own: it cannot take ours with it."""
    try:
        opened = subprocess.run(  # noqa: S603  our own module
            COMMAND, input=content, capture_output=True, check=False, timeout=PATIENCE_S, start_new_session=True
        )
    except subprocess.TimeoutExpired:
        return Unreadable(why=Why.TOO_LARGE)
    if opened.returncode == DAMAGED:
        return Unreadable(why=Why.ENCRYPTED if content.startswith(OLE) else Why.DAMAGED)
    if opened.returncode:
        log.warning("workbook_not_opened", ended=opened.returncode)
        return Unreadable(why=Why.TOO_LARGE)
    sheets: list[list[list[str]]] = []
    for line in io.BytesIO(opened.stdout):  # not all at once, which would hold up every other thread
        if line.rstrip() == SHEET:
            sheets.append([])
        else:
            sheets[-1].append([trimmed(cell) for cell in orjson.loads(line)])
    return sheets


def read_export(content: bytes) -> Sequence[Rows] | Unreadable:
    """The sheets of an exported file: a workbook, or text with separators in an encoding that Forms or Excel writes."""
    if len(content) > LARGEST:
        return Unreadable(why=Why.TOO_LARGE)
    if content.startswith((ZIP, OLE)):
        return read_workbook(content)
    text = _decoded(content)
    if text is None or "\x00" in text or not text.strip():
        return Unreadable(why=Why.DAMAGED)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True))
    except csv.Error:
        return Unreadable(why=Why.QUOTES)
    return [[[trimmed(cell) for cell in row] for row in rows]]


def trimmed(text: str) -> str:
    """`text` as it was typed, whichever road it came by: line ends as newlines, nothing that cannot be typed."""
    return _UNTYPED.sub("", _LINE_ENDS.sub("\n", text.replace("\xa0", " "))).strip()


def _decoded(content: bytes) -> str | None:
    """None when no encoding that is seen fits every byte: a wrong one would change what was typed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif content.startswith(b"\xef\xbb\xbf"):
        encodings = ("utf-8-sig",)
    elif content[1:4:2] == b"\x00\x00":
        encodings = ("utf-16-le",)
    else:
        encodings = ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _separator(text: str) -> str:
    """The one that the headings are separated by: they hold fewer commas than the answers do."""
    headings = next(csv.reader(io.StringIO(text, newline=""), delimiter="\x1f"), [""])[0]
    return max(_SEPARATORS, key=headings.count)


_SEPARATORS = (",", ";", "\t")  # the comma where nothing tells them apart
_LINE_ENDS = re.compile("\r\n?")
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
