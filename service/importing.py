"""`prevention-first import FILE`: a file of responses becomes cases, with a line in the report for each row."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from hub.errors import DeliveryFailed
from service.clocks import utc_now
from service.entra import graph_tokens_of
from service.settings import Settings
from store.unit_of_work import SqlStore, open_store
from sync.directory import Directory
from sync.graph.client import open_graph
from sync.imports import Import, ImportRefused, Row, RowReport, responses_of_file, stopped
from sync.responses import Responses
from sync.sheets import LARGEST

MOST_ON_SCREEN = 50  # rows of the report; all of them are in the counts


async def import_file(
    settings: Settings,
    file: Path,
    console: Console,
    *,
    dry_run: bool,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Every response in the file has its case, once; on a dry run nothing is kept. Safe to run twice.

    ImportRefused when the file cannot be read without guessing; then nothing was taken in. Also when Graph fails
    half-way, after the report of the rows that were settled.
    """
    found = await asyncio.to_thread(_responses, settings, file)
    reports: list[RowReport] = []
    try:
        await _take_in(settings, found, reports, console, dry_run=dry_run, clock=clock)
    except DeliveryFailed as failed:
        raise ImportRefused(stopped(failed.code)) from failed
    finally:
        _print(console, found, reports, dry_run=dry_run)


async def _take_in(
    settings: Settings,
    found: Responses,
    reports: list[RowReport],
    console: Console,
    *,
    dry_run: bool,
    clock: Callable[[], datetime],
) -> None:
    """Each response is settled and among the reports."""
    async with _open(settings, dry_run=dry_run) as (store, directory):
        rows = Import(
            store=store,
            responses=found,
            directory=directory,
            working_days=settings.working_days,
            clock=clock,
        ).rows()
        with _progress(console) as progress:
            task = progress.add_task("Reading" if dry_run else "Taking in", total=_total(found))
            async for report in rows:
                reports.append(report)
                progress.advance(task)


def _responses(settings: Settings, file: Path) -> Responses:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise ImportRefused(f"{file} cannot be read: {error.strerror}.") from error
    return responses_of_file(content, settings.headings())


@asynccontextmanager
async def _open(settings: Settings, *, dry_run: bool) -> AsyncGenerator[tuple[SqlStore, Directory | None]]:
    store = await asyncio.to_thread(open_store, settings.store())
    try:
        if dry_run:
            yield store, None
        else:
            for_graph = settings.graph()
            tokens = graph_tokens_of(settings.identity(), for_graph)
            async with open_graph(for_graph, tokens()) as graph:
                yield store, Directory(graph=graph)
    finally:
        await asyncio.to_thread(store.close)


def _total(found: Responses) -> int:
    return len(found.responses) + len(found.empty) + len(found.unnumbered)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )


def _print(console: Console, found: Responses, reports: list[RowReport], *, dry_run: bool) -> None:
    table = Table("Row", "Response", "What becomes of it" if dry_run else "What became of it", "Case", show_edge=False)
    for report in reports[:MOST_ON_SCREEN]:
        table.add_row(str(report.row or ""), Text(report.number), report.became.value, report.case)
    if not _total(found):
        console.print("The file holds no responses.")
    elif reports:
        console.print(table)
    if len(reports) > MOST_ON_SCREEN:
        console.print(f"… and {len(reports) - MOST_ON_SCREEN} more.", markup=False)
    counts = Counter(report.became for report in reports)
    if counts:
        console.print(", ".join(f"{counts[row]} {row.value}" for row in Row if counts[row]), markup=False)
    if found.unknown:
        names = "; ".join(found.unknown)
        console.print(f"Questions not known here, kept under “What happens”: {names}", markup=False)
    if dry_run:
        console.print("Nothing was kept: this was a dry run.", markup=False)
