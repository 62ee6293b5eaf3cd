"""What was measured on the Graph edge, as tables that say which figure is how many times which."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from bench.tables import Goal, goal_table, pinned, table_row

RESULTS = Path("bench") / "results" / "graph.json"
REQUIREMENTS = Path("bench") / "graph" / "requirements"
NAMES = {
    "sdk": "msgraph-sdk, typed, one by one",
    "sdk16": "msgraph-sdk, typed, 16 at a time",
    "bare": "bare aiohttp and orjson",
    "edge": "**our Graph edge**, mirror in memory",
    "product": "**our whole worker**, SQLite",
}
CASES = {
    "mirror": "{new:,} new rows, 0 ms",
    "mirror late": "{new:,} new rows, each answer 80 ms late",
    "mirror throttled": "{new:,} new rows, 4 % of the writes throttled for a second",
    "mirror people": "{new:,} new rows, each sent in by another person",
    "read short": "A list of {short:,} rows is read and compared",
    "read long": "A list of {long:,} rows is read and compared",
    "delta": "Ten edits among {long:,} rows are found by delta",
}
AGAINST = ("sdk", "bare")
MOST_REQUESTS, MOST_UNITS, THROTTLED_SHARE = 52, 2_002, 1.15
MOST_IDLE_UNITS, LONGEST_STALL_MS, MOST_MB = 4, 20.0, 50.0
Row = dict[str, Any]


class Rounds:
    """What was measured, by client and case; each list has one row for a round, in their order."""

    def __init__(self, results: Row) -> None:
        """Sort the results."""
        self.sizes: dict[str, int] = results["sizes"]
        self._rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in results["measured"]:
            self._rows[row["client"], row["case"]].append(row)

    def clients(self, case: str) -> list[str]:
        """Who did it."""
        return [client for client in NAMES if self._rows[client, case]]

    def median(self, client: str, case: str, column: str) -> float:
        """Of all rounds."""
        return median(row[column] for row in self._rows[client, case])

    def ratio(self, more: str, less: str, case: str, column: str) -> float:
        """How many times the figure of `less` that of `more` is, paired in each round; the median of those."""
        pairs = zip(self._rows[more, case], self._rows[less, case], strict=True)
        return median(many[column] / few[column] for many, few in pairs)

    def worst(self, client: str, column: str) -> float:
        """The largest of the medians of its cases."""
        return max(self.median(client, case, column) for case in CASES if self._rows[client, case])

    def part(self, client: str, case: str) -> int:
        """How many rows it did."""
        return self._rows[client, case][0]["of"]


def keep_results(root: Path, results: Row) -> None:
    """bench/results/graph.json is of this run."""
    file = root / RESULTS
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def graph_section(root: Path) -> list[str]:
    """What the kept results say, as lines of the page; none when there are no results."""
    file = root / RESULTS
    if not file.exists():
        return []
    results = json.loads(file.read_text(encoding="utf-8"))
    rounds = Rounds(results)
    lines = [*_introduction(root, results), *goal_table("Goals of the Graph edge", _goals(rounds, results))]
    for case, title in CASES.items():
        lines += _table(rounds, case, title.format(**rounds.sizes))
    return [*lines, *_idle(rounds, results["idle"]), *_memory(results["memory"])]


def _introduction(root: Path, results: Row) -> list[str]:
    sizes = results["sizes"]
    loads = ", ".join(f"{load:g}" for load in results["load_averages"])
    ours = ", ".join(f"{name} {version(name)}" for name in ("aiohttp", "orjson", "SQLAlchemy"))
    return [
        "## The Graph edge",
        "",
        "By `python -m bench graph`. One run on one machine, the client on one core, a SharePoint of the bench's own",
        "on the other: it answers from memory, so that the client is what takes the time. Medians of",
        f"{results['rounds']} interleaved rounds, each client in a process of its own that has spoken to the server",
        "before. The server counts resource units, part by part, by the price table of our local Microsoft 365.",
        f"The typed SDK takes its time, so it does {sizes['sdk_new']} rows, {sizes['sdk_late']} of the late and the",
        f"throttled, and reads {sizes['sdk_rows']:,}: its figures are counted up, but for stalls and memory.",
        "*Our Graph edge* has what the others have, the list's eTags in memory. *Our whole worker* downloads the Forms",
        "workbook, keeps the cases in SQLite on disk, some in each transaction, and writes the rows from there. Its",
        "pace is that of the largest licence band: in a smaller tenant SharePoint's quota sets the time. *x* is their",
        "processor time over the client's. *Stall* is the longest that the event loop did not come round; *at work*",
        f"leaves out what the machine gave to others. Its load average when each round began: {loads}. Above 1 or so,",
        "walls and stalls are worse than alone, and processor time is the figure to trust.",
        "",
        f"Rivals, each in an environment of its own: {', '.join(pinned(root / REQUIREMENTS))}. Ours: {ours}.",
        "",
    ]


def _goals(rounds: Rounds, results: Row) -> list[Goal]:
    requests, units = (rounds.median("product", "mirror", column) for column in ("requests", "units"))
    reads = sum(rounds.median(client, "mirror", "reads") for client in ("edge", "product"))
    per = rounds.sizes["new"] / 1_000
    return [
        Goal(
            words=f"at most {MOST_REQUESTS} requests and {MOST_UNITS:,} resource units for 1,000 new cases",
            reached=f"{requests / per:,.0f} and {units / per:,.0f}",
            met=requests <= MOST_REQUESTS * per and units <= MOST_UNITS * per,
        ),
        _throttled(rounds, per),
        Goal(words="never a read before a write", reached=f"{reads:.0f} reads", met=reads == 0),
        _times(rounds, "read short", 300.0, "the typed SDK's processor time to read a row"),
        _times(rounds, "mirror", 100.0, "the typed SDK's processor time to create a row"),
        *_beside_bare(rounds),
        _idle_goal(results["idle"]),
        _stall_goal(rounds),
        _memory_goal(results["memory"]),
    ]


def _throttled(rounds: Rounds, per: float) -> Goal:
    requests, units = (rounds.median("product", "mirror throttled", column) for column in ("requests", "units"))
    most = [figure * THROTTLED_SHARE * per for figure in (MOST_REQUESTS, MOST_UNITS)]
    return Goal(
        words=f"at most {THROTTLED_SHARE:g} times that with 4 % of the writes throttled",
        reached=f"{requests / MOST_REQUESTS / per:.2f} and {units / MOST_UNITS / per:.2f} times",
        met=requests <= most[0] and units <= most[1],
    )


def _times(rounds: Rounds, case: str, wanted: float, words: str) -> Goal:
    cpu, wall = (rounds.ratio("sdk", "edge", case, column) for column in ("cpu_s", "wall_s"))
    return Goal(
        words=f"a {wanted:g}th of {words}", reached=f"a {cpu:,.0f}th; of the time, a {wall:,.0f}th", met=cpu >= wanted
    )


def _beside_bare(rounds: Rounds) -> list[Goal]:
    found: list[Goal] = []
    for case, column, words in (
        ("mirror", "cpu_s", "processor time to create a row"),
        ("mirror late", "wall_s", "time to create rows when answers are late"),
        ("read short", "cpu_s", "processor time to read a row of the short list"),
        ("read long", "cpu_s", "processor time to read a row of the long list"),
    ):
        times = rounds.ratio("edge", "bare", case, column)
        promised = f"at most 1.5 times bare aiohttp and orjson: {words}"
        found.append(Goal(words=promised, reached=f"{times:.2f} times", met=times <= 1.5))
    return found


def _idle_goal(idle: list[Row]) -> Goal:
    most = max(max(one["units"]) for one in idle)
    words = f"an idle minute of at most {MOST_IDLE_UNITS} resource units, however long the list"
    return Goal(words=words, reached=f"{most:g} in the worst minute", met=most <= MOST_IDLE_UNITS)


def _stall_goal(rounds: Rounds) -> Goal:
    worst = {client: rounds.worst(client, "stall_ms") for client in ("edge", "product", "bare")}
    busy = max(rounds.worst(client, "busy_ms") for client in ("edge", "product"))
    return Goal(
        words=f"no stall over {LONGEST_STALL_MS:g} ms",
        reached=f"edge {worst['edge']:.0f}, worker {worst['product']:.0f} ms, at work {busy:.0f}; "
        f"bare aiohttp {worst['bare']:.0f} ms",
        met=max(worst["edge"], worst["product"]) <= LONGEST_STALL_MS,
    )


def _memory_goal(memory: list[Row]) -> Goal:
    """Of its own: what it shares with others, which are the files of libraries, is no less when it is not there."""
    of = {one["who"]: one for one in memory}
    ours, floor = of["our worker"], next(one for who, one in of.items() if "SQLAlchemy" in who)
    return Goal(
        words=f"the worker holds at most {MOST_MB:g} MB of its own before its first case, without msgraph",
        reached=f"{ours['uss']:.1f} MB, and {ours['rss']:.0f} MB with what it shares; "
        f"aiohttp, orjson and SQLAlchemy alone {floor['uss']:.0f} and {floor['rss']:.0f} MB",
        met=ours["uss"] <= MOST_MB,
    )


def _table(rounds: Rounds, case: str, title: str) -> list[str]:
    heads = ["requests", "RU", "wall s", "CPU s", "stall ms", "at work ms", "peak MB", *(f"x {one}" for one in AGAINST)]
    lines = [f"### {title}", "", table_row(["client", *heads]), table_row(["---", *("--:" for _ in heads)])]
    for client in rounds.clients(case):
        columns = ("requests", "units", "wall_s", "cpu_s", "stall_ms", "busy_ms", "peak_mb")
        forms = ("{:,.0f}", "{:,.0f}", "{:.2f}", "{:.3f}", "{:,.0f}", "{:,.0f}", "{:.0f}")
        figures = [
            form.format(rounds.median(client, case, column)) for column, form in zip(columns, forms, strict=True)
        ]
        there = rounds.clients(case)
        times = [f"{rounds.ratio(other, client, case, 'cpu_s'):,.2f}" if other in there else "" for other in AGAINST]
        lines.append(table_row([NAMES[client], *figures, *times]))
    return [*lines, ""]


def _idle(rounds: Rounds, idle: list[Row]) -> list[str]:
    heads = ["requests", "RU, mean", "RU, worst"]
    lines = ["### An idle minute", "", table_row(["who", *heads]), table_row(["---", *("--:" for _ in heads)])]
    for one in idle:
        many = sum(one["requests"]) / len(one["requests"]), sum(one["units"]) / len(one["units"]), max(one["units"])
        lines.append(table_row([f"our whole worker, {one['rows']:,} rows", *(f"{figure:,.1f}" for figure in many)]))
    scan = [2 * rounds.median("bare", "read long", column) for column in ("requests", "units")]
    what = f"reading {rounds.sizes['long']:,} rows every 30 seconds instead, by any client"
    lines.append(table_row([what, *(f"{figure:,.1f}" for figure in (*scan, scan[1]))]))
    return [*lines, ""]


def _memory(memory: list[Row]) -> list[str]:
    heads = ["RSS MB", "PSS MB", "its own MB"]
    lines = [
        "### Memory before the first case",
        "",
        table_row(["process", *heads]),
        table_row(["---", *("--:" for _ in heads)]),
    ]
    lines += [table_row([one["who"], *(f"{one[name]:.1f}" for name in ("rss", "pss", "uss"))]) for one in memory]
    return [*lines, ""]
