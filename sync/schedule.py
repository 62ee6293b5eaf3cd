"""What is due at this instant. Pure: instants are passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(slots=True, kw_only=True)
class Schedule:
    """When each reading is due. `every_s`: seconds between two readings of the same thing, by its name."""

    every_s: Mapping[str, float]
    _next: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def is_due(self, what: str, at: datetime) -> bool:
        """True when it is time for `what`; it is then due again one interval later."""
        if at < self._next.get(what, at):
            return False
        self._next[what] = at + timedelta(seconds=self.every_s[what])
        return True

    def rest_s(self, at: datetime) -> float:
        """Seconds until the next thing is due, at most the shortest interval."""
        shortest = min(self.every_s.values())
        waits = [(due - at).total_seconds() for due in self._next.values()]
        return max(0.0, min([shortest, *waits]))
