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
from sync.graph.client import Graph, open_graph
from sync.graph.lists import find_site, open_list
from sync.graph.shapes import objects
from sync.lists import LISTS
from sync.provision import provision
from sync.settings import GraphSettings
from tests.list_rows import a_row
from tests.sync.scripted import SteppedClock


async def columns_of(graph: Graph, name: str) -> dict[str, dict[str, Any]]:
    rows = await open_list(graph, name)
    found = await graph.get(f"{rows.path}/columns")
    return {column["name"]: column for column in objects(found, "value")}


async def a_list_made_by_hand(graph: Graph, settings: GraphSettings, *columns: dict[str, Any]) -> None:
    site = await find_site(graph, settings.site_url)
    await graph.post(f"{site}/lists", {"displayName": "Cases", "columns": list(columns)})


async def test_a_site_without_lists_gets_every_one_with_its_columns(local_graph: Graph) -> None:
    report = await provision(local_graph)

    assert [line for line in report.changes if ":" not in line] == [f"list {one.name}" for one in LISTS]
    assert (report.already, report.drift) == ((), ())
    for one in LISTS:
        made = await columns_of(local_graph, one.name)
        ours = [column.name for column in one.columns]
        assert {name: made[name]["displayName"] for name in ours} == {c.name: c.display_name for c in one.columns}
        assert [name for name in ours if made[name]["indexed"]] == [c.name for c in one.columns if c.indexed]
        assert [name for name in ours if made[name]["enforceUniqueValues"]] == [c.name for c in one.columns if c.unique]
        assert {name: made[name]["defaultValue"]["value"] for name in ours if made[name].get("defaultValue")} == {
            c.name: c.default for c in one.columns if c.default
        }


async def test_a_second_run_finds_everything_and_makes_nothing(local_graph: Graph) -> None:
    await provision(local_graph)

    report = await provision(local_graph)

    assert (report.changes, report.drift) == ((), ())
    assert len(report.already) == sum(len(one.columns) + 1 for one in LISTS)


async def test_a_dry_run_tells_and_makes_nothing(m365: Local365, local_graph: Graph) -> None:
    planned = await provision(local_graph, dry_run=True)

    assert m365.tenant.sites.snapshot_lists() == []
    assert planned == await provision(local_graph)


async def test_a_list_made_by_hand_is_completed_and_what_cannot_be_mended_is_told(
    local_settings: GraphSettings, local_graph: Graph
) -> None:
    await a_list_made_by_hand(
        local_graph,
        local_settings,
        {"name": "Status", "choice": {"choices": ["Parked", "New"]}},
        {"name": "CaseNumber", "text": {}},
        {"name": "Promise", "text": {}},
    )

    report = await provision(local_graph)

    made = await columns_of(local_graph, "Cases")
    assert [line for line in report.changes if " gets " in line][:2] == [
        "Cases: column CaseNumber gets an index, unique values",
        "Cases: column Status gets an index, the choices In progress, Waiting for submitter, Answered, Closed",
    ]
    assert made["Status"]["choice"]["choices"][:3] == ["Parked", "New", "In progress"]
    assert (made["CaseNumber"]["indexed"], made["CaseNumber"]["enforceUniqueValues"]) == (True, True)
    assert [line.split(":")[1] for line in report.drift] == [" Column Promise is not of the type dateTime, date only"]
    assert "text" in made["Promise"]


async def test_a_column_that_was_deleted_is_made_again_and_the_others_keep_what_they_hold(local_graph: Graph) -> None:
    await provision(local_graph)
    rows = await open_list(local_graph, "Cases")
    row = await a_row(rows, {"CaseNumber": "PF-2026-0001", "HubNotes": "Ask the council"})
    await local_graph.delete(f"{rows.path}/columns/Theme")

    report = await provision(local_graph)

    assert report.changes == ("Cases: column Theme",)
    assert (await rows.item(row.id)).fields["HubNotes"] == "Ask the council"


async def test_values_that_two_rows_share_are_told_and_stop_nothing_else(
    local_settings: GraphSettings, local_graph: Graph
) -> None:
    await a_list_made_by_hand(local_graph, local_settings, {"name": "CaseNumber", "text": {}})
    rows = await open_list(local_graph, "Cases")
    for _ in range(2):
        await a_row(rows, {"CaseNumber": "PF-2026-0001"})

    report = await provision(local_graph)

    (sentence,) = report.drift
    assert "Two rows hold the same value: mend them, then run this again." in sentence
    assert "Status" in await columns_of(local_graph, "Cases")


async def test_a_list_and_a_column_that_people_call_otherwise_stay_theirs(m365: Local365, local_graph: Graph) -> None:
    await provision(local_graph)
    rows = await open_list(local_graph, "Cases")
    await local_graph.patch(f"{rows.path}/columns/Theme", {"displayName": "Topic"})
    with m365.tenant.lock:
        site = m365.tenant.sites.site_at("force.sharepoint.example", "/sites/prevention")
        site.list("Cases").display_name = "Our cases"

    report = await provision(local_graph)

    assert (report.changes, report.drift) == ((), ())
    assert {"list Cases, called “Our cases” here", "Cases: column Theme, called “Topic” here"} <= set(report.already)
    assert (await open_list(local_graph, "Cases")).path == rows.path


@pytest.mark.parametrize("when", [When.BEFORE, When.AFTER_COMMIT])
async def test_a_list_whose_making_is_in_doubt_is_made_once(m365: Local365, when: When, local_graph: Graph) -> None:
    m365.tenant.faults.add(Fault(method="POST", path="/v1.0/sites/*/lists", status=504, when=when))

    await provision(local_graph)

    report = await provision(local_graph)
    assert report.changes == ()
    assert sorted(one["name"] for one in m365.tenant.sites.snapshot_lists()) == sorted(one.name for one in LISTS)


async def test_provisioning_waits_as_long_as_graph_asks(m365: Local365, time: SteppedClock, local_graph: Graph) -> None:
    m365.tenant.faults.add(Fault(method="GET", path="/v1.0/sites/*", status=429, headers={"Retry-After": "7"}))

    await provision(local_graph)

    assert sum(time.slept) == 7.0


async def test_an_identity_that_may_not_make_lists_is_told_so(m365: Local365, local_graph: Graph) -> None:
    m365.tenant.sites.site_at("force.sharepoint.example", "/sites/prevention").grants.clear()

    with pytest.raises(DeliveryFailed) as failed:
        await provision(local_graph)

    assert (failed.value.kind, failed.value.code) == (FailureKind.CONFIG, "graph.403.accessDenied")


async def test_a_site_that_does_not_exist_is_told_so(
    local_settings: GraphSettings, make_tokens: Callable[[], Tokens]
) -> None:
    elsewhere = replace(local_settings, site_url="https://force.sharepoint.example/sites/nowhere")

    with pytest.raises(DeliveryFailed) as failed:
        async with open_graph(elsewhere, make_tokens()) as graph:
            await provision(graph)

    assert failed.value.status == 404
