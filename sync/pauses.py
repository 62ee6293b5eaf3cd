"""A pause that Graph asked for outlives the process: a restart is no reason to ask again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.ports import Store
from sync.graph.gate import Gate

CURSOR = "graph-paused-until"
WORTH_KEEPING_S = 5.0  # a shorter pause is over before a process is back


@dataclass(slots=True, kw_only=True)
class KeptPause:
    """The gate's pause, in the store."""

    store: Store
    gate: Gate
    clock: Callable[[], datetime]
    _kept: datetime | None = field(default=None)

    async def restore(self) -> None:
        """The gate is shut for what is left of a pause that an earlier process was asked for. Safe to call twice."""
        self._kept = await asyncio.to_thread(self._read)
        if self._kept is not None:
            left_s = (self._kept - self.clock()).total_seconds()
            self.gate.shut_for(max(0.0, left_s))

    async def keep(self) -> None:
        """A pause that is longer than the one kept is kept. Safe to call after every turn; mostly it does nothing."""
        shut_s = self.gate.shut_s
        until = self.clock() + timedelta(seconds=shut_s)
        known_until = self._kept or until - timedelta(seconds=shut_s)
        if shut_s >= WORTH_KEEPING_S and (until - known_until).total_seconds() >= WORTH_KEEPING_S:
            await asyncio.to_thread(self._write, until)
            self._kept = until

    def _read(self) -> datetime | None:
        with self.store.read() as uow:
            text = uow.cursors.get(CURSOR)
        return datetime.fromisoformat(text) if text else None

    def _write(self, until: datetime) -> None:
        with self.store.begin() as uow:
            uow.cursors.set(CURSOR, until.isoformat())
