"""Links that Graph gives us: followed letter by letter, never to where our token must not go."""

from __future__ import annotations

import pytest

from hub.errors import DeliveryFailed
from sync.graph.client import Download, Graph, NotModified
from tests.sync.scripted import Reply, ScriptedGraph

FINE = Reply(json={"id": "1"})


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1:9/v1.0/x", "https://graph.microsoft.com.evil.example/v1.0/x", "v1.0"]
)
async def test_a_link_to_another_host_never_gets_our_token(scripted: ScriptedGraph, graph: Graph, link: str) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await graph.get(link)

    assert (failed.value.code, scripted.seen) == ("graph.foreign_link", [])


async def test_a_link_of_graph_is_followed_letter_by_letter(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(FINE)

    await graph.get(f"{scripted.url}/items/delta(token='a%2Bb%3D%3D')?$top=1&x=%20y")

    assert (scripted.seen[0].path, scripted.seen[0].query) == (
        "/v1.0/items/delta(token='a%2Bb%3D%3D')",
        "$top=1&x=%20y",
    )


async def test_a_query_keeps_its_dollars_and_escapes_what_people_typed(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(FINE)

    await graph.get("/items", {"$filter": "fields/Title eq 'a&b=c+d #é'", "$expand": "fields($select=Title)"})

    assert scripted.seen[0].query == (
        "$filter=fields/Title%20eq%20'a%26b%3Dc%2Bd%20%23%C3%A9'&$expand=fields($select%3DTitle)"
    )


async def test_a_download_follows_its_address_without_our_token(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(status=302, headers={"Location": f"{scripted.origin}/file?tempauth=x"}), Reply(raw=b"PK\x03"))

    file = await graph.download("/drives/d/items/i/content", if_none_match='"c:1"')

    assert file == Download(content=b"PK\x03")
    assert [each.headers.get("Authorization") for each in scripted.seen] == ["Bearer token-1", None]
    assert [each.headers.get("If-None-Match") for each in scripted.seen] == ['"c:1"', None]


async def test_a_file_that_is_as_it_was_is_not_downloaded(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(status=304))

    assert await graph.download("/drives/d/items/i/content", if_none_match='"c:1"') == NotModified()


async def test_a_download_cut_off_starts_again(scripted: ScriptedGraph, graph: Graph) -> None:
    there = Reply(status=302, headers={"Location": f"{scripted.origin}/file"})
    scripted.says(there, Reply(json="x" * 4000, cut=True), there, Reply(raw=b"PK"))

    assert await graph.download("/drives/d/items/i/content") == Download(content=b"PK")


async def test_a_download_is_not_led_to_an_unencrypted_host(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(status=302, headers={"Location": "http://127.0.0.1:9/file"}))

    with pytest.raises(DeliveryFailed) as failed:
        await graph.download("/drives/d/items/i/content")

    assert failed.value.code == "graph.foreign_link"
