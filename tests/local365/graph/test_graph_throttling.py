"""Resource units per minute.

Source: https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online
"""

import pytest

from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph


@pytest.mark.parametrize(
    ("request_", "units"),
    [
        ("GET {cases}/items/1", 1),
        ("GET {cases}/items", 2),
        ("PATCH {cases}/items/1/fields", 2),
        ("DELETE {cases}/items/1", 2),
        ("GET {site}/drive/root:/Forms/Prevention%20First.xlsx", 1),
        ("GET {site}/drive/root:/Forms/Prevention%20First.xlsx:/content", 1),
        ("GET {site}/drive/root/children", 2),
        ("GET {site}/permissions", 5),
        ("GET /subscriptions", 0),
    ],
)
async def test_a_request_costs_what_microsoft_says(
    graph: Graph,
    cases: str,
    site: str,
    request_: str,
    units: int,
) -> None:
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})
    method, path = request_.format(cases=cases, site=site).split(" ")
    before = graph.sites.throttling.units_spent
    body = {"Title": "b"} if method == "PATCH" else None
    answer = await graph.call(method, path, body)

    assert answer.status < 400
    assert graph.sites.throttling.units_spent - before == units


async def test_nobody_is_throttled_unless_a_budget_is_set(graph: Graph, cases: str) -> None:
    answers = [await graph.get(cases) for _ in range(20)]

    assert {answer.status for answer in answers} == {200}
    assert "RateLimit-Limit" not in answers[-1].headers


async def test_from_four_fifths_of_the_budget_on_the_answers_warn(graph: Graph, cases: str, clock: Clock) -> None:
    graph.sites.switches.units_per_minute = 10
    answers = [await graph.get(cases) for _ in range(7)]
    clock.passes(seconds=50)
    eighth = await graph.get(cases)

    assert all("RateLimit-Limit" not in answer.headers for answer in answers)
    names = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
    assert [eighth.headers[name] for name in names] == ["10", "2", "10"]


async def test_over_the_budget_a_request_is_refused_until_the_minute_is_over(
    graph: Graph,
    cases: str,
    clock: Clock,
) -> None:
    graph.sites.switches.units_per_minute = 3
    for _ in range(3):
        await graph.get(cases)
    clock.passes(seconds=29)
    refused = await graph.get(cases)
    clock.passes(seconds=31)
    served = await graph.get(cases)

    assert (refused.status, refused.code) == (429, "activityLimitReached")
    assert refused.headers["Retry-After"] == refused.headers["RateLimit-Reset"] == "31"
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert served.status == 200


async def test_a_throttled_write_is_not_done(graph: Graph, cases: str) -> None:
    graph.sites.switches.units_per_minute = 1
    answer = await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})

    assert answer.status == 429
    assert next(iter(graph.sites.by_id.values())).list("Cases").order == []
