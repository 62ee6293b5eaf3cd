"""The one gate every call of the worker passes: it is shut while Graph asks for a pause, and it keeps the pace."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.governor import Governor, Priority


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Where time and chance come from; a test hands in its own."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random  # 0 up to 1


class Gate:
    """One for the whole worker: a pause asked of one call holds back all of them (graph.md 5.5)."""

    def __init__(self, governor: Governor, clock: Clock) -> None:
        """Start open."""
        self.clock = clock
        self._governor = governor
        self._shut_until = 0.0

    async def enter(self, units: int, priority: Priority, *, patience_s: float) -> None:
        """The call may start and is counted; DeliveryFailed, with the time left, when that takes too long."""
        give_up_at = self.clock.monotonic() + patience_s
        while (wait := self.wait_s(units, priority)) > 0:
            if self.clock.monotonic() + wait > give_up_at:
                raise DeliveryFailed("graph.paused", kind=FailureKind.TRANSIENT, retry_after_s=wait)
            await self.clock.sleep(wait)
        self._governor.spend(units, self.clock.monotonic())

    def wait_s(self, units: int = 0, priority: Priority = Priority.PERSON) -> float:
        """Seconds until a call of `units` may start; 0 when it may start now."""
        at = self.clock.monotonic()
        return max(0.0, self._shut_until - at, self._governor.wait_s(units, priority, at))

    @property
    def shut_s(self) -> float:
        """Seconds for which Graph has asked us to stay away; 0 when it has not, or they are over."""
        return max(0.0, self._shut_until - self.clock.monotonic())

    def shut_for(self, seconds: float) -> None:
        """No call starts for so long; a shorter pause never ends a longer one."""
        self._shut_until = max(self._shut_until, self.clock.monotonic() + seconds)

    def heard(self, headers: Mapping[str, str]) -> None:
        """The pace follows what SharePoint says is left of the quota."""
        self._governor.heard(headers, self.clock.monotonic())


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """The pause asked for, in seconds, from whole seconds, decimals or a date; None when none is asked for.

    A date counts from the answer's own `Date`, so that a wrong clock here does not matter.
    Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", asked):
        return float(asked)
    until = _date(asked)
    return None if until is None else max(0.0, (until - (_date(headers.get("Date", "")) or now)).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
