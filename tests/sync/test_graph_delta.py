"""Changes of a list: the last word on each row, and a link that only moves when everything was read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pytest

from hub.errors import DeliveryFailed
from sync.graph.client import Graph
from sync.graph.delta import Delta, DeltaBroken, Resync
from sync.graph.items import ItemId
from sync.graph.lists import GraphList
from tests.sync.scripted import Reply, ScriptedGraph

LIST = "/sites/s/lists/l"
WHOLE = "$expand=fields&$top=200"
IN_BAND = {"error": {"code": "InternalServerError", "message": "Cannot write a deleted resource"}}


def row(key: str, title: str | None = "Lighting fails") -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": key,
        "eTag": f'"{key},1"',
        "lastModifiedDateTime": "2026-11-23T12:00:00Z",
        "lastModifiedBy": {"application": {"id": "the-app"}},
    }
    return document if title is None else document | {"fields": {"Title": title}}


def gone(key: str) -> dict[str, Any]:
    return {"id": key, "deleted": {"state": "deleted"}}


@pytest.fixture
def delta(graph: Graph) -> Delta:
    return Delta(GraphList(graph, LIST))


def last(scripted: ScriptedGraph, *rows: dict[str, Any]) -> Reply:
    return Reply(json={"value": list(rows), "@odata.deltaLink": f"{scripted.url}{LIST}/items/delta?token=next"})


def page(scripted: ScriptedGraph, *rows: dict[str, Any]) -> Reply:
    return Reply(json={"value": list(rows), "@odata.nextLink": f"{scripted.url}{LIST}/items/delta?token=page"})


def stored(scripted: ScriptedGraph) -> str:
    return f"{scripted.url}{LIST}/items/delta?token=old"


async def test_without_a_link_every_row_is_read_with_its_fields(scripted: ScriptedGraph, delta: Delta) -> None:
    scripted.says(last(scripted, row("1"), row("2")))

    changes = await delta.changes(None)

    assert ([item.id for item in changes.items], changes.deleted, changes.resync) == (["1", "2"], frozenset(), None)
    assert changes.next_link_to_store.endswith("token=next")
    assert (scripted.seen[0].path, scripted.seen[0].query) == (f"/v1.0{LIST}/items/delta", WHOLE)


async def test_pages_are_followed_through_empty_ones_and_the_last_word_counts(
    scripted: ScriptedGraph, delta: Delta
) -> None:
    scripted.says(
        page(scripted, row("1", "old"), row("2")),
        page(scripted),
        last(scripted, row("1", "new"), gone("2"), gone("3")),
    )

    changes = await delta.changes(stored(scripted))

    assert [(item.id, item.fields["Title"]) for item in changes.items] == [("1", "new")]
    assert changes.deleted == {"2", "3"}


async def test_rows_come_in_the_order_of_their_last_words(scripted: ScriptedGraph, delta: Delta) -> None:
    scripted.says(last(scripted, row("1"), row("2"), row("1")))

    changes = await delta.changes(stored(scripted))

    assert [item.id for item in changes.items] == ["2", "1"]


async def test_a_row_that_is_known_at_its_etag_is_named_and_not_kept(scripted: ScriptedGraph, delta: Delta) -> None:
    asked: list[Mapping[ItemId, str]] = []

    async def known(rows: Mapping[ItemId, str]) -> Collection[ItemId]:
        asked.append(rows)
        return [item for item in rows if item == "1"]

    scripted.says(page(scripted, row("1"), row("2")), page(scripted, row("3", None)), last(scripted, gone("4")))
    scripted.says(Reply(json={"responses": [{"id": "3", "status": 200, "body": row("3")}]}))

    changes = await delta.changes(stored(scripted), known)

    assert asked == [{"1": '"1,1"', "2": '"2,1"'}, {}, {}]
    assert ([item.id for item in changes.items], changes.unchanged, changes.deleted) == (["2", "3"], {"1"}, {"4"})


async def test_of_a_row_that_comes_twice_the_last_word_counts_also_when_it_is_known(
    scripted: ScriptedGraph, delta: Delta
) -> None:
    async def known(rows: Mapping[ItemId, str]) -> Collection[ItemId]:
        return [item for item, etag in rows.items() if etag == '"1,1"']

    scripted.says(page(scripted, row("1") | {"eTag": '"1,0"'}), last(scripted, row("1")))

    changes = await delta.changes(stored(scripted), known)

    assert (changes.items, changes.unchanged) == ((), {"1"})


async def test_a_row_deleted_and_restored_is_there(scripted: ScriptedGraph, delta: Delta) -> None:
    scripted.says(last(scripted, gone("1"), row("1")))

    changes = await delta.changes(stored(scripted))

    assert ([item.id for item in changes.items], changes.deleted) == (["1"], frozenset())


@pytest.mark.parametrize("odd", [IN_BAND, {"eTag": '"1,1"'}, {"id": ""}, {"id": 7}])
async def test_an_error_or_what_names_no_item_among_the_items_moves_nothing(
    scripted: ScriptedGraph, delta: Delta, odd: dict[str, Any]
) -> None:
    scripted.says(last(scripted, row("1"), odd))

    with pytest.raises(DeltaBroken):
        await delta.changes(stored(scripted))


@pytest.mark.parametrize(
    "odd",
    [
        {"value": [row("1") | {"eTag": 5}], "@odata.deltaLink": "http://x/"},
        {"value": [row("1")]},
        {"value": ["row"], "@odata.deltaLink": "http://x/"},
        {"@odata.deltaLink": "http://x/"},
    ],
)
async def test_a_page_of_another_shape_moves_nothing(scripted: ScriptedGraph, delta: Delta, odd: Any) -> None:
    scripted.says(Reply(json=odd))

    with pytest.raises(DeliveryFailed, match=r"graph\.shape\."):
        await delta.changes(stored(scripted))


async def test_rows_that_come_without_fields_are_read_again(scripted: ScriptedGraph, delta: Delta) -> None:
    missing = {"id": "3", "status": 404, "body": {"error": {"code": "itemNotFound"}}}
    scripted.says(
        last(scripted, row("1"), row("2", None), row("3", None)),
        Reply(json={"responses": [{"id": "2", "status": 200, "body": row("2", "read again")}, missing]}),
    )

    changes = await delta.changes(stored(scripted))

    assert [(item.id, item.fields["Title"]) for item in changes.items] == [("1", "Lighting fails"), ("2", "read again")]
    assert changes.deleted == {"3"}


async def test_when_a_row_cannot_be_read_again_nothing_moves(scripted: ScriptedGraph, delta: Delta) -> None:
    scripted.says(last(scripted, row("2", None)), Reply(json={"responses": [{"id": "2", "status": 403, "body": None}]}))

    with pytest.raises(DeliveryFailed, match=r"graph\.403"):
        await delta.changes(stored(scripted))


@pytest.mark.parametrize(
    ("code", "resync"),
    [
        ("resyncChangesApplyDifferences", Resync.SERVER_WINS),
        ("resyncChangesUploadDifferences", Resync.UPLOAD_MISSING),
        ("resyncRequired", Resync.SERVER_WINS),
        ("syncStateNotFound", Resync.SERVER_WINS),
    ],
)
async def test_a_link_too_old_becomes_a_full_reading_from_where_graph_says(
    scripted: ScriptedGraph, delta: Delta, code: str, resync: Resync
) -> None:
    fresh = f"{scripted.url}{LIST}/items/delta?token=fresh"
    scripted.says(
        Reply(status=410, json={"error": {"code": code}}, headers={"Location": fresh}), last(scripted, row("1"))
    )

    changes = await delta.changes(stored(scripted))

    assert ([item.id for item in changes.items], changes.resync) == (["1"], resync)
    assert scripted.seen[1].query == "token=fresh"


async def test_a_full_reading_is_never_led_to_another_host(scripted: ScriptedGraph, delta: Delta) -> None:
    elsewhere = {"Location": "https://graph.microsoft.com.evil.example/v1.0/x"}
    scripted.says(Reply(status=410, json={"error": {}}, headers=elsewhere), last(scripted, row("1")))

    await delta.changes(stored(scripted))

    assert scripted.seen[1].query == WHOLE


async def test_a_link_of_another_host_becomes_a_full_reading(scripted: ScriptedGraph, delta: Delta) -> None:
    scripted.says(last(scripted, row("1")))

    changes = await delta.changes("http://127.0.0.1:9/v1.0/sites/s/lists/l/items/delta?token=old")

    assert (changes.resync, len(scripted.seen)) == (Resync.SERVER_WINS, 1)


async def test_latest_reads_no_row(scripted: ScriptedGraph, delta: Delta) -> None:
    scripted.says(last(scripted))

    link = await delta.latest()

    assert (link.endswith("token=next"), scripted.seen[0].query) == (True, "$expand=fields&token=latest")


async def test_a_rereading_takes_its_link_before_the_rows(scripted: ScriptedGraph, delta: Delta) -> None:
    scripted.says(last(scripted), Reply(json={"value": [row("1")]}))

    changes = await delta.reread()

    assert [each.path for each in scripted.seen] == [f"/v1.0{LIST}/items/delta", f"/v1.0{LIST}/items"]
    assert ([item.id for item in changes.items], changes.resync) == (["1"], Resync.SERVER_WINS)
