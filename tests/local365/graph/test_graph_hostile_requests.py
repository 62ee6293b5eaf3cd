"""What no client of Microsoft's should send: each is refused with Graph's error body, and nothing answers 500."""

from typing import Any

import pytest

from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Answer, Graph
from tests.local365.graph.listener import Listener, subscribed

NON_INDEXED = "HonorNonIndexedQueriesWarningMayFailRandomly"
MORE_DIGITS_THAN_PYTHON_READS = "9" * 5000


def is_refused(answer: Answer) -> bool:
    """400 with the error object of https://learn.microsoft.com/graph/errors."""
    return (
        answer.status == 400
        and {"date", "request-id", "client-request-id"} <= answer.json["error"]["innerError"].keys()
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"Due": "0001-01-01T00:00:00+05:00"},
        {"Due": "9999-12-31T23:59:59-05:00"},
        {"OwnerLookupId": MORE_DIGITS_THAN_PYTHON_READS},
        {"HelpersLookupId@odata.type": "Collection(Edm.Int32)", "HelpersLookupId": [10**18]},
        {"Score": "12"},
        {"Urgent": "true"},
        {"Status": "Lost"},
    ],
)
async def test_a_value_outside_its_type_is_refused(graph: Graph, cases: str, fields: dict[str, Any]) -> None:
    assert is_refused(await graph.post(f"{cases}/items", {"fields": fields}))


@pytest.mark.parametrize("fields", [[], "", 0, False])
async def test_fields_that_are_no_object_are_no_empty_fields(graph: Graph, cases: str, fields: object) -> None:
    """https://learn.microsoft.com/graph/api/listitem-update: `fields` is a fieldValueSet."""
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})

    assert is_refused(await graph.patch(f"{cases}/items/1", {"fields": fields}))


@pytest.mark.parametrize(
    "body",
    [
        {"id": "2"},
        {"id": 1},
        {"contentType": "Item"},
        {"contentType": {}},
        {"contentType": {"id": "0x0120"}},
        {"contentType": {"name": "Folder"}},
        {"contentType": {"name": "Item", "colour": "red"}},
    ],
)
async def test_what_an_item_is_told_and_cant_be_is_refused(graph: Graph, cases: str, body: dict[str, Any]) -> None:
    """https://learn.microsoft.com/graph/api/resources/listitem: the id is read-only; a list's items are Items here."""
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})

    assert is_refused(await graph.patch(f"{cases}/items/1", body))
    assert is_refused(await graph.post(f"{cases}/items", {"fields": {"Title": "b"}, **body}))


async def test_an_item_may_be_told_what_it_is(graph: Graph, cases: str) -> None:
    made = await graph.post(f"{cases}/items", {"contentType": {"id": "0x01"}, "fields": {"Title": "a"}})
    body = {"id": "1", "contentType": made.json["contentType"], "fields": {"Title": "b"}}
    answer = await graph.patch(f"{cases}/items/1", body)

    assert (made.status, answer.status, answer.json["fields"]["Title"]) == (201, 200, "b")


@pytest.mark.parametrize(
    "body",
    [
        {"columns": {}},
        {"columns": [3]},
        {"list": []},
        {"list": {"hidden": True}},
        {"list": {"hidden": 0}},
        {"list": {"contentTypesEnabled": "False"}},
        {"list": {"template": "tasks"}},
        {"list": {"colour": "red"}},
        {"description": ["a"]},
    ],
)
async def test_a_list_of_ill_typed_properties_is_not_made(graph: Graph, site: str, body: dict[str, Any]) -> None:
    """https://learn.microsoft.com/graph/api/list-create"""
    assert is_refused(await graph.post(f"{site}/lists", {"displayName": "Odd"} | body))


