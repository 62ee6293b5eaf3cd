"""`python -m bench teams|graph`: measures, and writes bench/results/ and its part of docs/bench.md.

`--help` says what can be chosen.
"""

from __future__ import annotations

import argparse
import asyncio

from bench.graph.run import CLIENTS, Sizes, bench_graph
from bench.page import write_page
from bench.processes import ROOT
from bench.teams.run import OURS, RIVALS, bench_teams


def main() -> None:
    """The bench that the command line names has run."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--report", action="store_true", help="measure nothing: write docs/bench.md of kept results")
    benches = parser.add_subparsers(dest="bench")
    teams = benches.add_parser("teams", help="our Teams edge and its rivals; a quarter of an hour")
    teams.add_argument("--rounds", type=int, default=5, help="interleaved rounds; the medians are reported")
    teams.add_argument("--seconds", type=float, default=3.0, help="of load for each bot, case and latency in a round")
    teams.add_argument("--bots", nargs="+", choices=[*RIVALS, *OURS], help="only these; nothing is written")
    graph = benches.add_parser("graph", help="our Graph edge and its rivals; some six minutes")
    graph.add_argument("--rounds", type=int, default=3, help="interleaved rounds; the medians are reported")
    graph.add_argument("--clients", nargs="+", choices=CLIENTS, help="only these; nothing is written")
    chosen = parser.parse_args()
    if chosen.bench == "teams":
        asyncio.run(bench_teams(rounds=chosen.rounds, seconds=chosen.seconds, bots=chosen.bots))
    elif chosen.bench == "graph":
        asyncio.run(bench_graph(rounds=chosen.rounds, sizes=Sizes(), clients=chosen.clients))
    elif chosen.report:
        write_page(ROOT)
    else:
        parser.error("say which bench: teams or graph")


main()
