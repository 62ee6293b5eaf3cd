"""One turn after the other: read what changed, carry out what is due, rest until there is more. Stops cleanly."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from hub.errors import DeliveryFailed
from sync.case_log import LogDeliverer
from sync.deliver import RowDeliverer
from sync.forms import FormsReader
from sync.meter import Meter
from sync.pauses import KeptPause
from sync.schedule import Schedule
from sync.schema_guard import SchemaGuard
from sync.subscriptions import SubscriptionCare
from sync.tracker import TrackerReader

if TYPE_CHECKING:  # it brings cryptography, and only who has a push door needs it
    from sync.push import PushReader

log = structlog.get_logger()

REST_S = 1.0  # seconds without a nudge; a retry may be due, or another process may have left work


@dataclass(slots=True, kw_only=True)
class Worker:
    """The sync worker. `nudged` is set when something waits for SharePoint; a door that is not set up is None."""

    guard: SchemaGuard
    reader: TrackerReader
    deliverer: RowDeliverer
    case_log: LogDeliverer
    forms: FormsReader | None
    pushes: PushReader | None
    care: SubscriptionCare
    pause: KeptPause
    meter: Meter
    schedule: Schedule
    clock: Callable[[], datetime]
    nudged: asyncio.Event = field(default_factory=asyncio.Event)

    async def turn(self) -> int:
        """Everything that is due has been read and written; returns how much that was. Safe to call at any time."""
        writes = await self._may_write()
        count = await self._look_at_the_list() if writes else 0
        if self.forms is not None and self.schedule.is_due("forms", self.clock()):
            count += await self._try("forms", self.forms.pull)
        if self.pushes is not None:
            count += await self._try("pushes", self.pushes.pull)
        if writes:
            count += await self._try("rows", self.deliverer.deliver_due)
        count += await self._try("case log", self.case_log.deliver_due)
        await self.pause.keep()
        await self._try("meter", lambda: self.meter.turned(count))
        return count

    async def _may_write(self) -> bool:
        """Whether the list is as it must be; looked at now and then, and more often while it is not."""
        at = self.clock()
        if self.schedule.is_due("schema", at) or (not self.guard.lets_write and self.schedule.is_due("mended", at)):
            await self._try("schema", self.guard.look)
        return self.guard.lets_write

    async def run(self, stop: asyncio.Event) -> None:
        """Turns until `stop` is set; the turn under way is finished first."""
        stopped = asyncio.create_task(stop.wait())
        await self.pause.restore()
        while not stop.is_set():
            self.nudged.clear()
            await self.turn()
            nudged = asyncio.create_task(self.nudged.wait())
            wait_s = min(REST_S, self.schedule.rest_s(self.clock()))
            await asyncio.wait({stopped, nudged}, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED)
            nudged.cancel()

    async def _look_at_the_list(self) -> int:
        """When it is time, when Graph has rung, and after whatever happened while nothing could ring."""
        at, bell = self.clock(), self.care.doorbell
        unheard = 0
        if self.schedule.is_due("subscription", at) or bell.wants_care:
            unheard = await self._try("subscription", self.care.look_after)
        rung, polled = bell.is_due(at), self.schedule.is_due("tracker", at)
        if not (rung or polled or unheard):
            return 0
        count = await self._try("tracker", self._read_the_list)
        if count and not rung and not unheard and bell.subscription is not None:
            bell.missed(at)
        return count

    async def _read_the_list(self) -> int:
        count = await self.reader.pull()
        self.meter.list_read()
        return count

    async def _try(self, what: str, work: Callable[[], Awaitable[int]]) -> int:
        """One door that is shut keeps no other shut."""
        try:
            return await work()
        except DeliveryFailed as failed:
            log.warning("not_now", what=what, code=failed.code, kind=failed.kind.value)
        except Exception:  # the worker's loop: a bug in one door is logged and the next door is served
            log.exception("worker_bug", what=what)
        return 0
