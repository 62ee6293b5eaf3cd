"""Form, cases, list and cards are compared and mended while the service is at work; what is stuck is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, update

from hub.errors import DeliveryFailed
from hub.reconcile import Kind
from service.clocks import Time
from service.reconciling import DIFFERENT, EQUAL, Asked, reconcile
from store.tables import shown_cards, tracker_rows
from tests.journeys.force import ANSWERS, CASES, Force, joined_up
from tests.journeys.proof import ONE, changed, kinds, reconciled
from tests.journeys.terminal import quiet, said
from tests.sync.workbooks import HEADINGS, ROW, workbook


async def test_what_is_parked_is_named_with_the_command_that_releases_it(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.office.goes_wrong(method="PATCH", path="/v1.0/sites/*/lists/*/items/*/fields", status=400, times=2)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    ended, found = await reconciled(here, repair=True)

    [parked] = found["differences"]
    assert (ended, parked["kind"], found["mended"]) == (DIFFERENT, Kind.PARKED.value, [])
    assert parked["in_words"].startswith("The row of the Cases list: parked Mon 23 Nov 2026 09:3")
    assert f"prevention-first release --case {ONE} --reason graph.400" in parked["settled_by"]
    with here.service.store.begin() as uow:
        uow.outbox.release(lane_prefix=f"sharepoint:{ONE}", at=here.clock())
    await here.settle()
    assert await kinds(here) == []


async def test_what_should_have_been_delivered_long_ago_is_said(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    assert (await reconciled(here))[0] == EQUAL
    here.clock.forward(minutes=20)

    assert set(await kinds(here)) == {Kind.OVERDUE.value}
    await here.settle()
    assert await kinds(here) == []


async def test_somebody_who_cannot_be_reached_is_named_once_with_the_reason(here: Force) -> None:
    await here.birch.blocks_bot()
    await here.office.responds(email="sample.birch@force.example", name="Sample Birch", answers=["Idea", *"abcd"])
    await here.settle()

    ended, found = await reconciled(here)

    assert ended == DIFFERENT
    assert [one["kind"] for one in found["differences"]] == [Kind.UNREACHABLE.value]
    assert "Sample Birch cannot be reached: they have blocked" in found["differences"][0]["in_words"]


async def test_without_a_hub_channel_it_says_so(m365: Any, tmp_path: Any) -> None:
    async with joined_up(m365, tmp_path) as here:
        assert await kinds(here) == [Kind.NO_CHANNEL.value]


async def test_what_the_worker_settles_meanwhile_is_no_difference(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))

    async def work(_seconds: float) -> None:
        await here.settle()

    assert (await reconciled(here, sleep=work))[0] == EQUAL


async def test_a_case_sent_in_between_two_looks_is_no_difference(here: Force) -> None:
    await here.maple.creates(CASES, Title="My own note")

    async def somebody_sends_in(_seconds: float) -> None:
        await here.birch.says("new")
        await here.birch.presses("Send it in", ANSWERS)

    _, found = await reconciled(here, sleep=somebody_sends_in)

    assert [one["kind"] for one in found["differences"]] == [Kind.ROW_OF_NO_CASE.value]
    assert found["cases"] == 1


async def test_a_repair_is_proved_only_when_it_was_delivered(here: Force) -> None:
    await here.sends_in(here.birch)
    changed(here, update(shown_cards).values(version=7))

    ended, found = await reconciled(here, repair=True)

    assert ended == DIFFERENT
    assert len(found["mended"]) == 2
    assert "Run it again then" in found["in_words"]


async def test_a_repair_asked_for_twice_does_nothing_twice(here: Force) -> None:
    await here.sends_in(here.birch)
    changed(here, delete(tracker_rows))
    before = len(await here.birch.sees())

    for _ in range(2):
        await reconciled(here, repair=True)
    await here.settle()

    assert len(await here.office.rows(CASES)) == 1
    assert len(await here.birch.sees()) == before
    assert len(await here.hub_cards()) == 1


async def test_when_the_sites_lists_cannot_be_opened_it_could_not_look(here: Force) -> None:
    await here.office.goes_wrong(method="GET", path="/v1.0/sites/*/lists", status=403, times=50)

    with pytest.raises(DeliveryFailed):
        await reconciled(here)


async def test_the_report_is_a_table_with_what_settles_each_difference(here: Force) -> None:
    await here.maple.creates(CASES, Title="My own note")
    screen = quiet()
    time = replace(Time(), now=here.clock, sleep=here.clock.sleep)

    await reconcile(here.service.settings, screen, Asked(wait_s=0), time=time, progress_on=quiet())

    assert "names no case" in said(screen)
    assert "To open a case, send it in" in said(screen)
    assert "0 Form responses, 0 cases, 1 list row, 0 hub cards and 0 receipts shown." in said(screen)
    assert "1 difference left." in said(screen)
