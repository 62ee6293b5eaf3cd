"""Each row is settled by itself, whatever became of the others of its batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.effects import Destination
from hub.usecases.submissions import Arrival, submit
from store.deliveries import Deliveries
from store.engines import StoreSettings
from store.unit_of_work import SqlStore, open_store
from sync.deliver import RowDeliverer
from sync.graph.client import Graph
from sync.graph.delta import Delta
from sync.graph.lists import GraphList
from sync.site_people import SitePeople
from sync.stray_rows import StrayRows
from sync.tracker import TrackerReader
from tests.hub.builders import BIRCH, MONDAY, a_submission
from tests.sync.scripted import NOON, Reply, ScriptedGraph, SteppedClock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """A store with two cases whose rows wait to be written."""
    opened = open_store(StoreSettings(url=f"sqlite:///{tmp_path / 'store.sqlite3'}"))
    for number in (1, 2):
        submit(opened, a_submission(), Arrival(key=f"card:{number}", at=MONDAY, submitter=BIRCH))
    yield opened
    opened.close()


@pytest.fixture
def deliverer(store: SqlStore, graph: Graph, time: SteppedClock) -> RowDeliverer:
    rows = GraphList(graph, "/sites/s/lists/l")
    people = SitePeople(store=store, rows=rows, clock=time.clock.now)
    reader = TrackerReader(
        store=store, delta=Delta(rows), people=people, application_id="the-app", clock=time.clock.now
    )
    deliveries = Deliveries(store)
    return RowDeliverer(
        store=store,
        rows=rows,
        reader=reader,
        people=people,
        strays=StrayRows(store=store, rows=rows, deliveries=deliveries, clock=time.clock.now),
        deliveries=deliveries,
        clock=time.clock.now,
        claimant="test",
    )


def made(number: str, body: Any) -> dict[str, Any]:
    return {"id": number, "status": 201, "body": body}


async def test_a_row_whose_answer_says_nothing_is_put_off_and_holds_up_no_other(
    scripted: ScriptedGraph, store: SqlStore, deliverer: RowDeliverer
) -> None:
    fine = made("PF-2026-0002", {"id": "2", "eTag": '"b,1"'})
    scripted.says(Reply(json={"responses": [made("PF-2026-0001", {}), fine]}))

    await deliverer.deliver_due()

    with store.read() as uow:
        rows = [uow.tracker.row(uow.cases.get(number).number) for number in ("PF-2026-0001", "PF-2026-0002")]
    assert [row and row.item_id for row in rows] == [None, "2"]
    due = Deliveries(store).next_due(Destination.SHAREPOINT, NOON)
    assert due is not None
    assert NOON < due <= NOON + timedelta(seconds=5)
