"""People are found by sign-in name or mailbox, and never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from hub.errors import DeliveryFailed
from sync.graph.client import Graph
from sync.graph.people import User, find_users
from tests.sync.scripted import Reply, ScriptedGraph

BIRCH = {
    "id": "u1",
    "displayName": "Sample Birch",
    "mail": "sample.birch@force.example",
    "userPrincipalName": "12345@force.example",
}
USER = User(aad_id="u1", name="Sample Birch", email="sample.birch@force.example")
NOT_FOUND = {"status": 404, "body": {"error": {"code": "Request_ResourceNotFound"}}}


def parts(*answers: Mapping[str, Any]) -> Reply:
    return Reply(json={"responses": [{"id": str(n), "status": 200, **answer} for n, answer in enumerate(answers)]})


async def find_user(graph: Graph, email: str) -> User | None:
    return (await find_users(graph, [email])).get(email)


async def test_a_person_is_found_by_sign_in_name(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(parts({"body": BIRCH}))

    assert await find_user(graph, "12345@force.example") == USER


async def test_a_person_whose_mailbox_has_another_name_is_found_too(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(parts(NOT_FOUND), parts({"body": {"value": [BIRCH]}}))

    found = await find_user(graph, "sample.o'birch@force.example")

    assert found == USER
    assert (
        scripted.seen[1]
        .body["requests"][0]["url"]
        .startswith("/users?$filter=mail%20eq%20'sample.o''birch%40force.example'")
    )


@pytest.mark.parametrize("found", [[], [BIRCH, BIRCH]])
async def test_nobody_and_more_than_one_are_both_nobody(
    scripted: ScriptedGraph, graph: Graph, found: list[object]
) -> None:
    scripted.says(parts(NOT_FOUND), parts({"body": {"value": found}}))

    assert await find_user(graph, "sample.birch@force.example") is None


@pytest.mark.parametrize("email", ["anonymous", ""])
async def test_what_is_no_address_is_not_looked_up(scripted: ScriptedGraph, graph: Graph, email: str) -> None:
    assert (await find_user(graph, email), scripted.seen) == (None, [])


async def test_a_person_without_a_mailbox_is_reached_by_sign_in_name(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(parts({"body": BIRCH | {"mail": None, "displayName": None}}))

    found = await find_user(graph, "12345@force.example")

    assert found == User(aad_id="u1", name="12345@force.example", email="12345@force.example")


async def test_a_look_up_we_may_not_make_is_an_error_and_not_nobody(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(parts({"status": 403}))

    with pytest.raises(DeliveryFailed, match=r"graph\.403"):
        await find_user(graph, "sample.birch@force.example")


async def test_many_people_are_looked_up_in_one_request_and_each_only_once(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    scripted.says(parts({"body": BIRCH}, NOT_FOUND), parts({"body": {"value": []}}))

    found = await find_users(graph, ["12345@force.example", "nobody@force.example", "12345@force.example"])

    assert found == {"12345@force.example": USER}
    assert [len(each.body["requests"]) for each in scripted.seen] == [2, 1]


async def test_an_address_that_graph_cannot_read_is_nobodys_and_keeps_nobody_else_waiting(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    unreadable = {"status": 400, "body": {"error": {"code": "Request_BadRequest"}}}
    scripted.says(parts(unreadable, {"body": BIRCH}), parts(unreadable))

    found = await find_users(graph, ["a\x00@b", "12345@force.example"])

    assert found == {"12345@force.example": USER}
