"""Time for tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class Clock:
    """The tenant's time, which stands still until it is told to pass."""

    at: datetime = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)
