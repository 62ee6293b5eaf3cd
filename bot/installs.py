"""The bot is added and removed, people come and go, and a channel becomes the hub's."""

from __future__ import annotations

import asyncio
import hmac

from bot.edge import Edge
from bot.results import Post, Result
from bot.turn import Turn, object_of, text_of
from cards import help as help_cards
from hub.people import AadId, Person
from hub.places import Conversation, HubChannel
from hub.usecases import roster
from hub.viewers import AccountId

HUB_HERE = "hub here"


async def on_installed(edge: Edge, turn: Turn) -> Post | None:
    """The person's own chat is remembered and they are welcomed; in a team nothing is said until the hub is there."""
    if turn.action.startswith("remove"):
        if turn.conversation_type == "personal":
            await asyncio.to_thread(roster.left, edge.store, AadId(turn.aad_id))
        return None
    if turn.conversation_type != "personal":
        return None
    await remember_chat(edge, turn)
    return Post(card=help_cards.welcome(turn.name)) if turn.action == "add" else None


async def on_members_changed(edge: Edge, turn: Turn) -> None:
    """The roster follows the hub's team; anybody else's team is nobody's business."""
    channel = await asyncio.to_thread(roster.hub_channel, edge.store)
    if channel is not None and turn.team_id == channel.team_id and (turn.members_added or turn.members_removed):
        edge.after(read_roster(edge, channel))


async def remember_chat(edge: Edge, turn: Turn) -> None:
    """Messages to this person go to this chat from now on, and what waited for one is on its way."""
    if turn.conversation_type == "personal" and turn.aad_id:
        met = await asyncio.to_thread(
            roster.met,
            edge.store,
            AadId(turn.aad_id),
            turn.conversation,
            account=AccountId(turn.person_id),
            at=edge.clock(),
        )
        if met:
            edge.nudge()


async def on_channel_text(edge: Edge, turn: Turn) -> Result:
    """`hub here CODE` makes this channel the hub's; anything else in a channel or a group chat gets help."""
    said = turn.text.strip()
    if turn.conversation_type != "channel" or not said.casefold().startswith(HUB_HERE):
        return Post(card=help_cards.help_card())
    channel = _channel_of(turn)
    by = Person(aad_id=AadId(turn.aad_id), name=turn.name)
    has_code = hmac.compare_digest(said[len(HUB_HERE) :].strip().encode(), edge.settings.setup_code.encode())
    await asyncio.to_thread(roster.hub_is_here, edge.store, channel, by=by, has_code=has_code, at=edge.clock())
    staff = await read_roster(edge, channel)
    edge.nudge()
    return Post(card=help_cards.hub_here(staff=staff))


async def read_roster(edge: Edge, channel: HubChannel) -> int:
    """The hub's roster is who is in its team now, guests apart; returns how many. DeliveryFailed when Teams is mute."""
    team = Conversation(
        service_url=channel.conversation.service_url,
        conversation_id=channel.team_id,
        tenant_id=channel.conversation.tenant_id,
    )
    members = [one for one in await edge.gateway.members(team) if one.aad_id and not one.is_guest]
    people = [Person(aad_id=AadId(one.aad_id), name=one.name, email=one.email) for one in members]
    accounts = {AadId(one.aad_id): AccountId(one.person_id) for one in members}
    return await asyncio.to_thread(roster.roster_is, edge.store, people, accounts)


def _channel_of(turn: Turn) -> HubChannel:
    return HubChannel(
        conversation=Conversation(
            service_url=turn.conversation.service_url,
            conversation_id=turn.channel_id,
            tenant_id=turn.conversation.tenant_id,
        ),
        team_id=turn.team_id,
        group_id=text_of(object_of(object_of(turn.activity.get("channelData")).get("team")).get("aadGroupId")),
    )
