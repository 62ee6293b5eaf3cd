"""Columns of a list, with Microsoft's own examples."""

from typing import Any

import pytest

from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph

TEXT = {"allowMultipleLines": False, "appendChangesToExistingText": False, "linesForEditing": 0, "maxLength": 255}


async def columns_of(graph: Graph, one: str) -> dict[str, Any]:
    """The list's columns by name."""
    return {column["name"]: column for column in (await graph.get(f"{one}/columns")).json["value"]}


async def test_a_column_is_created_as_in_microsofts_example(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/list-post-columns; another name, as a generic list has a Title."""
    body = {"description": "test", "enforceUniqueValues": False, "hidden": False, "indexed": False, "name": "Reason"}
    answer = await graph.post(f"{cases}/columns", {**body, "text": TEXT})

    assert answer.status == 201
    expected = {**body, "displayName": "Reason", "text": TEXT}
    assert {name: answer.json[name] for name in expected} == expected
    assert answer.json["id"]


async def test_the_built_in_columns_are_those_of_sharepoint(graph: Graph, cases: str) -> None:
    """Names, ids and flags as the service answers them for a generic list."""
    columns = await columns_of(graph, cases)

    assert columns["Title"]["id"] == "fa564e0f-0c70-4ab9-b863-0177e6ddd247"
    assert columns["Title"]["text"] == TEXT
    assert columns["Author"]["displayName"] == "Created By"
    read_only = {"ID", "Modified", "Created", "Author", "Editor", "_UIVersionString", "Edit", "LinkTitle"}
    assert all(columns[name]["readOnly"] for name in read_only)
    assert not columns["ContentType"]["readOnly"]


async def test_a_column_name_that_is_built_in_gets_a_number(graph: Graph, cases: str) -> None:
    """The "Author" of Microsoft's list-create example; SharePoint's built-in Author has another title."""
    answer = await graph.post(f"{cases}/columns", {"name": "Author", "text": {}})

    assert answer.status == 201
    assert (answer.json["name"], answer.json["displayName"]) == ("Author0", "Author")


@pytest.mark.parametrize("name", ["Title", "Status", "status"])
async def test_a_column_title_that_is_taken_is_a_conflict(graph: Graph, cases: str, name: str) -> None:
    answer = await graph.post(f"{cases}/columns", {"name": name, "text": {}})

    assert (answer.status, answer.code) == (409, "nameAlreadyExists")


@pytest.mark.parametrize("facets", [{}, {"text": {}, "number": {}}, {"colour": {}}])
async def test_a_column_has_exactly_one_type(graph: Graph, cases: str, facets: dict[str, Any]) -> None:
    """microsoftgraph/microsoft-graph-docs-contrib#8036: the sentence the service answers."""
    answer = await graph.post(f"{cases}/columns", {"name": "A", **facets})

    assert (answer.status, answer.code) == (400, "invalidRequest")
    assert answer.message == "Unable to determine type of provided column definition"


@pytest.mark.parametrize(
    ("facet", "filled_in"),
    [
        ({"number": {}}, {"decimalPlaces": "automatic", "displayAs": "number"}),
        ({"boolean": {}}, {}),
        ({"dateTime": {"format": "dateOnly"}}, {"displayAs": "default", "format": "dateOnly"}),
        ({"choice": {"choices": ["a"]}}, {"allowTextEntry": False, "choices": ["a"], "displayAs": "dropDownMenu"}),
        ({"personOrGroup": {}}, {"allowMultipleSelection": False, "displayAs": "nameWithPresence"}),
        ({"text": {"allowMultipleLines": True}}, {"linesForEditing": 6, "textType": "plain"}),
        ({"currency": {"locale": "en-gb"}}, {"locale": "en-gb"}),
    ],
)
async def test_sharepoint_fills_in_what_a_facet_leaves_open(
    graph: Graph,
    cases: str,
    facet: dict[str, Any],
    filled_in: dict[str, Any],
) -> None:
    """https://learn.microsoft.com/graph/api/resources/columndefinition and the pages of the facets."""
    answer = await graph.post(f"{cases}/columns", {"name": "A", **facet})

    (kind,) = facet
    assert answer.status == 201
    assert filled_in.items() <= answer.json[kind].items()


@pytest.mark.parametrize(
    "facet",
    [
        {"text": {"maxLenght": 10}},
        {"text": {"maxLength": "10"}},
        {"text": {"maxLength": 300}},
        {"number": {"displayAs": "roman"}},
        {"dateTime": {"format": "timeOnly"}},
        {"choice": {"choices": "a"}},
        {"choice": {"choices": [1]}},
        {"boolean": True},
        {"lookup": {}},
    ],
)
async def test_a_facet_is_read_strictly(graph: Graph, cases: str, facet: dict[str, Any]) -> None:
    answer = await graph.post(f"{cases}/columns", {"name": "A", **facet})

    assert (answer.status, answer.code) == (400, "invalidRequest")


@pytest.mark.parametrize(
    "settings",
    [
        {"enforceUniqueValues": True, "text": {}},
        {"indexed": True, "text": {"allowMultipleLines": True}},
        {"indexed": True, "hyperlinkOrPicture": {}},
        {"indexed": True, "choice": {"choices": ["a"], "displayAs": "checkBoxes"}},
        {"indexed": True, "enforceUniqueValues": True, "boolean": {}},
        {"required": "yes", "text": {}},
        {"colour": "red", "text": {}},
        {"defaultValue": {"value": "a", "formula": "=b"}, "text": {}},
        {"defaultValue": {"value": "b"}, "choice": {"choices": ["a"]}},
        {"defaultValue": {"value": "heavy"}, "number": {}},
        {"defaultValue": {"value": "1_0"}, "number": {}},
        {"defaultValue": {"value": "nan"}, "number": {}},
        {"defaultValue": {"value": "101"}, "number": {"maximum": 100}},
        {"defaultValue": {"value": "maybe"}, "boolean": {}},
        {"defaultValue": {"value": "soon"}, "dateTime": {}},
        {"defaultValue": {"value": "a" * 256}, "text": {}},
        {"number": {"minimum": 2, "maximum": 1}},
        {"isDeletable": "yes", "text": {}},
        {"propagateChanges": 1, "text": {}},
        {"validation": "=1", "text": {}},
        {"type": 5, "text": {}},
        {"displayName": "", "text": {}},
    ],
)
async def test_a_column_that_contradicts_itself_is_refused(graph: Graph, cases: str, settings: dict[str, Any]) -> None:
    """facts: list-columns: unique needs an index; several lines, links and several choices can't have one."""
    answer = await graph.post(f"{cases}/columns", {"name": "A", **settings})

    assert (answer.status, answer.code) == (400, "invalidRequest")


@pytest.mark.parametrize(
    ("title", "name"),
    [("Case Ref", "Case_x0020_Ref"), ("Cost (£)", "Cost_x0020__x0028__x00a3__x0029_"), ("a" * 40, "a" * 40)],
)
async def test_a_title_becomes_an_internal_name(graph: Graph, cases: str, title: str, name: str) -> None:
    """facts: list-columns: a coded name is cut after 32 characters."""
    answer = await graph.post(f"{cases}/columns", {"displayName": title, "text": {}})

    assert answer.json["displayName"] == title
    assert answer.json["name"] == (name if name == title else name[:32])


async def test_a_column_is_updated_as_in_microsofts_example(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/columndefinition-update"""
    column = (await columns_of(graph, cases))["Area"]
    body = {"required": True, "hidden": False, "propagateChanges": False}
    answer = await graph.patch(f"{cases}/columns/{column['id']}", body)

    assert answer.status == 200
    assert answer.json == {"@odata.context": answer.json["@odata.context"], **column, "required": True}


async def test_choices_can_be_added(graph: Graph, cases: str) -> None:
    column = (await columns_of(graph, cases))["Status"]
    body = {"choice": {"choices": ["New", "Open", "Closed", "Parked"]}}
    answer = await graph.patch(f"{cases}/columns/{column['id']}", body)

    assert answer.json["choice"]["choices"][-1] == "Parked"
    assert answer.json["indexed"] is True


async def test_a_change_cant_make_a_column_contradict_itself(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/columndefinition-update"""
    choice: dict[str, Any] = {"name": "Kind", "choice": {"choices": ["a", "b"]}, "defaultValue": {"value": "a"}}
    await graph.post(f"{cases}/columns", choice)
    columns = await columns_of(graph, cases)
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("Kind", {"choice": {"choices": ["b"]}}),
        ("Kind", {"displayName": ""}),
        ("Score", {"number": {"minimum": 101}}),
    ]
    for name, body in bodies:
        assert (await graph.patch(f"{cases}/columns/{columns[name]['id']}", body)).status == 400
    assert await columns_of(graph, cases) == columns


@pytest.mark.parametrize("body", [{"name": "Other"}, {"number": {}}, {"id": "other"}, {"enforceUniqueValues": True}])
async def test_a_columns_name_and_type_stay(graph: Graph, cases: str, body: dict[str, Any]) -> None:
    column = (await columns_of(graph, cases))["Area"]
    answer = await graph.patch(f"{cases}/columns/{column['id']}", body)

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_a_column_with_duplicate_values_cant_become_unique(graph: Graph, cases: str) -> None:
    for _ in range(2):
        await graph.post(f"{cases}/items", {"fields": {"Area": "North"}})
    column = (await columns_of(graph, cases))["Area"]
    answer = await graph.patch(f"{cases}/columns/{column['id']}", {"indexed": True, "enforceUniqueValues": True})

    assert (answer.status, answer.code) == (400, "invalidRequest")
    assert (await columns_of(graph, cases))["Area"]["enforceUniqueValues"] is False


async def test_a_column_that_becomes_unique_guards_its_values(graph: Graph, cases: str) -> None:
    await graph.post(f"{cases}/items", {"fields": {"Area": "North"}})
    column = (await columns_of(graph, cases))["Area"]
    await graph.patch(f"{cases}/columns/{column['id']}", {"indexed": True, "enforceUniqueValues": True})
    answer = await graph.post(f"{cases}/items", {"fields": {"Area": "North"}})

    assert answer.status == 400


async def test_a_deleted_column_takes_its_values_with_it(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/columndefinition-delete"""
    item = (await graph.post(f"{cases}/items", {"fields": {"Area": "North"}})).json
    column = (await columns_of(graph, cases))["Area"]
    gone = await graph.delete(f"{cases}/columns/{column['id']}")
    await graph.post(f"{cases}/columns", {"name": "Area", "text": {}})
    fields = (await graph.get(f"{cases}/items/{item['id']}/fields")).json

    assert gone.status == 204
    assert "Area" not in fields


async def test_an_item_restored_after_its_column_was_deleted_lacks_the_value(
    graph: Graph,
    cases: str,
    clock: Clock,
) -> None:
    await graph.post(f"{cases}/items", {"fields": {"Area": "North"}})
    await graph.delete(f"{cases}/items/1")
    column = (await columns_of(graph, cases))["Area"]
    await graph.delete(f"{cases}/columns/{column['id']}")
    by = next(iter(graph.sites.by_id.values())).members.people[6]
    graph.sites.admin_restore("Cases", "1", by=by, at=clock.now())

    assert "Area" not in (await graph.get(f"{cases}/items/1/fields")).json


async def test_a_text_that_gets_several_lines_gets_their_length(graph: Graph, cases: str) -> None:
    column = (await columns_of(graph, cases))["Area"]
    answer = await graph.patch(f"{cases}/columns/{column['id']}", {"text": {"allowMultipleLines": True}})
    item = await graph.post(f"{cases}/items", {"fields": {"Area": "a" * 1000}})

    assert "maxLength" not in answer.json["text"]
    assert item.status == 201


async def test_a_person_column_stays_for_one_person(graph: Graph, cases: str) -> None:
    column = (await columns_of(graph, cases))["Owner"]
    answer = await graph.patch(f"{cases}/columns/{column['id']}", {"personOrGroup": {"allowMultipleSelection": True}})

    assert answer.status == 400


async def test_a_built_in_column_cant_be_deleted(graph: Graph, cases: str) -> None:
    answer = await graph.delete(f"{cases}/columns/fa564e0f-0c70-4ab9-b863-0177e6ddd247")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_one_column_is_found_by_its_id(graph: Graph, cases: str) -> None:
    column = (await columns_of(graph, cases))["Area"]
    answer = await graph.get(f"{cases}/columns/{column['id']}")

    assert answer.json == {"@odata.context": answer.json["@odata.context"], **column}
    assert answer.json["@odata.context"].endswith("/columns/$entity")


async def test_hidden_columns_are_listed_when_hidden_is_selected(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/resources/columndefinition"""
    await graph.post(f"{cases}/columns", {"name": "Secret", "hidden": True, "text": {}})
    without = await columns_of(graph, cases)
    answer = await graph.get(f"{cases}/columns?$select=name,hidden")

    assert "Secret" not in without
    assert {"name": "Secret", "hidden": True} in answer.json["value"]


async def test_link_columns_show_no_facet(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/resources/columndefinition: the note on what answers leave out."""
    column = (await columns_of(graph, cases))["Link"]

    assert "hyperlinkOrPicture" not in column


async def test_a_list_has_twenty_indexes_at_most(graph: Graph, site: str) -> None:
    """facts: list-columns"""
    columns: list[Any] = [{"name": f"C{number}", "text": {}, "indexed": True} for number in range(21)]
    twenty = await graph.post(f"{site}/lists", {"displayName": "Twenty", "columns": columns[:20]})
    one_more = await graph.post(f"{site}/lists/Twenty/columns", columns[20])

    assert (twenty.status, one_more.status) == (201, 400)
