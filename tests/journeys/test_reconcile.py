"""Every class of difference between Form, cases, list and cards is seen, explained, and mended or left to a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from hub.ports import Surface
from hub.reconcile import Kind
from local365.server import Local365
from service.reconciling import DIFFERENT, EQUAL
from store.tables import cases, inbox, metadata, outbox, shown_cards, tracker_rows
from sync.graph.lists import open_list
from tests.journeys.force import ANSWERS, CASES, Force, force
from tests.journeys.proof import ONE, a_response, changed, is_mended, kinds, reconciled
from tests.list_rows import changed_row, every_row
from tests.sync.workbooks import HEADINGS, ROW, with_cells, workbook


@pytest.fixture(params=["sqlite", "postgresql"])
async def here(request: pytest.FixtureRequest, m365: Local365, tmp_path: Path) -> AsyncIterator[Force]:
    """The product at work on either database: what a restored copy or a lost row looks like is theirs to say."""
    database = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    async with force(m365, tmp_path, **database) as running:
        yield running


async def test_when_all_is_equal_it_says_how_much_there_is_on_each_side(here: Force) -> None:
    await a_response(here)
    await here.sends_in(here.birch)

    ended, found = await reconciled(here)

    assert ended == EQUAL
    assert (found["responses"], found["cases"], found["rows"]) == (1, 2, 2)
    assert (found["hub_cards"], found["receipts"], found["under_way"]) == (2, 2, 0)
    assert found["in_words"] == "All equal."


async def test_a_response_that_was_not_read_yet_is_taken_in(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))

    assert await kinds(here) == [Kind.RESPONSE_WITHOUT_CASE.value]
    await is_mended(here)
    assert (await here.row()).fields["Title"] == "A title"


async def test_a_response_that_was_lost_although_its_workbook_was_read_is_taken_in(here: Force) -> None:
    await here.settle()
    await here.office.replaces_workbook(workbook(HEADINGS, ROW, with_cells(column_0=2, column_7="Another")))
    await here.settle()
    lost = "PF-2026-0002"
    for table in reversed(metadata.sorted_tables):
        if "case" in table.c:
            changed(here, delete(table).where(table.c.case == lost))
    changed(here, delete(inbox).where(inbox.c.result == lost))
    changed(here, delete(cases).where(cases.c.number == lost))

    assert sorted(await kinds(here)) == sorted([Kind.RESPONSE_WITHOUT_CASE.value, Kind.ROW_OF_NO_CASE.value])
    await reconciled(here, repair=True)
    await here.settle()

    assert (await here.row("PF-2026-0003")).fields["Title"] == "Another"
    assert await kinds(here) == [Kind.ROW_OF_NO_CASE.value]


async def test_an_edit_in_the_workbook_is_taken_in(here: Force) -> None:
    await a_response(here)
    edited = with_cells(column_5="11/3/26 8:00:00", column_8="It is louder than I said.")
    await here.office.replaces_workbook(workbook(HEADINGS, edited))

    assert await kinds(here) == [Kind.RESPONSE_EDITED.value]
    await is_mended(here)
    assert (await here.row()).fields["Details"] == "It is louder than I said."


async def test_an_older_copy_of_the_workbook_is_for_a_person(here: Force) -> None:
    await a_response(here)
    await a_response(here, column_5="11/3/26 8:00:00", column_8="It is louder than I said.")
    await a_response(here)

    assert await kinds(here) == [Kind.RESPONSE_OLDER.value]
    await reconciled(here, repair=True)
    assert (await reconciled(here))[0] == DIFFERENT


async def test_a_row_deleted_in_the_workbook_is_for_a_person_who_restores_it(here: Force) -> None:
    await a_response(here)
    await here.office.replaces_workbook(workbook(HEADINGS))
    await here.settle()

    assert await kinds(here) == [Kind.CASE_WITHOUT_RESPONSE.value]
    await a_response(here)
    assert await kinds(here) == []


async def test_a_workbook_that_cannot_be_read_and_a_response_without_a_word_are_said(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS[:-1], ROW[:-1]))
    ended, found = await reconciled(here)
    assert ended == DIFFERENT
    assert HEADINGS[-1] in found["differences"][0]["in_words"]

    empty = with_cells(column_7="", column_8="", column_9="", column_10="")
    await here.office.replaces_workbook(workbook(HEADINGS, empty))
    ended, found = await reconciled(here)
    assert ended == EQUAL
    assert [one["kind"] for one in found["differences"]] == [Kind.RESPONSE_EMPTY.value]


async def test_a_row_that_is_gone_is_noticed_and_then_known_as_deleted(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.maple.deletes(CASES, (await here.row()).id)

    assert await kinds(here) == [Kind.ROW_GONE.value]
    await reconciled(here, repair=True)
    await here.settle()

    assert await reconciled(here) == (EQUAL, (await reconciled(here))[1])
    assert await kinds(here) == [Kind.ROW_DELETED.value]
    assert "deleted" in (await here.hub_cards())[0].reads


async def test_a_deleted_row_that_is_back_is_taken_up(here: Force) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    await here.maple.deletes(CASES, row.id)
    await here.settle()
    await here.maple.restores(CASES, row.id)

    assert await kinds(here) == [Kind.ROW_BACK.value]
    await is_mended(here)


async def test_a_case_that_never_got_its_row_gets_one(here: Force) -> None:
    await here.service.edge.finish()
    await here.birch.says("new")
    await here.birch.presses("Send it in", ANSWERS)
    changed(here, delete(outbox).where(outbox.c.kind == "WriteTrackerRow"))
    await here.service.teams.deliver_due()

    assert await kinds(here) == [Kind.CASE_WITHOUT_ROW.value]
    await is_mended(here)
    assert (await here.row()).fields["CaseNumber"] == ONE


async def test_a_row_whose_mirror_was_lost_is_taken_up_and_not_written_twice(here: Force) -> None:
    await here.sends_in(here.birch)
    changed(here, delete(tracker_rows))

    assert await kinds(here) == [Kind.ROW_NOT_TAKEN_UP.value]
    await is_mended(here)
    assert len(await here.office.rows(CASES)) == 1


async def test_two_rows_of_one_case_are_for_a_person_who_deletes_one(here: Force) -> None:
    await here.sends_in(here.birch)
    rows = await open_list(here.service.graph, CASES)
    unique = f"{rows.path}/columns/CaseNumber"
    await here.service.graph.patch(unique, {"enforceUniqueValues": False})
    second = await here.maple.creates(CASES, Title="Mine", CaseNumber=ONE)

    assert sorted(await kinds(here)) == sorted([Kind.LIST_SHAPE.value, Kind.TWO_ROWS.value])
    await here.maple.deletes(CASES, second.id)
    await here.service.graph.patch(unique, {"indexed": True, "enforceUniqueValues": True})
    assert await kinds(here) == []


@pytest.mark.parametrize("number", ["", "PF-2019-0007"])
async def test_a_row_of_no_case_is_for_a_person(here: Force, number: str) -> None:
    row = await here.maple.creates(CASES, Title="My own note", **({"CaseNumber": number} if number else {}))
    await here.settle()

    ended, found = await reconciled(here, repair=True)

    assert ended == DIFFERENT
    assert [one["kind"] for one in found["differences"]] == [Kind.ROW_OF_NO_CASE.value]
    assert number in found["differences"][0]["in_words"]
    await here.maple.deletes(CASES, row.id)
    assert await kinds(here) == []


async def test_an_edit_in_the_list_that_was_not_read_is_taken_over(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")

    ended, found = await reconciled(here)
    assert ended == DIFFERENT
    assert [one["kind"] for one in found["differences"]] == [Kind.EDIT_NOT_READ.value]
    assert "Theme" in found["differences"][0]["in_words"]
    await is_mended(here)
    assert "Sheds" in (await here.hub_cards())[0].reads


async def test_a_row_that_is_behind_is_written_even_where_the_mirror_says_that_it_was(here: Force) -> None:
    await here.sends_in(here.birch)
    rows = await open_list(here.service.graph, CASES)
    [item] = await every_row(rows)
    etag = await changed_row(rows, item.id, {"Title": "An old title"}, None)
    changed(here, update(tracker_rows).values(etag=etag))

    assert await kinds(here) == [Kind.ROW_BEHIND.value]
    await is_mended(here)
    assert (await here.row()).fields["Title"] == ANSWERS["title"]


async def test_cards_of_another_version_and_cards_that_are_not_known_are_drawn(here: Force) -> None:
    await here.sends_in(here.birch)
    changed(here, update(shown_cards).where(shown_cards.c.surface == Surface.HUB_CARD).values(version=7))
    changed(here, delete(shown_cards).where(shown_cards.c.surface == Surface.RECEIPT))

    assert sorted(await kinds(here)) == sorted([Kind.CARD_OLDER.value, Kind.CARD_UNKNOWN.value])
    await is_mended(here)
