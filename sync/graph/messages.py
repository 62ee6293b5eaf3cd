"""Whether a card of ours was posted already: asked only after a creation whose answer was lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import orjson

from sync.graph.client import Graph, segment
from sync.graph.lists import pages
from sync.graph.shapes import JsonObject, maybe_mapping, maybe_text, objects, text

_CARD = "application/vnd.microsoft.card.adaptive"
_PAGE = "50"  # the most Graph gives
_PAGES = 4  # 200 messages back: the creation in doubt is minutes old


async def find_in_channel(graph: Graph, team_id: str, channel_id: str, marker: str) -> str | None:
    """The id of the newest thread in the channel whose card has an element with the id `marker`; None when none has.

    Needs ChannelMessage.Read.Group (consent within the team). `team_id` is the Entra group's.
    Source: https://learn.microsoft.com/graph/api/channel-list-messages
    """
    return await _find(graph, f"/teams/{segment(team_id)}/channels/{segment(channel_id)}/messages", marker)


async def find_in_thread(graph: Graph, team_id: str, channel_id: str, root: str, marker: str) -> str | None:
    """The same among the replies to the thread's first message, `root`.

    Source: https://learn.microsoft.com/graph/api/chatmessage-list-replies
    """
    messages = f"/teams/{segment(team_id)}/channels/{segment(channel_id)}/messages/{segment(root)}/replies"
    return await _find(graph, messages, marker)


async def find_in_chat(graph: Graph, aad_id: str, marker: str) -> str | None:
    """The id of the newest such message in the person's chat with the bot; None also when the bot is not installed.

    It is Graph's id. That the Connector knows a message of a personal chat by the same id is not confirmed.
    Needs TeamsAppInstallation.ReadWriteSelfForUser.All and Chat.Read.WhereInstalled.
    Source: https://learn.microsoft.com/graph/api/chat-list-messages
    """
    installed = f"/users/{segment(aad_id)}/teamwork/installedApps"
    async for page in pages(graph, installed, {"$expand": "teamsApp"}):
        for installation in objects(page, "value"):
            if _is_ours(installation, graph.settings.installed_app_id):
                chat = await graph.get(f"{installed}/{segment(text(installation, 'id'))}/chat")
                return await _find(graph, f"/chats/{segment(text(chat, 'id'))}/messages", marker)
    return None


def _is_ours(installation: JsonObject, app_id: str) -> bool:
    return (maybe_mapping(installation, "teamsApp") or {}).get("externalId") == app_id


async def _find(graph: Graph, messages: str, marker: str) -> str | None:
    seen = 0
    async for page in pages(graph, messages, {"$top": _PAGE}):
        for message in objects(page, "value"):
            if _carries(message, marker):
                return text(message, "id")
        seen += 1
        if seen == _PAGES:
            break
    return None


def _carries(message: JsonObject, marker: str) -> bool:
    by_a_bot = (maybe_mapping(message, "from") or {}).get("application") is not None
    if not by_a_bot or message.get("deletedDateTime") is not None or message.get("attachments") is None:
        return False
    cards = (each for each in objects(message, "attachments") if each.get("contentType") == _CARD)
    return any(marker in _ids(_card(maybe_text(card, "content") or "")) for card in cards)


def _card(content: str) -> object:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def _ids(element: object) -> Iterator[str]:
    if isinstance(element, dict):
        named = cast("dict[str, Any]", element)
        if isinstance(named.get("id"), str):
            yield named["id"]
        element = list(named.values())
    if isinstance(element, list):
        for each in cast("list[object]", element):
            yield from _ids(each)
