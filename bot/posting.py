"""A card is put into a conversation: at once, at the pace Teams allows, and never twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.gateway import Gateway
from bot.pace import Pace
from cards.elements import as_message
from hub.errors import DeliveryFailed, FailureKind
from hub.people import AadId
from hub.places import Conversation, HubChannel, thread_of

log = structlog.get_logger()

CARD_GONE = 404
LONGEST_WAIT_S = 2.0  # seconds to wait for one's turn with a claim in hand; longer waits are spent in the outbox


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
    """Sends and updates cards. `clock_s` gives seconds that only rise; `sleep` waits that many."""

    gateway: Gateway
    sent: SentMessages
    pace: Pace
    clock_s: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]

    async def in_chat(
        self, chat: Conversation, aad_id: AadId, card: dict[str, Any], marker: str, *, again: bool
    ) -> str:
        """The card is in that chat once; returns its activity id. `again`: an earlier attempt may have posted it."""
        if again and (found := await self._look_up(self.sent.in_chat(aad_id, marker))):
            return found
        await self._wait(chat)
        return await self.gateway.send(chat, as_message(card))

    async def in_thread(self, channel: HubChannel, root: str, card: dict[str, Any], marker: str, *, again: bool) -> str:
        """The card is once under the thread's first message `root`; returns its activity id."""
        if again and (found := await self._look_up(self.sent.in_thread(channel, root, marker))):
            return found
        thread = thread_of(channel.conversation, root)
        await self._wait(channel.conversation)
        return await self.gateway.send(thread, as_message(card))

    async def in_channel(
        self, channel: HubChannel, card: dict[str, Any], marker: str, *, again: bool
    ) -> tuple[Conversation, str]:
        """The card starts one thread in the channel; returns the thread and the card's activity id."""
        if again and (found := await self._look_up(self.sent.in_channel(channel, marker))):
            return thread_of(channel.conversation, found), found
        await self._wait(channel.conversation)
        conversation_id, activity_id = await self.gateway.create_thread(channel.conversation, as_message(card))
        root = conversation_id.partition(";messageid=")[2] or activity_id
        return thread_of(channel.conversation, root), activity_id

    async def update(self, conversation: Conversation, activity_id: str, card: dict[str, Any]) -> bool:
        """The message shows the card; False when the message is gone."""
        await self._wait(conversation)
        try:
            await self.gateway.update(conversation, activity_id, as_message(card))
        except DeliveryFailed as failed:
            if failed.status != CARD_GONE:
                raise
            return False
        return True

    async def _wait(self, conversation: Conversation) -> None:
        channel = conversation.conversation_id.partition(";messageid=")[0]
        wait_s = self.pace.take(channel, self.clock_s(), longest_s=LONGEST_WAIT_S)
        if wait_s > LONGEST_WAIT_S:
            raise DeliveryFailed("pace", kind=FailureKind.TRANSIENT, retry_after_s=wait_s)
        if wait_s > 0:
            await self.sleep(wait_s)

    @staticmethod
    async def _look_up(look_up: Awaitable[str | None]) -> str | None:
        try:
            return await look_up
        except DeliveryFailed as failed:
            if failed.retry_after_s is not None:
                raise
            log.warning("look_up_not_possible", code=failed.code)
            return None
