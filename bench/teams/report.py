"""What was measured, as a table that says which figure is how many times which."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from bench.tables import Goal, goal_table, pinned, table_row

RESULTS = Path("bench") / "results" / "teams.json"
NAMES = {
    "stock": "botbuilder, stock",
    "agents": "microsoft-agents-hosting-aiohttp",
    "teams_apps": "microsoft-teams-apps",
    "bare": "bare aiohttp, same check",
    "gateway": "**our gateway**, trivial handler",
    "product": "**our whole product**, SQLite",
}
CASES = {"message": "A message with a reply", "press": "A press answered with a card"}
COLUMNS = (
    ("requests_per_s", "requests/s", "{:,.0f}"),
    ("p50_ms", "p50 ms", "{:.1f}"),
    ("p99_ms", "p99 ms", "{:.1f}"),
    ("cpu_ms_per_turn", "CPU ms/turn", "{:.2f}"),
    ("logins_per_turn", "logins/turn", "{:.3f}"),
    ("connections_per_turn", "new connections/turn", "{:.3f}"),
    ("worst_stall_ms", "worst stall ms", "{:.0f}"),
)
AGAINST = ("stock", "agents", "teams_apps", "bare")

CLIENTS = 16
CONNECTOR_MS = 80.0
Row = dict[str, Any]


class Rounds:
    """What was measured, by bot, case and latency; each list has one row for a round, in their order."""

    def __init__(self, rows: list[Row]) -> None:
        """Sort `rows`."""
        self._rows: dict[tuple[str, str, float], list[Row]] = defaultdict(list)
        for row in rows:
            self._rows[row["bot"], row["case"], row["connector_ms"]].append(row)

    def latencies(self) -> list[float]:
        """Those of the connector, in milliseconds."""
        return sorted({key[2] for key in self._rows})

    def median(self, bot: str, case: str, connector_ms: float, column: str) -> float:
        """Of all rounds."""
        return median(row[column] for row in self._rows[bot, case, connector_ms])

    def ratio(self, bot: str, rival: str, case: str, connector_ms: float, column: str = "requests_per_s") -> float:
        """How many times the rival's figure, paired in each round; the median of those."""
        pairs = zip(self._rows[bot, case, connector_ms], self._rows[rival, case, connector_ms], strict=True)
        return median(ours[column] / theirs[column] for ours, theirs in pairs)


def keep_results(root: Path, results: dict[str, Any]) -> None:
    """bench/results/teams.json is of this run."""
    file = root / RESULTS
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def teams_section(root: Path) -> list[str]:
    """What the kept results say, as lines of the page; none when there are no results."""
    file = root / RESULTS
    if not file.exists():
        return []
    return _lines(json.loads(file.read_text(encoding="utf-8")), pinned(root / "bench" / "teams" / "requirements"))


def _lines(results: dict[str, Any], rivals: list[str]) -> list[str]:
    rounds = Rounds(results["measured"])
    ours = f"aiohttp {version('aiohttp')}, botbuilder-core {version('botbuilder-core')}"
    loads = ", ".join(f"{load:g}" for load in results["load_averages"])
    lines = [
        "## The Teams edge",
        "",
        "By `python -m bench teams`. All figures are of one run on one machine, the bot on one core, the",
        f"clients and the fake Microsoft on another: medians of {results['rounds']} interleaved rounds, in each",
        f"of which a bot was asked for {results['seconds']:g} s in each case.",
        "Only the ratios carry over: `x stock` is requests a second over those of stock botbuilder in the same round.",
        f"The machine's load average when each round began: {loads}. Above 1 or so, other work was taking turns on the",
        "two cores: then requests a second, latencies, stalls and starts are worse than they would be alone, for every",
        "bot but not evenly, and processor time per turn is the figure to trust.",
        "",
        f"Rivals, each in an environment of its own: {', '.join(rivals)}.",
        f"Ours: {ours}. The whole product commits each turn to SQLite on disk, and keeps its replies to Teams'",
        "published limit of 50 a second for an app and tenant; no rival does either. The goals are of the gateway.",
        "",
        *goal_table("Goals of the gateway", _goals(rounds, results["started"])),
    ]
    for case, title in CASES.items():
        for connector_ms in rounds.latencies():
            lines += _table(rounds, case, title, connector_ms)
    return [*lines, *_starts(results["started"])]


