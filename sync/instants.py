"""The start of a response, to the minute, however the file writes it. It names the response and is no time of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  Excel's serial numbers count from here and carry no zone
EARLIEST, LATEST = 30_000.0, 80_000.0  # the serials of 1982 and 2119: any other number is no date of a response

_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})[ ,]+(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp][Mm])?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


def days_come_first(column: Iterable[str]) -> bool:
    """Whether 03/04 is the third of April in this column. Where nothing tells, Forms' own way: the month is first."""
    parts = [(int(found[1]), int(found[2])) for text in column if (found := _SLASHED.match(text))]
    return any(first > _MONTHS for first, _ in parts) and not any(second > _MONTHS for _, second in parts)


def to_the_minute(text: str, *, day_first: bool) -> str:
    """`2026-11-02T09:14`; empty when the text is no date."""
    if _ISO.match(text):
        return text[:16].replace(" ", "T")
    if found := _SLASHED.match(text):
        return _slashed(found, day_first=day_first)
    try:
        serial = float(text)
    except ValueError:
        return ""
    if not EARLIEST < serial < LATEST:
        return ""
    seconds = round(serial * _DAY_S)  # a serial's last digits are rounded
    return (EPOCH + timedelta(seconds=seconds)).isoformat()[:16]


def _slashed(found: re.Match[str], *, day_first: bool) -> str:
    first, second, year, hour, minute = (int(found[group]) for group in range(1, 6))
    day, month = (first, second) if day_first else (second, first)
    half = (found[6] or "").lower()
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    try:
        return datetime(year + 2000 if year < _CENTURY else year, month, day, hour, minute).isoformat()[:16]  # noqa: DTZ001  the file names no zone
    except ValueError:
        return ""


_MONTHS = 12
_CENTURY = 100
_DAY_S = 86_400
