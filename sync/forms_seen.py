"""How far the Forms workbook was read, and when it last brought something new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.ports import Store
from sync.graph.files import DriveItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was read to the end last. `item` is None before the first reading; `count`: the most responses it held."""

    item: DriveItem | None = None
    count: int = 0
    newest_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsSeen:
    """Keeps it in the store."""

    store: Store

    def load(self) -> Seen:
        """What was read last."""
        with self.store.read() as uow:
            parts = uow.cursors.get(_CURSOR).split("\n")
        if len(parts) != _PARTS:
            return Seen()
        drive_id, item_id, ctag, count, newest_at = parts
        return Seen(
            item=DriveItem(drive_id=drive_id, id=item_id, ctag=ctag),
            count=int(count),
            newest_at=datetime.fromisoformat(newest_at),
        )

    def keep(self, item: DriveItem, count: int, *, brought_news: bool, at: datetime) -> None:
        """The file was read to its end."""
        before = self.load()
        same = before.item is not None and (before.item.drive_id, before.item.id) == (item.drive_id, item.id)
        most = max(count, before.count) if same else count
        newest_at = at if brought_news else before.newest_at or at
        parts = (item.drive_id, item.id, item.ctag, str(most), newest_at.isoformat())
        with self.store.begin() as uow:
            uow.cursors.set(_CURSOR, "\n".join(parts))


_CURSOR = "forms-workbook"
_PARTS = 5
