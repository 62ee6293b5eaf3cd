"""Interleaved rounds: every bot is started anew in each, and asked the same at both latencies."""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import aiohttp

from bench.page import write_page
from bench.processes import BOT_CORE, OTHER_CORE, ROOT, Process, install, python_of, running
from bench.teams.activities import greeting, press
from bench.teams.load import Load
from bench.teams.product import seeded
from bench.teams.report import keep_results
from cards.help import welcome

HERE = Path(__file__).parent
RIVALS = ("stock", "agents", "teams_apps", "bare")
OURS = ("gateway", "product")
CLIENTS = 16
LATENCIES = ((0.0, 0.0), (0.15, 0.08))
"""(login, connector), in seconds: none, and what a tenant in another country shows."""

CASES = ("message", "press")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One bot, one case, one latency, one round. Times in milliseconds; per turn where it says so."""

    bot: str
    case: str
    connector_ms: float
    requests_per_s: float
    p50_ms: float
    p99_ms: float
    cpu_ms_per_turn: float
    logins_per_turn: float
    connections_per_turn: float
    worst_stall_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """One start of a bot: until its first authenticated answer, and its memory after all the load."""

    bot: str
    first_answer_ms: float
    first_answer_cpu_ms: float
    memory_mb: float


@dataclass(kw_only=True)
class Bench:
    """This machine's Microsoft, what is sent, and what has been measured."""

    place: dict[str, Any]
    http: aiohttp.ClientSession
    bodies: dict[str, bytes]
    cards: Path
    seconds: float
    ids: Iterator[int]
    measured: list[Measured]
    started: list[Started]

    async def round(self, bot: str) -> None:
        """The bot was started, asked everything and stopped."""
        await self._latency(0.0, 0.0)
        async with running(command_of(bot, self.cards), core=BOT_CORE, ca_file=self.place["ca_file"]) as process:
            port = int((await process.said())["port"])
            status = await self._load(port, "press").once()
            first_ms = (time.perf_counter() - process.began) * 1000
            first_cpu_ms = process.cpu_s() * 1000
            if status not in (200, 201):
                raise RuntimeError(f"{bot} answered {status} to its first press")
            for login_s, connector_s in LATENCIES:
                await self._latency(login_s, connector_s)
                for case in CASES:
                    await self._case(process, bot, port, case, connector_s)
            self.started.append(
                Started(
                    bot=bot,
                    first_answer_ms=first_ms,
                    first_answer_cpu_ms=first_cpu_ms,
                    memory_mb=process.memory_mb(),
                )
            )

    async def _case(self, process: Process, bot: str, port: int, case: str, connector_s: float) -> None:
        await self._load(port, case).run(clients=1, seconds=min(0.3, self.seconds))  # warm: tokens, keys, connections
        await self._counts()
        await process.worst_stall_s()
        load, cpu = self._load(port, case), process.cpu_s()
        took = await load.run(clients=CLIENTS, seconds=self.seconds)
        turns, counts = len(load.latencies), await self._counts()
        if load.refused:
            raise RuntimeError(f"{bot} refused {load.refused} of {turns} turns: {case}, connector {connector_s} s")
        cuts = quantiles([*load.latencies, *load.latencies[:1]], n=100, method="inclusive")
        self.measured.append(
            Measured(
                bot=bot,
                case=case,
                connector_ms=connector_s * 1000,
                requests_per_s=turns / took,
                p50_ms=cuts[49] * 1000,
                p99_ms=cuts[98] * 1000,
                cpu_ms_per_turn=(process.cpu_s() - cpu) / turns * 1000,
                logins_per_turn=counts["logins"] / turns,
                connections_per_turn=counts["connections"] / turns,
                worst_stall_ms=await process.worst_stall_s() * 1000,
            )
        )

    def _load(self, port: int, case: str) -> Load:
        return Load(port=port, token=self.place["token"], body=self.bodies[case], ids=self.ids)

    async def _counts(self) -> dict[str, int]:
        async with self.http.get(f"{self.place['url']}/counts") as answer:
            return json.loads(await answer.read())

    async def _latency(self, login_s: float, connector_s: float) -> None:
        url = f"{self.place['url']}/latency?login={login_s}&connector={connector_s}"
        async with self.http.get(url) as answer:
            answer.raise_for_status()


def command_of(bot: str, cards: Path) -> list[str]:
    """How the bot is started."""
    if bot in OURS:
        return [sys.executable, "-m", "bench.teams.ours", bot, str(cards)]
    return [python_of(bot), str(HERE / "rivals" / f"{bot}.py"), str(cards)]


async def bench_teams(*, rounds: int, seconds: float, bots: Sequence[str] | None = None) -> None:
    """The bench has run; bench/results/teams.json and docs/bench.md say what came of it.

    `bots`: only those, to try something; what came of them is printed, and nothing is written.
    """
    for rival in set(RIVALS) & set(bots or RIVALS):
        await install(rival, HERE / "requirements" / f"{rival}.txt")
    loads: list[float] = []
    os.sched_setaffinity(0, {OTHER_CORE % (os.cpu_count() or 1)})
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        microsoft = [sys.executable, "-m", "bench.teams.microsoft", name]
        async with running(microsoft, core=OTHER_CORE) as process, aiohttp.ClientSession() as http:
            bench = prepared(await process.said(), Path(name), http, seconds)
            for number in range(rounds):
                loads.append(round(os.getloadavg()[0], 1))
                for bot in bots or (*RIVALS, *OURS):
                    await bench.round(bot)
                    print(f"round {number + 1} of {rounds}: {bot}", flush=True)  # noqa: T201  a command line
    results = {
        "rounds": rounds,
        "seconds": seconds,
        "load_averages": loads,
        "measured": [asdict(one) for one in bench.measured],
        "started": [asdict(one) for one in bench.started],
    }
    if bots:
        print(json.dumps(results, indent=1))  # noqa: T201  a command line
        return
    keep_results(ROOT, results)
    write_page(ROOT)


def prepared(place: dict[str, Any], folder: Path, http: aiohttp.ClientSession, seconds: float) -> Bench:
    """Everything that all bots are given, and the product's store with its one case."""
    service_url = place["service_url"]
    number, card = seeded(folder, service_url)
    cards = folder / "cards.json"
    names = ("metadata_url", "keys_url", "authority", "tenant_authority", "tenant_id", "ca_file")
    given = {name: place[name] for name in names}
    shown = {"place": {**given, "folder": str(folder)}, "press": card, "welcome": welcome("Sample Oak")}
    cards.write_text(json.dumps(shown), encoding="utf-8")
    return Bench(
        place=place,
        http=http,
        bodies={"message": greeting(service_url), "press": press(service_url, number)},
        cards=cards,
        seconds=seconds,
        ids=itertools.count(1_700_000_000_000),
        measured=[],
        started=[],
    )
