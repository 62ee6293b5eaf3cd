"""$batch, as Microsoft describes it: https://learn.microsoft.com/graph/json-batching"""

from typing import Any

import pytest

from local365.faults import Fault, When
from tests.local365.graph.graph_client import Graph

JSON = {"Content-Type": "application/json"}


def creation(step_id: str, cases: str, **fields: Any) -> dict[str, Any]:
    """A request of a batch that creates an item."""
    return {"id": step_id, "method": "POST", "url": f"{cases}/items", "headers": JSON, "body": {"fields": fields}}


async def batch(graph: Graph, *requests: dict[str, Any]) -> dict[str, Any]:
    """The responses by id."""
    answer = await graph.post("/$batch", {"requests": list(requests)})
    assert answer.status == 200, answer.content
    return {response["id"]: response for response in answer.json["responses"]}


async def test_every_request_of_a_batch_has_its_own_answer(graph: Graph, cases: str) -> None:
    """The example's shape: id, status, headers and body; 200 outside whatever stands inside."""
    found = await batch(
        graph,
        {"id": "1", "method": "GET", "url": cases},
        {"id": "2", "method": "GET", "url": f"{cases}/items/99"},
        creation("3", cases, Title="a"),
    )

    assert {step: response["status"] for step, response in found.items()} == {"1": 200, "2": 404, "3": 201}
    assert found["1"].keys() == {"id", "status", "headers", "body"}
    assert found["1"]["headers"]["Content-Type"] == "application/json"
    assert found["2"]["body"]["error"]["code"] == "itemNotFound"


async def test_a_url_of_a_batch_may_lack_its_slash_and_carry_a_query(graph: Graph, cases: str) -> None:
    """Request 5 of the example."""
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})
    url = f"{cases}/items/1?$expand=fields($select=Title)".removeprefix("/")
    found = await batch(graph, {"id": "1", "method": "GET", "url": url})

    assert found["1"]["body"]["fields"]["Title"] == "a"


async def test_an_answer_without_content_has_no_body(graph: Graph, cases: str) -> None:
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})
    found = await batch(graph, {"id": "1", "method": "DELETE", "url": f"{cases}/items/1"})

    assert found["1"] == {"id": "1", "status": 204, "headers": {}}


async def test_a_download_inside_a_batch_names_its_location(graph: Graph, site: str) -> None:
    url = f"{site}/drive/root:/Forms/Prevention%20First.xlsx:/content"
    found = await batch(graph, {"id": "1", "method": "GET", "url": url})

    assert found["1"]["status"] == 302
    assert found["1"]["headers"]["Location"].startswith(graph.url)


async def test_a_batch_holds_twenty_requests_at_most(graph: Graph, cases: str) -> None:
    twenty = [creation(str(number), cases) for number in range(20)]
    good = await graph.post("/$batch", {"requests": twenty})
    bad = await graph.post("/$batch", {"requests": [*twenty, creation("20", cases)]})

    assert (good.status, bad.status) == (200, 400)
    assert len(next(iter(graph.sites.by_id.values())).list("Cases").order) == 20


@pytest.mark.parametrize("other", ["a", "A"])
async def test_an_id_that_comes_twice_fails_the_batch(graph: Graph, cases: str, other: str) -> None:
    """Ids are unique, and not told apart by case."""
    answer = await graph.post("/$batch", {"requests": [creation("a", cases), creation(other, cases)]})

    assert (answer.status, answer.code) == (400, "BadRequest")
    assert next(iter(graph.sites.by_id.values())).list("Cases").order == []


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "GET", "url": "/sites/root"},
        {"id": "1", "url": "/sites/root"},
        {"id": "1", "method": "GET"},
        {"id": 1, "method": "GET", "url": "/sites/root"},
        {"id": "1", "method": "GET", "url": "https://graph.microsoft.com/v1.0/sites/root"},
        {"id": "1", "method": "POST", "url": "/subscriptions", "body": {}},
        {"id": "1", "method": "POST", "url": "/subscriptions", "headers": JSON},
        {"id": "1", "method": "GET", "url": "/sites/root", "dependsOn": ["2"]},
        {"id": "1", "method": "GET", "url": "/sites/root", "dependsOn": ["1"]},
        {"id": "1", "method": "GET X", "url": "/users"},
        {"id": "1", "method": "", "url": "/users"},
        {"id": "1", "method": "GET", "url": "/users", "headers": {"Prefer\n": "x"}},
        {"id": "1", "method": "GET", "url": "/users", "headers": {"Prefer": "x\r\ny: z"}},
        {"id": "1", "method": "PUT", "url": "/drives/x/root", "headers": {"Content-Type": "image/png"}, "body": "%"},
        {"id": "1", "method": "PUT", "url": "/drives/x/root", "headers": {"Content-Type": "image/png"}, "body": {}},
    ],
)
async def test_a_malformed_request_fails_the_whole_batch(graph: Graph, request_: dict[str, Any]) -> None:
    """Id, method and a relative url; a body with its content type; dependencies that stand before."""
    later = {"id": "2", "method": "GET", "url": "/sites/root"}
    answer = await graph.post("/$batch", {"requests": [request_, later]})

    assert (answer.status, answer.code) == (400, "BadRequest")


