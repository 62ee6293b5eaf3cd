"""The running service: the bot's HTTP endpoint, its deliverer and the sync worker, in one process or split."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from enum import Enum

import structlog
from aiohttp import web
from sqlalchemy.exc import DatabaseError

from hub.errors import DeliveryFailed
from service.clocks import is_gone, pause
from service.health import Health
from service.syncing import Syncing
from store.deliveries import Deliveries
from store.engines import NoFolder
from store.schema import NotThisVersion
from sync.graph.lists import ListNotThere
from sync.list_plan import blocking
from sync.lists import CASES
from sync.notifications import LARGEST, notification_routes
from sync.schema_guard import tell_blocked

log = structlog.get_logger()

GRAPH_AGAIN_S = 10.0  # seconds until a site that could not be opened is tried again
FINISH_S = 10.0  # seconds that requests under way get at the end


class CannotListen(Exception):  # noqa: N818  said to a person at start, then the process ends
    """The endpoints have no place to answer at, and why."""


CANNOT_RUN = (CannotListen, DatabaseError, DeliveryFailed, NoFolder, NotThisVersion)
"""What ends the service in one sentence, when it starts and something that it needs is not there."""


def why_not(failed: Exception) -> str:
    """The sentence for one of CANNOT_RUN."""
    match failed:
        case DatabaseError():  # its statement and its further lines may quote what people typed
            return f"The database cannot be used: {str(failed.orig).strip().partition(chr(10))[0]}"
        case DeliveryFailed():
            return f"That did not work: {failed.code}"
        case _:
            return str(failed)


class Only(Enum):
    """Which edge runs here; both when none is named."""

    BOT = "bot"
    SYNC = "sync"


async def run(service: Syncing, *, only: Only | None, stop: asyncio.Event) -> None:
    """Serves until `stop` is set, then ends cleanly: what is under way is finished, what waits stays in the outbox."""
    gc.freeze()  # what was built to start lives as long as we do: no collection stops the loop to look through it
    told = service.worker_settings
    async with listening(service, host=told.host, port=told.port, only=only) as url:
        log.info("listening", url=url)
        await run_workers(service, stop, only=only)


async def run_workers(service: Syncing, stop: asyncio.Event, *, only: Only | None = None) -> None:
    """Delivers and syncs until `stop` is set; what a process before us left under way goes on first."""
    await asyncio.to_thread(take_over, service)
    async with asyncio.TaskGroup() as group:
        group.create_task(service.credentials.run(stop))
        if only is not Only.SYNC:
            from service.teams_edge import run_teams  # noqa: PLC0415  botbuilder stays out of the sync worker

            group.create_task(run_teams(service, stop))
        if only is not Only.BOT:
            group.create_task(_sync(service, stop))


def stop_on_signals(stop: asyncio.Event) -> None:
    """Ctrl-C and a polite kill set `stop`."""
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)


@asynccontextmanager
async def listening(service: Syncing, *, host: str, port: int, only: Only | None = None) -> AsyncGenerator[str]:
    """The endpoints of the edges that run here answer at the URL given; port 0 takes a free one. CannotListen else."""
    runner = web.AppRunner(_endpoints(service, only), access_log=None, shutdown_timeout=FINISH_S)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        try:
            await site.start()
        except OSError as error:
            # asyncio puts a sentence of its own around a number of the system's
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
            raise CannotListen(f"Nothing can listen at {host}, port {port}: {reason}.") from error
        taken = runner.addresses[0][1]
        yield f"http://{host}:{taken}"
    finally:
        await runner.cleanup()


def _endpoints(service: Syncing, only: Only | None) -> web.Application:
    if only is Only.SYNC:
        app = web.Application(client_max_size=LARGEST)
    else:
        from service.teams_edge import teams_app  # noqa: PLC0415  the same

        app = teams_app(service)
    app.add_routes(service.push.routes() if service.push else [])
    health = Health(
        credentials=service.credentials,
        deliveries=Deliveries(service.store),
        gate=service.graph.gate,
        clock=service.clock,
    )
    app.add_routes(health.routes())
    if only is not Only.BOT:
        app.add_routes(notification_routes(service.doorbell))
    return app


def take_over(service: Syncing) -> None:
    """What a process that was killed had under way goes on at once, not only when its lease ends."""
    deliveries = Deliveries(service.store)
    for name in filter(is_gone, deliveries.claimants()):
        taken = deliveries.take_back(name, at=service.clock())
        log.info("took_over", effects=taken)


async def _sync(service: Syncing, stop: asyncio.Event) -> None:
    """The bot takes submissions while Graph is away; the worker begins as soon as it is there."""
    while not stop.is_set():
        try:
            worker = await service.worker()
        except ListNotThere:
            await asyncio.to_thread(tell_blocked, service.store, blocking(CASES, None), at=service.clock())
            service.nudges()
            await pause(stop, GRAPH_AGAIN_S)
        except DeliveryFailed as failed:
            log.warning("sync_cannot_start", code=failed.code)
            await pause(stop, GRAPH_AGAIN_S)
        else:
            log.info("syncing")
            await worker.run(stop)
