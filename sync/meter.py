"""Once a minute, while there is something to tell, one line in the log says how the Graph edge is doing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from hub.effects import Destination
from store.deliveries import Deliveries
from sync.graph.gate import Gate
from sync.notifications import Doorbell

log = structlog.get_logger()

EVERY = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class Meter:
    """Adds up the turns of the worker; a minute with neither work, throttling, pause nor lag writes no line."""

    gate: Gate
    deliveries: Deliveries
    doorbell: Doorbell
    clock: Callable[[], datetime]
    _since: datetime | None = field(default=None)
    _read_at: datetime | None = field(default=None)
    _done: int = field(default=0)

    def list_read(self) -> None:
        """The list has just been read: every edit saved until now is in the cases."""
        self._read_at = self.clock()

    async def turned(self, done: int) -> int:
        """A turn has read and written so much; returns 0. Safe to call after every turn; mostly it only counts."""
        at = self.clock()
        self._done += done
        self._since = self._since or at
        if at - self._since >= EVERY:
            await self._tell(at, (at - self._since).total_seconds())
            self._since, self._done = at, 0
        return 0

    async def _tell(self, at: datetime, seconds: float) -> None:
        tally, shut_s = self.gate.tally(), self.gate.shut_s
        oldest = await asyncio.to_thread(self.deliveries.oldest_waiting, Destination.SHAREPOINT)
        if not (self._done or tally.throttled or shut_s or oldest):
            return
        subscription = self.doorbell.subscription
        log.info(
            "graph_minute",
            seconds=round(seconds),
            done=self._done,
            calls=tally.calls,
            units=tally.units,
            throttled=tally.throttled,
            shut_s=round(shut_s),
            write_lag_s=_age_s(oldest, at),
            read_age_s=_age_s(self._read_at, at),
            subscription_expires=subscription.expires_at.isoformat() if subscription else None,
        )


def _age_s(moment: datetime | None, at: datetime) -> int | None:
    return None if moment is None else round((at - moment).total_seconds())