@pytest.mark.parametrize("body", [{}, {"requests": []}, {"requests": "all"}])
async def test_a_batch_without_requests_is_malformed(graph: Graph, body: object) -> None:
    answer = await graph.post("/$batch", body)

    assert answer.status == 400


async def test_what_depends_on_a_failure_is_not_done(graph: Graph, cases: str) -> None:
    """ "If an individual request fails, any request that depends on that request fails with 424"."""
    found = await batch(
        graph,
        creation("1", cases, Colour="red"),
        {**creation("2", cases, Title="b"), "dependsOn": ["1"]},
        {**creation("3", cases, Title="c"), "dependsOn": ["2"]},
        creation("4", cases, Title="d"),
    )

    assert [found[step]["status"] for step in "1234"] == [400, 424, 424, 201]
    assert len(next(iter(graph.sites.by_id.values())).list("Cases").order) == 1


async def test_what_depends_on_a_success_is_done_after_it(graph: Graph, cases: str) -> None:
    change = {"id": "Two", "method": "PATCH", "url": f"{cases}/items/1/fields", "headers": JSON, "body": {"Title": "b"}}
    found = await batch(graph, creation("One", cases, Title="a"), {**change, "dependsOn": ["one"]})

    assert found["Two"]["body"]["Title"] == "b"


async def test_a_condition_holds_for_its_own_request(graph: Graph, cases: str) -> None:
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})
    change = {"method": "PATCH", "url": f"{cases}/items/1/fields", "body": {"Title": "b"}}
    stale = {**change, "id": "1", "headers": {**JSON, "If-Match": '"old,1"'}}
    found = await batch(graph, stale, {**change, "id": "2", "headers": JSON})

    assert (found["1"]["status"], found["2"]["status"]) == (412, 200)


async def test_a_fault_strikes_one_request_inside(graph: Graph, cases: str) -> None:
    """facts: batches: 429 with its own Retry-After inside `headers`."""
    fault = Fault(method="POST", path="/v1.0/sites/*/lists/*/items", status=429, headers={"Retry-After": "7"})
    graph.tenant.faults.add(fault)
    found = await batch(graph, creation("1", cases, Title="a"), creation("2", cases, Title="b"))

    assert [found[step]["status"] for step in "12"] == [429, 201]
    assert found["1"]["headers"]["Retry-After"] == "7"
    assert found["1"]["body"]["error"]["code"] == "activityLimitReached"


async def test_a_fault_after_the_work_leaves_the_work_done(graph: Graph, cases: str) -> None:
    fault = Fault(method="POST", path="/v1.0/sites/*/items", status=504, when=When.AFTER_COMMIT)
    graph.tenant.faults.add(fault)
    found = await batch(graph, creation("1", cases, CaseKey="K1"))
    again = await batch(graph, creation("1", cases, CaseKey="K1"))

    assert found["1"]["status"] == 504
    assert again["1"]["body"]["error"]["message"].startswith("One or more fields with unique constraints")


async def test_answers_may_come_in_another_order(graph: Graph, cases: str) -> None:
    graph.sites.switches.batch_answers_reversed = True
    answer = await graph.post("/$batch", {"requests": [creation("1", cases), creation("2", cases)]})

    assert [(one["id"], one["body"]["id"]) for one in answer.json["responses"]] == [("2", "2"), ("1", "1")]


async def test_each_request_inside_is_paid_for(graph: Graph, cases: str) -> None:
    """facts: sharepoint-throttling: units are counted per inner request."""
    before = graph.sites.throttling.units_spent
    await batch(graph, creation("1", cases), creation("2", cases), {"id": "3", "method": "GET", "url": cases})

    assert graph.sites.throttling.units_spent - before == 2 + 2 + 1


async def test_requests_inside_are_throttled_one_by_one(graph: Graph, cases: str) -> None:
    graph.sites.switches.units_per_minute = 4
    found = await batch(graph, *(creation(step, cases) for step in "123"))

    assert [found[step]["status"] for step in "123"] == [201, 201, 429]
    assert found["3"]["headers"]["Retry-After"] == "60"


