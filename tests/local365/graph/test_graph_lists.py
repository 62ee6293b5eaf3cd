"""Lists of a site, with Microsoft's own examples."""

from typing import Any

import pytest

from local365 import seed
from local365.site_seed import editor
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph

BOOKS: dict[str, Any] = {
    "displayName": "Books",
    "columns": [{"name": "Author", "text": {}}, {"name": "PageCount", "number": {}}],
    "list": {"template": "genericList"},
}


async def test_a_new_site_has_no_lists(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}/lists")

    assert answer.json["value"] == []


async def test_a_list_is_created_as_in_microsofts_example(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/list-create"""
    answer = await graph.post(f"{site}/lists", BOOKS)

    assert answer.status == 201
    created = answer.json
    assert {"id", "createdDateTime", "createdBy", "lastModifiedDateTime", "lastModifiedBy"} <= created.keys()
    assert (created["name"], created["displayName"]) == ("Books", "Books")
    assert created["list"] == {"contentTypesEnabled": False, "hidden": False, "template": "genericList"}
    assert created["createdBy"]["application"]["id"] == seed.APP_ID
    assert created["webUrl"] == "https://force.sharepoint.example/sites/prevention/Lists/Books"


async def test_a_list_has_its_own_columns_beside_those_of_the_template(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/list-create: the columns of the template, and those asked for."""
    await graph.post(f"{site}/lists", BOOKS)
    columns = (await graph.get(f"{site}/lists/Books/columns")).json["value"]

    titles = {column["displayName"]: column for column in columns}
    assert {"Title", "Author", "PageCount", "Created", "Modified", "Created By", "Modified By"} <= titles.keys()
    assert "number" in titles["PageCount"]


async def test_a_list_needs_nothing_but_a_title(graph: Graph, site: str) -> None:
    answer = await graph.post(f"{site}/lists", {"displayName": "Plain"})

    assert answer.status == 201
    assert answer.json["list"]["template"] == "genericList"


async def test_a_lists_name_is_given_by_the_server(graph: Graph, site: str) -> None:
    """microsoftgraph/microsoft-graph-docs#3799: the sentence the service answers."""
    answer = await graph.post(f"{site}/lists", {"name": "Books"})

    assert (answer.status, answer.code) == (400, "invalidRequest")
    assert answer.message.startswith("Cannot define a 'name' for a list as it is assigned by the server.")


@pytest.mark.parametrize("title", ["Books", "BOOKS"])
async def test_a_title_that_is_taken_is_a_conflict(graph: Graph, site: str, title: str) -> None:
    await graph.post(f"{site}/lists", BOOKS)
    answer = await graph.post(f"{site}/lists", {"displayName": title})

    assert (answer.status, answer.code) == (409, "nameAlreadyExists")


async def test_a_refused_list_leaves_nothing_behind(graph: Graph, site: str) -> None:
    refused = await graph.post(f"{site}/lists", {"displayName": "Half", "columns": [{"name": "A"}]})
    lists = await graph.get(f"{site}/lists")

    assert refused.status == 400
    assert lists.json["value"] == []


@pytest.mark.parametrize("body", [{}, {"displayName": ""}, {"displayName": 3}, {"displayName": "A", "colour": "red"}])
async def test_a_list_is_refused_with_a_body_it_does_not_understand(graph: Graph, site: str, body: object) -> None:
    answer = await graph.post(f"{site}/lists", body)

    assert (answer.status, answer.code) == (400, "invalidRequest")


@pytest.mark.parametrize("key", ["id", "name", "displayName"])
async def test_a_list_is_found_by_id_and_by_title(graph: Graph, site: str, key: str) -> None:
    """https://learn.microsoft.com/graph/api/list-get: {list-id} or {list-title}."""
    created = (await graph.post(f"{site}/lists", {"displayName": "Hub & cases"})).json
    answer = await graph.get(f"{site}/lists/{created[key].replace('&', '%26')}")

    assert answer.json["id"] == created["id"]


async def test_a_list_that_is_not_there_is_not_found(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}/lists/Books")

    assert (answer.status, answer.code) == (404, "itemNotFound")


async def test_a_list_comes_with_columns_and_items_as_in_microsofts_example(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/list-get: select and expand in one request."""
    columns: list[Any] = [
        {"name": "Name", "text": {}, "description": "Customer-facing name"},
        {"name": "Quantity", "number": {}},
    ]
    await graph.post(f"{site}/lists", {"displayName": "Inventory", "columns": columns})
    for name, quantity in (("Gadget", 503), ("Widget", 2357)):
        await graph.post(f"{site}/lists/Inventory/items", {"fields": {"Name": name, "Quantity": quantity}})

    query = (
        "select=id,name,lastModifiedDateTime&expand=columns(select=name,description),"
        "items(expand=fields(select=Name,Quantity))"
    )
    answer = await graph.get(f"{site}/lists/Inventory?{query}")

    assert {"id", "name", "lastModifiedDateTime", "columns", "items"} <= answer.json.keys()
    assert "displayName" not in answer.json
    assert {"name": "Name", "description": "Customer-facing name"} in answer.json["columns"]
    found = [{name: item["fields"][name] for name in ("Name", "Quantity")} for item in answer.json["items"]]
    assert found == [{"Name": "Gadget", "Quantity": 503}, {"Name": "Widget", "Quantity": 2357}]


async def test_the_columns_inside_a_list_are_those_the_list_itself_shows(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/resources/columndefinition: hidden ones when `hidden` is selected."""
    columns: list[Any] = [{"name": "Secret", "hidden": True, "text": {}}]
    await graph.post(f"{site}/lists", {"displayName": "Hush", "columns": columns})
    inside = (await graph.get(f"{site}/lists/Hush?$expand=columns")).json["columns"]
    all_of_them = (await graph.get(f"{site}/lists/Hush?$expand=columns($select=name,hidden)")).json["columns"]

    assert inside == (await graph.get(f"{site}/lists/Hush/columns")).json["value"]
    assert {"name": "Secret", "hidden": True} in all_of_them


async def test_more_items_than_a_page_inside_a_list_have_a_link(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/paging: no page is the last while there is a link."""
    graph.sites.switches.page_size = 2
    await graph.post(f"{site}/lists", BOOKS)
    for title in ("a", "b", "c"):
        await graph.post(f"{site}/lists/Books/items", {"fields": {"Title": title}})
    query = "$select=id&$expand=items($select=id;$expand=fields($select=Title))"
    first = (await graph.get(f"{site}/lists/Books?{query}")).json
    rest = (await graph.get(first["items@odata.nextLink"])).json
    found = [{"id": item["id"], "Title": item["fields"]["Title"]} for item in [*first["items"], *rest["value"]]]

    assert found == [{"id": "1", "Title": "a"}, {"id": "2", "Title": "b"}, {"id": "3", "Title": "c"}]
    assert "@odata.nextLink" not in rest


@pytest.mark.parametrize(
    "query",
    [
        "$expand=columns($expand=items)",
        "$expand=items($expand=fields($expand=columns))",
        "$expand=items($expand=columns)",
        "$expand=columns,columns",
        "$expand=columns($select=name;$select=id)",
        "$filter=displayName eq null",
        "$filter=displayName eq 5",
    ],
)
async def test_lists_are_asked_for_strictly(graph: Graph, site: str, query: str) -> None:
    await graph.post(f"{site}/lists", {"displayName": "None"})
    answer = await graph.get(f"{site}/lists?{query}")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_lists_are_filtered_by_title(graph: Graph, site: str) -> None:
    for title in ("Books", "Films"):
        await graph.post(f"{site}/lists", {"displayName": title})
    answer = await graph.get(f"{site}/lists?$filter=displayName eq 'Films'&$select=displayName")

    assert [one["displayName"] for one in answer.json["value"]] == ["Films"]


async def test_lists_cant_be_filtered_by_anything_else(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}/lists?$filter=createdDateTime gt '2026-01-01'")

    assert answer.status == 400


async def test_a_list_counts_as_modified_when_an_item_is_saved(graph: Graph, site: str, clock: Clock) -> None:
    await graph.post(f"{site}/lists", BOOKS)
    clock.passes(hours=1)
    await graph.post(f"{site}/lists/Books/items", {"fields": {"Title": "a"}})
    answer = await graph.get(f"{site}/lists/Books")

    assert answer.json["lastModifiedDateTime"] == "2026-10-01T10:00:00Z"


async def test_a_list_was_last_modified_by_whoever_saved_an_item_last(graph: Graph, site: str, clock: Clock) -> None:
    """https://learn.microsoft.com/graph/api/resources/list"""
    await graph.post(f"{site}/lists", BOOKS)
    await graph.post(f"{site}/lists/Books/items", {"fields": {"Title": "a"}})
    person = editor(seed.person("Maple", "SharePoint administrator"))
    graph.sites.admin_edit("Books", "1", {"Title": "b"}, by=person, at=clock.now())
    answer = await graph.get(f"{site}/lists/Books")

    assert answer.json["lastModifiedBy"] == person.identity_set()
    assert answer.json["createdBy"]["application"]["id"] == seed.APP_ID
