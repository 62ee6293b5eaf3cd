"""The Forms workbook is downloaded when its content changed, and only then."""

from __future__ import annotations

from typing import Any

import pytest

from hub.errors import DeliveryFailed
from sync.graph.client import Graph, NotModified
from sync.graph.files import DriveItem, FetchedFile, fetch_file
from sync.graph.gate import Tally
from tests.sync.scripted import Reply, ScriptedGraph

SITE = "/sites/force.sharepoint.example,1,2"
PATH = "Forms/Prevention First.xlsx"
SEEN = DriveItem(id="i1", drive_id="d1", ctag='"c:1"')


def item(ctag: str, key: str = "i1") -> Reply:
    document: dict[str, Any] = {"id": key, "cTag": ctag, "parentReference": {"driveId": "d1"}}
    return Reply(json=document)


async def test_looking_at_an_unchanged_file_costs_one_request(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(item('"c:1"'))

    found = await fetch_file(graph, SITE, PATH, seen=SEEN)

    assert (found, [each.path for each in scripted.seen]) == (
        NotModified(),
        [f"/v1.0{SITE}/drive/root:/Forms/Prevention%20First.xlsx"],
    )


async def test_a_changed_file_is_downloaded_unless_it_changed_back(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(item('"c:2"'), Reply(raw=b"PK"))

    found = await fetch_file(graph, SITE, PATH, seen=SEEN)

    assert found == FetchedFile(item=DriveItem(id="i1", drive_id="d1", ctag='"c:2"'), content=b"PK")
    assert scripted.seen[1].path == "/v1.0/drives/d1/items/i1/content"
    assert scripted.seen[1].headers["If-None-Match"] == '"c:1"'


async def test_the_bytes_are_fetched_from_the_address_that_the_look_names_without_our_token(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    looked = item('"c:2"')
    scripted.says(
        Reply(json={**looked.json, "@microsoft.graph.downloadUrl": f"{scripted.origin}/bytes?tempauth=x"}),
        Reply(raw=b"PK"),
    )

    found = await fetch_file(graph, SITE, PATH, seen=SEEN)

    assert found == FetchedFile(item=DriveItem(id="i1", drive_id="d1", ctag='"c:2"'), content=b"PK")
    assert (scripted.seen[1].path, scripted.seen[1].query) == ("/bytes", "tempauth=x")
    assert "Authorization" not in scripted.seen[1].headers
    assert graph.gate.tally() == Tally(calls=2, units=2)


async def test_a_download_address_that_is_not_secret_on_the_way_is_not_asked(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    looked = item('"c:2"')
    scripted.says(Reply(json={**looked.json, "@microsoft.graph.downloadUrl": "http://elsewhere.example/bytes"}))

    with pytest.raises(DeliveryFailed, match="foreign_link"):
        await fetch_file(graph, SITE, PATH, seen=SEEN)


async def test_another_file_at_the_same_path_is_downloaded_whatever_its_tag(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    scripted.says(item('"c:1"', key="i2"), Reply(raw=b"PK"))

    found = await fetch_file(graph, SITE, PATH, seen=SEEN)

    assert isinstance(found, FetchedFile)
    assert "If-None-Match" not in scripted.seen[1].headers


async def test_a_file_never_seen_is_downloaded(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(item('"c:1"'), Reply(raw=b"PK"))

    found = await fetch_file(graph, SITE, PATH, seen=None)

    assert isinstance(found, FetchedFile)
