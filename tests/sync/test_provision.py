"""The Cases list is made once, completed when something is missing, and never changed behind people's backs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hub.errors import DeliveryFailed, FailureKind
from local365.faults import Fault, When
from local365.server import Local365
from service.tokens import Tokens
from sync.columns import COLUMNS
from sync.graph.client import Graph
from sync.graph.lists import find_site, open_list
from sync.graph.shapes import objects
from sync.provision import ProvisionReport, provision
from sync.settings import GraphSettings
from tests.sync.scripted import SteppedClock

MakeTokens = Callable[[], Tokens]
OURS = [column.name for column in COLUMNS if not column.built_in]


async def columns_of_the_list(graph: Graph) -> dict[str, dict[str, Any]]:
    rows = await open_list(graph, "Cases")
    found = await graph.get(f"{rows.path}/columns")
    return {column["name"]: column for column in objects(found, "value")}


async def test_a_site_without_the_list_gets_it_with_every_column(
    local_settings: GraphSettings, make_tokens: MakeTokens, local_graph: Graph
) -> None:
    report = await provision(local_settings, make_tokens)

    made = await columns_of_the_list(local_graph)
    assert report == ProvisionReport(created=("list Cases", *(f"column {name}" for name in OURS)), already=(), drift=())
    assert {name: made[name]["displayName"] for name in OURS} == {c.name: c.display_name for c in COLUMNS[1:]}
    assert [name for name in OURS if made[name]["indexed"]] == [c.name for c in COLUMNS if c.indexed]
    assert [name for name in OURS if made[name]["enforceUniqueValues"]] == ["CaseNumber"]


async def test_a_second_run_finds_everything_and_makes_nothing(
    local_settings: GraphSettings, make_tokens: MakeTokens
) -> None:
    await provision(local_settings, make_tokens)

    report = await provision(local_settings, make_tokens)

    assert (report.created, report.drift) == ((), ())
    assert report.already == ("list Cases", *(f"column {column.name}" for column in COLUMNS))


async def test_a_dry_run_tells_and_makes_nothing(local_settings: GraphSettings, make_tokens: MakeTokens) -> None:
    planned = await provision(local_settings, make_tokens, dry_run=True)

    assert planned == await provision(local_settings, make_tokens)


async def test_a_missing_column_is_made_and_what_people_changed_is_told_in_sentences(
    local_settings: GraphSettings, make_tokens: MakeTokens, local_graph: Graph
) -> None:
    site = await find_site(local_graph, local_settings.site_url)
    by_hand: list[dict[str, Any]] = [
        {"name": "Status", "choice": {"choices": ["New"]}},
        {"name": "CaseNumber", "text": {}},
    ]
    await local_graph.post(
        f"{site}/lists", {"displayName": "Cases", "columns": [*by_hand, {"name": "Promise", "text": {}}]}
    )

    report = await provision(local_settings, make_tokens)

    assert report.created == tuple(f"column {name}" for name in OURS if name not in {"Status", "CaseNumber", "Promise"})
    assert [sentence.split(":")[0] for sentence in report.drift] == [
        "Column CaseNumber must enforce unique values, or a case may get two rows",
        "Column CaseNumber is not indexed",
        "Column Status is not indexed",
        "Column Status lacks the choices In progress, Waiting for submitter, Answered, Closed",
        "Column Promise is not of the type dateTime, date only",
    ]


@pytest.mark.parametrize("when", [When.BEFORE, When.AFTER_COMMIT])
async def test_a_list_whose_making_is_in_doubt_is_made_once(
    m365: Local365, local_settings: GraphSettings, make_tokens: MakeTokens, time: SteppedClock, when: When
) -> None:
    m365.tenant.faults.add(Fault(method="POST", path="/v1.0/sites/*/lists", status=504, when=when))

    await provision(local_settings, make_tokens, clock=time.clock)

    report = await provision(local_settings, make_tokens)
    assert (report.created, len(report.already)) == ((), len(COLUMNS) + 1)


async def test_provisioning_waits_as_long_as_graph_asks(
    m365: Local365, local_settings: GraphSettings, make_tokens: MakeTokens, time: SteppedClock
) -> None:
    m365.tenant.faults.add(Fault(method="GET", path="/v1.0/sites/*", status=429, headers={"Retry-After": "7"}))

    await provision(local_settings, make_tokens, clock=time.clock)

    assert time.slept == [7.0]


async def test_an_identity_that_may_not_make_lists_is_told_so(
    m365: Local365, local_settings: GraphSettings, make_tokens: MakeTokens
) -> None:
    m365.tenant.sites.site_at("force.sharepoint.example", "/sites/prevention").grants.clear()

    with pytest.raises(DeliveryFailed) as failed:
        await provision(local_settings, make_tokens)

    assert (failed.value.kind, failed.value.code) == (FailureKind.CONFIG, "graph.403.accessDenied")


async def test_a_site_that_does_not_exist_is_told_so(local_settings: GraphSettings, make_tokens: MakeTokens) -> None:
    elsewhere = replace(local_settings, site_url="https://force.sharepoint.example/sites/nowhere")

    with pytest.raises(DeliveryFailed) as failed:
        await provision(elsewhere, make_tokens)

    assert failed.value.status == 404
