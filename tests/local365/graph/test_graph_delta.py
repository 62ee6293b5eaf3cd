"""The delta feed of a list's items, with Microsoft's own examples."""

import pytest

from local365 import seed
from local365.site_seed import editor
from local365.switches import DeltaMischief
from tests.local365.graph.clock import Clock
from tests.local365.graph.delta_feed import DELTA, NEXT, followed, made
from tests.local365.graph.graph_client import Graph

MAPLE = editor(seed.person("Maple", "SharePoint administrator"))


async def test_a_first_request_enumerates_the_list_page_by_page(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta, example 1"""
    await made(graph, cases, "a", "b", "c")
    answer = await graph.get(f"{cases}/items/delta?$top=2")

    item = answer.json["value"][0]
    assert {"createdDateTime", "eTag", "id", "lastModifiedDateTime", "webUrl", "createdBy"} <= item.keys()
    assert {"parentReference", "contentType"} <= item.keys()
    assert "token=" in answer.json[NEXT]
    assert DELTA not in answer.json


async def test_a_delta_link_tells_what_was_changed_and_what_was_deleted(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta, example 2"""
    await made(graph, cases, "a", "b", "c")
    _, link = await followed(graph, f"{cases}/items/delta")
    await graph.delete(f"{cases}/items/3")
    await graph.patch(f"{cases}/items/1/fields", {"Title": "changed"})
    value, _ = await followed(graph, link)

    gone, changed = value
    assert gone.keys() == {"id", "parentReference", "contentType", "deleted"}
    assert (gone["id"], gone["deleted"]) == ("3", {"state": "deleted"})
    assert gone["parentReference"].keys() == {"siteId"}
    assert gone["contentType"].keys() == {"id", "name"}
    assert (changed["id"], changed["eTag"][-3:]) == ("1", ',2"')


@pytest.mark.parametrize("form", ["delta", "delta()", "delta(token='latest')", "delta?token=latest", "delta%28%29"])
async def test_a_delta_is_asked_for_in_each_form_of_the_url(graph: Graph, cases: str, form: str) -> None:
    """facts: delta-addresses: what the SDKs send."""
    answer = await graph.get(f"{cases}/items/{form}")

    assert answer.status == 200
    assert DELTA in answer.json


async def test_an_item_changed_twice_comes_once_with_its_latest_state(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta: "the latest state for each item, not each change"."""
    await made(graph, cases, "a")
    _, link = await followed(graph, f"{cases}/items/delta?$expand=fields")
    for title in ("b", "c"):
        await graph.patch(f"{cases}/items/1/fields", {"Title": title})
    value, _ = await followed(graph, link)

    assert [item["fields"]["Title"] for item in value] == ["c"]


async def test_nothing_has_changed_until_something_does(graph: Graph, cases: str) -> None:
    await made(graph, cases, "a")
    _, link = await followed(graph, f"{cases}/items/delta")
    first, again = await followed(graph, link)
    second, _ = await followed(graph, again)

    assert (first, second) == ([], [])


async def test_a_persons_edit_and_our_own_come_alike(graph: Graph, cases: str, clock: Clock) -> None:
    """facts: item-delta: delta also returns our own writes."""
    await made(graph, cases, "a", "b")
    _, link = await followed(graph, f"{cases}/items/delta")
    await graph.patch(f"{cases}/items/1/fields", {"Title": "ours"})
    graph.sites.admin_edit("Cases", "2", {"Title": "theirs"}, by=MAPLE, at=clock.now())
    ours, theirs = (await followed(graph, link))[0]

    assert "application" in ours["lastModifiedBy"]
    assert theirs["lastModifiedBy"]["user"]["displayName"] == "Sample Maple"


async def test_a_restored_item_comes_back_under_its_old_id(graph: Graph, cases: str, clock: Clock) -> None:
    await made(graph, cases, "a")
    await graph.delete(f"{cases}/items/1")
    _, link = await followed(graph, f"{cases}/items/delta")
    graph.sites.admin_restore("Cases", "1", by=MAPLE, at=clock.now())
    value, _ = await followed(graph, link)

    assert [(item["id"], "deleted" in item) for item in value] == [("1", False)]


async def test_what_changes_during_the_enumeration_is_in_the_next_delta(graph: Graph, cases: str) -> None:
    await made(graph, cases, "a", "b", "c")
    first = await graph.get(f"{cases}/items/delta?$top=2")
    await graph.patch(f"{cases}/items/1/fields", {"Title": "changed"})
    rest, link = await followed(graph, first.json[NEXT])
    later, _ = await followed(graph, link)

    assert [item["id"] for item in rest] == ["3"]
    assert [item["id"] for item in later] == ["1"]


async def test_changes_come_page_by_page_too(graph: Graph, cases: str) -> None:
    await made(graph, cases, "a")
    _, link = await followed(graph, f"{cases}/items/delta?$top=2")
    await made(graph, cases, "b", "c", "d")
    first = await graph.get(link)
    rest, _ = await followed(graph, first.json[NEXT])

    assert [item["id"] for item in [*first.json["value"], *rest]] == ["2", "3", "4"]


async def test_select_and_expand_stay_in_the_links(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta: $select, $expand and $top are supported."""
    _, link = await followed(graph, f"{cases}/items/delta?$select=id&$expand=fields($select=Title)")
    await made(graph, cases, "a")
    (item,), _ = await followed(graph, link)

    assert item.keys() == {"@odata.etag", "id", "fields@odata.context", "fields"}
    assert item["fields"]["Title"] == "a"


@pytest.mark.parametrize(
    "query", ["$filter=fields/Score eq 1", "$orderby=fields/Score", "$select=colour", "$expand=colour"]
)
async def test_a_delta_is_read_strictly(graph: Graph, cases: str, query: str) -> None:
    answer = await graph.get(f"{cases}/items/delta?{query}")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_an_error_may_stand_inside_a_200_beside_a_delta_link(graph: Graph, cases: str) -> None:
    """microsoftgraph/msgraph-sdk-typescript#544"""
    await made(graph, cases, "a")
    _, link = await followed(graph, f"{cases}/items/delta")
    await graph.delete(f"{cases}/items/1")
    graph.sites.switches.delta_mischief.append(DeltaMischief.ERROR_INSIDE_200)
    answer = await graph.get(link)
    value, _ = await followed(graph, answer.json[DELTA])
    again, _ = await followed(graph, link)

    assert answer.status == 200
    assert answer.json["value"][0]["error"]["code"] == "InternalServerError"
    assert value == []
    assert [item["id"] for item in again] == ["1"]


async def test_fields_may_be_missing_once(graph: Graph, cases: str) -> None:
    """facts: item-delta"""
    await made(graph, cases, "a")
    graph.sites.switches.delta_mischief.append(DeltaMischief.WITHOUT_FIELDS)
    first = await graph.get(f"{cases}/items/delta?$expand=fields")
    second = await graph.get(f"{cases}/items/delta?$expand=fields")

    assert "fields" not in first.json["value"][0]
    assert "fields" in second.json["value"][0]


async def test_an_item_may_come_twice_and_the_last_one_counts(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta: "use the last occurrence you see"."""
    await made(graph, cases, "a")
    await graph.patch(f"{cases}/items/1/fields", {"Title": "b"})
    graph.sites.switches.repeats_in_delta = True
    value, _ = await followed(graph, f"{cases}/items/delta?$expand=fields")

    assert [(item["id"], item["fields"]["Title"]) for item in value] == [("1", "a"), ("1", "b")]


async def test_a_delta_page_may_be_empty_and_yet_not_the_last(graph: Graph, cases: str) -> None:
    await made(graph, cases, "a")
    graph.sites.switches.empty_pages = True
    first = await graph.get(f"{cases}/items/delta")
    value, _ = await followed(graph, first.json[NEXT])

    assert first.json["value"] == []
    assert [item["id"] for item in value] == ["1"]


async def test_a_delta_of_a_long_list_shows_each_item_once(graph: Graph, cases: str, clock: Clock) -> None:
    one = next(iter(graph.sites.by_id.values())).list("Cases")
    for number in range(10_000):
        one.create({"Title": str(number)}, graph.sites.new_id(), by=MAPLE, at=clock.now())
    value, link = await followed(graph, f"{cases}/items/delta?$top=1000&$select=id")
    for number in one.order:
        one.save(one.items[number], {"Title": "again"}, by=MAPLE, at=clock.now())
    changed, _ = await followed(graph, link)

    ids = [str(number) for number in range(1, 10_001)]
    assert [item["id"] for item in value] == ids
    assert [item["id"] for item in changed] == ids
