"""Flow 3: responses to the Microsoft Form become cases, once, through the same use case."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from service.importing import import_file
from sync.imports import ImportRefused
from tests.journeys.force import Force
from tests.sync.workbooks import HEADINGS, ROW, with_cells, workbook

ANSWERS = ["Idea", "Quiet hour at the counter", "It is loud.", "Dimmed lights.", "A trial."]


async def alarms(here: Force) -> list[str]:
    """What the hub's channel was told apart from cases."""
    return [one.reads for one in await here.oak.sees("Cases") if one.thread is None and "orkbook" in one.reads]


async def test_a_response_becomes_a_case_with_the_submitter_as_the_directory_knows_them(here: Force) -> None:
    await here.office.responds(email="sample.cedar@force.example", name="S. Cedar", answers=ANSWERS)
    await here.settle()

    row = await here.row()
    assert (row.fields["Title"], row.fields["SubmittedBy"]) == ("Quiet hour at the counter", "Sample Cedar")
    assert row.fields["Door"] == "Microsoft Form"
    assert len(await here.hub_cards()) == 1


async def test_the_workbook_read_again_changes_nothing(here: Force) -> None:
    await here.office.responds(email="sample.cedar@force.example", name="Sample Cedar", answers=ANSWERS)
    await here.settle()
    await here.office.responds(email="sample.elm@force.example", name="Sample Elm", answers=ANSWERS)
    await here.settle()
    await here.settle()

    assert len(await here.hub_cards()) == 2
    assert len(await here.office.rows("Cases")) == 2


async def test_an_anonymous_response_stays_anonymous(here: Force) -> None:
    await here.office.responds(email=None, name="", answers=ANSWERS)
    await here.settle()

    row = await here.row()
    assert not row.fields.get("SubmittedBy")
    assert not row.fields.get("SubmitterEmail")
    assert "Anonymous" in (await here.hub_cards())[0].reads


async def test_a_submitter_who_has_met_the_bot_gets_a_receipt_in_their_chat(here: Force) -> None:
    await here.office.responds(email="sample.birch@force.example", name="Sample Birch", answers=ANSWERS)
    await here.settle()

    assert "PF-2026-0001" in (await here.birch.latest_card()).reads


async def test_a_receipt_waits_for_a_submitter_who_has_not_met_the_bot_yet(here: Force) -> None:
    cedar = here.office.person("Sample Cedar")
    await here.office.responds(email="sample.cedar@force.example", name="Sample Cedar", answers=ANSWERS)
    await here.settle()

    await cedar.opens_chat()
    await here.settle()

    assert any("PF-2026-0001" in one.reads for one in await cedar.sees())


async def test_columns_in_another_order_are_read_by_their_headings(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS[::-1], ROW[::-1]))
    await here.settle()

    assert (await here.row()).fields["Title"] == "A title"


async def test_a_missing_column_is_told_to_the_hub_once_and_nothing_is_lost(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS[:-1], ROW[:-1]))
    await here.settle()
    await here.settle()

    [told] = await alarms(here)
    assert HEADINGS[-1] in told
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    assert (await here.row()).fields["GoodLooksLike"] == "Good"


async def test_a_renamed_column_is_told_by_its_old_and_its_new_name(here: Force) -> None:
    renamed = [*HEADINGS[:-1], "What do you want?"]

    await here.office.replaces_workbook(workbook(renamed, ROW))
    await here.settle()

    [told] = await alarms(here)
    assert HEADINGS[-1] in told
    assert "What do you want?" in told


async def test_a_doubled_column_is_told_and_no_answer_is_guessed(here: Force) -> None:
    await here.office.replaces_workbook(workbook([*HEADINGS, HEADINGS[7]], [*ROW, "Another title"]))
    await here.settle()

    [told] = await alarms(here)
    assert HEADINGS[7] in told
    assert await here.office.rows("Cases") == []


async def test_a_column_we_do_not_know_keeps_its_answers_in_the_details(here: Force) -> None:
    await here.office.replaces_workbook(workbook([*HEADINGS, "Your station?"], [*ROW, "Mill Lane"]))
    await here.settle()

    assert (await here.row()).fields["Details"] == "Details\n\nYour station?: Mill Lane"


async def test_an_encrypted_workbook_is_told_to_the_hub(here: Force) -> None:
    await here.office.replaces_workbook(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000))
    await here.settle()

    assert len(await alarms(here)) == 1


async def test_the_24_sample_responses_become_24_cases(here: Force) -> None:
    with here.m365.tenant.lock:
        while here.m365.tenant.sites.arrive_next(at=here.clock()):
            continue

    await here.settle()

    rows = await here.office.rows("Cases")
    assert len(rows) == 24
    assert len(await here.hub_cards()) == 24
    assert sum(not row.fields.get("SubmittedBy") for row in rows) == 2


