"""`prevention-first run --local` and `playground`: everything on this machine, with an invented tenant."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace

from rich.console import Console

from service.compose import composed
from service.local import (
    SETUP_CODE,
    LocalPortTakenError,
    local_microsoft_365,
    local_place,
    local_settings,
    the_hub_moves_in,
)
from service.playground import PlaygroundMissingError, playground
from service.run import listening, run, run_workers, stop_on_signals
from sync.provision import provision

__all__ = ["LocalPortTakenError", "PlaygroundMissingError", "run_local", "run_playground"]


async def run_local(console: Console, port: int) -> None:
    """The bot and the sync worker have run beside the local Microsoft 365, until Ctrl-C."""
    place = local_place(port)
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with local_microsoft_365(place), composed(local_settings(place)) as service:
        console.print(f"\nPrevention First is starting. Open [bold]{place.url}[/bold] (Ctrl-C stops it)\n")
        await provision(service.graph)
        async with asyncio.TaskGroup() as group:
            group.create_task(run(service, only=None, stop=stop))
            group.create_task(the_hub_moves_in(place))
    console.print("Stopped. `make reset` forgets everything; `make run` goes on where you were.", markup=False)


async def run_playground(console: Console, port: int) -> None:
    """The bot has run in Microsoft's Agents Playground, until Ctrl-C."""
    place = local_place(port)
    place = replace(place, folder=place.folder / "playground")
    await asyncio.to_thread(shutil.rmtree, place.folder, ignore_errors=True)  # the Playground forgets, and so must we
    stop = asyncio.Event()
    stop_on_signals(stop)
    settings = local_settings(place).model_copy(update={"forms_workbook": "", "dialogs": False})
    async with (
        local_microsoft_365(place),
        composed(settings, authenticate=False) as service,
        listening(service, host=settings.host, port=settings.port) as bot,
        playground(f"{bot}/api/messages") as client,
    ):
        console.print(f"\nOpen [bold]{client.url}[/bold] (Ctrl-C stops it)")
        console.print(f"Make the channel Cases the hub's by writing there: @Prevention First hub here {SETUP_CODE}\n")
        await provision(service.graph)
        await run_workers(service, stop)
