"""The sync worker's parts, joined up. Nothing of the Teams edge is imported: `run --only sync` does without it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from service.clocks import Time, process_name
from service.credential_watch import CredentialWatch, EntraAnswers
from service.tokens import Grants, Tokens
from service.worker_settings import WorkerSettings
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore, open_store
from sync.case_log import LogDeliverer
from sync.columns import LIST_NAME
from sync.control import ControlPath
from sync.deliver import RowDeliverer
from sync.forms import FormsReader
from sync.graph.client import Graph, open_graph
from sync.graph.delta import Delta
from sync.graph.gate import Clock
from sync.graph.lists import GraphList, find_site, open_list
from sync.meter import Meter
from sync.notifications import Doorbell
from sync.pauses import KeptPause
from sync.schedule import Schedule
from sync.schema_guard import SchemaGuard
from sync.site_people import SitePeople
from sync.stray_rows import StrayRows
from sync.subscriptions import SubscriptionCare
from sync.tracker import TrackerReader
from sync.worker import Worker

if TYPE_CHECKING:
    from sync.push import PushDoor, PushReader

SUBSCRIPTION_CHECK_S = 60.0  # seconds; a look at our own notes, not at Graph
# Seconds between two looks at the list's columns, and while something is in the way; a look costs 1 resource unit.
SCHEMA_S = 300.0
MENDED_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudges:
    """Wakes both deliverers of this process at once."""

    teams: asyncio.Event
    rows: asyncio.Event

    def __call__(self) -> None:
        """Something waits in the outbox."""
        self.teams.set()
        self.rows.set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Syncing:
    """What the sync worker needs, open and not yet running. `entra` grants all tokens; `tokens` are those for Graph."""

    store: SqlStore
    entra: Grants
    tokens: Tokens
    graph: Graph
    nudges: Nudges
    doorbell: Doorbell
    worker_settings: WorkerSettings
    clock: Callable[[], datetime]
    push: PushDoor | None
    credentials: CredentialWatch

    async def worker(self) -> Worker:
        """The sync worker. DeliveryFailed when the site or its Cases list cannot be opened."""
        rows, deliveries = await open_list(self.graph, LIST_NAME), Deliveries(self.store)
        people = SitePeople(store=self.store, rows=rows, clock=self.clock)
        reader = TrackerReader(
            store=self.store,
            delta=Delta(rows),
            people=people,
            application_id=self.worker_settings.app_id,
            clock=self.clock,
            nudge=self.nudges,
        )
        return Worker(
            guard=SchemaGuard(store=self.store, rows=rows, clock=self.clock, nudge=self.nudges),
            reader=reader,
            deliverer=RowDeliverer(
                store=self.store,
                rows=rows,
                reader=reader,
                strays=StrayRows(store=self.store, rows=rows, deliveries=deliveries, clock=self.clock),
                people=people,
                deliveries=deliveries,
                clock=self.clock,
                claimant=process_name(),
            ),
            case_log=self._case_log(),
            forms=await self._forms() if self.worker_settings.graph.forms_workbook else None,
            pushes=self._pushes() if self.push is not None else None,
            pause=KeptPause(store=self.store, gate=self.graph.gate, clock=self.clock),
            meter=Meter(gate=self.graph.gate, deliveries=deliveries, doorbell=self.doorbell, clock=self.clock),
            care=self._care(rows),
            schedule=Schedule(
                every_s={
                    "tracker": self.worker_settings.tracker_poll_s,
                    "forms": self.worker_settings.forms_poll_s,
                    "subscription": SUBSCRIPTION_CHECK_S,
                    "schema": SCHEMA_S,
                    "mended": MENDED_S,
                }
            ),
            clock=self.clock,
            nudged=self.nudges.rows,
        )

    def _case_log(self) -> LogDeliverer:
        return LogDeliverer(
            store=self.store,
            graph=self.graph.in_background(),
            deliveries=Deliveries(self.store),
            clock=self.clock,
            claimant=process_name(),
            nudge=self.nudges,
        )

    def _care(self, rows: GraphList) -> SubscriptionCare:
        return SubscriptionCare(
            store=self.store,
            control=ControlPath(settings=self.worker_settings.graph, tokens=self.tokens, gate=self.graph.gate),
            resource=rows.path.strip("/"),
            public_url=self.worker_settings.public_url,
            doorbell=self.doorbell,
            gate=self.graph.gate,
            clock=self.clock,
        )

    def _pushes(self) -> PushReader:
        from sync.push import PushReader  # noqa: PLC0415  only with a push door

        return PushReader(
            store=self.store,
            graph=self.graph,
            headings=self.worker_settings.headings,
            working_days=self.worker_settings.working_days,
            clock=self.clock,
            nudge=self.nudges,
        )

    async def _forms(self) -> FormsReader:
        return FormsReader(
            store=self.store,
            graph=self.graph,
            site=await find_site(self.graph, self.worker_settings.graph.site_url),
            path=self.worker_settings.graph.forms_workbook,
            headings=self.worker_settings.headings,
            working_days=self.worker_settings.working_days,
            stale_days=self.worker_settings.forms_stale_days,
            clock=self.clock,
            nudge=self.nudges,
        )


@asynccontextmanager
async def syncing(
    settings: WorkerSettings,
    entra: Grants,
    *,
    time: Time = Time(),  # noqa: B008  a frozen value
) -> AsyncGenerator[Syncing]:
    """The sync worker's parts, open; all are closed when the block ends. `entra` grants tokens to the identity set."""
    store = await asyncio.to_thread(open_store, settings.store)
    nudges = Nudges(teams=asyncio.Event(), rows=asyncio.Event())
    answers = EntraAnswers()
    tokens = Tokens(entra, settings.graph.scope, heard=answers.heard, clock=time.seconds)
    try:
        pace = Clock(monotonic=time.seconds, now=time.now, sleep=time.sleep)
        async with open_graph(settings.graph, tokens, clock=pace) as graph:
            yield Syncing(
                store=store,
                entra=entra,
                tokens=tokens,
                graph=graph,
                nudges=nudges,
                doorbell=Doorbell(tenant_id=settings.tenant_id, clock=time.now),
                worker_settings=settings,
                clock=time.now,
                push=await asyncio.to_thread(_push_door, settings, store, time, nudges),
                credentials=CredentialWatch(
                    store=store,
                    identity=settings.identity,
                    answers=answers,
                    tokens=(tokens,),
                    clock=time.now,
                    nudge=nudges,
                ),
            )
    finally:
        await tokens.close()
        await asyncio.to_thread(store.close)


def _push_door(settings: WorkerSettings, store: SqlStore, time: Time, nudges: Nudges) -> PushDoor | None:
    if settings.push is None:
        return None
    from sync.entra_tokens import EntraTokens  # noqa: PLC0415  it brings cryptography
    from sync.push import PushDoor  # noqa: PLC0415  the same

    tokens = EntraTokens(settings.push, clock=time.seconds)
    return PushDoor(store=store, tokens=tokens, headings=settings.headings, clock=time.now, nudge=nudges)
