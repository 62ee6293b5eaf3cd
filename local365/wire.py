"""What every module of the Teams side shares: JSON objects, instants and numbers as the wire carries them."""

import re
from datetime import UTC, datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def iso_ms(at: datetime) -> str:
    """The instant in UTC with milliseconds and `Z`, as activities and chat messages carry it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def utc_now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
# Digits of the largest Edm.Int64.
MOST_DIGITS = 19


def whole_number(text: str) -> int | None:
    """The number that decimal digits name; None for any other text, and for more digits than any id or count has."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def decimal_number(text: str) -> float | None:
    """The number the text writes as OData and JSON do; None for any other, such as Python's `nan` and `1_000`."""
    return float(text) if NUMBER.fullmatch(text) else None
