"""What was measured, as a table that says which figure is how many times which."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

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

Medians = dict[tuple[str, str, float], dict[str, float]]


def write_report(root: Path, results: dict[str, Any], *, rounds: int, seconds: float) -> None:
    """bench/results/teams.json and docs/bench.md are of this run."""
    folder = root / "bench" / "results"
    folder.mkdir(exist_ok=True)
    (folder / "teams.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    text = "\n".join(_lines(results, _rival_versions(root), rounds=rounds, seconds=seconds)) + "\n"
    (root / "docs" / "bench.md").write_text(text, encoding="utf-8")


def _lines(results: dict[str, Any], rivals: list[str], *, rounds: int, seconds: float) -> list[str]:
    measured = _medians(results["measured"])
    ours = f"aiohttp {version('aiohttp')}, botbuilder-core {version('botbuilder-core')}"
    lines = [
        "# Benches",
        "",
        "Written by `make bench`; do not edit. All figures are of one run on one machine, the bot on one core,",
        f"the clients and the fake Microsoft on another: medians of {rounds} interleaved rounds of {seconds:g} s.",
        "Only the ratios carry over: `x stock` is requests a second over those of stock botbuilder in the same run.",
        "",
        f"Rivals, each in an environment of its own: {', '.join(rivals)}.",
        f"Ours: {ours}.",
        "",
    ]
    for case, title in CASES.items():
        for connector_ms in sorted({key[2] for key in measured}):
            lines += _table(measured, case, title, connector_ms)
    return [*lines, *_starts(results["started"])]


def _table(measured: Medians, case: str, title: str, connector_ms: float) -> list[str]:
    late = "0 ms" if connector_ms == 0 else f"login 150 ms, connector {connector_ms:g} ms"
    heads = [head for _, head, _ in COLUMNS]
    lines = [f"## {title}, {late}", "", _row(["bot", *heads, *(f"x {name}" for name in AGAINST)])]
    lines.append(_row(["---", *("--:" for _ in [*heads, *AGAINST])]))
    for bot, name in NAMES.items():
        own = measured[bot, case, connector_ms]
        figures = [form.format(own[column]) for column, _, form in COLUMNS]
        ratios = [own["requests_per_s"] / measured[rival, case, connector_ms]["requests_per_s"] for rival in AGAINST]
        lines.append(_row([name, *figures, *(f"{ratio:.2f}" for ratio in ratios)]))
    if case == "message" and connector_ms:
        share = measured["gateway", case, connector_ms]["requests_per_s"] / (16 / connector_ms * 1000)
        lines += ["", f"The ideal is {16 / connector_ms * 1000:.0f} a second; our gateway reaches {share:.0%} of it."]
    return [*lines, ""]


def _starts(started: list[dict[str, Any]]) -> list[str]:
    own: dict[str, dict[str, float]] = {}
    for bot in NAMES:
        rows = [one for one in started if one["bot"] == bot]
        own[bot] = {name: median(one[name] for one in rows) for name in ("first_answer_ms", "memory_mb")}
    bare = own["bare"]["first_answer_ms"]
    lines = ["## Start and memory", "", _row(["bot", "start to first authenticated answer ms", "x bare", "RSS MB"])]
    lines.append(_row(["---", "--:", "--:", "--:"]))
    for bot, name in NAMES.items():
        first, memory = own[bot]["first_answer_ms"], own[bot]["memory_mb"]
        lines.append(_row([name, f"{first:,.0f}", f"{first / bare:.2f}", f"{memory:.0f}"]))
    return lines


def _medians(rows: list[dict[str, Any]]) -> Medians:
    together: dict[tuple[str, str, float], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        together[row["bot"], row["case"], row["connector_ms"]].append(row)
    return {
        key: {column: median(one[column] for one in of_key) for column, _, _ in COLUMNS}
        for key, of_key in together.items()
    }


def _rival_versions(root: Path) -> list[str]:
    files = sorted((root / "bench" / "teams" / "requirements").glob("*.txt"))
    pins = {line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines() if "==" in line}
    return sorted(pin.replace("==", " ") for pin in pins)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
