"""A workbook is opened in the process that this module is, which may use so much memory and no more.

`python -m sync.sheet_process` reads the file from standard input and writes its sheets to standard output. A cell far
from the rest, or a small file that unpacks to gigabytes, ends this process and not the worker.
"""

from __future__ import annotations

import io
import sys
from datetime import date, datetime, time
from typing import Any

import orjson

MOST_MEMORY = 1024 * 1024 * 1024  # bytes; a workbook of 100,000 responses takes about half of it
MOST_TEXT = 128 * 1024 * 1024  # characters, and eight more for each cell
MOST_SECONDS = 120  # of the processor
SHEET = b"null"
"""The line before the rows of a sheet."""

DAMAGED, TOO_LARGE = 3, 4
"""How the process ends when there is nothing to say; killed, or in any other way: too large as well."""

_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number


def lines_of(content: bytes) -> list[bytes]:
    """Every sheet of the workbook in its order, hidden ones last: SHEET, and each of its rows as a line of JSON.

    A blank row is an empty list, so that rows count. MemoryError when it holds more than MOST_TEXT.
    """
    # the worker knows the exit codes of this module, and never loads what opens a workbook
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    budget, lines = MOST_TEXT, list[bytes]()
    named = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    for sheet in sorted(named, key=lambda sheet: sheet.visible is not SheetVisibleEnum.Visible):
        lines.append(SHEET)
        for cells in book.get_sheet_by_name(sheet.name).iter_rows():
            row = [_text(cell) for cell in cells]
            budget -= sum(len(cell) + 8 for cell in row)
            if budget < 0:
                raise MemoryError
            lines.append(orjson.dumps(row if any(row) else []))
    return lines


def _text(cell: Any) -> str:
    """The cell as a person reads it, dates as ISO 8601."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):  # calamine gives every number as a float
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else f"{cell:.15g}"
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip()


def _limit() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def main() -> int:
    """The sheets are on standard output, or the exit code says why not."""
    from python_calamine import CalamineError  # noqa: PLC0415  the same

    content = sys.stdin.buffer.read()
    _limit()
    try:
        sys.stdout.buffer.writelines(line + b"\n" for line in lines_of(content))
    except MemoryError:
        return TOO_LARGE
    except (CalamineError, IndexError, ValueError):
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
