"""What the pages of both benches are made of: goals, rows of a table, and the versions that a rival was pinned to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What was promised. `reached`: as a figure; `met`: whether that is enough."""

    words: str
    reached: str
    met: bool


def goal_table(title: str, goals: list[Goal]) -> list[str]:
    """Each goal in a line, with what was reached."""
    rows = [table_row([one.words, one.reached, "met" if one.met else "**not met**"]) for one in goals]
    return [f"### {title}", "", table_row(["goal", "reached", ""]), table_row(["---"] * 3), *rows, ""]


def table_row(cells: list[str]) -> str:
    """One line of a table."""
    return f"| {' | '.join(cells)} |"


def pinned(folder: Path) -> list[str]:
    """Name and version of what the requirement files of the folder pin, sorted."""
    lines = [line.strip() for file in folder.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines()]
    return sorted({line.replace("==", " ") for line in lines if "==" in line})
