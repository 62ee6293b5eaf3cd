"""How often a bot may call the Bot Connector, for one thread and for one tenant. Off unless switched on.

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
# "Global rate limit": of every app in a tenant, whatever it calls.
TENANT: Windows = ((50, 1),)


@dataclass(slots=True, kw_only=True)
class ConnectorLimits:
    """Counts calls per operation and thread, and all of them together. `broken`: how often a limit was run into."""

    enabled: bool = False
    broken: int = 0
    _all: deque[datetime] = field(default_factory=deque[datetime])
    _calls: dict[tuple[Operation, str], deque[datetime]] = field(
        default_factory=dict[tuple[Operation, str], deque[datetime]]
    )

    def seconds_to_wait(self, operation: Operation, thread: str, at: datetime) -> int | None:
        """None when the call is within the limits, and counted; else the whole seconds until it would be."""
        if not self.enabled:
            return None
        calls = self._calls.setdefault((operation, thread), deque())
        families = ((calls, READING if operation is Operation.READ else WRITING), (self._all, TENANT))
        wait = max(_wait(counted, window, at) for counted, windows in families for window in windows)
        if wait > 0:
            self.broken += 1
            return ceil(wait)
        for counted, windows in families:
            counted.append(at)
            while counted[0] <= at - timedelta(seconds=windows[-1][1]):
                counted.popleft()
        return None


def _wait(calls: deque[datetime], window: tuple[int, int], at: datetime) -> float:
    most, seconds = window
    if len(calls) < most:
        return 0.0
    free_at = calls[-most] + timedelta(seconds=seconds)
    return max(0.0, (free_at - at).total_seconds())
