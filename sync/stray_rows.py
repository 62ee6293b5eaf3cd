"""Rows that somebody added to the Cases list by hand are told, in their sync note, what to do instead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from cards.tracker import row_not_ours
from hub.effects import NoteStrayRow
from hub.errors import DeliveryFailed
from hub.ports import Store
from hub.usecases.tracker import NOTE
from store.deliveries import Claimed, Deliveries
from sync.graph.batch import BatchAnswer, send_batch
from sync.graph.errors import Changed, NotFound
from sync.graph.items import ItemId, ListItem, list_item
from sync.graph.lists import GraphList

log = structlog.get_logger()

TYPING_S = 10.0  # seconds until the next attempt at a row that somebody is at work on


@dataclass(frozen=True, slots=True, kw_only=True)
class StrayRows:
    """Writes the note, and nothing else, into rows that are no cases."""

    store: Store
    rows: GraphList
    deliveries: Deliveries
    clock: Callable[[], datetime]

    async def note(self, claimed: Sequence[Claimed]) -> None:
        """Each of the rows says what to do; one that is gone, or a case's by now, needs no note. Safe to call twice."""
        by_item = {ItemId(one.effect.item): one for one in claimed if isinstance(one.effect, NoteStrayRow)}
        read = await send_batch(self.rows.graph, [self.rows.read_request(item, item) for item in by_item])
        strays = await asyncio.to_thread(self._strays, by_item, read)
        requests = [
            self.rows.update_request(item.id, item.id, {NOTE: row_not_ours(_noted(item))}, item.etag) for item in strays
        ]
        written = await send_batch(self.rows.graph, requests)
        await asyncio.to_thread(self._settle_all, by_item, written)

    def _strays(self, by_item: dict[ItemId, Claimed], read: dict[str, BatchAnswer]) -> list[ListItem]:
        """Those still to be told; the others are settled."""
        self._settle_all(by_item, {item: one for item, one in read.items() if one.failure is not None})
        there = [list_item(one.body) for one in read.values() if one.failure is None]
        with self.store.read() as uow:
            strays = [one for one in there if uow.tracker.row_of_item(one.id) is None]
        told = [one for one in strays if not _noted(one).startswith(row_not_ours())]
        needless = {one.id for one in there} - {one.id for one in told}
        self.deliveries.done_many([by_item[item] for item in needless])
        return told

    def _settle_all(self, by_item: dict[ItemId, Claimed], answers: dict[str, BatchAnswer]) -> None:
        for item, answer in answers.items():
            self._settle(by_item[ItemId(item)], answer.failure)

    def _settle(self, claimed: Claimed, failed: DeliveryFailed | None) -> None:
        match failed:
            case None | NotFound():
                self.deliveries.done(claimed)
            case Changed():
                later = self.clock() + timedelta(seconds=TYPING_S)
                self.deliveries.retry(claimed, not_before=later, reason="row changed meanwhile")
            case _:
                log.warning("stray_row_not_noted", code=failed.code, attempt=claimed.attempt)
                self.deliveries.failed(claimed, failed, at=self.clock())


def _noted(item: ListItem) -> str:
    return str(item.fields.get(NOTE) or "")
