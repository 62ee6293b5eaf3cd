"""People are found by sign-in name or mailbox, and never guessed."""

from __future__ import annotations

import pytest

from hub.errors import DeliveryFailed
from sync.graph.client import Graph
from sync.graph.people import User, find_user
from tests.sync.scripted import Reply, ScriptedGraph

BIRCH = {
    "id": "u1",
    "displayName": "Sample Birch",
    "mail": "sample.birch@force.example",
    "userPrincipalName": "12345@force.example",
}
USER = User(aad_id="u1", name="Sample Birch", email="sample.birch@force.example")
NOT_FOUND = Reply(status=404, json={"error": {"code": "Request_ResourceNotFound"}})


async def test_a_person_is_found_by_sign_in_name(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(json=BIRCH))

    assert await find_user(graph, "12345@force.example") == USER


async def test_a_person_whose_mailbox_has_another_name_is_found_too(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(NOT_FOUND, Reply(json={"value": [BIRCH]}))

    found = await find_user(graph, "sample.o'birch@force.example")

    assert found == USER
    assert scripted.seen[1].query.startswith("$filter=mail%20eq%20'sample.o''birch%40force.example'")


@pytest.mark.parametrize("found", [[], [BIRCH, BIRCH]])
async def test_nobody_and_more_than_one_are_both_nobody(
    scripted: ScriptedGraph, graph: Graph, found: list[object]
) -> None:
    scripted.says(NOT_FOUND, Reply(json={"value": found}))

    assert await find_user(graph, "sample.birch@force.example") is None


@pytest.mark.parametrize("email", ["anonymous", ""])
async def test_what_is_no_address_is_not_looked_up(scripted: ScriptedGraph, graph: Graph, email: str) -> None:
    assert (await find_user(graph, email), scripted.seen) == (None, [])


async def test_a_person_without_a_mailbox_is_reached_by_sign_in_name(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(json=BIRCH | {"mail": None, "displayName": None}))

    found = await find_user(graph, "12345@force.example")

    assert found == User(aad_id="u1", name="12345@force.example", email="12345@force.example")


async def test_a_look_up_we_may_not_make_is_an_error_and_not_nobody(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(status=403))

    with pytest.raises(DeliveryFailed, match=r"graph\.403"):
        await find_user(graph, "sample.birch@force.example")
