"""A card is put into a conversation: at the pace Teams allows, never twice, and never two calls at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.gateway import Gateway
from bot.pace import Pace
from bot.turn import channel_of
from cards.elements import as_message
from hub.errors import DeliveryFailed, FailureKind
from hub.people import AadId
from hub.places import Conversation, HubChannel, thread_of

log = structlog.get_logger()

GONE = 404
THROTTLED = 429


class Resting(DeliveryFailed):
    """The conversation is to be left alone for a while; no other need wait for it.

    `retry_after_s`: seconds; None when it is being spoken to just now. `tried`: whether Teams said so, or our own pace.
    """

    def __init__(self, conversation: str, code: str, *, retry_after_s: float | None, tried: bool) -> None:
        """Carry which, how long, and who says so."""
        status = THROTTLED if tried else None
        super().__init__(code, kind=FailureKind.TRANSIENT, retry_after_s=retry_after_s, status=status)
        self.conversation = conversation
        self.tried = tried


class SentMessages(Protocol):
    """Finds a message we may have posted already. Implemented at the Graph edge, given to us by `service`."""

    async def in_channel(self, channel: HubChannel, marker: str) -> str | None:
        """The id of the channel message whose card carries `marker`; None when there is none."""
        ...

    async def in_thread(self, channel: HubChannel, root: str, marker: str) -> str | None:
        """The same among the replies under `root`."""
        ...

    async def in_chat(self, aad_id: AadId, marker: str) -> str | None:
        """The same in the person's own chat with the bot."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Sends and updates cards. Every method raises Resting at once rather than wait for a conversation."""

    gateway: Gateway
    sent: SentMessages
    pace: Pace

    async def open_chat(self, service_url: str, aad_id: AadId) -> str:
        """The bot's chat with the person is there; returns its conversation id. Safe to call twice."""
        async with self._turn(aad_id):
            return await self.gateway.create_personal(service_url, aad_id)

    async def in_chat(
        self, chat: Conversation, aad_id: AadId, card: dict[str, Any], marker: str, *, again: bool
    ) -> str:
        """The card is in that chat once; returns its activity id. `again`: an earlier attempt may have posted it."""
        if again and (found := await self._look_up(self.sent.in_chat(aad_id, marker))):
            return found
        async with self._turn(chat.conversation_id):
            return await self.gateway.send(chat, as_message(card))

    async def in_thread(self, channel: HubChannel, root: str, card: dict[str, Any], marker: str, *, again: bool) -> str:
        """The card is once under the thread's first message `root`; returns its activity id."""
        if again and (found := await self._look_up(self.sent.in_thread(channel, root, marker))):
            return found
        async with self._turn(channel.conversation.conversation_id):
            return await self.gateway.send(thread_of(channel.conversation, root), as_message(card))

    async def in_channel(
        self, channel: HubChannel, card: dict[str, Any], marker: str, *, again: bool
    ) -> tuple[Conversation, str]:
        """The card starts one thread in the channel; returns the thread and the card's activity id."""
        if again and (found := await self._look_up(self.sent.in_channel(channel, marker))):
            return thread_of(channel.conversation, found), found
        async with self._turn(channel.conversation.conversation_id):
            conversation_id, activity_id = await self.gateway.create_thread(channel.conversation, as_message(card))
        root = conversation_id.partition(";messageid=")[2] or activity_id
        return thread_of(channel.conversation, root), activity_id

    async def update(self, conversation: Conversation, activity_id: str, card: dict[str, Any]) -> bool:
        """The message shows the card; False when the message is gone."""
        try:
            async with self._turn(conversation.conversation_id):
                await self.gateway.update(conversation, activity_id, as_message(card))
        except DeliveryFailed as failed:
            if failed.status != GONE:
                raise
            return False
        return True

    @asynccontextmanager
    async def _turn(self, conversation_id: str) -> AsyncGenerator[None]:
        """The one call inside the block may go now. Between the look and the call nothing else is awaited."""
        conversation = channel_of(conversation_id)
        await self.pace.room()
        if self.pace.is_busy(conversation):
            raise Resting(conversation, "busy", retry_after_s=None, tried=False)
        if (wait_s := self.pace.wait_s(conversation)) > 0:
            raise Resting(conversation, "pace", retry_after_s=wait_s, tried=False)
        try:
            yield
        except DeliveryFailed as failed:
            if failed.status != THROTTLED:
                raise
            self.pace.rest(conversation, failed.retry_after_s)
            raise Resting(conversation, failed.code, retry_after_s=failed.retry_after_s, tried=True) from failed

    @staticmethod
    async def _look_up(look_up: Awaitable[str | None]) -> str | None:
        try:
            return await look_up
        except DeliveryFailed as failed:
            if failed.retry_after_s is not None:
                raise
            log.warning("look_up_not_possible", code=failed.code)
            return None
