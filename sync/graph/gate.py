"""The one gate every call of the worker passes: it is shut while Graph asks for a pause, and it keeps the pace."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from hub.errors import DeliveryFailed, FailureKind
from hub.retries import LONGEST_PAUSE_S
from sync.graph.governor import Governor, Priority

_THROTTLED = 429


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Where time and chance come from; a test hands in its own."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random  # 0 up to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was asked of Graph: calls, resource units, and how many answers were 429."""

    calls: int = 0
    units: int = 0
    throttled: int = 0


class Gate:
    """One for the whole worker: a pause asked of one call holds back all of them (facts: sharepoint-throttling)."""

    def __init__(self, governor: Governor, clock: Clock) -> None:
        """Start open."""
        self.clock = clock
        self._governor = governor
        self._shut_until = 0.0
        self._tally = Tally()

    async def enter(self, units: int, priority: Priority, *, patience_s: float) -> None:
        """The call may start and is counted; DeliveryFailed, with the time left, when that takes too long."""
        give_up_at = self.clock.monotonic() + patience_s
        while (wait := self.wait_s(units, priority)) > 0:
            if self.clock.monotonic() + wait > give_up_at:
                raise DeliveryFailed("graph.paused", kind=FailureKind.TRANSIENT, retry_after_s=wait)
            await self.clock.sleep(wait)
        self._governor.spend(units, self.clock.monotonic())
        self._tally = replace(self._tally, calls=self._tally.calls + 1, units=self._tally.units + units)

    def wait_s(self, units: int = 0, priority: Priority = Priority.PERSON) -> float:
        """Seconds until a call of `units` may start; 0 when it may start now."""
        at = self.clock.monotonic()
        return max(0.0, self._shut_until - at, self._governor.wait_s(units, priority, at))

    @property
    def shut_s(self) -> float:
        """Seconds for which Graph has asked us to stay away; 0 when it has not, or they are over."""
        return max(0.0, self._shut_until - self.clock.monotonic())

    def shut_for(self, seconds: float) -> None:
        """No call starts for so long, a day at most; a shorter pause never ends a longer one."""
        self._shut_until = max(self._shut_until, self.clock.monotonic() + min(seconds, LONGEST_PAUSE_S))

    def made(self, calls: int) -> None:
        """So many calls were made past the gate, and of a part of Graph that SharePoint does not charge for."""
        self._tally = replace(self._tally, calls=self._tally.calls + calls)

    def refused(self, status: int) -> None:
        """An answer with this status, or a part of one, is counted when it is a 429."""
        if status == _THROTTLED:
            self._tally = replace(self._tally, throttled=self._tally.throttled + 1)

    def tally(self) -> Tally:
        """What was asked since the last tally; counting starts afresh."""
        told, self._tally = self._tally, Tally()
        return told

    def heard(self, headers: Mapping[str, str]) -> None:
        """The pace follows what SharePoint says is left of the quota."""
        self._governor.heard(headers, self.clock.monotonic())


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """The pause asked for, in seconds, from whole seconds, decimals or a date; None when none is asked for.

    At most a day (LONGEST_PAUSE_S): what waits looks again then.

    A date counts from the answer's own `Date`, so that a wrong clock here does not matter.
    Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", asked):
        return min(float(asked), LONGEST_PAUSE_S)
    until = _date(asked)
    if until is None:
        return None
    asked_s = (until - (_date(headers.get("Date", "")) or now)).total_seconds()
    return min(max(0.0, asked_s), LONGEST_PAUSE_S)


def _date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
