"""The Cases list is read: what admins typed there reaches the case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from cards.tracker import put_back
from hub.ports import Store, UnitOfWork
from hub.tracker import PutBack
from hub.usecases.tracker import NOTE, RowSeen, Wording, row_deleted, row_lost, row_seen
from sync.columns import COLUMNS
from sync.graph.delta import Changes, Delta, DeltaBroken, Resync
from sync.graph.items import ItemId, ListItem
from sync.rows import CASE_NUMBER, editor_name, is_saved_by, our_values, seen_values

log = structlog.get_logger()

CURSOR = "cases-delta"
AT_ONCE = 200  # rows in one transaction: nobody else who writes waits longer than a moment
_DISPLAY_NAMES = {column.name: column.display_name for column in COLUMNS}


def _sentence(item: PutBack) -> str:
    return put_back(_DISPLAY_NAMES.get(item.column, item.column), item.typed, item.refused)


WORDING = Wording(put_back=_sentence, our_values=our_values)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerReader:
    """Reads what changed in the list. `application_id` is our own, by which we know our own writes."""

    store: Store
    delta: Delta
    application_id: str
    clock: Callable[[], datetime]
    nudge: Callable[[], None] = field(default=lambda: None)

    async def pull(self) -> int:
        """Everything that changed since the last pull is in the cases; returns how many rows that was.

        The link is kept in the transaction that keeps the last of what it brought. Safe to call twice.
        """
        link = await asyncio.to_thread(self._link)
        try:
            changes = await self.delta.changes(link or None, self._unchanged)
        except DeltaBroken as broken:
            log.warning("delta_broken", code=broken.code)
            changes = await self.delta.reread(self._unchanged)
        if not link or changes.resync is not None:
            changes = await self._completed(changes)
        if changes.next_link_to_store != link or changes.items or changes.deleted:
            await asyncio.to_thread(self._apply, changes)
        if changes.items or changes.deleted:
            self.nudge()
        return len(changes.items) + len(changes.deleted) + len(changes.unchanged)

    async def take_in(self, item: ListItem) -> None:
        """One row that was read by itself is in its case."""
        await asyncio.to_thread(self._take_all, [item], self.clock())
        self.nudge()

    async def _completed(self, changes: Changes) -> Changes:
        """A full reading names no deleted rows: those we know and it does not show are asked for one by one."""
        told = (changes.unchanged, {item.id for item in changes.items}, changes.deleted)
        missing = await asyncio.to_thread(self._missing, *told)
        found, vanished = await self.delta.look_up(missing)
        log.info("list_read_whole", rows=len(changes.items) + len(changes.unchanged), missing=len(vanished))
        return replace(changes, items=(*changes.items, *found), deleted=changes.deleted | vanished)

    async def _unchanged(self, rows: Mapping[ItemId, str]) -> Collection[ItemId]:
        """Those at the eTag at which we saw or wrote them last: our own echo, and most of a full reading."""
        if not rows:
            return ()
        seen = await asyncio.to_thread(self._etags, rows)
        return [item for item, etag in rows.items() if seen.get(item) == etag]

    def _etags(self, items: Collection[str]) -> Mapping[str, str]:
        with self.store.read() as uow:
            return uow.tracker.etags(items)

    def _missing(self, *told: Collection[ItemId]) -> Collection[ItemId]:
        with self.store.read() as uow:
            known = uow.tracker.items()
        return [ItemId(item) for item in set(known).difference(*told)]

    def _link(self) -> str:
        with self.store.read() as uow:
            return uow.cursors.get(CURSOR)

    def _apply(self, changes: Changes) -> None:
        at = self.clock()
        gone = row_lost if changes.resync is Resync.UPLOAD_MISSING else row_deleted
        last = max(0, len(changes.items) - AT_ONCE)
        for start in range(0, last, AT_ONCE):
            self._take_all(changes.items[start : min(start + AT_ONCE, last)], at)
        with self.store.begin() as uow:
            self._see(uow, changes.items[last:], at)
            for item_id in changes.deleted:
                gone(uow, item_id, at=at)
            uow.cursors.set(CURSOR, changes.next_link_to_store)

    def _take_all(self, items: Sequence[ListItem], at: datetime) -> None:
        with self.store.begin() as uow:
            self._see(uow, items, at)

    def _see(self, uow: UnitOfWork, items: Sequence[ListItem], at: datetime) -> None:
        for item in items:
            row_seen(uow, self._seen(item), WORDING, at=at)

    def _seen(self, item: ListItem) -> RowSeen:
        values = seen_values(item)
        note = values.pop(NOTE)
        return RowSeen(
            case=values[CASE_NUMBER],
            item_id=item.id,
            etag=item.etag,
            values=values,
            note=note,
            by=editor_name(item),
            is_ours=is_saved_by(item, self.application_id),
        )
