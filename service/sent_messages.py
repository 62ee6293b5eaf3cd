"""Lends the Teams edge the Graph edge's eyes: was this card posted already? Asked only after an unsure creation."""

from __future__ import annotations

from dataclasses import dataclass

from hub.errors import DeliveryFailed, FailureKind
from hub.people import AadId
from hub.places import HubChannel
from sync.graph.client import Graph
from sync.graph.messages import find_in_channel, find_in_chat, find_in_thread


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessagesInGraph:
    """Looks among the newest messages of a conversation. DeliveryFailed when Graph cannot say."""

    graph: Graph

    async def in_channel(self, channel: HubChannel, marker: str) -> str | None:
        """The id of the channel's newest first message whose card carries `marker`."""
        return await find_in_channel(self.graph, _group(channel), channel.conversation.conversation_id, marker)

    async def in_thread(self, channel: HubChannel, root: str, marker: str) -> str | None:
        """The same among the replies under `root`."""
        return await find_in_thread(self.graph, _group(channel), channel.conversation.conversation_id, root, marker)

    async def in_chat(self, aad_id: AadId, marker: str) -> str | None:
        """The same in the person's own chat with the bot."""
        return await find_in_chat(self.graph, aad_id, marker)


def _group(channel: HubChannel) -> str:
    if not channel.group_id:
        raise DeliveryFailed("Teams did not name the team's group", kind=FailureKind.CONFIG)
    return channel.group_id
