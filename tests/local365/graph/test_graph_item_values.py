"""The values of an item: what each kind of column takes, and how it is kept."""

from typing import Any

import pytest

from tests.local365.graph.graph_client import Graph
from tests.local365.graph.new_items import made


async def test_an_unknown_column_is_not_recognized(graph: Graph, cases: str) -> None:
    """microsoftgraph/microsoft-graph-docs#2609: the sentence the service answers. Names are told apart by case."""
    for name in ("Colour", "status"):
        answer = await graph.post(f"{cases}/items", {"fields": {name: "New"}})

        assert (answer.status, answer.code) == (400, "invalidRequest")
        assert answer.message == f"Field '{name}' is not recognized"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Title", 3),
        ("Title", True),
        ("Title", ["a"]),
        ("Title", "a" * 256),
        ("Notes", "a" * 64_000),
        ("Status", "Unheard"),
        ("Status", 1),
        ("Score", "3"),
        ("Score", True),
        ("Score", 101),
        ("Score", -1),
        ("Due", "tomorrow"),
        ("Due", 46219),
        ("Due", "2026-02-30T00:00:00Z"),
        ("Urgent", "true"),
        ("Urgent", 1),
        ("Themes", "Theft"),
        ("Owner", "Sample Oak"),
        ("OwnerLookupId", 6),
        ("OwnerLookupId", "999"),
        ("AreaLookupId", "1"),
        ("Link", {"Url": "https://force.example", "Description": "home"}),
        ("Created", "2026-01-01T00:00:00Z"),
        ("AuthorLookupId", "6"),
        ("ID", 7),
        ("id", "7"),
        ("ContentType", "Folder"),
    ],
)
async def test_a_value_that_does_not_fit_its_column_is_refused(graph: Graph, cases: str, name: str, value: Any) -> None:
    """Wrong types, unknown choices, bounds, lengths, read-only columns; links can't be written (sdk-dotnet#2957)."""
    answer = await graph.post(f"{cases}/items", {"fields": {"Title": "a", name: value}})

    assert (answer.status, answer.code) == (400, "invalidRequest")


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("Title", "a" * 255, "a" * 255),
        ("Title", "2026-01-02", "2026-01-02"),
        ("Title", "=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("Notes", "a\n<b>b</b> 🚗", "a\n<b>b</b> 🚗"),
        ("Status", "Open", "Open"),
        ("Score", 7, 7),
        ("Score", 99.5, 99.5),
        ("Due", "2026-10-05T16:00:00Z", "2026-10-05T16:00:00Z"),
        ("Due", "2026-10-05T16:00:00.123+01:00", "2026-10-05T15:00:00Z"),
        ("Due", "2026-10-05", "2026-10-05T00:00:00Z"),
        ("Day", "2026-10-05T16:00:00Z", "2026-10-05T00:00:00Z"),
        ("Urgent", False, False),
    ],
)
async def test_a_value_is_kept_as_sharepoint_keeps_it(
    graph: Graph,
    cases: str,
    name: str,
    value: Any,
    kept: Any,
) -> None:
    """Text as it is; instants in UTC and whole seconds; a date without time is its midnight."""
    item = await made(graph, cases, **{name: value})
    read = await graph.get(f"{cases}/items/{item['id']}/fields")

    assert read.json[name] == kept


