"""`python -m bench teams`: measures, and writes bench/results/ and docs/bench.md; `--help` says what can be chosen."""

from __future__ import annotations

import argparse
import asyncio

from bench.teams.bots import OURS, RIVALS, ROOT
from bench.teams.report import write_report
from bench.teams.run import bench_teams


def main() -> None:
    """The bench that the command line names has run."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("bench", choices=["teams"])
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds; the medians are reported")
    parser.add_argument("--seconds", type=float, default=3.0, help="of load for each bot, case and latency in a round")
    parser.add_argument("--bots", nargs="+", choices=[*RIVALS, *OURS], help="only these; nothing is written")
    parser.add_argument("--report", action="store_true", help="measure nothing: write docs/bench.md of kept results")
    chosen = parser.parse_args()
    if chosen.report:
        write_report(ROOT)
        return
    asyncio.run(bench_teams(rounds=chosen.rounds, seconds=chosen.seconds, bots=chosen.bots))


main()
