"""Pages, filters and order of a list's items."""

from typing import Any
from urllib.parse import quote

import pytest

from local365.lists_state import ListState
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph

HONOUR = "HonorNonIndexedQueriesWarningMayFailRandomly"


def filled(graph: Graph, clock: Clock, count: int) -> ListState:
    """The list of cases with so many items, put there without HTTP."""
    one = next(iter(graph.sites.site_at("force.sharepoint.example", "/sites/prevention").lists.values()))
    by = next(iter(graph.sites.by_id.values())).members.people[6]
    for number in range(1, count + 1):
        fields = {"Title": f"Case {number}", "CaseKey": f"K{number}", "Score": number % 100}
        one.create(fields, graph.sites.new_id(), by=by, at=clock.now())
    return one


async def pages(graph: Graph, path: str, **headers: str) -> list[list[str]]:
    """The ids on each page, following nextLinks."""
    found: list[list[str]] = []
    url: str | None = path
    while url is not None:
        answer = await graph.get(url, **headers)
        assert answer.status == 200, answer.content
        found.append([item["id"] for item in answer.json["value"]])
        url = answer.json.get("@odata.nextLink")
    return found


async def found_by(graph: Graph, cases: str, condition: str, **headers: str) -> list[str]:
    """The ids of the items that meet a condition."""
    return sum(await pages(graph, f"{cases}/items?$filter={quote(condition)}", **headers), list[str]())


async def test_a_page_holds_two_hundred_items_unless_told_otherwise(graph: Graph, cases: str, clock: Clock) -> None:
    """facts: item-pages"""
    filled(graph, clock, 401)

    assert [len(page) for page in await pages(graph, f"{cases}/items")] == [200, 200, 1]


async def test_top_sets_the_size_of_the_pages(graph: Graph, cases: str, clock: Clock) -> None:
    filled(graph, clock, 7)

    assert await pages(graph, f"{cases}/items?$top=3") == [["1", "2", "3"], ["4", "5", "6"], ["7"]]


async def test_a_page_may_be_shorter_than_asked_for(graph: Graph, cases: str, clock: Clock) -> None:
    filled(graph, clock, 5)
    graph.sites.switches.largest_page = 2

    assert await pages(graph, f"{cases}/items?$top=100") == [["1", "2"], ["3", "4"], ["5"]]


async def test_a_page_may_be_empty_and_yet_not_the_last(graph: Graph, cases: str, clock: Clock) -> None:
    filled(graph, clock, 4)
    graph.sites.switches.empty_pages = True

    assert await pages(graph, f"{cases}/items?$top=2") == [[], ["1", "2"], [], ["3", "4"]]


async def test_a_next_link_keeps_what_was_asked_for(graph: Graph, cases: str, clock: Clock) -> None:
    filled(graph, clock, 3)
    first = await graph.get(f"{cases}/items?$top=2&$expand=fields($select=Title)&$select=id")
    second = await graph.get(first.json["@odata.nextLink"])

    assert second.json["value"][0].keys() == {"@odata.etag", "id", "fields@odata.context", "fields"}
    assert second.json["value"][0]["fields"]["Title"] == "Case 3"


async def test_an_item_created_while_paging_is_on_a_later_page(graph: Graph, cases: str, clock: Clock) -> None:
    one = filled(graph, clock, 3)
    first = await graph.get(f"{cases}/items?$top=2")
    one.create({"Title": "late"}, graph.sites.new_id(), by=one.created_by, at=clock.now())
    second = await graph.get(first.json["@odata.nextLink"])

    assert [item["id"] for item in second.json["value"]] == ["3", "4"]


async def test_skip_is_refused(graph: Graph, cases: str) -> None:
    answer = await graph.get(f"{cases}/items?$skip=200")

    assert (answer.status, answer.code) == (400, "invalidRequest")
    assert answer.message.startswith("$skip is not supported on this API.")


@pytest.mark.parametrize("query", ["$skiptoken=made-up", "$top=0", "$top=many", "$top=-1"])
async def test_a_page_is_asked_for_properly(graph: Graph, cases: str, query: str) -> None:
    answer = await graph.get(f"{cases}/items?{query}")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_fifty_thousand_items_are_paged_each_once(graph: Graph, cases: str, clock: Clock) -> None:
    filled(graph, clock, 50_000)
    found = await pages(graph, f"{cases}/items?$top=5000&$select=id")

    assert sum(found, list[str]()) == [str(number) for number in range(1, 50_001)]


async def test_a_long_list_is_ordered_over_pages_each_item_once(graph: Graph, cases: str, clock: Clock) -> None:
    filled(graph, clock, 10_000)
    found = sum(await pages(graph, f"{cases}/items?$top=1000&$select=id&$orderby=fields/Score desc"), list[str]())

    assert len(set(found)) == 10_000
    assert int(found[0]) % 100 == 99


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("fields/CaseKey eq 'K3'", ["3"]),
        ("fields/CaseKey eq 'k3'", ["3"]),
        ("fields/Score eq 4", ["4"]),
        ("fields/Score gt 2 and fields/Score le 4", ["3", "4"]),
        ("fields/Score lt 2 or fields/CaseKey eq 'K5'", ["1", "5"]),
        ("not (fields/Score lt 5)", ["5", "6"]),
        ("fields/CaseKey ne 'K1' and (fields/Score ge 5 or fields/Score eq 2)", ["2", "5", "6"]),
        ("startswith(fields/CaseKey,'K6')", ["6"]),
        ("fields/Status eq null and fields/Score eq 1", ["1"]),
        ("fields/id eq 2", ["2"]),
        ("fields/CaseKey eq 'O''Neill'", []),
    ],
)
async def test_items_are_filtered(graph: Graph, cases: str, clock: Clock, condition: str, ids: list[str]) -> None:
    """https://learn.microsoft.com/graph/filter-query-parameter; equality without case, as SharePoint compares."""
    filled(graph, clock, 6)

    assert await found_by(graph, cases, condition) == ids


