"""Interleaved rounds: in each, every client does every case in a process of its own, before the same SharePoint."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp

from bench.graph.report import keep_results
from bench.graph.rivals.common import PAGE
from bench.graph.rows import EDITED, texts_of
from bench.graph.seed import database_in, seeded
from bench.graph.sharepoint import LINK
from bench.graph.worker import memories
from bench.page import write_page
from bench.processes import BOT_CORE, OTHER_CORE, ROOT, Process, install, python_of, running
from sync.rows import fields_to_write

HERE = Path(__file__).parent
RIVALS = {"sdk": "msgraph", "sdk16": "msgraph", "bare": "graph_bare"}
"""Each with its environment."""

SCRIPTS = {"msgraph": "typed_sdk.py", "graph_bare": "bare.py"}
CLIENTS = (*RIVALS, "edge", "product")
LONGEST_JOB_S = 600.0
THROTTLE = 25  # each so manyth write: 4 %
LATE_S = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is done. `sdk`: what the typed SDK does of it, in rows; its figures are then counted up."""

    new: int = 1_000
    short: int = 5_000
    long: int = 50_000
    sdk_new: int = 200
    sdk_late: int = 100
    sdk_rows: int = 1_000
    minutes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing to do: `rows` are written, or are in the list that is read."""

    name: str
    job: str
    rows: int
    late_s: float = 0.0
    throttle: int = 0
    each_their_own: bool = False
    clients: tuple[str, ...] = CLIENTS
    of_sdk: int = 0
    """So many of the rows are what the typed SDK does; 0: all."""

    def levers(self) -> dict[str, Any]:
        """How the list is set up for it."""
        writes = self.job == "mirror"
        return {
            "rows": 0 if writes else self.rows,
            "late_s": self.late_s,
            "throttle": self.throttle,
            "edits": self.job == "delta",
            "responses": self.rows if writes else 0,
            "each_their_own": self.each_their_own,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One client, one case, one round. `of`: rows it did; all but stalls and memory are counted up to the case's.

    `stall_ms`: the longest that the loop did not come round; `busy_ms`: that it did not for its own work.
    """

    client: str
    case: str
    of: int
    done: int
    wall_s: float
    cpu_s: float
    stall_ms: float
    busy_ms: float
    peak_mb: float
    requests: float
    units: float
    reads: float


def cases_of(sizes: Sizes) -> list[Case]:
    """What is done in each round."""
    mirror = Case(name="mirror", job="mirror", rows=sizes.new, of_sdk=sizes.sdk_new)
    return [
        mirror,
        replace(mirror, name="mirror late", late_s=LATE_S, of_sdk=sizes.sdk_late),
        replace(mirror, name="mirror throttled", throttle=THROTTLE, of_sdk=sizes.sdk_late),
        replace(mirror, name="mirror people", each_their_own=True, clients=("product",)),
        *(
            Case(name=f"read {name}", job="read", rows=rows, clients=("sdk", *CLIENTS[2:]), of_sdk=sizes.sdk_rows)
            for name, rows in (("short", sizes.short), ("long", sizes.long))
        ),
        Case(name="delta", job="delta", rows=sizes.long, clients=("sdk", *CLIENTS[2:])),
    ]


