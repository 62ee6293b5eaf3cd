"""The bot is added and removed, people come and go, and a channel becomes the hub's."""

from __future__ import annotations

import asyncio
import hmac

from bot.edge import Edge
from bot.results import Post, Result
from bot.turn import Turn, TurnKind, object_of, text_of
from cards import help as help_cards
from cards.commands import HUB_HERE
from hub.notices import AlarmKind
from hub.people import AadId, Person
from hub.places import Conversation, HubChannel
from hub.usecases import roster
from hub.viewers import AccountId


async def on_installed(edge: Edge, turn: Turn) -> Post | None:
    """The person is welcomed in their own chat, or forgotten; in a team nothing is said until the hub is there."""
    if turn.conversation_type != "personal":
        await _on_installed_in_team(edge, turn)
        return None
    if turn.action.startswith("remove"):
        await asyncio.to_thread(roster.left, edge.store, AadId(turn.aad_id))
        return None
    return Post(card=help_cards.welcome(turn.name)) if turn.action == "add" else None


LOST: dict[str, AlarmKind] = {
    "channelDeleted": AlarmKind.CHANNEL_DELETED,
    "teamDeleted": AlarmKind.TEAM_DELETED,
    "teamHardDeleted": AlarmKind.TEAM_DELETED,
    "teamArchived": AlarmKind.TEAM_ARCHIVED,
}
BACK = frozenset({"channelRestored", "teamRestored", "teamUnarchived"})
"""Events of a team. Renaming is none of them: ids stay, and no name is kept.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""


async def on_conversation_update(edge: Edge, turn: Turn) -> None:
    """Who left is known; the roster and the hub's channel follow its team; any other team is nobody's business."""
    if turn.conversation_type == "personal":
        await _on_account_deleted(edge, turn)
        return
    channel = await asyncio.to_thread(roster.known_channel, edge.store)
    if channel is None or turn.team_id != channel.team_id:
        return
    is_elsewhere = turn.event_type.startswith("channel") and turn.channel_id != channel.conversation.conversation_id
    if turn.event_type in LOST and not is_elsewhere:
        await _lost(edge, LOST[turn.event_type])
    elif turn.event_type in BACK and not is_elsewhere:
        await _back(edge)
    elif turn.members_added or turn.members_removed:
        edge.after(read_roster(edge, channel))


async def _on_account_deleted(edge: Edge, turn: Turn) -> None:
    """Teams says in somebody's own chat that their account was deleted from the tenant."""
    for member in turn.members_removed:
        if member.aad_id:
            await asyncio.to_thread(roster.left_the_force, edge.store, AadId(member.aad_id), at=edge.clock())
            edge.nudge()


async def _on_installed_in_team(edge: Edge, turn: Turn) -> None:
    channel = await asyncio.to_thread(roster.known_channel, edge.store)
    if channel is None or turn.team_id != channel.team_id:
        return
    if turn.action.startswith("remove"):
        await _lost(edge, AlarmKind.APP_REMOVED)
    else:
        await _back(edge)


async def _lost(edge: Edge, why: AlarmKind) -> None:
    await asyncio.to_thread(roster.hub_lost, edge.store, why, at=edge.clock())
    edge.nudge()


async def _back(edge: Edge) -> None:
    await asyncio.to_thread(roster.hub_back, edge.store, at=edge.clock())
    edge.nudge()


async def remember_chat(edge: Edge, turn: Turn) -> None:
    """Messages to this person go to this chat from now on, and what waited for one is on its way."""
    somebody = somebody_met(turn)
    if somebody is not None and await asyncio.to_thread(roster.met, edge.store, somebody, at=edge.clock()):
        edge.nudge()


def somebody_met(turn: Turn) -> roster.Met | None:
    """Who the turn shows to have a chat of their own with the bot; None when it shows nobody."""
    removed = turn.kind is TurnKind.INSTALLATION and turn.action.startswith("remove")
    if turn.conversation_type != "personal" or not turn.aad_id or removed:
        return None
    return roster.Met(aad_id=AadId(turn.aad_id), chat=turn.conversation, account=AccountId(turn.person_id))


async def on_channel_text(edge: Edge, turn: Turn) -> Result:
    """`hub here CODE` makes this channel the hub's; anything else in a channel or a group chat gets help."""
    said = turn.text.strip()
    in_channel = turn.conversation_type == "channel"
    if not in_channel or not said.casefold().startswith(HUB_HERE.words):
        return Post(card=help_cards.help_among_others(in_channel=in_channel))
    channel = channel_of_turn(turn)
    by = Person(aad_id=AadId(turn.aad_id), name=turn.name)
    has_code = hmac.compare_digest(said[len(HUB_HERE.words) :].strip().encode(), edge.settings.setup_code.encode())
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
    count = await asyncio.to_thread(roster.roster_is, edge.store, people, accounts, at=edge.clock())
    edge.nudge()
    return count


def channel_of_turn(turn: Turn) -> HubChannel:
    """The channel where it happened, in the shape the hub's channel has."""
    return HubChannel(
        conversation=Conversation(
            service_url=turn.conversation.service_url,
            conversation_id=turn.channel_id,
            tenant_id=turn.conversation.tenant_id,
        ),
        team_id=turn.team_id,
        group_id=text_of(object_of(object_of(turn.activity.get("channelData")).get("team")).get("aadGroupId")),
    )
