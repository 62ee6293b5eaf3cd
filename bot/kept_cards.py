"""The two cards of a case that are kept current: the hub card in the channel, the receipt in the submitter's chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.chats import Chats
from bot.drawing import hub_card_in, receipt_in
from bot.edge import Edge
from bot.posting import Posting
from cards.markers import hub_card_marker, receipt_marker
from hub.cases import Case, CaseNumber
from hub.errors import DeliveryFailed, FailureKind
from hub.notices import AlarmKind
from hub.places import Conversation, HubChannel
from hub.ports import ShownCard, Surface
from hub.promises import london_day
from hub.usecases import roster


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A card of a case, and where it is now."""

    case: Case
    card: dict[str, Any]
    shown: ShownCard | None
    channel: HubChannel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCards:
    """Shows cards and remembers where they are. Safe to call twice."""

    edge: Edge
    posting: Posting
    chats: Chats

    async def show_hub_card(self, number: CaseNumber, *, again: bool) -> None:
        """The hub's channel shows the case as it is; nothing happens while there is no hub channel."""
        drawn = await asyncio.to_thread(self._draw_hub_card, number)
        if drawn.channel is None or await self._updated(drawn, Surface.HUB_CARD):
            return
        again = again or drawn.shown is not None
        async with losing_the_channel(self.edge):
            thread, activity_id = await self.posting.in_channel(
                drawn.channel, drawn.card, hub_card_marker(number), again=again
            )
        await self._remember(drawn, Surface.HUB_CARD, thread, activity_id)

    async def post_hub_card_anew(self, number: CaseNumber) -> ShownCard | None:
        """The hub's channel shows the case in a thread that is there; None while there is no channel."""
        await asyncio.to_thread(self._forget, number, Surface.HUB_CARD)
        await self.show_hub_card(number, again=True)
        return (await asyncio.to_thread(self._draw_hub_card, number)).shown

    async def show_receipt(self, number: CaseNumber, *, again: bool) -> None:
        """The submitter's chat shows the case as it is."""
        drawn = await asyncio.to_thread(self._draw_receipt, number)
        submitter = drawn.case.submitter
        if submitter is None or submitter.aad_id is None:
            return
        aad_id = submitter.aad_id

        async def show(chat: Conversation) -> None:
            if await self._updated(drawn, Surface.RECEIPT):
                return
            marker = receipt_marker(number)
            activity_id = await self.posting.in_chat(chat, aad_id, drawn.card, marker, again=again)
            await self._remember(drawn, Surface.RECEIPT, chat, activity_id)

        await self.chats.reach(aad_id, show)

    async def _updated(self, drawn: _Drawn, surface: Surface) -> bool:
        """True when the message that is there shows the card; False when none is there (any more)."""
        if drawn.shown is None:
            return False
        if not await self.posting.update(drawn.shown.conversation, drawn.shown.activity_id, drawn.card):
            await asyncio.to_thread(self._forget, drawn.case.number, surface)
            return False
        await self._remember(drawn, surface, drawn.shown.conversation, drawn.shown.activity_id)
        return True

    async def _remember(self, drawn: _Drawn, surface: Surface, conversation: Conversation, activity_id: str) -> None:
        card = ShownCard(
            conversation=conversation,
            activity_id=activity_id,
            version=drawn.case.version,
            drawn_on=london_day(self.edge.clock()),
        )
        await asyncio.to_thread(self._keep, drawn.case, surface, card)

    def _draw_hub_card(self, number: CaseNumber) -> _Drawn:
        with self.edge.store.read() as uow:
            case = uow.cases.get(number)
            card = hub_card_in(uow, case, at=self.edge.clock())
            return _Drawn(
                case=case, card=card, shown=uow.shown.card(number, Surface.HUB_CARD), channel=uow.hub.channel()
            )

    def _draw_receipt(self, number: CaseNumber) -> _Drawn:
        with self.edge.store.read() as uow:
            case = uow.cases.get(number)
            card = receipt_in(uow, case, at=self.edge.clock())
            return _Drawn(case=case, card=card, shown=uow.shown.card(number, Surface.RECEIPT))

    def _keep(self, case: Case, surface: Surface, card: ShownCard) -> None:
        with self.edge.store.begin() as uow:
            uow.shown.put_card(case.number, surface, card)

    def _forget(self, number: CaseNumber, surface: Surface) -> None:
        with self.edge.store.begin() as uow:
            uow.shown.drop_card(number, surface)


@asynccontextmanager
async def losing_the_channel(edge: Edge) -> AsyncGenerator[None]:
    """When Teams says that the channel is not there, or not ours to write in, the hub has lost it."""
    try:
        yield
    except DeliveryFailed as failed:
        why = _LOST.get(failed.code)
        if why is None:
            raise
        await asyncio.to_thread(roster.hub_lost, edge.store, why, at=edge.clock())
        edge.nudge()
        raise DeliveryFailed(roster.NO_CHANNEL, kind=FailureKind.PERMANENT) from failed


_LOST = {
    "ConversationNotFound": AlarmKind.CHANNEL_DELETED,
    "BotNotInConversationRoster": AlarmKind.APP_REMOVED,
}
"""What a refused post in the hub's channel says became of it."""
