"""A row that somebody added to the Cases list by hand says, once, what to do instead."""

from typing import Any

import pytest

from tests.journeys.force import CASES, Force


async def test_a_row_that_somebody_made_by_hand_is_told_what_to_do_once_and_is_otherwise_left_alone(
    here: Force,
) -> None:
    made = await here.maple.creates(CASES, Title="My own note", SyncNote="Ask Rowan")
    await here.settle()
    await here.settle()

    [row] = await here.office.rows(CASES)
    assert row.fields["Title"] == "My own note"
    assert "send it in through Teams or the Microsoft Form" in row.fields["SyncNote"]
    assert row.fields["SyncNote"].endswith("\nAsk Rowan")
    assert await here.hub_cards() == []
    await here.maple.edits(CASES, made.id, SyncNote="")
    await here.settle()
    [row] = await here.office.rows(CASES)
    assert "SyncNote" not in row.fields


@pytest.mark.parametrize("fault", [{"status": 504, "when": "after_commit"}, {"status": 412}, {"status": 429}])
async def test_a_note_on_a_row_made_by_hand_survives_what_goes_wrong(here: Force, fault: dict[str, Any]) -> None:
    await here.office.goes_wrong(method="PATCH", path="/v1.0/sites/*/lists/*/items/*/fields", **fault)
    await here.maple.creates(CASES, Title="My own note", SyncNote="Ask Rowan")
    await here.settle()
    here.clock.forward(seconds=60)
    await here.settle()

    [row] = await here.office.rows(CASES)
    assert row.fields["SyncNote"].count("This row is not a case") == 1
    assert row.fields["SyncNote"].count("Ask Rowan") == 1


async def test_a_row_made_by_hand_that_is_deleted_before_it_is_told_holds_nothing_up(here: Force) -> None:
    made = await here.maple.creates(CASES, Title="My own note")
    await here.worker.reader.pull()
    await here.maple.deletes(CASES, made.id)

    await here.settle()

    assert here.service.teams.deliveries.waiting() == 0
    assert here.service.teams.deliveries.parked() == []


async def test_our_own_row_that_is_read_before_its_answer_came_gets_no_such_note(here: Force) -> None:
    await here.office.goes_wrong(method="POST", path="/v1.0/sites/*/lists/*/items", status=504, when="after_commit")
    await here.sends_in(here.birch)
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")
    await here.settle()

    assert "SyncNote" not in (await here.row()).fields
