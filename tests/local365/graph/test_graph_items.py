"""Items of a list: writing, reading and conditional saving, with Microsoft's own examples."""

from typing import Any

import pytest

from tests.local365.graph.graph_client import Graph
from tests.local365.graph.new_items import made


async def widgets(graph: Graph, site: str) -> str:
    """The list of Microsoft's item examples."""
    columns: list[Any] = [
        {"name": "Color", "text": {}},
        {"name": "Weight", "number": {}},
        {"name": "Quantity", "number": {}},
    ]
    await graph.post(f"{site}/lists", {"displayName": "Widgets", "columns": columns})
    return f"{site}/lists/Widgets"


async def test_an_item_is_created_as_in_microsofts_example(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-create"""
    one = await widgets(graph, site)
    fields = {"Title": "Widget", "Color": "Purple", "Weight": 32}
    answer = await graph.post(f"{one}/items", {"fields": fields})

    assert answer.status == 201
    item = answer.json
    assert item["id"] == "1"
    assert item["createdDateTime"] == item["lastModifiedDateTime"] == "2026-10-01T09:00:00Z"
    assert item["createdBy"] == item["lastModifiedBy"]
    assert fields.items() <= item["fields"].items()


async def test_an_items_values_are_read_as_in_microsofts_example(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-get: expand=fields, without the dollar."""
    one = await widgets(graph, site)
    item = await made(graph, one, Title="Widget", Color="Blue", Quantity=2357)
    answer = await graph.get(f"{one}/items/{item['id']}?expand=fields")

    assert answer.status == 200
    assert answer.json["id"] == item["id"]
    assert {"Title": "Widget", "Color": "Blue", "Quantity": 2357}.items() <= answer.json["fields"].items()


@pytest.mark.parametrize(
    "expand",
    [
        "expand=fields(select=Title,Color)",
        "$expand=fields($select=Title,Color)",
        "$expand=fields%28%24select%3DTitle%2CColor%29",
    ],
)
async def test_only_selected_values_are_read(graph: Graph, site: str, expand: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-list, in both spellings and as Kiota encodes it."""
    one = await widgets(graph, site)
    item = await made(graph, one, Title="Gadget", Color="Red", Quantity=503)
    answer = await graph.get(f"{one}/items/{item['id']}?{expand}")

    assert answer.json["fields"] == {"@odata.etag": item["eTag"], "Title": "Gadget", "Color": "Red"}


async def test_values_are_shown_when_expanded_only(graph: Graph, site: str) -> None:
    one = await widgets(graph, site)
    item = await made(graph, one, Title="Gadget")
    answer = await graph.get(f"{one}/items/{item['id']}")

    assert "fields" not in answer.json


async def test_values_are_updated_as_in_microsofts_example(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-update: "All other values are left alone"."""
    one = await widgets(graph, site)
    item = await made(graph, one, Title="Widget", Color="Purple", Weight=32)
    answer = await graph.patch(f"{one}/items/{item['id']}/fields", {"Color": "Fuchsia", "Quantity": 934})

    assert answer.status == 200
    expected = {"Title": "Widget", "Color": "Fuchsia", "Quantity": 934, "Weight": 32}
    assert expected.items() <= answer.json.items()


async def test_an_item_is_updated_through_itself(graph: Graph, cases: str) -> None:
    item = await made(graph, cases, Title="a")
    answer = await graph.patch(f"{cases}/items/{item['id']}", {"fields": {"Title": "b"}})

    assert answer.status == 200
    assert answer.json["fields"]["Title"] == "b"
    assert answer.json["eTag"] == answer.json["@odata.etag"] == answer.json["fields"]["@odata.etag"]


async def test_every_save_raises_the_version_in_the_etag(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta: `"guid,version"`, quotes included."""
    item = await made(graph, cases, Title="a")
    path = f"{cases}/items/{item['id']}/fields"
    etags = [(await graph.patch(path, {"Title": "a"})).json["@odata.etag"] for _ in range(2)]

    guid, version = item["eTag"].strip('"').split(",")
    assert version == "1"
    assert etags == [f'"{guid},2"', f'"{guid},3"']


async def test_null_empties_a_column_and_an_empty_column_is_absent(graph: Graph, cases: str) -> None:
    """microsoftgraph/microsoft-graph-docs#15328: "if a column is empty, it is not returned"."""
    item = await made(graph, cases, Title="a", Area="North")
    answer = await graph.patch(f"{cases}/items/{item['id']}/fields", {"Area": None})
    read = await graph.get(f"{cases}/items/{item['id']}?$expand=fields($select=Area,Title)")

    assert "Area" not in answer.json
    assert read.json["fields"].keys() == {"@odata.etag", "Title"}


@pytest.mark.parametrize("path", ["", "/fields"])
async def test_a_save_over_somebody_elses_is_refused(graph: Graph, cases: str, path: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-update: 412 and the item is not updated."""
    item = await made(graph, cases, Title="a")
    place = f"{cases}/items/{item['id']}"
    await graph.patch(f"{place}/fields", {"Title": "b"})
    body = {"Title": "c"} if path else {"fields": {"Title": "c"}}
    answer = await graph.patch(f"{place}{path}", body, If_Match=item["eTag"])
    read = await graph.get(f"{place}/fields")

    assert (answer.status, answer.code) == (412, "resourceModified")
    assert read.json["Title"] == "b"


@pytest.mark.parametrize("wanted", ["current", "*"])
async def test_a_save_over_what_was_read_is_done(graph: Graph, cases: str, wanted: str) -> None:
    item = await made(graph, cases, Title="a")
    etag = item["eTag"] if wanted == "current" else wanted
    answer = await graph.patch(f"{cases}/items/{item['id']}/fields", {"Title": "b"}, If_Match=etag)

    assert answer.status == 200


async def test_an_etag_without_quotes_is_malformed(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/errors: malformedEntityTag."""
    item = await made(graph, cases, Title="a")
    etag = item["eTag"].strip('"')
    answer = await graph.patch(f"{cases}/items/{item['id']}/fields", {"Title": "b"}, If_Match=etag)

    assert answer.status == 400
    assert answer.json["error"]["innerError"]["code"] == "malformedEntityTag"


async def test_a_deleted_item_is_gone(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delete"""
    item = await made(graph, cases, Title="a")
    answer = await graph.delete(f"{cases}/items/{item['id']}")
    read = await graph.get(f"{cases}/items/{item['id']}")
    again = await graph.delete(f"{cases}/items/{item['id']}")

    assert (answer.status, answer.content) == (204, b"")
    assert (read.status, read.code) == (404, "itemNotFound")
    assert again.status == 404


async def test_an_item_somebody_has_saved_is_not_deleted_unread(graph: Graph, cases: str) -> None:
    item = await made(graph, cases, Title="a")
    await graph.patch(f"{cases}/items/{item['id']}/fields", {"Title": "b"})
    answer = await graph.delete(f"{cases}/items/{item['id']}", If_Match=item["eTag"])

    assert answer.status == 412


@pytest.mark.parametrize(
    "query", ["$select=colour", "$expand=colour", "$expand=fields($top=1)", "$expand=fields(", "$filter=x"]
)
async def test_an_item_is_read_strictly(graph: Graph, cases: str, query: str) -> None:
    item = await made(graph, cases, Title="a")
    answer = await graph.get(f"{cases}/items/{item['id']}?{query}")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_only_selected_properties_of_an_item_are_shown(graph: Graph, cases: str) -> None:
    item = await made(graph, cases, Title="a")
    answer = await graph.get(f"{cases}/items/{item['id']}?$select=id,eTag")

    assert answer.json.keys() == {"@odata.context", "@odata.etag", "id", "eTag"}


async def test_a_new_item_is_refused_with_properties_it_does_not_have(graph: Graph, cases: str) -> None:
    answer = await graph.post(f"{cases}/items", {"Title": "a"})

    assert (answer.status, answer.code) == (400, "invalidRequest")
