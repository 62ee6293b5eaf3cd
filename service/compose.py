"""The composition root: every part is made here, once, and handed what it needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.answering import Answering
from bot.answers import Answer
from bot.chats import Chats
from bot.deliver import TeamsDeliverer
from bot.dispatch import Dispatcher, work
from bot.edge import Edge
from bot.gateway import Gateway
from bot.kept_cards import KeptCards
from bot.messages import Messages
from bot.pace import Pace
from bot.posting import Posting
from bot.turn import Turn
from service.clocks import Time, process_name
from service.credential_watch import CredentialWatch, EntraAnswers
from service.credentials import Identity
from service.entra import Entra
from service.installations import InstallationsInGraph
from service.sent_messages import SentMessagesInGraph
from service.settings import Settings
from service.tokens import BotCredentials, Tokens
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore, open_store
from sync.columns import LIST_NAME
from sync.deliver import RowDeliverer
from sync.entra_tokens import EntraTokens
from sync.forms import FormsReader
from sync.graph.client import Graph, open_graph
from sync.graph.delta import Delta
from sync.graph.lists import find_site, open_list
from sync.meter import Meter
from sync.notifications import Doorbell
from sync.pauses import KeptPause
from sync.push import PushDoor, PushReader
from sync.schedule import Schedule
from sync.schema_guard import SchemaGuard
from sync.settings import GraphSettings
from sync.subscriptions import SubscriptionCare
from sync.tracker import TrackerReader
from sync.worker import Worker

SUBSCRIPTION_CHECK_S = 60.0  # seconds; a look at our own notes, not at Graph
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
    doorbell: Doorbell
    settings: Settings
    clock: Callable[[], datetime]
    push: PushDoor | None
    credentials: CredentialWatch

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
            pause=KeptPause(store=self.store, gate=self.graph.gate, clock=self.clock),
            meter=Meter(
                gate=self.graph.gate, deliveries=Deliveries(self.store), doorbell=self.doorbell, clock=self.clock
            ),
            care=SubscriptionCare(
                store=self.store,
                settings=self.settings.graph(),
                make_tokens=graph_tokens_of(self.settings.identity(), self.settings.graph()),
                resource=rows.path.strip("/"),
                public_url=self.settings.public_url,
                doorbell=self.doorbell,
                gate=self.graph.gate,
                clock=self.clock,
            ),
            schedule=Schedule(
                every_s={
                    "tracker": self.settings.tracker_poll_s,
                    "forms": self.settings.forms_poll_s,
                    "subscription": SUBSCRIPTION_CHECK_S,
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

    identity, answers = settings.identity(), EntraAnswers()
    entra = Entra(identity)
    for_teams, for_graph = settings.teams(authenticate=authenticate), settings.graph()
    bot_tokens, graph_tokens = (
        Tokens(entra, edge.scope, heard=answers.heard, clock=time.seconds) for edge in (for_teams, for_graph)
    )
    pace = Pace(clock_s=time.seconds, sleep=time.sleep)
    gateway = Gateway(for_teams, handle, BotCredentials(tokens=bot_tokens), pace=pace)
    edge = Edge(store=store, gateway=gateway, settings=settings.casework(), clock=time.now, nudge=nudges)
    try:
        async with open_graph(for_graph, graph_tokens) as graph:
            posting = Posting(gateway=gateway, sent=SentMessagesInGraph(graph=graph), pace=pace)
            installer = InstallationsInGraph(graph=graph) if settings.install_for_people else None
            teams = _deliverer(edge, Chats(edge=edge, posting=posting, installer=installer), Deliveries(store))
            dispatch = Dispatcher(edge=edge, answering=teams.answering, deliver=teams.deliver)
            yield Service(
                store=store,
                edge=edge,
                gateway=gateway,
                teams=teams,
                graph=graph,
                nudges=nudges,
                doorbell=Doorbell(tenant_id=settings.tenant_id, clock=time.now),
                settings=settings,
                clock=time.now,
                push=await asyncio.to_thread(_push_door, settings, store, time, nudges),
                credentials=CredentialWatch(
                    store=store,
                    identity=identity,
                    answers=answers,
                    tokens=(bot_tokens, graph_tokens),
                    clock=time.now,
                    nudge=nudges,
                ),
            )
    finally:
        await edge.finish()
        await gateway.close()
        await bot_tokens.close()
        await graph_tokens.close()
        await asyncio.to_thread(store.close)


def _push_door(settings: Settings, store: SqlStore, time: Time, nudges: Nudges) -> PushDoor | None:
    push = settings.push()
    if push is None:
        return None
    tokens = EntraTokens(push, clock=time.seconds)
    return PushDoor(store=store, tokens=tokens, headings=settings.headings(), clock=time.now, nudge=nudges)


def graph_tokens_of(identity: Identity, settings: GraphSettings) -> Callable[[], Tokens]:
    """Makes sources of tokens for Graph, each for the loop that it is made on."""
    entra = Entra(identity)
    return lambda: Tokens(entra, settings.scope)


def _deliverer(edge: Edge, chats: Chats, deliveries: Deliveries) -> TeamsDeliverer:
    kept_cards = KeptCards(edge=edge, posting=chats.posting, chats=chats)
    return TeamsDeliverer(
        edge=edge,
        posting=chats.posting,
        kept_cards=kept_cards,
        messages=Messages(edge=edge, posting=chats.posting, chats=chats, kept_cards=kept_cards),
        answering=Answering(edge=edge, posting=chats.posting, work=work, claimant=process_name()),
        deliveries=deliveries,
        claimant=process_name(),
    )
