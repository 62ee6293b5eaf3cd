"""`python -m bench teams [--rounds N] [--seconds S]`: measures, and writes bench/results/ and docs/bench.md."""

from __future__ import annotations

import argparse
import asyncio

from bench.teams.run import bench_teams


def main() -> None:
    """The bench that the command line names has run."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("bench", choices=["teams"])
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds; the medians are reported")
    parser.add_argument("--seconds", type=float, default=3.0, help="of load for each bot, case and latency in a round")
    chosen = parser.parse_args()
    asyncio.run(bench_teams(rounds=chosen.rounds, seconds=chosen.seconds))


main()