async def test_an_edited_response_changes_its_case_and_the_hub_is_told_once(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    edited = with_cells(column_5="11/3/26 8:00:00", column_8="It is louder than I said.")

    await here.office.replaces_workbook(workbook(HEADINGS, edited))
    await here.settle()
    await here.settle()

    assert (await here.row()).fields["Details"] == "It is louder than I said."
    assert "It is louder than I said." in (await here.hub_cards())[0].reads
    told = [one for one in await here.oak.sees("Cases") if "has changed answers in the Form" in one.reads]
    assert len(told) == 1
    assert told[0].thread is not None
    with here.service.store.read() as uow:
        assert "details, before: Details" in [
            entry.text for entry in uow.journal.of(uow.cases.get("PF-2026-0001").number)
        ]


async def test_an_older_copy_of_the_workbook_undoes_no_edit(here: Force) -> None:
    edited = with_cells(column_5="11/3/26 8:00:00", column_8="It is louder than I said.")
    for content in (workbook(HEADINGS, ROW), workbook(HEADINGS, edited), workbook(HEADINGS, ROW)):
        await here.office.replaces_workbook(content)
        await here.settle()

    assert (await here.row()).fields["Details"] == "It is louder than I said."


async def test_rows_that_go_from_the_workbook_are_told_and_no_case_is_touched(here: Force) -> None:
    two = [ROW, with_cells(column_0=2, column_1="11/2/26 10:00:00", column_7="Another title")]
    await here.office.replaces_workbook(workbook(HEADINGS, *two))
    await here.settle()

    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    await here.settle()

    [told] = await alarms(here)
    assert "responses before: 2, now: 1" in told
    assert len(await here.office.rows("Cases")) == 2


async def test_after_weeks_without_a_response_the_hub_is_asked_once_to_look(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    here.clock.forward(days=15)
    await here.settle()
    here.clock.forward(days=15)
    await here.settle()

    told = [one.reads for one in await here.oak.sees("Cases") if "Nothing new has come from the Form" in one.reads]
    assert len(told) == 1
    assert "Monday 23 November 2026" in told[0]


async def test_a_response_that_is_imported_and_read_in_the_workbook_is_one_case(here: Force, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    lines = [HEADINGS, with_cells(column_1="02/11/2026 09:14", column_2="02/11/2026 09:21")]
    file.write_text("\n".join(";".join(str(cell) for cell in line) for line in lines), encoding="cp1252")
    await import_file(here.service.settings, file, quiet(), dry_run=False, clock=here.clock)
    await here.settle()
    assert (await here.row()).fields["Door"] == "File import"
    assert (await here.row()).fields["SubmittedBy"] == "Sample Birch"

    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()

    assert len(await here.office.rows("Cases")) == 1


async def test_a_dry_run_says_what_would_become_of_each_row_and_keeps_nothing(here: Force, tmp_path: Path) -> None:
    file, screen = tmp_path / "export.xlsx", quiet()
    empty = with_cells(column_0=2, column_7="", column_8="", column_9="", column_10="")
    file.write_bytes(workbook(HEADINGS, ROW, empty))

    await import_file(here.service.settings, file, screen, dry_run=True)
    await here.settle()

    assert "1 new case, 1 empty, nothing to take in" in said(screen)
    assert "Nothing was kept" in said(screen)
    assert await here.office.rows("Cases") == []


async def test_importing_the_same_file_twice_changes_nothing(here: Force, tmp_path: Path) -> None:
    file, screen = tmp_path / "export.xlsx", quiet()
    file.write_bytes(workbook(HEADINGS, ROW))

    await import_file(here.service.settings, file, quiet(), dry_run=False)
    await import_file(here.service.settings, file, screen, dry_run=False)

    assert "1 known already" in said(screen)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bytes.fromhex("D0CF11E0A1B11AE1"), "The file is encrypted"),
        (b"PK\x03\x04", "neither a workbook nor text"),
        (workbook(HEADINGS[:-1], ROW[:-1]), f"missing: {HEADINGS[-1]}"),
    ],
    ids=["encrypted", "broken", "a column short"],  # a workbook holds the second it was made in
)
async def test_a_file_that_cannot_be_read_is_refused_with_what_to_mend(
    here: Force, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "export.xlsx"
    file.write_bytes(content)

    with pytest.raises(ImportRefused, match=re.escape(sentence)):
        await import_file(here.service.settings, file, quiet(), dry_run=False)


async def test_a_file_that_is_not_there_is_said_to_be_missing(here: Force, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="No such file"):
        await import_file(here.service.settings, tmp_path / "none.xlsx", quiet(), dry_run=True)


def quiet() -> Console:
    """A terminal that nobody looks at."""
    return Console(file=io.StringIO(), width=120)


def said(screen: Console) -> str:
    """All that was printed on it."""
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()
