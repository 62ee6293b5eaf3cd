"""`prevention-first reconcile`: Forms rows = cases = list rows = cards, or why not, and mended if asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from cards import reconcile as words
from hub.errors import DeliveryFailed
from hub.reconcile import Difference
from service.clocks import Time
from service.entra import Entra
from service.settings import Settings
from service.syncing import syncing
from service.terminal import plain
from store.casefiles import CaseFiles
from store.engines import UnknownDatabase
from sync.graph.lists import ListNotThere
from sync.look import Look
from sync.reconcile import Heard, Reconciliation

MOST_ON_SCREEN = 50  # differences in the table; --json has all
POLLS_TO_WAIT = 2  # what the worker was about to read is read by then
EQUAL, DIFFERENT, NOT_LOOKED = 0, 1, 2  # what the command ends with
CANNOT_LOOK = (DeliveryFailed, SQLAlchemyError, UnknownDatabase, OSError)
"""What is raised when a side cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the operator asked for. `wait_s`: seconds between two looks; None: twice the longest poll."""

    repair: bool = False
    as_json: bool = False
    wait_s: float | None = None


async def reconcile(
    settings: Settings,
    screen: Console,
    asked: Asked,
    *,
    time: Time = Time(),  # noqa: B008  a frozen value
    progress_on: Console | None = None,
) -> int:
    """EQUAL or DIFFERENT, and the report is on the screen; with `repair`, what a program can mend is on its way.

    NOT_LOOKED when Graph did not give the workbook or the whole list: the report names it, and says and mends what the
    other sides show. DeliveryFailed when not even the site could be opened. The service may be running meanwhile: what
    is found once is looked at a second time, and only what is there both times is a difference. Safe to run twice.
    """
    for_progress = progress_on or Console(stderr=True)
    for_worker = await asyncio.to_thread(settings.worker)
    async with syncing(for_worker, Entra(for_worker.identity), time=time) as parts:
        worker = await parts.worker()
        await worker.pause.restore()  # the service may have been asked for a pause that holds for us too
        with _progress(for_progress) as progress:
            proof = Reconciliation(
                store=parts.store,
                files=CaseFiles(parts.store),
                rows=worker.deliverer.rows,
                reader=worker.reader,
                forms=worker.forms,
                clock=time.now,
                heard=_heard(progress),
            )
            looks = _Looks(proof=proof, progress=progress, wait_s=_wait_s(settings, asked), time=time)
            look = await looks.confirmed()
            mended = await proof.mend(look) if asked.repair else []
            if mended:
                look = await looks.after_mending()
    _print(screen, look, mended, asked)
    if look.away:
        return NOT_LOOKED
    return EQUAL if _is_equal(look, mended) else DIFFERENT


def could_not_look(failed: Exception) -> str:
    """Says so, and why; of the database no more than that, for its own words can hold what people typed."""
    if isinstance(failed, ListNotThere):
        return words.could_not_look("there is no Cases list; prevention-first provision makes it")
    if isinstance(failed, SQLAlchemyError):
        return words.could_not_look("the database does not answer")
    if isinstance(failed, OSError):
        return words.could_not_look("a file or a host that the settings name is not there")
    return words.could_not_look(str(failed).rstrip("."))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    """Looks as often as it takes to tell what differs from what is on its way."""

    proof: Reconciliation
    progress: Progress
    wait_s: float
    time: Time

    async def confirmed(self) -> Look:
        """What two looks have found; one is enough when nothing differs. A side that the first missed needs a third."""
        look = await self.proof.look()
        if not look.differs:
            return look
        later = await self._later()
        if look.away - later.away:
            look, later = later, await self._later()
        return look.confirmed_by(later)

    async def after_mending(self) -> Look:
        """The same, once the worker had time to carry out what was mended."""
        await self._wait()
        return await self.confirmed()

    async def _later(self) -> Look:
        await self._wait()
        return await self.proof.look()

    async def _wait(self) -> None:
        """The worker had time to do what it was about to do."""
        self.progress.console.print(words.LOOKING_AGAIN, markup=False)
        await self.time.sleep(self.wait_s)
        for task in self.progress.task_ids:
            self.progress.remove_task(task)


def _wait_s(settings: Settings, asked: Asked) -> float:
    longest_poll = max(settings.tracker_poll_s, settings.forms_poll_s)
    return POLLS_TO_WAIT * longest_poll if asked.wait_s is None else asked.wait_s


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def _heard(progress: Progress) -> Heard:
    def heard(part: str, done: int, total: int) -> None:
        task = next((one.id for one in progress.tasks if one.description == part), None)
        known = TaskID(progress.add_task(part)) if task is None else task
        progress.update(known, advance=done, total=total)

    return heard


def _print(screen: Console, look: Look, mended: Sequence[Difference], asked: Asked) -> None:
    if asked.as_json:
        screen.print(json.dumps(_as_json(look, mended), indent=2), soft_wrap=True, markup=False, highlight=False)
        return
    found = sorted(look.found.values(), key=lambda one: (not one.counts, one.id))
    if mended:
        _print_table(screen, mended, words.MENDED_TITLE, with_remedy=False)
    if found:
        _print_table(screen, found, "", with_remedy=True)
    if asked.repair and not mended and not look.mendable:
        screen.print(words.nothing_to_mend(), markup=False, highlight=False)
    for line in (_sides(look), _outcome(look, mended)):
        screen.print(line, markup=False, highlight=False, soft_wrap=True)


def _print_table(screen: Console, found: Sequence[Difference], title: str, *, with_remedy: bool) -> None:
    headings = ("Case", "What", "In words", "What settles it") if with_remedy else ("Case", "What", "In words")
    table = Table(*headings, show_edge=False, title=title or None, title_justify="left")
    for one in found[:MOST_ON_SCREEN]:
        remedy = [words.settled_by(one)] if with_remedy else []
        table.add_row(*(plain(text) for text in (one.case, one.kind.value, words.explained(one), *remedy)))
    screen.print(table)
    if len(found) > MOST_ON_SCREEN:
        screen.print(words.more(len(found) - MOST_ON_SCREEN), markup=False)


def _sides(look: Look) -> str:
    return words.sides(
        responses=look.responses,
        cases=look.cases,
        rows=look.rows,
        hub_cards=look.hub_cards,
        receipts=look.receipts,
    )


def _is_unproved(look: Look, mended: Sequence[Difference]) -> bool:
    """True while something of a case that was mended is still on its way."""
    return any(one.case in look.moving for one in mended)


def _is_equal(look: Look, mended: Sequence[Difference]) -> bool:
    return not look.differs and not _is_unproved(look, mended)


def _outcome(look: Look, mended: Sequence[Difference]) -> str:
    differences = sum(one.counts for one in look.found.values())
    return words.outcome(differences=differences, under_way=look.under_way, unproved=_is_unproved(look, mended))


def _as_json(look: Look, mended: Sequence[Difference]) -> dict[str, Any]:
    sides = {name: getattr(look, name) for name in ("responses", "cases", "rows", "hub_cards", "receipts")}
    return {
        **sides,
        "under_way": look.under_way,
        "equal": _is_equal(look, mended),
        "differences": [_difference(one) for one in look.found.values()],
        "mended": [_difference(one) for one in mended],
        "in_words": _outcome(look, mended),
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "case": one.case,
        "item": one.item,
        "response": one.response,
        "counts": one.counts,
        "in_words": words.explained(one),
        "settled_by": words.settled_by(one),
    }
