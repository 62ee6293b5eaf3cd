"""Where messages go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation in Teams. A channel thread's id ends in `;messageid=` and its first message's id."""

    service_url: str
    conversation_id: str
    tenant_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HubChannel:
    """The channel that the hub works in. `group_id` is the team's Entra group; empty when Teams did not say."""

    conversation: Conversation
    team_id: str
    group_id: str = ""


def thread_of(channel: Conversation, message_id: str) -> Conversation:
    """The thread under that message of a channel."""
    root = channel.conversation_id.split(";messageid=")[0]
    return Conversation(
        service_url=channel.service_url,
        conversation_id=f"{root};messageid={message_id}",
        tenant_id=channel.tenant_id,
    )
