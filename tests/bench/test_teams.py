"""The bench measures what it says: every answer is counted whole, and the table shows ratios of medians."""

from __future__ import annotations

import itertools
from pathlib import Path

import orjson
from aiohttp import web

from bench.page import write_page
from bench.teams.activities import greeting
from bench.teams.load import Load
from bench.teams.report import COLUMNS, NAMES, keep_results
from tests.bot.microsoft import serving

SERVICE_URL = "http://127.0.0.1:1/connector/"


async def answered_by(status: int, body: bytes) -> tuple[Load, list[str]]:
    """A short load on a bot that answers so, and the ids of the activities that it got."""
    ids: list[str] = []

    async def on_activity(request: web.Request) -> web.StreamResponse:
        ids.append(orjson.loads(await request.read())["id"])
        response = web.StreamResponse(status=status, headers={"Content-Length": str(len(body))})
        await response.prepare(request)
        await response.write(body[:10])
        await response.write(body[10:])
        return response

    app = web.Application()
    app.add_routes([web.post("/api/messages", on_activity)])
    async with serving(app) as port:
        load = Load(port=port, token="t", body=greeting(SERVICE_URL), ids=itertools.count(1_700_000_000_000))
        await load.run(clients=3, seconds=0.05)
    return load, ids


async def test_each_request_is_an_activity_of_its_own_and_each_answer_is_counted_once() -> None:
    load, ids = await answered_by(200, b"x" * 5000)

    assert len(ids) == len(set(ids)) == len(load.latencies) >= 3
    assert load.refused == 0


async def test_an_answer_that_is_no_success_is_counted_as_refused() -> None:
    load, ids = await answered_by(401, b"")

    assert load.refused == len(ids) == len(load.latencies)


def test_the_table_shows_the_median_of_the_rounds_and_a_goal_says_whether_it_is_met(tmp_path: Path) -> None:
    for folder in ("bench/teams/requirements", "docs"):
        (tmp_path / folder).mkdir(parents=True)
    measured = [
        {"bot": bot, "case": case, "connector_ms": connector_ms, "round": number}
        | {column: 1.0 for column, _, _ in COLUMNS}
        | {"requests_per_s": rate * (29 if bot == "gateway" else 1)}
        for bot in NAMES
        for case in ("message", "press")
        for connector_ms in (0.0, 80.0)
        for number, rate in enumerate((1.0, 10.0, 1000.0))  # the median is 10, whatever one bad round says
    ]
    started = [
        {
            "bot": bot,
            "first_answer_ms": 200.0 if bot == "bare" else 300.0,
            "first_answer_cpu_ms": 100.0,
            "memory_mb": 60.0,
        }
        for bot in NAMES
    ]
    results = {"measured": measured, "started": started, "rounds": 3, "seconds": 1.0, "load_averages": [0.1, 0.2, 0.3]}

    keep_results(tmp_path, results)
    write_page(tmp_path)

    page = (tmp_path / "docs" / "bench.md").read_text(encoding="utf-8")
    gateway = next(line for line in page.splitlines() if line.startswith("| **our gateway**"))
    assert gateway.split(" | ")[1] == "290"
    assert gateway.endswith("| 29.00 | 29.00 | 29.00 | 29.00 |")
    assert (
        "| 29 times botbuilder, stock: a message with a reply, 0 ms | 29.0 times; 1.0 by processor time | met |" in page
    )
    assert "| a cold start of at most 2 times bare aiohttp's | 1.50 times" in page
