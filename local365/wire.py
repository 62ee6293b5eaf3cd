"""What every module of the Teams side shares: JSON objects and instants as the wire carries them."""

from datetime import UTC, datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def iso_ms(at: datetime) -> str:
    """The instant in UTC with milliseconds and `Z`, as activities and chat messages carry it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def utc_now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
