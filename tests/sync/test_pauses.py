"""A pause that Graph asked for outlives the process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engines import StoreSettings
from store.unit_of_work import SqlStore, open_store
from sync.graph.gate import Gate
from sync.graph.governor import Governor
from sync.pauses import CURSOR, KeptPause
from tests.sync.scripted import SteppedClock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(StoreSettings(url=f"sqlite:///{tmp_path / 'store.sqlite3'}"))
    yield opened
    opened.close()


def process(store: SqlStore, time: SteppedClock) -> KeptPause:
    """A process that has just begun."""
    return KeptPause(store=store, gate=Gate(Governor(1_000), time.clock), clock=time.clock.now)


async def test_a_new_process_waits_for_what_is_left_of_the_pause(store: SqlStore, time: SteppedClock) -> None:
    before = process(store, time)
    before.gate.shut_for(600)
    await before.keep()
    time.at += 100

    after = process(store, time)
    await after.restore()

    assert after.gate.wait_s() == 500.0
    time.at += 500
    late = process(store, time)
    await late.restore()
    assert late.gate.wait_s() == 0.0


async def test_a_longer_pause_replaces_the_one_kept(store: SqlStore, time: SteppedClock) -> None:
    before = process(store, time)
    for seconds in (60, 600):
        before.gate.shut_for(seconds)
        await before.keep()

    after = process(store, time)
    await after.restore()

    assert after.gate.wait_s() == 600.0


async def test_no_pause_and_a_short_one_are_not_written_down(store: SqlStore, time: SteppedClock) -> None:
    before = process(store, time)
    await before.keep()
    before.gate.shut_for(1.5)
    await before.keep()

    with store.read() as uow:
        assert uow.cursors.get(CURSOR) == ""
