"""The Cases list is read: what admins typed there reaches the case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from cards.tracker import put_back
from hub.ports import Store, TrackerRow, UnitOfWork
from hub.tracker import PutBack, saves_between
from hub.usecases.restored import numbers_may_be_free
from hub.usecases.tracker import NOTE, RowSeen, Wording, row_deleted, row_lost, row_seen
from sync.columns import COLUMNS
from sync.graph.delta import Changes, Delta, DeltaBroken, Resync
from sync.graph.items import ItemId, ListItem
from sync.rows import (
    CASE_NUMBER,
    editor_name,
    is_application,
    our_values,
    person_numbers,
    seen_values,
    shown_people,
)
from sync.site_people import SeenPerson, SitePeople

log = structlog.get_logger()

CURSOR = "cases-delta"
AT_ONCE = 200  # rows in one transaction: nobody else who writes waits longer than a moment
DISPLAY_NAMES = {column.name: column.display_name for column in COLUMNS}


def _sentence(item: PutBack) -> str:
    return put_back(DISPLAY_NAMES.get(item.column, item.column), item.typed, item.refused)


WORDING = Wording(put_back=_sentence, our_values=our_values)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerReader:
    """Reads what changed in the list. `application_id` is our own, by which we know our own writes."""

    store: Store
    delta: Delta
    people: SitePeople
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
            await asyncio.to_thread(self._apply, changes, await self._rows_seen(changes.items))
        if changes.items or changes.deleted:
            self.nudge()
        return len(changes.items) + len(changes.deleted) + len(changes.unchanged)

    async def take_in(self, item: ListItem) -> bool:
        """One row that was read by itself is in its case; False, and nothing is, when it is no case's."""
        is_a_cases = await asyncio.to_thread(self._take_all, await self._rows_seen([item]), self.clock())
        self.nudge()
        return is_a_cases

    async def look_again(self, items: Collection[ItemId]) -> None:
        """Each of those rows says in its case what it says; one that is not there is known to be deleted.

        Asked for one by one, whatever was read before. Safe to call twice.
        """
        found, vanished = await self.delta.look_up(items)
        await asyncio.to_thread(self._take_all, await self._rows_seen(found), self.clock())
        await asyncio.to_thread(self._all_deleted, vanished, self.clock())
        self.nudge()

    def _all_deleted(self, items: Collection[ItemId], at: datetime) -> None:
        with self.store.begin() as uow:
            for item_id in items:
                row_deleted(uow, item_id, at=at)

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

    async def _rows_seen(self, items: Sequence[ListItem]) -> list[RowSeen]:
        """The items as the use cases take them, people by who they are, and what was typed told from what we wrote."""
        people = await self.people.behind(person_numbers(items))
        rows = [self._seen(item, people) for item in items]
        if not rows:
            return []
        for row in await asyncio.to_thread(self._pending):
            for place, seen in enumerate(rows):
                if not seen.is_ours and (seen.item_id == row.item_id or seen.case == row.case):
                    rows[place] = replace(seen, base=await self._base(items[place], row))
        return rows

    async def _base(self, item: ListItem, row: TrackerRow) -> Mapping[str, str]:
        """What the row said before anybody typed: what we last sent, if a save since is that, else what we knew.

        Without its saves, somebody who types back what stood there before a write whose answer was lost is not heard.
        """
        since = saves_between(row.etag, item.etag) if row.etag else None
        saves = (await self.delta.rows.versions(item))[:since]
        ours = [one for one in saves if is_application(one.modified_by, self.application_id)]
        people = await self.people.behind(person_numbers(ours))
        arrived = any(_says(seen_values(one, people), row.pending) for one in ours)
        return row.pending if arrived else row.values

    def _pending(self) -> Sequence[TrackerRow]:
        with self.store.read() as uow:
            return uow.tracker.pending()

    def _apply(self, changes: Changes, rows: Sequence[RowSeen]) -> None:
        at = self.clock()
        gone = row_lost if changes.resync is Resync.UPLOAD_MISSING else row_deleted
        last = max(0, len(rows) - AT_ONCE)
        of_cases = [self._take_all(rows[start : min(start + AT_ONCE, last)], at) for start in range(0, last, AT_ONCE)]
        with self.store.begin() as uow:
            of_cases.append(_see(uow, rows[last:], at))
            for item_id in changes.deleted:
                gone(uow, item_id, at=at)
            if changes.deleted or not all(of_cases):
                numbers_may_be_free(uow, at=at)
            uow.cursors.set(CURSOR, changes.next_link_to_store)

    def _take_all(self, rows: Sequence[RowSeen], at: datetime) -> bool:
        with self.store.begin() as uow:
            return _see(uow, rows, at)

    def _seen(self, item: ListItem, people: Mapping[str, SeenPerson]) -> RowSeen:
        values = seen_values(item, people)
        note = values.pop(NOTE)
        return RowSeen(
            case=values[CASE_NUMBER],
            item_id=item.id,
            etag=item.etag,
            values=values,
            note=note,
            by=editor_name(item),
            is_ours=is_application(item.modified_by, self.application_id),
            made_by_us=is_application(item.created_by, self.application_id),
            shown=shown_people(item, people),
        )


def _says(values: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(values.get(name, "") == text for name, text in wanted.items())


def _see(uow: UnitOfWork, rows: Sequence[RowSeen], at: datetime) -> bool:
    """The cases say what their rows say; False when one of the rows is no case's."""
    of_cases = [row_seen(uow, row, WORDING, at=at) for row in rows]
    return all(of_cases)
