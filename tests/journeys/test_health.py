"""GET /health says whether a person is needed, and nothing that a stranger may not know."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from hub.effects import Destination
from service.run import Only, listening
from tests.journeys.force import Force


async def asked(url: str) -> tuple[int, object]:
    async with aiohttp.ClientSession() as probe, probe.get(f"{url}/health") as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize("only", [None, Only.BOT, Only.SYNC])
async def test_each_process_answers_whichever_edge_it_runs(here: Force, only: Only | None) -> None:
    async with listening(here.service, host="127.0.0.1", port=0, only=only) as url:
        assert await asked(url) == (200, {"status": "ok"})


async def test_a_paused_edge_is_named_until_its_pause_is_over(here: Force) -> None:
    for edge in Destination:
        here.service.teams.deliveries.pause(edge, here.clock() + timedelta(seconds=60))
    paused = ["case-log-paused", "graph-paused", "teams-paused"]
    assert await here.health() == {"status": "attention", "attention": paused}

    here.clock.forward(seconds=61)
    assert await here.health() == {"status": "ok"}


async def test_a_pause_that_graph_asked_for_is_named(here: Force) -> None:
    here.service.graph.gate.shut_for(600)

    assert await here.health() == {"status": "attention", "attention": ["graph-paused"]}


async def test_a_store_that_cannot_be_read_is_named_and_the_process_still_answers(here: Force, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as file:
        file.execute("ALTER TABLE pauses RENAME TO elsewhere")

    assert await here.health() == {"status": "attention", "attention": ["store"]}
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as file:
        file.execute("ALTER TABLE elsewhere RENAME TO pauses")
    here.clock.forward(seconds=5)
    assert await here.health() == {"status": "ok"}
