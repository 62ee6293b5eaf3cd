"""GET /health: whether a person is needed, in words that a stranger may read. Asks nobody but our own store.

Always 200 while the process answers: what a restart cannot mend must not lead to one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from hub.effects import Destination
from service.credential_watch import CredentialWatch
from store.deliveries import Deliveries
from sync.graph.gate import Gate

PATH = "/health"
LOOK_AGAIN = timedelta(seconds=5)  # the store is asked no oftener, however often anybody asks us
PATIENCE_S = 2.0  # seconds for the store to answer

CREDENTIAL, TEAMS_PAUSED, GRAPH_PAUSED, STORE = "credential", "teams-paused", "graph-paused", "store"
CASE_LOG_PAUSED = "case-log-paused"
_PAUSED = (
    (Destination.TEAMS, TEAMS_PAUSED),
    (Destination.SHAREPOINT, GRAPH_PAUSED),
    (Destination.CASE_LOG, CASE_LOG_PAUSED),
)


@dataclass(slots=True, kw_only=True)
class Health:
    """How this process is. All of it belongs to one event loop."""

    credentials: CredentialWatch
    deliveries: Deliveries
    gate: Gate
    clock: Callable[[], datetime]
    _stored: frozenset[str] = field(default=frozenset())
    _look_at: datetime | None = field(default=None)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[web.RouteDef]:
        """Where a probe asks."""
        return [web.get(PATH, self._on_health)]

    async def _on_health(self, _request: web.Request) -> web.Response:
        codes = sorted({*await self._of_the_store(), *self._of_this_process()})
        said = {"status": "attention", "attention": codes} if codes else {"status": "ok"}
        return web.json_response(said, headers={"Cache-Control": "no-store"})

    def _of_this_process(self) -> Iterator[str]:
        if self.credentials.needs_attention:
            yield CREDENTIAL
        if self.gate.shut_s > 0:
            yield GRAPH_PAUSED

    async def _of_the_store(self) -> frozenset[str]:
        async with self._looking:
            at = self.clock()
            if self._look_at is None or at >= self._look_at:
                self._stored, self._look_at = await self._paused(at), at + LOOK_AGAIN
            return self._stored

    async def _paused(self, at: datetime) -> frozenset[str]:
        try:
            async with asyncio.timeout(PATIENCE_S):
                until = [(await asyncio.to_thread(self.deliveries.paused_until, edge), code) for edge, code in _PAUSED]
        except (SQLAlchemyError, TimeoutError):
            return frozenset({STORE})
        return frozenset(code for end, code in until if end is not None and end > at)
