"""The Forms workbook is downloaded when its content changed, and only then."""

from __future__ import annotations

from typing import Any

import pytest

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.client import Graph, NotModified
from sync.graph.errors import NotFound
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


def at(address: str, **changes: Any) -> Reply:
    """A look that says where the bytes are."""
    document = {"id": "i1", "cTag": '"c:2"', "parentReference": {"driveId": "d1"}} | changes
    return Reply(json=document | {"@microsoft.graph.downloadUrl": address})


HTML = Reply(raw=b"<html>Sign in</html>", headers={"Content-Type": "text/html; charset=utf-8"})
ERROR = Reply(json={"error": {"code": "generalException"}}, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("answer", [HTML, ERROR, Reply(status=206, raw=b"PK"), Reply(status=404), Reply(status=401)])
async def test_what_is_no_file_is_taken_for_none_and_the_next_look_tries_again(
    scripted: ScriptedGraph, graph: Graph, answer: Reply
) -> None:
    scripted.says(at(f"{scripted.origin}/download"), *[answer] * 4)

    with pytest.raises(DeliveryFailed) as failed:
        await fetch_file(graph, SITE, PATH, seen=SEEN)

    assert (failed.value.kind, isinstance(failed.value, NotFound)) == (FailureKind.TRANSIENT, False)


@pytest.mark.parametrize("address", ["https://[bad", "https://files.example:99999999/x", "javascript:alert(1)"])
async def test_an_address_that_is_none_is_asked_for_again_next_time(
    scripted: ScriptedGraph, graph: Graph, address: str
) -> None:
    scripted.says(*[at(address)] * 4)

    with pytest.raises(DeliveryFailed, match=r"graph\.unreadable\.address"):
        await fetch_file(graph, SITE, PATH, seen=SEEN)


@pytest.mark.parametrize("headers", [{}, {"Location": "https://[bad"}])
async def test_a_redirect_to_nowhere_is_tried_again_and_is_no_fault_of_our_identity(
    scripted: ScriptedGraph, graph: Graph, headers: dict[str, str]
) -> None:
    scripted.says(item('"c:2"'), *[Reply(status=302, headers=headers)] * 4)

    with pytest.raises(DeliveryFailed, match=r"graph\.unreadable\.address"):
        await fetch_file(graph, SITE, PATH, seen=SEEN)


async def test_a_file_without_a_tag_of_its_content_is_known_by_the_one_of_its_item(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    scripted.says(Reply(json={"id": "i1", "eTag": '"e:1"', "parentReference": {"driveId": "d1"}}), Reply(raw=b"PK"))

    found = await fetch_file(graph, SITE, PATH, seen=SEEN)

    assert found == FetchedFile(item=DriveItem(id="i1", drive_id="d1", ctag='"e:1"'), content=b"PK")


async def test_a_folder_in_the_files_place_is_no_file(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(at("https://files.example/x", folder={"childCount": 1}))

    with pytest.raises(NotFound):
        await fetch_file(graph, SITE, PATH, seen=SEEN)