async def test_a_number_longer_than_any_id_names_no_item_and_no_page(graph: Graph, cases: str) -> None:
    one = await graph.get(f"{cases}/items/{MORE_DIGITS_THAN_PYTHON_READS}")

    assert (one.status, one.code) == (404, "itemNotFound")
    assert is_refused(await graph.get(f"{cases}/items?$top={MORE_DIGITS_THAN_PYTHON_READS}"))


@pytest.mark.parametrize("odd", ["{}.", "!{}", "{}="])
async def test_a_skiptoken_is_taken_only_as_the_next_link_had_it(graph: Graph, cases: str, odd: str) -> None:
    for title in ("a", "b"):
        await graph.post(f"{cases}/items", {"fields": {"Title": title}})
    link = (await graph.get(f"{cases}/items?$top=1")).json["@odata.nextLink"]
    start, token = link.rsplit("skiptoken=", 1)

    assert is_refused(await graph.get(f"{start}skiptoken={odd.format(token)}"))


@pytest.mark.parametrize(
    "query",
    [
        "$filter=" + "(" * 3000,
        "$filter=" + "not%20" * 1000 + "fields/Score%20eq%201",
        "$expand=" + "a($expand=" * 500 + ")" * 500,
    ],
)
async def test_a_query_nested_without_end_is_refused_in_odatas_words(graph: Graph, cases: str, query: str) -> None:
    answer = await graph.get(f"{cases}/items?{query}")

    assert is_refused(answer)
    assert answer.message == "Recursion depth exceeded allowed limit."


@pytest.mark.parametrize("condition", ["gt 'Fraud'", "le ''"])
async def test_several_values_are_neither_more_nor_less_than_one(graph: Graph, cases: str, condition: str) -> None:
    themes = {"Themes@odata.type": "Collection(Edm.String)", "Themes": ["Theft"]}
    await graph.post(f"{cases}/items", {"fields": themes})

    assert is_refused(await graph.get(f"{cases}/items?$filter=fields/Themes {condition}", Prefer=NON_INDEXED))


async def test_yes_and_no_are_neither_five_nor_nan(graph: Graph, cases: str) -> None:
    for value in ("5", "'nan'", "'yes'"):
        assert is_refused(await graph.get(f"{cases}/items?$filter=fields/Urgent eq {value}", Prefer=NON_INDEXED))


async def test_a_name_of_a_request_that_no_header_carries_is_replaced(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/errors: a client's own id comes back, in the header and in the body."""
    odd = await graph.get(f"{cases}/items/99", client_request_id="\udce9\udcff")
    good = await graph.get(f"{cases}/items/99", client_request_id="mine")

    assert (odd.status, odd.headers["client-request-id"]) == (404, odd.headers["request-id"])
    assert good.json["error"]["innerError"]["client-request-id"] == good.headers["client-request-id"] == "mine"


async def test_a_body_that_is_not_encoded_as_it_says_is_refused(graph: Graph, cases: str) -> None:
    assert is_refused(await graph.call("PATCH", f"{cases}/items/1", {"fields": {}}, Content_Encoding="gzip"))


async def test_roles_that_are_no_words_are_not_granted(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/site-post-permissions"""
    body: dict[str, Any] = {"roles": [{}], "grantedToIdentities": [{"application": {"id": "1", "displayName": "One"}}]}

    assert is_refused(await graph.with_roles("Sites.FullControl.All").post(f"{site}/permissions", body))


@pytest.mark.parametrize(
    "body",
    [
        {"notificationUrl": "https://[bad"},
        {"expirationDateTime": "9999-12-31T23:59:59-05:00"},
        {"clientState": "s" * 129},
        {"latestSupportedTlsVersion": "v2_0"},
        {"latestSupportedTlsVersion": []},
    ],
)
async def test_what_is_no_url_or_date_makes_no_subscription(
    graph: Graph, cases: str, listener: Listener, clock: Clock, body: dict[str, Any]
) -> None:
    """https://learn.microsoft.com/graph/api/resources/subscription"""
    assert is_refused(await subscribed(graph, listener, clock, cases, **body))
