"""A file of exported responses is imported: a report of each row, once each, or a sentence on what to mend."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from local365.faults import Fault
from service.importing import import_file
from sync.imports import ImportRefused
from sync.sheets import LARGEST
from tests.journeys.force import Force
from tests.sync.workbooks import HEADINGS, ROW, with_cells, workbook


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
        (b'Id,Name\n1,"Sample\n', "A quotation mark in the file"),
        (b"\xef\xbb\xbfId\n\xff", "neither a workbook nor text"),
        (bytes(LARGEST + 1), "The file is far too large"),
        ("\n".join(";".join(HEADINGS) + more for more in ("", ";x")).encode(), "more cells than headings: row 2"),
    ],
    ids=(  # a workbook holds the second it was made in
        *("encrypted", "broken", "a column short"),
        *("a quotation mark", "no encoding", "huge", "too many cells"),
    ),
)
async def test_a_file_that_cannot_be_read_without_guessing_is_refused_with_what_to_mend(
    here: Force, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "export"
    file.write_bytes(content)

    with pytest.raises(ImportRefused, match=re.escape(sentence)):
        await import_file(here.service.settings, file, quiet(), dry_run=False)


async def test_a_folder_is_said_to_be_one(here: Force, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="Is a directory"):
        await import_file(here.service.settings, tmp_path, quiet(), dry_run=True)


async def test_rows_without_an_id_and_ids_that_look_like_markup_are_in_the_report(here: Force, tmp_path: Path) -> None:
    file, screen = tmp_path / "export.xlsx", quiet()
    file.write_bytes(workbook(HEADINGS, with_cells(column_0="[/red]"), with_cells(column_0="")))

    await import_file(here.service.settings, file, screen, dry_run=False)

    assert "[/red]" in said(screen)
    assert "1 new case, 1 without an Id, not taken in" in said(screen)


async def test_an_import_that_graph_stops_says_how_to_go_on_and_goes_on(here: Force, tmp_path: Path) -> None:
    file, screen = tmp_path / "export.xlsx", quiet()
    file.write_bytes(workbook(HEADINGS, ROW))
    here.m365.tenant.faults.add(Fault(path="/v1.0/*", status=403, times=1000))

    with pytest.raises(ImportRefused, match="Run the same command again"):
        await import_file(here.service.settings, file, quiet(), dry_run=False)
    here.m365.tenant.faults.clear()
    await import_file(here.service.settings, file, screen, dry_run=False)

    assert "1 new case" in said(screen)


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
