"""Nothing is written to a Cases list whose shape would lose or double a case, and the hub hears what to mend."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from hub.effects import Destination, WriteTrackerRow
from hub.notices import AlarmKind
from hub.ports import Store
from hub.usecases.alarms import raise_alarm, settle_alarm
from sync.graph.lists import GraphList
from sync.list_plan import FoundList, blocking, emptied
from sync.list_schema import read_columns
from sync.lists import CASES

log = structlog.get_logger()

TOPIC = "cases-list"
GONE = "cases-columns-gone"  # a cursor: the columns that were seen missing or retyped


@dataclass(slots=True, kw_only=True)
class SchemaGuard:
    """Looks at the list's columns. `lets_write` is False until a look has found nothing in the way."""

    store: Store
    rows: GraphList
    clock: Callable[[], datetime]
    nudge: Callable[[], None] = field(default=lambda: None)
    lets_write: bool = False

    async def look(self) -> int:
        """`lets_write` says whether the list may be written to; the hub reads what is in the way, once.

        Once it is mended, what was parked meanwhile is tried again. Returns how many troubles there are.
        """
        columns = await read_columns(self.rows.graph, self.rows.path)
        found = FoundList(id="", name=CASES.name, display_name=CASES.name, columns=columns)
        wrong = blocking(CASES, found)
        if wrong:
            await asyncio.to_thread(tell_blocked, self.store, wrong, emptied(CASES, found), at=self.clock())
        elif not self.lets_write:
            await asyncio.to_thread(_mended, self.store, at=self.clock())
        self.lets_write = not wrong
        if wrong:
            self.nudge()
        return len(wrong)


def tell_blocked(store: Store, wrong: tuple[str, ...], gone: Collection[str] = (), *, at: datetime) -> None:
    """The log and the hub's channel say what is in the way and what to do. The same trouble is told the hub once.

    `gone`: the columns that will be empty when they are made anew.
    """
    log.error("list_not_written", list=CASES.name, plan=wrong)
    raise_alarm(store, TOPIC, AlarmKind.LIST_SHAPE, wrong, at=at)
    with store.begin() as uow:
        uow.cursors.set(GONE, " ".join(sorted({*uow.cursors.get(GONE).split(), *gone})))


def _mended(store: Store, *, at: datetime) -> None:
    """What waited is written, and what a column held that was made anew; its emptiness is nobody's edit."""
    if not settle_alarm(store, TOPIC):
        return
    with store.begin() as uow:
        released = uow.outbox.release(lane_prefix=f"{Destination.SHAREPOINT.value}:", at=at)
        gone = uow.cursors.get(GONE).split()
        for case in uow.tracker.forget_columns(gone) if gone else ():
            uow.outbox.add(WriteTrackerRow(case=case), at=at)
        uow.cursors.set(GONE, "")
    log.info("list_mended", list=CASES.name, released=released)
