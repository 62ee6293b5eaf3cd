"""docs/bench.md: a section for each bench, of its own kept results; running one leaves the other's as they were."""

from __future__ import annotations

from pathlib import Path

from bench.graph.report import graph_section
from bench.teams.report import teams_section


def write_page(root: Path) -> None:
    """docs/bench.md says what the kept results are. Safe to call twice."""
    lines = ["# Benches", "", "Written by `make bench`; do not edit. Only ratios within one run carry over.", ""]
    for section in (teams_section(root), graph_section(root)):
        lines += [*section, ""] if section and section[-1] else section
    (root / "docs" / "bench.md").write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")
