"""The composition root: every part is made here, once, and handed what it needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.answers import Answer
from bot.deliver import TeamsDeliverer
from bot.dispatch import Dispatcher
from bot.edge import Edge
from bot.gateway import Gateway
from bot.kept_cards import KeptCards
from bot.messages import Messages
from bot.pace import Pace
from bot.posting import Posting, SentMessages
from bot.turn import Turn
from service.clocks import Time, process_name
from service.sent_messages import SentMessagesInGraph
from service.settings import Settings
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore, open_store
from sync.columns import LIST_NAME
from sync.deliver import RowDeliverer
from sync.entra_tokens import EntraTokens
from sync.forms import FormsReader
from sync.graph.client import Graph, open_graph
from sync.graph.delta import Delta
from sync.graph.lists import find_site, open_list
from sync.push import PushDoor, PushReader
from sync.schedule import Schedule
from sync.schema_guard import SchemaGuard
from sync.tracker import TrackerReader
from sync.worker import Worker

# Seconds between two looks at the list's columns, and while something is in the way; a look costs 2 resource units.
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
class Service:
    """The product's parts, joined up and not yet running."""

    store: SqlStore
    edge: Edge
    gateway: Gateway
    teams: TeamsDeliverer
    graph: Graph
    nudges: Nudges
    settings: Settings
    clock: Callable[[], datetime]
    push: PushDoor | None

    async def worker(self) -> Worker:
        """The sync worker. DeliveryFailed when the site or its Cases list cannot be opened."""
        rows = await open_list(self.graph, LIST_NAME)
        reader = TrackerReader(
            store=self.store,
            delta=Delta(rows),
            application_id=self.settings.app_id,
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
                deliveries=Deliveries(self.store),
                clock=self.clock,
                claimant=process_name(),
            ),
            forms=await self._forms() if self.settings.forms_workbook else None,
            pushes=await self._pushes() if self.push is not None else None,
            schedule=Schedule(
                every_s={
                    "tracker": self.settings.tracker_poll_s,
                    "forms": self.settings.forms_poll_s,
                    "schema": SCHEMA_S,
                    "mended": MENDED_S,
                }
            ),
            clock=self.clock,
            nudged=self.nudges.rows,
        )

    async def _pushes(self) -> PushReader:
        return PushReader(
            store=self.store,
            graph=self.graph,
            headings=await asyncio.to_thread(self.settings.headings),
            working_days=self.settings.working_days,
            clock=self.clock,
            nudge=self.nudges,
        )

    async def _forms(self) -> FormsReader:
        return FormsReader(
            store=self.store,
            graph=self.graph,
            site=await find_site(self.graph, self.settings.site_url),
            path=self.settings.forms_workbook,
            headings=await asyncio.to_thread(self.settings.headings),
            working_days=self.settings.working_days,
            stale_days=self.settings.forms_stale_days,
            clock=self.clock,
            nudge=self.nudges,
        )


@asynccontextmanager
async def composed(
    settings: Settings,
    *,
    authenticate: bool = True,
    time: Time = Time(),  # noqa: B008  a frozen value
) -> AsyncGenerator[Service]:
    """Every part of the service, open; all are closed when the block ends."""
    store = await asyncio.to_thread(open_store, settings.store())
    nudges = Nudges(teams=asyncio.Event(), rows=asyncio.Event())

    async def handle(turn: Turn) -> Answer | None:
        return await dispatch(turn)

    gateway = Gateway(settings.teams(authenticate=authenticate), handle)
    edge = Edge(store=store, gateway=gateway, settings=settings.casework(), clock=time.now, nudge=nudges)
    dispatch = Dispatcher(edge)
    try:
        async with open_graph(settings.graph()) as graph:
            sent = SentMessagesInGraph(graph=graph)
            teams = _deliverer(edge, Deliveries(store), sent, time)
            yield Service(
                store=store,
                edge=edge,
                gateway=gateway,
                teams=teams,
                graph=graph,
                nudges=nudges,
                settings=settings,
                clock=time.now,
                push=await asyncio.to_thread(_push_door, settings, store, time, nudges),
            )
    finally:
        await edge.finish()
        await gateway.close()
        await asyncio.to_thread(store.close)


def _push_door(settings: Settings, store: SqlStore, time: Time, nudges: Nudges) -> PushDoor | None:
    push = settings.push()
    if push is None:
        return None
    tokens = EntraTokens(push, clock=time.seconds)
    return PushDoor(store=store, tokens=tokens, headings=settings.headings(), clock=time.now, nudge=nudges)


def _deliverer(edge: Edge, deliveries: Deliveries, sent: SentMessages, time: Time) -> TeamsDeliverer:
    posting = Posting(gateway=edge.gateway, sent=sent, pace=Pace(), clock_s=time.seconds, sleep=time.sleep)
    return TeamsDeliverer(
        edge=edge,
        kept_cards=KeptCards(edge=edge, posting=posting),
        messages=Messages(edge=edge, posting=posting),
        deliveries=deliveries,
        claimant=process_name(),
    )
