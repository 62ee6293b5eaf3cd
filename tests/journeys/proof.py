"""`prevention-first reconcile` as the journeys run it, and states that only an accident brings about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from service.clocks import Time
from service.reconciling import EQUAL, Asked, reconcile
from tests.journeys.force import Force
from tests.journeys.terminal import quiet, said_json
from tests.sync.workbooks import HEADINGS, with_cells, workbook

ONE = "PF-2026-0001"
Sleep = Callable[[float], Awaitable[None]]


async def reconciled(here: Force, *, repair: bool = False, sleep: Sleep | None = None) -> tuple[int, Any]:
    """What the command ended with and said, without waiting between its looks unless `sleep` says how."""
    screen = quiet()
    time = Time(now=here.clock, seconds=here.clock.seconds, sleep=sleep or here.clock.sleep)
    asked = Asked(repair=repair, as_json=True, wait_s=0)
    ended = await reconcile(here.service.settings, screen, asked, time=time, progress_on=quiet())
    return ended, said_json(screen)


async def kinds(here: Force) -> list[str]:
    """The classes that are found, each as often as it is."""
    return [one["kind"] for one in (await reconciled(here))[1]["differences"]]


async def is_mended(here: Force) -> None:
    """The command mends what it finds, the workers carry it out, and then all is equal."""
    await reconciled(here, repair=True)
    await here.settle()

    assert await reconciled(here) == (EQUAL, (await reconciled(here))[1])
    assert (await reconciled(here))[1]["differences"] == []


def changed(here: Force, statement: Any) -> None:
    """The store was changed past the product, as by a restored backup."""
    with here.service.store.database.writing() as connection:
        connection.execute(statement)


async def a_response(here: Force, **cells: object) -> None:
    """The workbook holds one response, and it is a case."""
    await here.office.replaces_workbook(workbook(HEADINGS, with_cells(**cells)))
    await here.settle()