async def test_dates_are_compared_as_instants(graph: Graph, cases: str) -> None:
    for due in ("2026-10-05T08:00:00Z", "2026-10-05T12:00:00+01:00"):
        await graph.post(f"{cases}/items", {"fields": {"Due": due}})

    assert await found_by(graph, cases, "fields/Due gt '2026-10-05T10:30:00Z'") == ["2"]


async def test_yes_and_no_are_compared_as_one_and_zero(graph: Graph, cases: str) -> None:
    """facts: item-filters"""
    await graph.post(f"{cases}/items", {"fields": {"Urgent": True}})
    await graph.post(f"{cases}/items", {"fields": {"Urgent": False}})

    assert await found_by(graph, cases, "fields/Urgent eq 1", Prefer=HONOUR) == ["1"]


async def test_a_filter_on_a_column_without_an_index_is_refused(graph: Graph, cases: str) -> None:
    """facts: item-filters: the sentence the service answers; Title has no index by itself."""
    for query in ("$filter=fields/Title eq 'a'", "$orderby=fields/Area"):
        answer = await graph.get(f"{cases}/items?{query}")

        assert (answer.status, answer.code) == (400, "invalidRequest")
        assert "cannot be referenced in filter or orderby as it is not indexed" in answer.message
        assert HONOUR in answer.message


async def test_a_filter_without_an_index_is_honoured_when_preferred(graph: Graph, cases: str, clock: Clock) -> None:
    filled(graph, clock, 3)

    assert await found_by(graph, cases, "fields/Title eq 'Case 2'", Prefer=HONOUR) == ["2"]


async def test_over_five_thousand_items_preferring_does_not_help(graph: Graph, cases: str, clock: Clock) -> None:
    """facts: item-filters: tooManyResources; with an index the same filter works."""
    filled(graph, clock, 5001)
    unindexed = await graph.get(f"{cases}/items?$filter=fields/Title eq 'Case 2'", Prefer=HONOUR)

    assert unindexed.code == "notSupported"
    assert unindexed.json["error"]["innerError"]["code"] == "tooManyResources"
    assert await found_by(graph, cases, "fields/CaseKey eq 'K5001'") == ["5001"]


@pytest.mark.parametrize(
    "condition",
    [
        "fields/Colour eq 'a'",
        "Title eq 'a'",
        "fields/CaseKey = 'a'",
        "fields/CaseKey eq",
        "fields/CaseKey eq 'a",
        "fields/CaseKey eq 'a' and",
        "(fields/CaseKey eq 'a'",
        "contains(fields/CaseKey,'a')",
        "fields/Score eq 'many'",
        "fields/Due gt 'soon'",
        "fields/CaseKey eq 3",
        "fields/CaseKey startswith 'K'",
        "fields/CaseKey 'eq' 'K1'",
        "fields/Score gt 1 'and' fields/Score lt 4",
        "'not' fields/Score gt 1",
        "startswith('fields/CaseKey','K')",
        "startswith(fields/CaseKey,3)",
        "startswith(fields/Score,'1')",
        "startswith(fields/ID,'1')",
        "fields/CaseKey eq K1",
        "fields/Score eq nan",
        "fields/Score eq inf",
        "fields/Score lt 1_000",
        "fields/Score lt '1_000'",
        "fields/Score eq true",
    ],
)
async def test_a_filter_is_read_strictly(graph: Graph, cases: str, clock: Clock, condition: str) -> None:
    filled(graph, clock, 1)
    answer = await graph.get(f"{cases}/items?$filter={quote(condition)}")

    assert (answer.status, answer.code) == (400, "invalidRequest")


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("fields/Score", [["3", "1"], ["2"]]),
        ("fields/Score desc", [["2", "1"], ["3"]]),
        ("fields/Status,fields/Score desc", [["1", "3"], ["2"]]),
        ("fields/ID desc", [["3", "2"], ["1"]]),
    ],
)
async def test_items_are_ordered_over_pages(graph: Graph, cases: str, order: str, ids: list[list[str]]) -> None:
    rows: list[dict[str, Any]] = [{"Score": 5}, {"Score": 9, "Status": "Open"}, {"Score": 1}]
    for fields in rows:
        await graph.post(f"{cases}/items", {"fields": fields})

    assert await pages(graph, f"{cases}/items?$top=2&$orderby={order}") == ids


@pytest.mark.parametrize("order", ["fields/Score up", "createdDateTime", "fields/Colour"])
async def test_an_order_is_read_strictly(graph: Graph, cases: str, order: str) -> None:
    answer = await graph.get(f"{cases}/items?$orderby={order}")

    assert (answer.status, answer.code) == (400, "invalidRequest")
