"""The Forms workbook in its library: responses arrive, it is replaced, its bytes are written when asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from local365.drive_state import DriveItem, DriveState
from local365.graph_wire import Identity, Json
from local365.workbook import Cell, FormsResponse, Rows, read_rows

FILE_NAME = "Prevention First.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """Rows whose bytes are not written yet, and the item and version they belong to."""

    item_id: str
    content_version: int
    rows: Rows


@dataclass(slots=True, kw_only=True)
class FormsWorkbook:
    """Which file the form writes to, its rows, and the responses that are still to arrive."""

    item_id: str
    forms: Identity
    """Who the file is modified by: the Forms service."""
    table: Rows = field(default_factory=Rows)
    waiting: list[list[Cell]] = field(default_factory=list[list[Cell]])
    is_written: bool = True

    def append(self, drive: DriveState, response: FormsResponse, *, at: datetime) -> int:
        """The response is in the workbook, which has a new cTag; its Id. ValueError when the file is no workbook."""
        if not self.table.headings:
            raise ValueError("the file is no workbook a response could be written to")
        number = self.table.append(response)
        self._touch(drive, at)
        return number

    def arrive_next(self, drive: DriveState, *, at: datetime) -> bool:
        """The next response that waits is in the workbook; False when none waits."""
        if not self.waiting:
            return False
        self.table.rows.append(self.waiting.pop(0))
        self._touch(drive, at)
        return True

    def replace(self, drive: DriveState, content: bytes, *, at: datetime, new_id: Callable[[], str] | None) -> None:
        """The file has these bytes; with `new_id` it is another item, as after a Forms migration."""
        item = drive.item(self.item_id)
        if new_id is not None:
            drive.remove(item)
            item = drive.put(replace(item, id=new_id(), guid=new_id(), version=0, content_version=0, created_at=at))
            self.item_id = item.id
        drive.write(item, content, by=self.forms, at=at)
        self.was_written_by_others(content)

    def was_written_by_others(self, content: bytes) -> None:
        """The rows are those of the given bytes; nothing waits to be written."""
        self.table = read_rows(content)
        self.is_written = True

    def unwritten(self, drive: DriveState) -> Unwritten | None:
        """What has to be written before anybody reads the file; None when it is up to date."""
        if self.is_written or self.item_id not in drive.items:
            return None
        rows = Rows(headings=list(self.table.headings), rows=list(self.table.rows))
        version = drive.items[self.item_id].content_version
        return Unwritten(item_id=self.item_id, content_version=version, rows=rows)

    def now_written(self, drive: DriveState, job: Unwritten, content: bytes) -> None:
        """The file's bytes are there, unless it has changed again meanwhile."""
        item = drive.items.get(job.item_id)
        if item is not None and item.content_version == job.content_version:
            drive.contents[item.id] = content
            self.is_written = True

    def snapshot(self, drive: DriveState) -> Json:
        """How many responses, and since when."""
        item: DriveItem | None = drive.items.get(self.item_id)
        return {"rows": len(self.table.rows), "modified_at": None if item is None else item.modified_at.isoformat()}

    def _touch(self, drive: DriveState, at: datetime) -> None:
        drive.touch(drive.item(self.item_id), by=self.forms, at=at)
        self.is_written = False

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        waiting = Rows(rows=self.waiting).to_json()["rows"]
        kept: Json = {"item_id": self.item_id, "is_written": self.is_written, "forms": self.forms.to_json()}
        return kept | {"table": self.table.to_json(), "waiting": waiting}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The workbook that `to_json` wrote."""
        waiting = Rows.from_json({"headings": [], "rows": data["waiting"]}).rows
        return cls(
            item_id=data["item_id"],
            forms=Identity.from_json(data["forms"]),
            table=Rows.from_json(data["table"]),
            waiting=waiting,
            is_written=data["is_written"],
        )