@dataclass(kw_only=True)
class Bench:
    """The bench's SharePoint, and what has been measured."""

    url: str
    http: aiohttp.ClientSession
    folder: Path
    measured: list[Measured]

    async def case(self, case: Case, client: str) -> None:
        """The client has done it, in a process that did nothing before."""
        await self._levers(case.levers())
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            given = self._given(Path(name), case, client)
            async with running(_command(client, given), core=BOT_CORE) as process:
                await process.said()
                if client != "product":
                    await _asked(process, {"job": "mirror", "rows": 2})
                    await _asked(process, {"job": "delta"})  # warm: connections, and what the SDK imports late
                await self._levers(case.levers())
                asked = _job(case, client)
                said = await _asked(process, asked)
                self._keep(case, client, asked["rows"], said, await self._counts())

    async def idle(self, rows: int, minutes: int) -> dict[str, Any]:
        """What each of some minutes costs in which nothing happens, with a list of `rows`."""
        await self._levers(Case(name="idle", job="idle", rows=rows).levers())
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            given = self._given(Path(name), Case(name="idle", job="delta", rows=rows), "product")
            async with running(_command("product", given), core=BOT_CORE) as process:
                await process.said()
                await _asked(process, {"job": "minute"})  # the first: the workbook is new to it
                counts = [await self._counts()]
                for _ in range(minutes):
                    await _asked(process, {"job": "minute"})
                    counts.append(await self._counts())
        pairs = list(zip(counts[1:], counts, strict=False))
        return {
            "rows": rows,
            "requests": [after["requests"] - before["requests"] for after, before in pairs],
            "units": [after["units"] - before["units"] for after, before in pairs],
        }

    def _given(self, folder: Path, case: Case, client: str) -> Path:
        if client == "product":
            rows = 0 if case.job == "mirror" else case.rows
            seeded(folder, rows, self._link if case.job == "delta" else "")
        fields = {name: value for name, value in fields_to_write(texts_of(1), {}).items() if value is not None}
        place = {
            "url": f"{self.url}/v1.0",
            "link": self._link,
            "rows": case.rows,
            "fields": fields,
            "database": database_in(folder),
        }
        file = folder / "place.json"
        file.write_text(json.dumps(place), encoding="utf-8")
        return file

    @property
    def _link(self) -> str:
        return f"{self.url}/v1.0{LINK}"

    def _keep(self, case: Case, client: str, of: int, said: dict[str, Any], counts: dict[str, int]) -> None:
        wanted = EDITED if case.job == "delta" or (case.job == "read" and of == case.rows) else of
        if case.job != "read" and said["done"] != wanted:
            raise RuntimeError(f"{client} did {said['done']} of {wanted}: {case.name}")
        scale = case.rows / of
        self.measured.append(
            Measured(
                client=client,
                case=case.name,
                of=of,
                done=said["done"],
                wall_s=said["wall_s"] * scale,
                cpu_s=said["cpu_s"] * scale,
                stall_ms=said["stall_s"] * 1000,
                busy_ms=said["busy_s"] * 1000,
                peak_mb=said["peak_mb"],
                requests=counts["requests"] * scale,
                units=counts["units"] * scale,
                reads=counts["reads"] * scale,
            )
        )

    async def _levers(self, wanted: dict[str, Any]) -> None:
        async with self.http.post(f"{self.url}/levers", data=json.dumps(wanted)) as answer:
            answer.raise_for_status()

    async def _counts(self) -> dict[str, int]:
        async with self.http.get(f"{self.url}/counts") as answer:
            return json.loads(await answer.read())


def _job(case: Case, client: str) -> dict[str, Any]:
    at_once = 16 if client == "sdk16" else 1
    rows = min(case.rows, case.of_sdk or case.rows) if client == "sdk" else case.rows
    return {"job": case.job, "rows": rows, "pages": -(-rows // PAGE), "at_once": at_once}


async def _asked(process: Process, job: dict[str, Any]) -> dict[str, Any]:
    return await process.asked(json.dumps(job), within_s=LONGEST_JOB_S)


def _command(client: str, given: Path) -> list[str]:
    if client not in RIVALS:
        return [sys.executable, "-m", f"bench.graph.{client}", str(given)]
    environment = RIVALS[client]
    return [python_of(environment), str(HERE / "rivals" / SCRIPTS[environment]), str(given)]


async def bench_graph(*, rounds: int, sizes: Sizes, clients: Sequence[str] | None = None) -> None:
    """The bench has run; bench/results/graph.json and docs/bench.md say what came of it.

    `clients`: only those, to try something; what came of them is printed, and nothing is written.
    """
    os.sched_setaffinity(0, {OTHER_CORE % (os.cpu_count() or 1)})
    results = await measured(rounds=rounds, sizes=sizes, clients=clients or CLIENTS)
    if clients:
        print(json.dumps(results, indent=1))  # noqa: T201  a command line
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        results["memory"] = await memories(Path(name))
    keep_results(ROOT, results)
    write_page(ROOT)


async def measured(*, rounds: int, sizes: Sizes, clients: Sequence[str], only: Collection[str] = ()) -> dict[str, Any]:
    """What these clients cost in each case, round by round; and our own idle minutes. `only`: of cases, by name."""
    for environment in sorted({RIVALS[client] for client in clients if client in RIVALS}):
        await install(environment, HERE / "requirements" / f"{environment}.txt")
    loads: list[float] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        sharepoint = [sys.executable, "-m", "bench.graph.sharepoint"]
        async with running(sharepoint, core=OTHER_CORE) as process, aiohttp.ClientSession() as http:
            place = await process.said()
            bench = Bench(url=place["url"], http=http, folder=Path(name), measured=[])
            for number in range(rounds):
                loads.append(round(os.getloadavg()[0], 1))
                for case in (one for one in cases_of(sizes) if not only or one.name in only):
                    for client in (one for one in case.clients if one in clients):
                        await bench.case(case, client)
                        print(f"round {number + 1} of {rounds}: {case.name}, {client}", flush=True)  # noqa: T201  a command line
            lists = (10, sizes.long) if "product" in clients else ()
            idle = [await bench.idle(rows, sizes.minutes) for rows in lists]
    return {
        "rounds": rounds,
        "load_averages": loads,
        "sizes": asdict(sizes),
        "measured": [asdict(one) for one in bench.measured],
        "idle": idle,
    }
