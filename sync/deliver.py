"""Effects addressed to SharePoint are carried out: rows in batches, only what differs, never over an edit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from hub.cases import Case
from hub.effects import Destination, NoteStrayRow, WriteTrackerRow
from hub.errors import DeliveryFailed, FailureKind
from hub.people import Person
from hub.ports import Store, TrackerRow
from hub.tracker import StaffColumn
from hub.usecases.restored import NUMBER_TAKEN, tell_number_taken
from hub.usecases.tracker import RowWritten, about_to_write, row_deleted, rows_to_write, rows_written
from store.deliveries import Claimed, Deliveries
from sync.graph.batch import BatchAnswer, BatchRequest, send_batch
from sync.graph.errors import AlreadyThere, Changed, NotFound
from sync.graph.items import ItemId
from sync.graph.lists import GraphList, written
from sync.graph.shapes import maybe_text
from sync.rows import CASE_NUMBER, fields_to_write, row_values, writable
from sync.site_people import SitePeople
from sync.stray_rows import StrayRows
from sync.tracker import TrackerReader

log = structlog.get_logger()

AT_ONCE = 400  # rows claimed together: twenty batches, and those of their parts that are throttled fill one more
LONGEST_WAIT_S = 60.0  # between two attempts at a row that somebody is at work on
LEASE_S = 300.0  # seconds; longer than twenty batches, four at a time, with all their pauses


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """One row to be written: what changes, as we keep it and as Graph takes it."""

    claimed: Claimed
    case: Case
    row: TrackerRow
    sending: Mapping[str, str] = field(default_factory=dict[str, str])
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def said(self) -> Mapping[str, str]:
        """What the row says already: nothing while there is none, whatever an earlier one said."""
        return {} if self.row.item_id is None else self.row.values

    @property
    def new_holder(self) -> Person | None:
        """Whom the row is to name and does not name yet."""
        holder = self.case.holder
        return holder if holder and holder.aad_id != self.said.get(StaffColumn.HOLDER.value) else None

    @property
    def names_somebody(self) -> bool:
        """Whether a person is written, whom the site may not know any more."""
        return bool(self.sending.get(StaffColumn.HOLDER.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDeliverer:
    """Carries out what waits for SharePoint. `claimant` names this process."""

    store: Store
    rows: GraphList
    reader: TrackerReader
    strays: StrayRows
    people: SitePeople
    deliveries: Deliveries
    clock: Callable[[], datetime]
    claimant: str

    async def deliver_due(self) -> int:
        """All rows that are due say what their cases say, or are put off or parked; returns how many effects."""
        count = 0
        while claimed := await asyncio.to_thread(self._claim):
            await self._write([one for one in claimed if isinstance(one.effect, WriteTrackerRow)])
            await self.strays.note([one for one in claimed if isinstance(one.effect, NoteStrayRow)])
            count += len(claimed)
        return count

    def _claim(self) -> list[Claimed]:
        return self.deliveries.claim(
            Destination.SHAREPOINT, at=self.clock(), limit=AT_ONCE, lease_s=LEASE_S, claimant=self.claimant
        )

    async def _write(self, claimed: Sequence[Claimed]) -> None:
        rows, numbers = await self._with_numbers(await asyncio.to_thread(self._rows_of, claimed))
        writings = await asyncio.to_thread(self._prepare, rows, numbers)
        unsure = [one for one in writings if one.row.item_id is not None and one.row.etag is None]
        sure = [one for one in writings if one not in unsure]
        answers = await send_batch(self.rows.graph, [self._request(one) for one in sure])
        done = [(one, answers[one.case.number]) for one in sure if answers[one.case.number].failure is None]
        if not await self._kept_together(done):
            for one, answer in done:
                await self._guarded(one, asyncio.to_thread(self._written, [(one, answer)]))
        for one in sure:
            if (failed := answers[one.case.number].failure) is not None:
                await self._guarded(one, self._settle(one, failed))
        for one in unsure:
            await self._guarded(one, self._read_again(one))

    async def _kept_together(self, done: Sequence[tuple[_Writing, BatchAnswer]]) -> bool:
        """All of them are settled in one transaction; False, and none is, when one of them is in the way."""
        try:
            await asyncio.to_thread(self._written, done)
        except Exception as error:  # noqa: BLE001  the delivery loop: each is then settled by itself, and logged there
            log.warning("rows_not_kept_together", rows=len(done), error=type(error).__name__)
            return False
        return True

    async def _guarded(self, one: _Writing, work: Awaitable[None]) -> None:
        """`work` is done, or its row alone is put off or parked."""
        try:
            await work
        except DeliveryFailed as failed:
            await asyncio.to_thread(self._failed, one.claimed, failed)
        except Exception:  # the delivery loop: a bug parks its own row and the next one is served
            log.exception("row_bug", attempt=one.claimed.attempt)
            await asyncio.to_thread(self.deliveries.park, one.claimed, reason="bug", at=self.clock())

    def _rows_of(self, claimed: Sequence[Claimed]) -> list[_Writing]:
        by_case = {one.effect.case: one for one in claimed if isinstance(one.effect, WriteTrackerRow)}
        found = rows_to_write(self.store, list(by_case))
        return [_Writing(claimed=by_case[case.number], case=case, row=row) for case, row in found]

    async def _with_numbers(self, rows: Sequence[_Writing]) -> tuple[Sequence[_Writing], Mapping[str, str]]:
        """The rows and their new holders' numbers on the site; those whose number cannot be told now are put off."""
        holders = {one.case.number: one.new_holder for one in rows if one.new_holder is not None}
        if not holders:
            return rows, {}
        try:
            return rows, await self.people.numbers(list(holders.values()))
        except DeliveryFailed as failed:
            late = [one for one in rows if one.case.number in holders]
            for one in late:
                await asyncio.to_thread(self._failed, one.claimed, failed)
            return [one for one in rows if one not in late], {}

    def _prepare(self, rows: Sequence[_Writing], numbers: Mapping[str, str]) -> list[_Writing]:
        """Those that differ from what the list says, announced before they are sent; the others are done."""
        writings: list[_Writing] = []
        for one in rows:
            wanted = writable(row_values(one.case, one.row.note), one.said, numbers)
            new = one.row.item_id is None
            sending = {name: text for name, text in wanted.items() if new or one.said.get(name, "") != text}
            if sending and not one.row.deleted:
                writings.append(replace(one, sending=sending, fields=fields_to_write(sending, numbers)))
        waiting = {one.case.number for one in writings}
        self.deliveries.done_many([one.claimed for one in rows if one.case.number not in waiting])
        if writings:
            about_to_write(self.store, [(one.row, one.sending) for one in writings])
        return writings

    def _request(self, one: _Writing) -> BatchRequest:
        if one.row.item_id is None:
            given = {name: value for name, value in one.fields.items() if value is not None}
            return self.rows.create_request(one.case.number, given)
        return self.rows.update_request(one.case.number, ItemId(one.row.item_id), one.fields, one.row.etag)

    async def _settle(self, one: _Writing, failed: DeliveryFailed) -> None:
        match failed:
            case Changed():
                await self._read_again(one)
            case AlreadyThere():
                await self._adopt(one, failed)
            case NotFound():
                await asyncio.to_thread(self._deleted, one)
            case failed if failed.kind is FailureKind.PERMANENT and one.claimed.attempt == 1 and one.names_somebody:
                await asyncio.to_thread(self._without_the_number, one)
            case _:
                await asyncio.to_thread(self._failed, one.claimed, failed)

    def _without_the_number(self, one: _Writing) -> None:
        """Somebody may have taken the holder off the site since: their number is looked up anew, once."""
        self.people.forget(one.sending[StaffColumn.HOLDER.value])
        self._again(one)

    def _written(self, done: Sequence[tuple[_Writing, BatchAnswer]]) -> None:
        """One transaction for as many as were written together: a commit to disk costs more than all their rows."""
        rows = [_row_written(one, answer) for one, answer in done]
        if rows:
            with self.store.begin() as uow:
                rows_written(uow, rows, at=self.clock())
            self.deliveries.done_many([one.claimed for one, _ in done])

    async def _read_again(self, one: _Writing) -> None:
        """Somebody saved the row since we read it: their edit first, then ours if it still differs."""
        try:
            await self.reader.take_in(await self.rows.item(ItemId(one.row.item_id or "")))
        except NotFound:
            await asyncio.to_thread(self._deleted, one)
        else:
            await asyncio.to_thread(self._again, one)

    async def _adopt(self, one: _Writing, refused: DeliveryFailed) -> None:
        """A creation that was answered with an error had been done: the row is found by its number and taken on.

        Unless it tells of another case: then nothing is written, and the hub hears that one number stands for two.
        """
        found = await self.rows.find_by(CASE_NUMBER, one.case.number)
        if not found:
            raise refused
        if await self.reader.take_in(found[0]):
            await asyncio.to_thread(self._again, one)
        else:
            await asyncio.to_thread(self._number_taken, one, found[0].id)

    def _again(self, one: _Writing) -> None:
        """At once the first time; a row that is saved again and again is waited for."""
        wait_s = 0 if one.claimed.attempt == 1 else min(LONGEST_WAIT_S, 2**one.claimed.attempt)
        not_before = self.clock() + timedelta(seconds=wait_s)
        self.deliveries.retry(one.claimed, not_before=not_before, reason="row changed meanwhile")

    def _deleted(self, one: _Writing) -> None:
        with self.store.begin() as uow:
            row_deleted(uow, one.row.item_id or "", at=self.clock())
        self.deliveries.done(one.claimed)

    def _number_taken(self, one: _Writing, item: ItemId) -> None:
        log.error("number_taken", attempt=one.claimed.attempt)
        tell_number_taken(self.store, one.case.number, item, at=self.clock())
        self.deliveries.park(one.claimed, reason=NUMBER_TAKEN, at=self.clock())

    def _failed(self, claimed: Claimed, failed: DeliveryFailed) -> None:
        log.warning("row_not_written", code=failed.code, attempt=claimed.attempt)
        self.deliveries.failed(claimed, failed, at=self.clock())


def _row_written(one: _Writing, answer: BatchAnswer) -> RowWritten:
    if one.row.item_id is None:
        made = written(answer.body)
        item_id, etag = str(made.id), made.etag
    else:
        item_id, etag = one.row.item_id, maybe_text(answer.body, "@odata.etag")
    return RowWritten(case=one.case.number, item_id=item_id, etag=etag, written=one.sending)
