"""The list Case log is written: each entry of a case's log is one row, in order, once. It is never read back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from cards.tracker import log_line
from hub.cases import CaseNumber
from hub.effects import Destination, WriteCaseLog
from hub.errors import DeliveryFailed, FailureKind
from hub.notices import AlarmKind, Entry, EntryId
from hub.ports import Store
from hub.usecases.alarms import raise_alarm, settle_alarm
from store.deliveries import Claimed, Deliveries
from sync.graph.batch import BatchAnswer, BatchRequest, send_batch
from sync.graph.client import Graph
from sync.graph.errors import AlreadyThere
from sync.graph.lists import GraphList, ListNotThere, open_list
from sync.list_plan import FoundList, blocking
from sync.list_schema import read_columns
from sync.lists import CASE_LOG

log = structlog.get_logger()

AT_ONCE = 20  # cases claimed together: one batch, so that no row of a case waits behind more than that
MOST_ROUNDS = 20  # entries of one case in one turn; what is left waits for the next
LEASE_S = 300.0  # seconds; longer than the batches of one turn with all their pauses
MENDED_S = 300.0  # seconds until a list that cannot be written to is looked at again; a look costs 4 resource units
TOPIC = "case-log"
KEY = "EntryKey"


@dataclass(slots=True, kw_only=True)
class _Waiting:
    """One case and its entries that are no rows yet, oldest first."""

    claimed: Claimed
    case: CaseNumber
    entries: list[tuple[EntryId, Entry]]


@dataclass(slots=True, kw_only=True)
class LogDeliverer:
    """Carries out what waits for the list Case log. `claimant` names this process; `graph` leaves the pace to people.

    The list is opened, and its columns looked at, when there is something to write: a quiet minute costs nothing.
    """

    store: Store
    graph: Graph
    deliveries: Deliveries
    clock: Callable[[], datetime]
    claimant: str
    nudge: Callable[[], None] = field(default=lambda: None)
    _rows: GraphList | None = field(default=None)

    async def deliver_due(self) -> int:
        """The entries of the next cases are rows, or put off, or parked; returns how many cases.

        One portion a turn, so that the rows of the Cases list go first.
        """
        if not await asyncio.to_thread(self._is_due):
            return 0
        rows = self._rows or await self._opened()
        if rows is None:
            return 0
        self._rows = rows
        claimed = await asyncio.to_thread(self._claim)
        await self._serve(rows, claimed)
        if claimed:
            self.nudge()
        return len(claimed)

    async def _serve(self, rows: GraphList, claimed: Sequence[Claimed]) -> None:
        """The next entries of each case are rows, or put off, or parked. A bug parks its own case and no other.

        It shows only when each is served by itself; what is a row by then, or settled, becomes neither a second time.
        """
        try:
            waiting = await asyncio.to_thread(self._entries_of, claimed)
            for _ in range(MOST_ROUNDS):
                waiting = await self._round(rows, [one for one in waiting if one.entries])
            await asyncio.to_thread(self._again, waiting)
        except Exception as error:  # the delivery loop
            if len(claimed) > 1:
                log.warning("log_not_written_together", cases=len(claimed), error=type(error).__name__)
                for one in claimed:
                    await self._serve(rows, [one])
                return
            log.exception("log_bug", attempt=claimed[0].attempt)
            await asyncio.to_thread(self.deliveries.park, claimed[0], reason="bug", at=self.clock())

    def _is_due(self) -> bool:
        at = self.clock()
        due = self.deliveries.next_due(Destination.CASE_LOG, at)
        return due is not None and due <= at

    async def _opened(self) -> GraphList | None:
        """The list, when it may be written to; else None, nothing is tried for a while, and the hub hears why."""
        found: FoundList | None = None
        rows: GraphList | None = None
        try:
            rows = await open_list(self.graph, CASE_LOG.name)
            columns = await read_columns(self.graph, rows.path)
            found = FoundList(id="", name=CASE_LOG.name, display_name=CASE_LOG.name, columns=columns)
        except ListNotThere:
            pass
        wrong = blocking(CASE_LOG, found)
        if wrong:
            await asyncio.to_thread(self._tell_blocked, wrong)
            return None
        await asyncio.to_thread(self._tell_mended)
        return rows

    def _tell_blocked(self, wrong: tuple[str, ...]) -> None:
        log.error("list_not_written", list=CASE_LOG.name, plan=wrong)
        raise_alarm(self.store, TOPIC, AlarmKind.LOG_SHAPE, wrong, at=self.clock())
        self.deliveries.pause(Destination.CASE_LOG, self.clock() + timedelta(seconds=MENDED_S))
        self.nudge()

    def _tell_mended(self) -> None:
        if settle_alarm(self.store, TOPIC):
            with self.store.begin() as uow:
                uow.outbox.release(lane_prefix=f"{Destination.CASE_LOG.value}:", at=self.clock())

    def _claim(self) -> list[Claimed]:
        return self.deliveries.claim(
            Destination.CASE_LOG, at=self.clock(), limit=AT_ONCE, lease_s=LEASE_S, claimant=self.claimant
        )

    def _entries_of(self, claimed: Sequence[Claimed]) -> list[_Waiting]:
        by_case = [(one, one.effect.case) for one in claimed if isinstance(one.effect, WriteCaseLog)]
        with self.store.read() as uow:
            waiting = [
                _Waiting(claimed=one, case=case, entries=[*uow.journal.unlisted(case, limit=MOST_ROUNDS + 1)])
                for one, case in by_case
            ]
        self.deliveries.done_many([one.claimed for one in waiting if not one.entries])
        return waiting

    async def _round(self, rows: GraphList, waiting: Sequence[_Waiting]) -> list[_Waiting]:
        """The next entry of each case is a row; returns the cases that have more. The order of a case is kept."""
        answers = await send_batch(self.graph, [_request(rows, one) for one in waiting])
        written: list[_Waiting] = []
        for one in waiting:
            failed = await self._failure(rows, one, answers[one.case])
            if failed is None:
                written.append(one)
            else:
                await asyncio.to_thread(self._failed, one, failed)
        await asyncio.to_thread(self._written, written)
        return written

    async def _failure(self, rows: GraphList, one: _Waiting, answer: BatchAnswer) -> DeliveryFailed | None:
        """Why the entry is no row; None when it is, also when an earlier attempt had made it."""
        if not isinstance(answer.failure, AlreadyThere):
            return answer.failure
        try:
            return None if await rows.find_by(KEY, entry_key(*one.entries[0])) else answer.failure
        except DeliveryFailed as failed:
            return failed

    def _written(self, written: Sequence[_Waiting]) -> None:
        if not written:
            return
        with self.store.begin() as uow:
            for one in written:
                uow.journal.listed(one.case, one.entries[0][0])
        for one in written:
            del one.entries[0]
        self.deliveries.done_many([one.claimed for one in written if not one.entries])

    def _failed(self, one: _Waiting, failed: DeliveryFailed) -> None:
        """Put off or parked; after a refusal the list is looked at again, for the trouble may be with it."""
        log.warning("log_not_written", code=failed.code, attempt=one.claimed.attempt)
        refused = failed.kind is FailureKind.PERMANENT
        if refused:
            self._rows = None
        if refused and one.claimed.attempt == 1:
            self.deliveries.retry(one.claimed, not_before=self.clock(), reason=failed.code, unsure=False)
        else:
            self.deliveries.failed(one.claimed, failed, at=self.clock())

    def _again(self, left: Sequence[_Waiting]) -> None:
        for one in left:
            if one.entries:
                self.deliveries.retry(one.claimed, not_before=self.clock(), reason="more to write", unsure=False)


def entry_key(number: EntryId, entry: Entry) -> str:
    """What names the entry for good: its number alone would come again after a store was restored from a copy."""
    return f"{entry.case} {entry.at.astimezone(UTC):%Y%m%dT%H%M%SZ} {number}"


def log_fields(number: EntryId, entry: Entry) -> dict[str, Any]:
    """The entry as Graph takes it."""
    fields = {
        "Title": log_line(entry),
        KEY: entry_key(number, entry),
        "CaseNumber": entry.case,
        "HappenedAt": f"{entry.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Who": entry.who[:_ONE_LINE],
        "Deed": entry.deed.value,
        "Words": entry.text,
    }
    return {name: text for name, text in fields.items() if text}


def _request(rows: GraphList, one: _Waiting) -> BatchRequest:
    return rows.create_request(one.case, log_fields(*one.entries[0]))


_ONE_LINE = 255  # characters; what a line of text takes in SharePoint
