"""Workbooks as Microsoft Forms keeps them, made for a test."""

import io
from collections.abc import Sequence
from typing import Any, cast

import xlsxwriter

HEADINGS = (
    "Id",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    "Last modified time",
    "Is this an idea, an operational problem or an inefficiency?",
    "In one sentence, what is it?",
    "What happens, where, how often, and who is affected?",
    "What has been tried or what do you already know about what works?",
    "What would good look like, and what help do you want from the hub?",
)
ROW = (
    *(1, "11/2/26 9:14:30", "11/2/26 9:21:02", "sample.birch@force.example", "Sample Birch", ""),
    *("Idea", "A title", "Details", "Tried", "Good"),
)


def workbook(headings: Sequence[str], *rows: Sequence[object]) -> bytes:
    """An xlsx with these headings and rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet: Any = cast("Any", book).add_worksheet("Sheet1")
        for index, row in enumerate([headings, *rows]):
            sheet.write_row(index, 0, row)
    return content.getvalue()


def with_cells(**changes: object) -> tuple[object, ...]:
    """The row with other cells in the columns named by position: `column_7="Another title"`."""
    row: list[object] = list(ROW)
    for position, cell in changes.items():
        row[int(position.removeprefix("column_"))] = cell
    return tuple(row)
