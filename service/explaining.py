"""`prevention-first explain`: everything that happened to a case, in order. Only reads, and asks no remote service."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from cards.explain import Line, Section, erased_case, explained, unknown_case
from hub.casefile import History
from hub.cases import UnknownCase, case_number
from hub.references import canonical, case_meant, near_references
from service.clocks import utc_now
from service.terminal import plain
from store.casefiles import CaseFiles
from store.engines import StoreSettings, UnknownDatabase
from store.schema import NotThisVersion
from store.unit_of_work import open_to_read


class CannotExplain(Exception):  # noqa: N818  said to a person at the command line
    """There is nothing to explain, and why."""


def explain(
    settings: StoreSettings,
    reference: str,
    screen: Console,
    *,
    as_json: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """The history of the case is on the screen. CannotExplain when there is no such case, with those it may be.

    What people typed and their names are shown, which is the purpose, and are written nowhere else.
    """
    history = _history(settings, reference)
    if as_json:
        said = json.dumps(to_jsonable_python(history), indent=2)
        screen.print(said, soft_wrap=True, markup=False, highlight=False)
    else:
        _print(screen, explained(history, at=clock()))


def _history(settings: StoreSettings, reference: str) -> History:
    try:
        store = open_to_read(settings)
    except (NotThisVersion, UnknownDatabase) as wrong:
        raise CannotExplain(str(wrong)) from wrong
    except SQLAlchemyError as error:
        raise CannotExplain("The database does not answer.") from error
    try:
        files = CaseFiles(store)
        try:
            return files.history(canonical(reference))
        except UnknownCase as unknown:
            raise CannotExplain(_why_not(files, reference)) from unknown
    finally:
        store.close()


def _why_not(files: CaseFiles, reference: str) -> str:
    """The number was given out and its case erased, or it never was one."""
    meant = case_meant(reference)
    last = files.last_of(meant[0]) if meant else 0
    if meant and 0 < meant[1] <= last:
        return erased_case(case_number(*meant))
    near = near_references(reference, files.numbers())
    number = case_number(*meant) if meant else ""
    return unknown_case(reference, number, near, case_number(meant[0], last) if meant and last else None)


def _print(screen: Console, sections: Sequence[Section]) -> None:
    for section in sections:
        screen.print(plain(section.heading), style="bold", soft_wrap=True)
        if screen.is_terminal:
            screen.print(_grid(section.lines))
        else:
            for line in section.lines:
                parts = filter(None, (line.when, line.what, _in_one_line(line.said)))
                screen.print(plain(f"  {'  '.join(parts)}"), soft_wrap=True)
        screen.print()


def _grid(lines: Sequence[Line]) -> Table:
    """Times beside words, so that long words wrap under themselves."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold", ratio=1)
    grid.add_column(overflow="fold", ratio=1)
    for line in lines:
        grid.add_row(f"  {line.when}", plain(line.what), plain(line.said))
    return grid


def _in_one_line(text: str) -> str:
    return " / ".join(text.splitlines())
