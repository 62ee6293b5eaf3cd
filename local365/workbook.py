"""The workbook behind a Microsoft Form: one sheet, one table, a row per response.

Shape as in live-synced workbooks (facts: forms-workbook): sheet `Sheet1`, table `OfficeForms.Table`, Excel dates.
Reading and writing take their time: call them from a thread.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, Self, TypeAlias, cast
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter import Workbook as XlsxFile

from local365.graph_wire import Json

Cell: TypeAlias = str | float | bool | datetime | None

SHEET = "Sheet1"
TABLE = "OfficeForms.Table"
DATE_FORMAT = "m/d/yy h:mm:ss"
# Excel's limit for the text of a cell.
LONGEST_CELL = 32_767
MOST_UNPACKED = 512 * 1024 * 1024  # bytes
MOST_CELLS = 100_000_000  # between the corners of a sheet, rounded up to whole letters and digits
METADATA = ("Id", "Start time", "Completion time", "Email", "Name", "Last modified time")
ANONYMOUS = "anonymous"
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsResponse:
    """What one person sent in; `email` None for an anonymous response; times are what the form's owner sees."""

    email: str | None
    name: str
    answers: Sequence[str]
    started_at: datetime
    completed_at: datetime


@dataclass(slots=True, kw_only=True)
class Rows:
    """Headings and rows of the table, as far as they could be read."""

    headings: list[str] = field(default_factory=list[str])
    rows: list[list[Cell]] = field(default_factory=list[list[Cell]])

    def append(self, response: FormsResponse) -> int:
        """The response stands in the last row; answers go to the columns that are no metadata, in order. Its Id."""
        number = 1 + max((int(row[0]) for row in self.rows if isinstance(row[0], int | float)), default=0)
        metadata: dict[str, Cell] = {
            "Id": number,
            "ID": number,
            "Start time": response.started_at.astimezone(UTC).replace(tzinfo=None),
            "Completion time": response.completed_at.astimezone(UTC).replace(tzinfo=None),
            "Email": response.email or ANONYMOUS,
            "Name": response.name,
            "Last modified time": None,
        }
        answers = iter(response.answers)
        self.rows.append([metadata[h] if h in metadata else next(answers, None) for h in self.headings])
        return number

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {"headings": self.headings, "rows": [[_kept(cell) for cell in row] for row in self.rows]}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The rows that `to_json` wrote."""
        return cls(headings=data["headings"], rows=[[_unkept(cell) for cell in row] for row in data["rows"]])


def _kept(cell: Cell) -> Any:
    return {"at": cell.isoformat()} if isinstance(cell, datetime) else cell


def _unkept(cell: Any) -> Cell:
    return datetime.fromisoformat(cast("Json", cell)["at"]) if isinstance(cell, dict) else cell


def read_rows(content: bytes) -> Rows:
    """The table of the first sheet; empty when the bytes are no workbook (an encrypted or broken file), or too much."""
    if not _is_ordinary(content):
        return Rows()
    try:
        cells = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError, ValueError):
        return Rows()
    if not cells:
        return Rows()
    rows = [[None if cell == "" else _plain(cell) for cell in row] for row in cells[1:]]
    return Rows(headings=[str(heading) for heading in cells[0]], rows=rows)


def _is_ordinary(content: bytes) -> bool:
    """False for a workbook that unpacks to very much, or has a cell far from the rest: opening it would end us."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                return False
            sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    except BadZipFile:
        return True
    cells = [cell for sheet in sheets for cell in _CELL.findall(sheet)]
    columns, rows = (max((len(cell[part]) for cell in cells), default=0) for part in (0, 1))
    return 26**columns * 10**rows <= MOST_CELLS


def _plain(cell: Any) -> Cell:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str | float | bool | datetime):
        return cell
    return datetime.combine(cell, time()) if isinstance(cell, date) else str(cell)


def written(rows: Rows) -> bytes:
    """The workbook as Excel stores it. Texts stay texts: none becomes a formula, a link or a number."""
    buffer = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file: Any  # xlsxwriter's own annotations are partial
    with XlsxFile(buffer, plain) as file:
        # A fixed date of creation: the same rows give the same bytes.
        file.set_properties({"created": datetime(2026, 9, 1, tzinfo=UTC)})
        sheet = file.add_worksheet(SHEET)
        dates = file.add_format({"num_format": DATE_FORMAT})
        _add_table(sheet, rows)
        for place, row in enumerate(rows.rows, start=1):
            _write_row(sheet, place, row, dates)
    return buffer.getvalue()


def _add_table(sheet: Any, rows: Rows) -> None:
    headings = rows.headings
    if len({heading.casefold() for heading in headings}) < len(headings):
        # Excel keeps no table with a heading twice; a sheet somebody has edited may have one.
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading)
        return
    # A table needs a row under its headings even while there is no response.
    bottom = max(len(rows.rows), 1)
    columns = [{"header": heading} for heading in headings]
    sheet.add_table(
        0, 0, bottom, len(columns) - 1, {"name": TABLE, "columns": columns, "style": "Table Style Medium 2"}
    )


def _write_row(sheet: Any, place: int, row: Sequence[Cell], dates: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, datetime):
            sheet.write_datetime(place, column, cell, dates)
        elif isinstance(cell, str):
            sheet.write_string(place, column, cell[:LONGEST_CELL])
        elif cell is not None:
            sheet.write(place, column, cell)
