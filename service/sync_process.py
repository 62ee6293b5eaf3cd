"""The sync worker's process, which holds what it runs on and nothing that only a start needs.

`prevention-first run --only sync` reads and checks the settings and brings the tables up to date, which takes pydantic,
the command line and sometimes alembic, and then becomes `python -m service.sync_process`: the same process, anew.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys

from service.entra_process import EntraProcess
from service.logs import configure_logs
from service.run import CANNOT_RUN, Only, run, stop_on_signals, why_not
from service.syncing import syncing
from service.worker_settings import WorkerSettings
from store.unit_of_work import open_store


def become_worker(settings: WorkerSettings) -> int:
    """The worker runs in this process's place until it is told to stop; where that cannot be, in this process.

    Its exit code is 0, or 1 with a sentence when it cannot go on.
    """
    open_store(settings.store).close()
    lent = _lent(settings)
    if lent is None:
        return run_worker(settings)
    return os.execv(sys.executable, (sys.executable, "-m", "service.sync_process", str(lent)))  # noqa: S606  our own module


def _lent(settings: WorkerSettings) -> int | None:
    """The number of a file in memory that holds the settings and outlives `exec`, so that no secret is on a command
    line or a disk; None where there is no such thing, as there is on Linux.
    """
    try:
        lent = os.memfd_create("settings", 0)
    except (AttributeError, OSError):
        return None
    with os.fdopen(lent, "wb", closefd=False) as file:
        pickle.dump(settings, file)
    os.lseek(lent, 0, os.SEEK_SET)
    return lent


def run_worker(settings: WorkerSettings) -> int:
    """The worker ran until it was told to stop, 0; or 1, with a sentence, when it could not go on."""
    try:
        asyncio.run(_run(settings))
    except CANNOT_RUN as failed:
        sys.stdout.write(why_not(failed) + "\n")
        return 1
    return 0


async def _run(settings: WorkerSettings) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with syncing(settings, EntraProcess(settings.identity)) as parts:
        await run(parts, only=Only.SYNC, stop=stop)


def main() -> int:
    """The worker ran with the settings that stand in the file of the number given."""
    configure_logs(for_people=False)
    with os.fdopen(int(sys.argv[1]), "rb") as file:
        settings: WorkerSettings = pickle.load(file)  # noqa: S301  this same process wrote it
    return run_worker(settings)


if __name__ == "__main__":
    sys.exit(main())
