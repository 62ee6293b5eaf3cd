"""The worker as `run --only sync` has it, from the workbook to the rows and back, on a SQLite file.

`python -m bench.graph.product PLACE`; it is spoken to as the rivals are (rivals/common.py).
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bench.graph.edge import LICENCES, SITE_URL, OneToken
from bench.graph.rivals.common import place, serve
from bench.graph.rows import APP_ID
from service.credential_watch import CredentialWatch, EntraAnswers
from service.entra import Entra
from service.logs import configure_logs
from service.settings import Settings
from service.syncing import Nudges, Syncing
from service.tokens import Tokens
from store.tables import cases, tracker_rows
from store.unit_of_work import open_store
from sync.graph.client import open_graph
from sync.notifications import Doorbell
from sync.worker import Worker

TENANT = "11111111-aaaa-4bbb-8ccc-000000000365"


@dataclass
class Clock:
    """An instant that moves when it is told to."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        """The instant."""
        return self.now


async def product(given: dict[str, Any]) -> None:
    """The worker works until the bench has finished with it."""
    clock = Clock()
    async with parts_of(given, clock) as parts:
        worker = await parts.worker()
        assert worker.forms is not None  # noqa: S101  the settings name a workbook
        forms = worker.forms
        await worker.guard.look()

        async def mirror(_asked: dict[str, Any]) -> int:
            await forms.pull()
            await worker.deliverer.deliver_due()
            return await asyncio.to_thread(_rows_made, parts)

        async def read(_asked: dict[str, Any]) -> int:
            await worker.reader.pull()
            return await asyncio.to_thread(_edits_taken, parts)

        async def minute(_asked: dict[str, Any]) -> int:
            return await a_minute(worker, clock)

        await serve({"mirror": mirror, "read": read, "delta": read, "minute": minute})


async def a_minute(worker: Worker, clock: Clock) -> int:
    """The worker has turned each second of a minute in which nothing happened; returns what it found to do."""
    count = 0
    for _ in range(60):
        clock.now += timedelta(seconds=1)
        count += await worker.turn()
    return count


@asynccontextmanager
async def parts_of(given: dict[str, Any], clock: Clock) -> AsyncGenerator[Syncing]:
    """The parts that service/syncing.py joins up, but for Entra: the token is given."""
    settings = Settings.model_validate(
        {
            "tenant_id": TENANT,
            "app_id": APP_ID,
            "client_secret": "local-only-secret",
            "setup_code": "words-only-oak-knows",
            "site_url": SITE_URL,
            "forms_workbook": "Forms/Prevention First.xlsx",
            "database_url": given["database"],
            "graph_url": given["url"],
            "licences": LICENCES,
        }
    )
    told = settings.worker()
    store, nudges = open_store(told.store), Nudges(teams=asyncio.Event(), rows=asyncio.Event())
    entra = Entra(told.identity)
    watch = CredentialWatch(
        store=store, identity=told.identity, answers=EntraAnswers(), tokens=(), clock=clock, nudge=nudges
    )
    try:
        async with open_graph(told.graph, OneToken()) as graph:
            yield Syncing(
                store=store,
                entra=entra,
                tokens=Tokens(entra, told.graph.scope),
                graph=graph,
                nudges=nudges,
                doorbell=Doorbell(tenant_id=TENANT, clock=clock),
                worker_settings=told,
                clock=clock,
                push=None,
                credentials=watch,
            )
    finally:
        store.close()


def _rows_made(parts: Syncing) -> int:
    with parts.store.database.reading() as connection:
        made = select(func.count()).where(tracker_rows.c.item_id.is_not(None))
        return connection.scalar(made) or 0


def _edits_taken(parts: Syncing) -> int:
    with parts.store.database.reading() as connection:
        return connection.scalar(select(func.count()).where(cases.c.hub_notes != "")) or 0


if __name__ == "__main__":
    configure_logs(for_people=False)
    gc.freeze()  # as service/run.py does
    asyncio.run(product(place()))