async def test_a_choice_may_be_typed_where_the_column_allows_it(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/resources/choicecolumn: allowTextEntry."""
    column: dict[str, Any] = {"name": "Theme", "choice": {"choices": ["Theft"], "allowTextEntry": True}}
    await graph.post(f"{site}/lists", {"displayName": "Free", "columns": [column]})
    item = await made(graph, f"{site}/lists/Free", Theme="Courier fraud")

    assert item["fields"]["Theme"] == "Courier fraud"


async def test_several_choices_are_written_with_their_type_beside_them(graph: Graph, cases: str) -> None:
    """microsoftgraph/microsoft-graph-docs-contrib#8971"""
    themes = ["Theft", "Fraud"]
    bare = await graph.post(f"{cases}/items", {"fields": {"Themes": themes}})
    item = await made(graph, cases, **{"Themes@odata.type": "Collection(Edm.String)", "Themes": themes})

    assert bare.status == 400
    assert item["fields"]["Themes"] == themes


async def test_a_person_is_written_by_number_and_read_by_number_or_name(graph: Graph, cases: str, site: str) -> None:
    """https://learn.microsoft.com/graph/api/resources/fieldvalueset; only who has opened the site can be set."""
    oak = graph.sites.site(site.removeprefix("/sites/")).members.by_email("sample.oak@force.example")
    item = await made(graph, cases, OwnerLookupId=str(oak))
    named = await graph.get(f"{cases}/items/{item['id']}?$expand=fields($select=Owner,OwnerLookupId)")

    assert item["fields"]["OwnerLookupId"] == str(oak)
    assert "Owner" not in item["fields"]
    assert named.json["fields"]["Owner"] == "Sample Oak"
    assert named.json["fields"]["OwnerLookupId"] == str(oak)


async def test_several_people_are_written_as_numbers(graph: Graph, cases: str, site: str) -> None:
    members = graph.sites.site(site.removeprefix("/sites/")).members
    numbers = [members.by_email(f"sample.{tree}@force.example") for tree in ("oak", "rowan")]
    item = await made(
        graph,
        cases,
        **{"HelpersLookupId@odata.type": "Collection(Edm.Int32)", "HelpersLookupId": numbers},
    )
    named = await graph.get(f"{cases}/items/{item['id']}?$expand=fields($select=Helpers)")

    assert [one["LookupValue"] for one in named.json["fields"]["Helpers"]] == ["Sample Oak", "Sample Rowan"]


async def test_a_query_asks_for_twelve_lookups_at_most(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/resources/fieldvalueset"""
    columns: list[Any] = [{"name": f"P{number}", "personOrGroup": {}} for number in range(13)]
    await graph.post(f"{site}/lists", {"displayName": "Many", "columns": columns})
    await made(graph, f"{site}/lists/Many", Title="a")
    names = [f"P{number}" for number in range(13)]
    twelve = await graph.get(f"{site}/lists/Many/items/1?$expand=fields($select={','.join(names[:12])})")
    thirteen = await graph.get(f"{site}/lists/Many/items/1?$expand=fields($select={','.join(names)})")

    assert (twelve.status, thirteen.status) == (200, 400)


async def test_a_lookup_points_at_an_item_of_another_list(graph: Graph, cases: str, site: str) -> None:
    parent = await made(graph, cases, Title="Bikes")
    source = {"listId": cases.rsplit("/", 1)[-1], "columnName": "Title"}
    await graph.post(f"{site}/lists", {"displayName": "Notes", "columns": [{"name": "Parent", "lookup": source}]})
    note = await made(graph, f"{site}/lists/Notes", ParentLookupId=parent["id"])
    read = await graph.get(f"{site}/lists/Notes/items/{note['id']}?$expand=fields($select=Parent)")
    nowhere = await graph.post(f"{site}/lists/Notes/items", {"fields": {"ParentLookupId": "77"}})

    assert read.json["fields"]["Parent"] == "Bikes"
    assert nowhere.status == 400


@pytest.mark.parametrize("key", ["PF-2026-0001", "pf-2026-0001"])
async def test_a_unique_value_that_is_taken_is_refused(graph: Graph, cases: str, key: str) -> None:
    """facts: unique-values: 400, not 409, with this sentence; SharePoint compares without case."""
    await made(graph, cases, CaseKey="PF-2026-0001")
    answer = await graph.post(f"{cases}/items", {"fields": {"CaseKey": key}})

    assert (answer.status, answer.code) == (400, "invalidRequest")
    assert answer.message == "One or more fields with unique constraints already has the provided value."


async def test_a_unique_value_cant_be_taken_by_an_update_either(graph: Graph, cases: str) -> None:
    await made(graph, cases, CaseKey="1")
    second = await made(graph, cases, CaseKey="2")
    path = f"{cases}/items/{second['id']}/fields"
    taken = await graph.patch(path, {"CaseKey": "1"})
    own = await graph.patch(path, {"CaseKey": "2"})

    assert (taken.status, own.status) == (400, 200)


async def test_a_unique_value_is_free_again_when_its_item_is_deleted(graph: Graph, cases: str) -> None:
    item = await made(graph, cases, CaseKey="1")
    await graph.delete(f"{cases}/items/{item['id']}")

    assert (await made(graph, cases, CaseKey="1"))["id"] == "2"


async def test_several_items_may_leave_a_unique_column_empty(graph: Graph, cases: str) -> None:
    await made(graph, cases, Title="a")

    assert (await made(graph, cases, Title="b", CaseKey=""))["id"] == "2"


async def test_a_required_column_cant_be_left_out_or_emptied(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/resources/columndefinition: "the column value isn't optional"."""
    column: dict[str, Any] = {"name": "Reason", "text": {}, "required": True}
    await graph.post(f"{site}/lists", {"displayName": "Strict", "columns": [column]})
    left_out = await graph.post(f"{site}/lists/Strict/items", {"fields": {"Title": "a"}})
    item = await made(graph, f"{site}/lists/Strict", Reason="because")
    emptied = await graph.patch(f"{site}/lists/Strict/items/{item['id']}/fields", {"Reason": None})

    assert (left_out.status, emptied.status) == (400, 400)


@pytest.mark.parametrize(
    ("facet", "default", "value"),
    [
        ({"choice": {"choices": ["New"]}}, {"value": "New"}, "New"),
        ({"number": {}}, {"value": "3"}, 3.0),
        ({"boolean": {}}, {"value": "1"}, True),
        ({"text": {}}, {"value": "none"}, "none"),
        ({"dateTime": {"format": "dateOnly"}}, {"formula": "=Today()"}, "2026-10-01T00:00:00Z"),
    ],
)
async def test_a_new_item_has_the_default_of_what_was_not_said(
    graph: Graph,
    site: str,
    facet: dict[str, Any],
    default: dict[str, str],
    value: Any,
) -> None:
    """https://learn.microsoft.com/graph/api/resources/defaultcolumnvalue"""
    column: dict[str, Any] = {"name": "Field", "defaultValue": default, **facet}
    await graph.post(f"{site}/lists", {"displayName": "Defaults", "columns": [column]})
    item = await made(graph, f"{site}/lists/Defaults", Title="a")

    assert item["fields"]["Field"] == value
