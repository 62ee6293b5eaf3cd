"""A repair that is disturbed says so, does what can be done, costs nobody's edit, and the next one does the rest."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import SQLAlchemyError

from hub.ports import Surface
from hub.reconcile import Kind
from service.reconciling import EQUAL, NOT_LOOKED
from store.casefiles import CaseFiles
from store.tables import shown_cards, tracker_rows
from sync.look import Look
from sync.reconcile import Reconciliation
from tests.journeys.force import ANSWERS, CASES, Force
from tests.journeys.proof import changed, kinds, reconciled
from tests.sync.workbooks import HEADINGS, ROW, workbook

WORKBOOK = "/v1.0/sites/*/drive/root*"
ITEMS = "/v1.0/sites/*/lists/*/items*"
BATCH = "/v1.0/$batch"


async def proved(here: Force) -> None:
    """The workers have carried out what is on its way, and all is equal."""
    await here.settle()
    ended, found = await reconciled(here)
    assert (ended, found["differences"]) == (EQUAL, [])


def of(found: Any, part: str) -> list[str]:
    """The classes of that part of the report."""
    return sorted(one["kind"] for one in found[part])


def unheard(_part: str, _done: int, _total: int) -> None:
    """Nobody looks at how far it has come."""


async def the_look(here: Force) -> tuple[Reconciliation, Look]:
    """What the command has found when it begins to mend."""
    worker, store = here.worker, here.service.store
    proof = Reconciliation(
        store=store,
        files=CaseFiles(store),
        rows=worker.deliverer.rows,
        reader=worker.reader,
        forms=worker.forms,
        clock=here.clock,
        heard=unheard,
    )
    return proof, await proof.look()


def a_card_is_lost(here: Force) -> None:
    changed(here, delete(shown_cards).where(shown_cards.c.surface == Surface.RECEIPT))


async def test_while_the_workbook_is_away_the_rest_is_compared_and_mended(here: Force) -> None:
    await here.sends_in(here.birch)
    a_card_is_lost(here)
    await here.office.goes_wrong(method="GET", path=WORKBOOK, status=403, times=100)

    ended, found = await reconciled(here, repair=True)

    assert (ended, found["equal"], found["responses"]) == (NOT_LOOKED, False, None)
    assert of(found, "mended") == [Kind.CARD_UNKNOWN.value]
    assert of(found, "differences") == [Kind.WORKBOOK_AWAY.value]
    here.m365.tenant.faults.clear()
    await proved(here)


async def test_while_the_list_is_away_the_rest_is_mended_and_no_row_counts_as_gone(here: Force) -> None:
    await here.sends_in(here.birch)
    a_card_is_lost(here)
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.office.goes_wrong(method="GET", path=ITEMS, status=403, times=100)

    ended, found = await reconciled(here, repair=True)

    assert ended == NOT_LOOKED
    assert of(found, "mended") == sorted([Kind.RESPONSE_WITHOUT_CASE.value, Kind.CARD_UNKNOWN.value])
    assert of(found, "differences") == [Kind.LIST_AWAY.value]
    here.m365.tenant.faults.clear()
    await proved(here)


async def test_a_side_that_was_away_at_the_first_look_is_looked_at_twice_all_the_same(here: Force) -> None:
    await here.sends_in(here.birch)
    changed(here, delete(tracker_rows))
    await here.office.goes_wrong(method="GET", path=ITEMS, status=403, times=1)

    assert await kinds(here) == [Kind.ROW_NOT_TAKEN_UP.value]


async def test_when_graph_goes_away_before_the_repair_the_cards_are_mended_and_the_rows_next_time(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")
    a_card_is_lost(here)
    proof, look = await the_look(here)
    await here.office.goes_wrong(method="POST", path=BATCH, status=403, times=100)

    mended = await proof.mend(look)

    assert [one.kind for one in mended] == [Kind.CARD_UNKNOWN]
    assert look.away == {Kind.LIST_AWAY}
    here.m365.tenant.faults.clear()
    await reconciled(here, repair=True)
    await proved(here)
    assert "Sheds" in (await here.hub_cards())[0].reads


@pytest.mark.parametrize("edited", ["after the report", "after the repair, before it is delivered"])
async def test_an_edit_meanwhile_is_taken_in_and_not_written_over(here: Force, edited: str) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    rows = here.worker.deliverer.rows
    said = await here.service.graph.patch(f"{rows.path}/items/{row.id}/fields", {"Title": "An old title"})
    changed(here, update(tracker_rows).values(etag=said["@odata.etag"]))
    proof, look = await the_look(here)

    if edited == "after the report":
        await here.maple.edits(CASES, row.id, Theme="Sheds", HubNotes="Ask Oak")
    mended = await proof.mend(look)
    if edited != "after the report":
        await here.maple.edits(CASES, row.id, Theme="Sheds", HubNotes="Ask Oak")
    await proved(here)

    assert [one.kind for one in mended] == [Kind.ROW_BEHIND]
    fields = (await here.row()).fields
    assert (fields["Title"], fields["Theme"], fields["HubNotes"]) == (ANSWERS["title"], "Sheds", "Ask Oak")


async def test_a_row_deleted_between_the_report_and_the_repair_stays_deleted(here: Force) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    changed(here, update(tracker_rows).values(values={}, etag="older"))
    await here.service.graph.patch(
        f"{here.worker.deliverer.rows.path}/items/{row.id}/fields", {"Title": "An old title"}
    )
    proof, look = await the_look(here)
    await here.maple.deletes(CASES, row.id)

    await proof.mend(look)
    await here.settle()

    assert await here.office.rows(CASES) == []
    assert await kinds(here) == [Kind.ROW_DELETED.value]


async def test_a_repair_that_dies_half_way_has_done_what_it_had_begun_and_the_next_does_the_rest(here: Force) -> None:
    for _ in range(2):
        await here.sends_in(here.birch)
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")
    a_card_is_lost(here)
    fault = "CREATE TRIGGER dies BEFORE INSERT ON outbox WHEN NEW.kind = 'UpdateReceipt' AND NEW.priority = 1"
    with here.service.store.database.writing() as connection:
        connection.exec_driver_sql(f"{fault} BEGIN SELECT RAISE(ABORT, 'dies'); END")

    with pytest.raises(SQLAlchemyError):
        await reconciled(here, repair=True)

    with here.service.store.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER dies")
    assert await kinds(here) == [Kind.CARD_UNKNOWN.value]
    await reconciled(here, repair=True)
    await proved(here)
    assert "Sheds" in (await here.hub_cards())[0].reads