async def test_a_batch_cant_stand_inside_a_batch(graph: Graph) -> None:
    inner: dict[str, Any] = {"id": "1", "method": "POST", "url": "/$batch", "headers": JSON, "body": {"requests": []}}
    found = await batch(graph, inner)

    assert found["1"]["status"] == 400


async def test_people_are_looked_up_in_a_batch_too(graph: Graph) -> None:
    """The directory has routes of its own; the example of Microsoft's page asks for users."""
    found = await batch(
        graph,
        {"id": "1", "method": "GET", "url": "users/sample.birch@force.example?$select=displayName"},
        {"id": "2", "method": "GET", "url": "/users/sample.yew@force.example"},
    )

    assert found["1"]["body"]["displayName"] == "Sample Birch"
    assert (found["2"]["status"], found["2"]["body"]["error"]["code"]) == (404, "Request_ResourceNotFound")


async def test_a_fault_strikes_a_look_up_inside(graph: Graph) -> None:
    graph.tenant.faults.add(Fault(path="/v1.0/users/*", status=429, headers={"Retry-After": "3"}))
    # Twice, because aiohttp's client asks once more for a GET whose connection was cut.
    graph.tenant.faults.add(Fault(path="/v1.0/users/*", when=When.RESET, times=2))
    person = {"method": "GET", "url": "/users/sample.birch@force.example"}
    found = await batch(graph, *({**person, "id": step} for step in "123"))

    assert [found[step]["status"] for step in "123"] == [429, 503, 200]
    assert found["1"]["headers"]["Retry-After"] == "3"


async def test_an_unknown_path_inside_says_what_to_add(graph: Graph) -> None:
    found = await batch(graph, {"id": "1", "method": "GET", "url": "/me/memberOf"})

    assert found["1"]["status"] == 501
    assert "/me/memberOf" in found["1"]["body"]["error"]["message"]


async def test_the_address_of_a_batch_may_be_encoded(graph: Graph, cases: str) -> None:
    answer = await graph.post("/%24batch", {"requests": [creation("1", cases)]})

    assert answer.status == 200


@pytest.mark.parametrize("body", ["-_8=", "-_8", "+/8="])
async def test_a_body_that_is_not_json_is_base64(graph: Graph, site: str, body: str) -> None:
    """ "a base64 URL-encoded value, for example, when the body is an image"."""
    url = f"{site}/drive/root:/badge.png:/content"
    upload = {"id": "1", "method": "PUT", "url": url, "headers": {"content-TYPE": "image/png"}, "body": body}
    found = await batch(graph, upload)
    location = (await graph.get(url)).headers["Location"]

    assert (found["1"]["status"], found["1"]["body"]["size"]) == (201, 2)
    assert (await graph.plain("GET", location, None, {})).content == b"\xfb\xff"


async def test_a_body_nested_deeper_than_json_goes_is_malformed(graph: Graph) -> None:
    deep = b"[" * 500 + b"]" * 500
    part = b'{"id":"1","method":"POST","url":"/subscriptions","headers":{"Content-Type":"application/json"},"body":'
    answer = await graph.call(
        "POST", "/$batch", b'{"requests":[%b%b}]}' % (part, deep), Content_Type="application/json"
    )

    assert (answer.status, answer.code) == (400, "BadRequest")


@pytest.mark.parametrize("url", ["../_local365/state", "users/../../_local365/state", "%2e%2e/_local365/state"])
async def test_a_url_of_a_batch_leads_to_nothing_but_graph(graph: Graph, url: str) -> None:
    found = await batch(graph, {"id": "1", "method": "GET", "url": url})

    assert (found["1"]["status"], found["1"]["body"]["error"]["code"]) == (404, "BadRequest")


async def test_a_url_too_long_to_be_looked_up_is_answered_for_itself_alone(graph: Graph) -> None:
    person = "/users/sample.birch@force.example"
    long = {"id": "1", "method": "GET", "url": f"{person}?$select={'id,' * 9000}id"}
    found = await batch(graph, long, {"id": "2", "method": "GET", "url": person})

    assert [found[step]["status"] for step in "12"] == [414, 200]


async def test_the_headers_of_a_part_say_nothing_of_the_connection_or_of_who_calls(graph: Graph) -> None:
    headers = {"authorization": "Bearer x", "Host": "elsewhere.example", "Content-Length": "5", "Connection": "close"}
    found = await batch(graph, {"id": "1", "method": "GET", "url": "/users", "headers": headers})

    assert found["1"]["status"] == 200
