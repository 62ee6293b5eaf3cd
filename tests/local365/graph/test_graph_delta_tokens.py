"""The tokens of the delta feed: how they are had, and how they end."""

import pytest

from local365.switches import DeltaMischief
from tests.local365.graph.clock import Clock
from tests.local365.graph.delta_feed import DELTA, followed, made
from tests.local365.graph.graph_client import Answer, Graph


async def test_the_latest_token_is_had_without_enumerating(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta, example 3"""
    await made(graph, cases, "a")
    answer = await graph.get(f"{cases}/items/delta?token=latest")
    await made(graph, cases, "b")
    value, _ = await followed(graph, answer.json[DELTA])

    assert answer.json["value"] == []
    assert [item["id"] for item in value] == ["2"]


async def test_a_token_goes_in_the_brackets_too(graph: Graph, cases: str) -> None:
    link = (await graph.get(f"{cases}/items/delta")).json[DELTA]
    await made(graph, cases, "a")
    token = link.rsplit("token=", 1)[-1]
    answer = await graph.get(f"{cases}/items/delta(token='{token}')")

    assert [item["id"] for item in answer.json["value"]] == ["1"]


@pytest.mark.parametrize("token", ["made-up", "bm90IGEgdG9rZW4"])
async def test_a_text_that_never_was_a_token_is_malformed(graph: Graph, cases: str, token: str) -> None:
    """Seen in the service: 400, not 410."""
    answer = await graph.get(f"{cases}/items/delta?token={token}")

    assert (answer.status, answer.code) == (400, "invalidRequest")
    assert answer.message == "Provided sync token is malformed"


@pytest.mark.parametrize("odd", ["{}.", "!{}", "{}=", " {}"])
async def test_a_token_is_taken_only_as_the_link_had_it(graph: Graph, cases: str, odd: str) -> None:
    link = (await graph.get(f"{cases}/items/delta")).json[DELTA]
    start, token = link.rsplit("token=", 1)
    answer = await graph.get(f"{start}token={odd.format(token)}")

    assert (answer.status, answer.message) == (400, "Provided sync token is malformed")


@pytest.mark.parametrize("query", ["$token=latest", "$deltatoken=latest", "deltatoken=latest"])
async def test_the_token_has_no_other_name(graph: Graph, cases: str, query: str) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta: `token`, which is no option of OData's."""
    answer = await graph.get(f"{cases}/items/delta?{query}")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_a_token_of_another_list_is_malformed(graph: Graph, cases: str, site: str) -> None:
    await graph.post(f"{site}/lists", {"displayName": "Other"})
    link = (await graph.get(f"{cases}/items/delta")).json[DELTA]
    token = link.rsplit("token=", 1)[-1]
    answer = await graph.get(f"{site}/lists/Other/items/delta?token={token}")

    assert answer.status == 400


async def gone(graph: Graph, cases: str, mischief: DeltaMischief) -> Answer:
    """The answer to a token that is refused once."""
    link = (await graph.get(f"{cases}/items/delta?$expand=fields")).json[DELTA]
    graph.sites.switches.delta_mischief.append(mischief)
    return await graph.get(link)


@pytest.mark.parametrize("mischief", [DeltaMischief.RESYNC_APPLY, DeltaMischief.RESYNC_UPLOAD])
async def test_a_token_that_is_gone_starts_anew_at_the_location(
    graph: Graph,
    cases: str,
    mischief: DeltaMischief,
) -> None:
    """https://learn.microsoft.com/graph/api/listitem-delta: 410, the resync code, and Location with a fresh link."""
    await made(graph, cases, "a", "b")
    answer = await gone(graph, cases, mischief)
    value, link = await followed(graph, answer.headers["Location"])
    nothing, _ = await followed(graph, link)

    assert (answer.status, answer.code) == (410, mischief.value)
    assert [item["fields"]["Title"] for item in value] == ["a", "b"]
    assert nothing == []


async def test_a_token_dies_of_old_age(graph: Graph, cases: str, clock: Clock) -> None:
    link = (await graph.get(f"{cases}/items/delta")).json[DELTA]
    clock.passes(days=29)
    alive = await graph.get(link)
    clock.passes(days=1)
    dead = await graph.get(link)

    assert (alive.status, dead.status) == (200, 410)


async def test_all_tokens_of_a_list_can_be_made_to_die(graph: Graph, cases: str) -> None:
    link = (await graph.get(f"{cases}/items/delta")).json[DELTA]
    next(iter(graph.sites.by_id.values())).list("Cases").expire_tokens()
    answer = await graph.get(link)

    assert answer.status == 410


async def test_going_on_from_a_token_costs_half(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled…: 2 and 1 units."""
    start = graph.sites.throttling.units_spent
    link = (await graph.get(f"{cases}/items/delta")).json[DELTA]
    without = graph.sites.throttling.units_spent - start
    await graph.get(link)

    assert (without, graph.sites.throttling.units_spent - start - without) == (2, 1)
