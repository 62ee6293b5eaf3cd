"""What the Graph edge asks of Microsoft is counted, and the bench that compares it keeps working."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bench.graph.prices import units_of
from bench.graph.report import NAMES, keep_results
from bench.graph.run import CLIENTS, Sizes, cases_of, measured
from bench.page import write_page
from sync.graph import governor

FEW = Sizes(new=60, long=450, minutes=5)


def test_what_the_worker_asks_of_graph_is_as_little_as_it_can_be() -> None:
    """The bench itself, with few rows and the real worker: what it counts does not depend on the machine."""
    only = ("mirror throttled", "mirror people", "read long", "delta")

    results = asyncio.run(measured(rounds=1, sizes=FEW, clients=["product"], only=only))

    found = {row["case"]: (row["requests"], row["units"], row["reads"]) for row in results["measured"]}
    assert found == {
        # a look at the workbook and its download; 60 rows in three batches; two were throttled, in one more
        "mirror throttled": (1 + 1 + 3 + 1, 1 + 1 + 2 * (60 + 2), 0),
        # sixty people are looked up in three batches, which cost nothing at SharePoint
        "mirror people": (1 + 1 + 3 + 3, 1 + 1 + 2 * 60, 0),
        # pages of 200; the first costs two, and those that go on from a token one
        "read long": (3, 2 + 1 + 1, 3),
        "delta": (1, 1, 1),
    }
    # each minute two looks at the list and one at the workbook, and in one of five one at the columns
    assert [sorted(one["units"]) for one in results["idle"]] == [[3, 3, 3, 3, 4]] * 2
    assert [one["rows"] for one in results["idle"]] == [10, FEW.long]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sites/force.sharepoint.example:/sites/prevention"),
        ("GET", "/sites/s/lists?$select=id"),
        ("GET", "/sites/s/lists/l?$select=id&$expand=columns"),
        ("GET", "/sites/s/lists/l/items?$expand=fields&$top=200"),
        ("GET", "/sites/s/lists/l/items/7?$expand=fields"),
        ("GET", "/sites/s/lists/l/items/delta?$expand=fields"),
        ("GET", "/sites/s/lists/l/items/delta?token=t"),
        ("GET", "/sites/s/drive/root:/Forms/Prevention%20First.xlsx?$select=id"),
        ("GET", "/drives/d/items/i/content"),
        ("POST", "/sites/s/lists/l/items"),
        ("PATCH", "/sites/s/lists/l/items/7/fields"),
        ("DELETE", "/sites/s/lists/l/items/7"),
        ("GET", "/users/sample.birch@force.example"),
    ],
)
def test_our_pace_reckons_with_the_prices_that_the_local_microsoft_365_charges(method: str, path: str) -> None:
    assert governor.units_of(method, path) == units_of(method, path)


def test_the_page_says_which_goals_are_met_and_leaves_the_other_bench_its_section(tmp_path: Path) -> None:
    for folder in ("bench/graph/requirements", "docs"):
        (tmp_path / folder).mkdir(parents=True)
    cpu = {"sdk": 8.0, "sdk16": 8.0, "bare": 0.03, "edge": 0.04, "product": 3.0}
    rows = [
        {"client": client, "case": case.name, "of": case.rows, "done": case.rows, "wall_s": cpu[client] * 2}
        | {"cpu_s": cpu[client], "stall_ms": 10.0, "busy_ms": 9.0, "peak_mb": 50.0}
        | {"requests": 52.0, "units": 2003.0, "reads": 0.0}
        for case in cases_of(Sizes())
        for client in CLIENTS
        if client in case.clients
    ]
    idle = [{"rows": 10, "requests": [3, 4], "units": [3, 4]}, {"rows": 50_000, "requests": [3, 4], "units": [3, 5]}]
    memory = [{"who": who, "rss": 49.0, "pss": 48.0, "uss": 47.0} for who in ("aiohttp and SQLAlchemy", "our worker")]
    sizes = {name: getattr(Sizes(), name) for name in ("new", "short", "long", "sdk_new", "sdk_late", "sdk_rows")}
    kept = {"rounds": 1, "load_averages": [0.1], "sizes": sizes, "measured": rows, "idle": idle, "memory": memory}

    keep_results(tmp_path, json.loads(json.dumps(kept)))
    write_page(tmp_path)

    page = (tmp_path / "docs" / "bench.md").read_text(encoding="utf-8")
    assert "| at most 52 requests and 2,002 resource units for 1,000 new cases | 52 and 2,003 | **not met** |" in page
    assert "| a 100th of the typed SDK's processor time to create a row | a 200th; of the time, a 200th | met |" in page
    assert "| 5 in the worst minute | **not met** |" in page
    assert NAMES["product"] in page
    assert "The Teams edge" not in page
