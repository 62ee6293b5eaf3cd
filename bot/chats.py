"""Each person's own chat with the bot."""

from __future__ import annotations

import asyncio

from bot.edge import Edge
from hub.errors import DeliveryFailed, FailureKind
from hub.people import AadId
from hub.places import Conversation
from hub.usecases.roster import NOT_INSTALLED

FORBIDDEN = 403


async def chat_with(edge: Edge, aad_id: AadId) -> Conversation:
    """The person's own chat, opened when there is none yet.

    DeliveryFailed (permanent, NOT_INSTALLED) when the app is not installed for them; their first word to the bot
    releases what was parked for it.
    """
    known, service_url, tenant_id = await asyncio.to_thread(_known, edge, aad_id)
    if known is not None:
        return known
    if not service_url:
        raise DeliveryFailed(NOT_INSTALLED, kind=FailureKind.PERMANENT)
    try:
        conversation_id = await edge.gateway.create_personal(service_url, aad_id)
    except DeliveryFailed as failed:
        if failed.status == FORBIDDEN:
            raise DeliveryFailed(NOT_INSTALLED, kind=FailureKind.PERMANENT, status=failed.status) from failed
        raise
    chat = Conversation(service_url=service_url, conversation_id=conversation_id, tenant_id=tenant_id)
    await asyncio.to_thread(_remember, edge, aad_id, chat)
    return chat


def _known(edge: Edge, aad_id: AadId) -> tuple[Conversation | None, str, str]:
    with edge.store.read() as uow:
        channel = uow.hub.channel()
        place = channel.conversation if channel else None
        return (
            uow.people.chat_of(aad_id),
            place.service_url if place else "",
            place.tenant_id if place else "",
        )


def _remember(edge: Edge, aad_id: AadId, chat: Conversation) -> None:
    with edge.store.begin() as uow:
        uow.people.remember_chat(aad_id, chat)
