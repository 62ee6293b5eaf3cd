"""A card whose creation is in doubt is found by the marker it carries."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from sync.graph.client import Graph
from sync.graph.messages import find_in_channel, find_in_chat, find_in_thread
from tests.sync.scripted import Reply, ScriptedGraph

BOT = {"application": {"id": "the-app", "applicationIdentityType": "bot"}, "user": None}
CARD = "application/vnd.microsoft.card.adaptive"


def message(key: str, *ids: str, **changed: Any) -> dict[str, Any]:
    card = {"type": "AdaptiveCard", "body": [{"type": "Container", "items": [{"id": each} for each in ids]}]}
    attachment = {"contentType": CARD, "content": orjson.dumps(card).decode()}
    return {"id": key, "from": BOT, "deletedDateTime": None, "attachments": [attachment]} | changed


def page(scripted: ScriptedGraph, *messages: dict[str, Any], more: bool = False) -> Reply:
    link = {"@odata.nextLink": f"{scripted.url}/teams/t/channels/c/messages?$skiptoken=x"} if more else {}
    return Reply(json={"value": list(messages)} | link)


async def test_the_newest_message_with_the_marker_is_found(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(page(scripted, message("4", "other"), message("3", "mark"), message("2", "mark")))

    assert await find_in_channel(graph, "t", "19:c@thread.tacv2", "mark") == "3"


@pytest.mark.parametrize(
    "other",
    [
        message("1", "mark", deletedDateTime="2026-11-23T12:00:00Z"),
        message("1", "marked"),
        message("1", "mark") | {"from": {"application": None, "user": {"id": "u1"}}},
        message("1", "mark") | {"from": None},
        {"id": "1", "from": BOT, "attachments": None, "body": {"content": "mark"}},
        {"id": "1", "from": BOT, "attachments": [{"contentType": CARD, "content": "mark {"}]},
        {"id": "1", "from": BOT, "attachments": [{"contentType": CARD, "content": None}]},
        {"id": "1", "from": BOT, "attachments": [{"contentType": "reference", "content": '{"id":"mark"}'}]},
    ],
)
async def test_what_only_looks_like_the_marker_is_not_found(
    scripted: ScriptedGraph, graph: Graph, other: dict[str, Any]
) -> None:
    scripted.says(page(scripted, other))

    assert await find_in_channel(graph, "t", "c", "mark") is None


async def test_a_reply_is_looked_for_in_its_thread(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(page(scripted, message("4", "mark")))

    assert await find_in_thread(graph, "t", "c", "1", "mark") == "4"
    assert scripted.seen[0].path == "/v1.0/teams/t/channels/c/messages/1/replies"


async def test_the_search_goes_four_pages_back_and_no_further(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(*[page(scripted, message("9", "other"), more=True)] * 9)

    found = await find_in_channel(graph, "t", "c", "mark")

    assert (found, len(scripted.seen)) == (None, 4)


async def test_a_message_in_a_chat_is_found_through_the_installation_of_our_app(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    installed = [
        {"id": "x", "teamsApp": {"id": "catalogue-1", "externalId": "another"}},
        {"id": "y=", "teamsApp": {"id": "catalogue-2", "externalId": "the-app"}},
    ]
    scripted.says(Reply(json={"value": installed}), Reply(json={"id": "19:a@unq.gbl.spaces"}))
    scripted.says(page(scripted, message("7", "mark")))

    assert await find_in_chat(graph, "u1", "mark") == "7"
    assert [each.path for each in scripted.seen] == [
        "/v1.0/users/u1/teamwork/installedApps",
        "/v1.0/users/u1/teamwork/installedApps/y%3D/chat",
        "/v1.0/chats/19:a@unq.gbl.spaces/messages",
    ]


async def test_a_person_without_our_app_has_no_message_of_ours(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(json={"value": []}))

    assert await find_in_chat(graph, "u1", "mark") is None