def _goals(rounds: Rounds, started: list[Row]) -> list[Goal]:
    goals = [_times(rounds, "stock", "message", 29.0)]
    goals += [_times(rounds, rival, case, 3.0) for rival in ("agents", "teams_apps") for case in CASES]
    share = rounds.median("gateway", "message", CONNECTOR_MS, "requests_per_s") / (CLIENTS / CONNECTOR_MS * 1000)
    floor = rounds.median("bare", "message", CONNECTOR_MS, "requests_per_s") / (CLIENTS / CONNECTOR_MS * 1000)
    goals.append(
        Goal(
            words="95 % of the ideal rate with a login of 150 ms and a connector of 80 ms",
            reached=f"{share:.0%}; bare aiohttp {floor:.0%}",
            met=share >= 0.95,
        )
    )
    worst = {bot: _worst_stall(rounds, bot) for bot in ("gateway", "bare")}
    goals.append(
        Goal(
            words=f"no stall over 20 ms at {CLIENTS} connections",
            reached=f"{worst['gateway']:.0f} ms; bare aiohttp {worst['bare']:.0f} ms",
            met=worst["gateway"] <= 20,
        )
    )
    wall, cpu = (_start_ratio(started, "gateway", column) for column in ("first_answer_ms", "first_answer_cpu_ms"))
    reached = f"{wall:.2f} times; {cpu:.2f} by processor time"
    goals.append(Goal(words="a cold start of at most 2 times bare aiohttp's", reached=reached, met=wall <= 2))
    return goals


def _times(rounds: Rounds, rival: str, case: str, wanted: float) -> Goal:
    rate = rounds.ratio("gateway", rival, case, 0.0)
    cpu = rounds.ratio(rival, "gateway", case, 0.0, "cpu_ms_per_turn")
    words = f"{wanted:g} times {NAMES[rival]}: {CASES[case].lower()}, 0 ms"
    return Goal(words=words, reached=f"{rate:.1f} times; {cpu:.1f} by processor time", met=rate >= wanted)


def _worst_stall(rounds: Rounds, bot: str) -> float:
    return max(rounds.median(bot, case, late, "worst_stall_ms") for case in CASES for late in rounds.latencies())


def _table(rounds: Rounds, case: str, title: str, connector_ms: float) -> list[str]:
    late = "0 ms" if connector_ms == 0 else f"login 150 ms, connector {connector_ms:g} ms"
    heads = [head for _, head, _ in COLUMNS]
    lines = [f"### {title}, {late}", "", table_row(["bot", *heads, *(f"x {name}" for name in AGAINST)])]
    lines.append(table_row(["---", *("--:" for _ in [*heads, *AGAINST])]))
    for bot, name in NAMES.items():
        figures = [form.format(rounds.median(bot, case, connector_ms, column)) for column, _, form in COLUMNS]
        ratios = [f"{rounds.ratio(bot, rival, case, connector_ms):.2f}" for rival in AGAINST]
        lines.append(table_row([name, *figures, *ratios]))
    return [*lines, ""]


def _starts(started: list[Row]) -> list[str]:
    columns = ("first_answer_ms", "first_answer_cpu_ms", "memory_mb")
    heads = ("start to first authenticated answer ms", "x bare", "CPU ms until then", "x bare", "RSS MB")
    lines = ["### Start and memory", "", table_row(["bot", *heads]), table_row(["---", *("--:" for _ in heads)])]
    for bot, name in NAMES.items():
        wall, cpu, memory = (median(one[column] for one in started if one["bot"] == bot) for column in columns)
        times = [f"{_start_ratio(started, bot, column):.2f}" for column in columns]
        lines.append(table_row([name, f"{wall:,.0f}", times[0], f"{cpu:,.0f}", times[1], f"{memory:.0f}"]))
    return lines


def _start_ratio(started: list[Row], bot: str, column: str) -> float:
    ours, bare = ([one[column] for one in started if one["bot"] == name] for name in (bot, "bare"))
    return median(own / floor for own, floor in zip(ours, bare, strict=True))
