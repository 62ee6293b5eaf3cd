"""How often a bot may call the Bot Connector for one thread. Off unless switched on.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from typing import TypeAlias

Windows: TypeAlias = tuple[tuple[int, int], ...]


class Operation(Enum):
    """What is counted together."""

    SEND = "send"
    CREATE = "create"
    READ = "read"


# Calls that may not be exceeded within so many seconds, shortest window first.
WRITING: Windows = ((7, 1), (8, 2), (60, 30), (1800, 3600))
READING: Windows = ((14, 1), (16, 2), (120, 30), (3600, 3600))


@dataclass(slots=True, kw_only=True)
class ConnectorLimits:
    """Counts calls per operation and thread."""

    enabled: bool = False
    _calls: dict[tuple[Operation, str], deque[datetime]] = field(
        default_factory=dict[tuple[Operation, str], deque[datetime]]
    )

    def seconds_to_wait(self, operation: Operation, thread: str, at: datetime) -> int | None:
        """None when the call is within the limits, and counted; else the whole seconds until it would be."""
        if not self.enabled:
            return None
        calls = self._calls.setdefault((operation, thread), deque())
        windows = READING if operation is Operation.READ else WRITING
        wait = max(_wait(calls, window, at) for window in windows)
        if wait > 0:
            return ceil(wait)
        calls.append(at)
        while calls[0] <= at - timedelta(seconds=windows[-1][1]):
            calls.popleft()
        return None


def _wait(calls: deque[datetime], window: tuple[int, int], at: datetime) -> float:
    most, seconds = window
    if len(calls) < most:
        return 0.0
    free_at = calls[-most] + timedelta(seconds=seconds)
    return max(0.0, (free_at - at).total_seconds())
