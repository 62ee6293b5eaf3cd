"""Somebody changes the shape of the Cases list: nothing is lost or doubled, and the hub hears what to do."""

import asyncio

from service.run import run_workers
from service.syncing import MENDED_S, SCHEMA_S
from sync.graph.lists import open_list
from sync.provision import provision
from tests.journeys.force import CASES, Force

ALARM = "The Cases list cannot be written to"


async def column_deleted(here: Force, name: str) -> None:
    rows = await open_list(here.service.graph, CASES)
    await here.service.graph.delete(f"{rows.path}/columns/{name}")


async def unique_values_switched_off(here: Force) -> None:
    rows = await open_list(here.service.graph, CASES)
    await here.service.graph.patch(f"{rows.path}/columns/CaseNumber", {"enforceUniqueValues": False})


async def column_retyped(here: Force) -> None:
    await column_deleted(here, "Promise")
    rows = await open_list(here.service.graph, CASES)
    await here.service.graph.post(f"{rows.path}/columns", {"name": "Promise", "text": {}})


async def alarms(here: Force) -> list[str]:
    return [one.reads for one in await here.oak.sees(CASES) if ALARM in one.reads]


async def later(here: Force, seconds: float) -> None:
    here.clock.forward(seconds=seconds)
    await here.settle()


async def test_without_unique_case_numbers_no_row_is_written_until_it_is_mended(here: Force) -> None:
    await here.settle()
    await unique_values_switched_off(here)
    await later(here, SCHEMA_S)

    await here.sends_in(here.birch)
    assert await here.office.rows(CASES) == []
    [told] = await alarms(here)
    assert "Column CaseNumber must enforce unique values" in told
    assert len(await here.hub_cards()) == 1

    await provision(here.service.graph)
    await later(here, MENDED_S)
    assert [row.fields["CaseNumber"] for row in await here.office.rows(CASES)] != []


async def test_what_was_parked_for_a_deleted_column_is_written_once_it_is_back(
    here: Force,
) -> None:
    await here.settle()
    await column_deleted(here, "Guidance")
    await column_deleted(here, "Details")
    await here.sends_in(here.birch)
    await later(here, SCHEMA_S)

    [told] = await alarms(here)
    assert "Column Details is missing: `prevention-first provision` makes it again." in told
    assert await here.office.rows(CASES) == []

    await provision(here.service.graph)
    await later(here, MENDED_S)
    assert len(await here.office.rows(CASES)) == 1


async def test_what_a_deleted_column_held_is_written_back_and_its_emptiness_is_nobodys_edit(here: Force) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    await here.maple.edits(CASES, row.id, HubNotes="Ask the council first")
    await here.settle()
    await column_deleted(here, "HubNotes")
    await later(here, SCHEMA_S)

    await provision(here.service.graph)
    await here.maple.edits(CASES, row.id, Theme="Sheds")
    await later(here, MENDED_S)

    row = await here.row()
    await here.oak.looks_at((await here.hub_cards())[0])  # hub notes are for hub staff alone, not on everybody's card
    assert (row.fields["HubNotes"], row.fields["Theme"]) == ("Ask the council first", "Sheds")
    assert "Ask the council first" in (await here.hub_cards())[0].reads


async def test_a_retyped_column_is_told_with_what_to_do(here: Force) -> None:
    await here.settle()
    await column_retyped(here)
    await later(here, SCHEMA_S)

    [told] = await alarms(here)
    assert "Column Promise is not of the type dateTime, date only: copy what it holds elsewhere" in told


async def test_the_same_trouble_is_told_once(here: Force) -> None:
    await here.settle()
    await unique_values_switched_off(here)
    for _ in range(3):
        await later(here, SCHEMA_S)

    assert len(await alarms(here)) == 1


async def test_a_list_that_is_not_there_at_the_start_is_told_and_stops_nothing_else(here: Force) -> None:
    with here.m365.tenant.lock:
        here.m365.tenant.sites.site_at("force.sharepoint.example", "/sites/prevention").lists.clear()
    stop = asyncio.Event()
    running = asyncio.create_task(run_workers(here.service, stop))

    async def told_yet() -> list[str] | None:
        return await alarms(here) or None

    await here.office.control.wait(told_yet, within_s=60, what="no alarm")
    stop.set()
    await running

    [told] = await alarms(here)
    assert "The list Cases is not on the site: `prevention-first provision` makes it." in told
