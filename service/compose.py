"""The composition root: every part is made here, once, and handed what it needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

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
from service.entra import Entra
from service.installations import InstallationsInGraph
from service.sent_messages import SentMessagesInGraph
from service.settings import Settings
from service.syncing import Syncing, syncing
from service.tokens import BotCredentials, Tokens
from store.deliveries import Deliveries
from store.evidence import EvidenceShelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Syncing):
    """The product's parts, joined up and not yet running: the sync worker's, and the Teams edge's."""

    settings: Settings
    edge: Edge
    gateway: Gateway
    teams: TeamsDeliverer


@asynccontextmanager
async def composed(
    settings: Settings,
    *,
    authenticate: bool = True,
    time: Time = Time(),  # noqa: B008  a frozen value
) -> AsyncGenerator[Service]:
    """Every part of the service, open; all are closed when the block ends."""

    async def handle(turn: Turn) -> Answer | None:
        return await dispatch(turn)

    for_worker = await asyncio.to_thread(settings.worker)
    async with syncing(for_worker, Entra(for_worker.identity), time=time) as both:
        for_teams = settings.teams(authenticate=authenticate)
        tokens = Tokens(both.entra, for_teams.scope, heard=both.credentials.answers.heard, clock=time.seconds)
        both.credentials.keep_good(tokens)
        pace = Pace(clock_s=time.seconds, sleep=time.sleep)
        gateway = Gateway(for_teams, handle, BotCredentials(tokens=tokens), pace=pace)
        edge = Edge(
            store=both.store,
            evidence=EvidenceShelf(),
            gateway=gateway,
            settings=settings.casework(),
            clock=time.now,
            nudge=both.nudges,
        )
        posting = Posting(gateway=gateway, sent=SentMessagesInGraph(graph=both.graph), pace=pace)
        installer = InstallationsInGraph(graph=both.graph) if settings.install_for_people else None
        teams = _deliverer(edge, Chats(edge=edge, posting=posting, installer=installer), Deliveries(both.store))
        dispatch = Dispatcher(edge=edge, answering=teams.answering, deliver=teams.deliver)
        try:
            yield Service(
                store=both.store,
                entra=both.entra,
                tokens=both.tokens,
                graph=both.graph,
                nudges=both.nudges,
                doorbell=both.doorbell,
                worker_settings=for_worker,
                settings=settings,
                clock=both.clock,
                push=both.push,
                credentials=both.credentials,
                edge=edge,
                gateway=gateway,
                teams=teams,
            )
        finally:
            await edge.finish()
            await gateway.close()
            await tokens.close()


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
