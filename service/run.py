"""The running service: the bot's HTTP endpoint, its deliverer and the sync worker, in one process or split."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from enum import Enum

import structlog
from aiohttp import web

from bot.app import bot_app
from bot.installs import read_roster
from hub.errors import DeliveryFailed
from hub.usecases.nightly import night_step
from hub.usecases.roster import hub_channel
from service.clocks import is_gone
from service.compose import Service
from service.health import Health
from sync.graph.lists import ListNotThere
from sync.list_plan import blocking
from sync.lists import CASES
from sync.notifications import LARGEST, notification_routes
from sync.schema_guard import tell_blocked

log = structlog.get_logger()

GRAPH_AGAIN_S = 10.0  # seconds until a site that could not be opened is tried again
NIGHT_AGAIN_S = 30.0  # seconds until the night's next page is looked at
FINISH_S = 10.0  # seconds that requests under way get at the end


class Only(Enum):
    """Which edge runs here; both when none is named."""

    BOT = "bot"
    SYNC = "sync"


async def run(service: Service, *, only: Only | None, stop: asyncio.Event) -> None:
    """Serves until `stop` is set, then ends cleanly: what is under way is finished, what waits stays in the outbox."""
    gc.freeze()  # what was built to start lives as long as we do: no collection stops the loop to look through it
    async with listening(service, host=service.settings.host, port=service.settings.port, only=only) as url:
        log.info("listening", url=url)
        await run_workers(service, stop, only=only)


async def run_workers(service: Service, stop: asyncio.Event, *, only: Only | None = None) -> None:
    """Delivers and syncs until `stop` is set; what a process before us left under way goes on first."""
    await asyncio.to_thread(_take_over, service)
    async with asyncio.TaskGroup() as group:
        group.create_task(service.credentials.run(stop))
        if only is not Only.SYNC:
            group.create_task(service.teams.run(stop, service.nudges.teams))
            group.create_task(_roster(service))
            group.create_task(_nights(service, stop))
        if only is not Only.BOT:
            group.create_task(_sync(service, stop))


def stop_on_signals(stop: asyncio.Event) -> None:
    """Ctrl-C and a polite kill set `stop`."""
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)


@asynccontextmanager
async def listening(service: Service, *, host: str, port: int, only: Only | None = None) -> AsyncGenerator[str]:
    """The endpoints of the edges that run here answer at the URL given; port 0 takes a free one."""
    runner = web.AppRunner(_endpoints(service, only), access_log=None, shutdown_timeout=FINISH_S)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
        taken = runner.addresses[0][1]
        yield f"http://{host}:{taken}"
    finally:
        await runner.cleanup()


def _endpoints(service: Service, only: Only | None) -> web.Application:
    app = web.Application(client_max_size=LARGEST) if only is Only.SYNC else bot_app(service.gateway)
    app.add_routes(service.push.routes() if service.push else [])
    health = Health(
        credentials=service.credentials,
        deliveries=service.teams.deliveries,
        gate=service.graph.gate,
        clock=service.clock,
    )
    app.add_routes(health.routes())
    if only is not Only.BOT:
        app.add_routes(notification_routes(service.doorbell))
    return app


def _take_over(service: Service) -> None:
    """What a process that was killed had under way goes on at once, not only when its lease ends."""
    for name in filter(is_gone, service.teams.deliveries.claimants()):
        taken = service.teams.deliveries.take_back(name, at=service.clock())
        log.info("took_over", effects=taken)


async def _sync(service: Service, stop: asyncio.Event) -> None:
    """The bot takes submissions while Graph is away; the worker begins as soon as it is there."""
    while not stop.is_set():
        try:
            worker = await service.worker()
        except ListNotThere:
            await asyncio.to_thread(tell_blocked, service.store, blocking(CASES, None), at=service.clock())
            service.nudges()
            await _pause(stop, GRAPH_AGAIN_S)
        except DeliveryFailed as failed:
            log.warning("sync_cannot_start", code=failed.code)
            await _pause(stop, GRAPH_AGAIN_S)
        else:
            log.info("syncing")
            await worker.run(stop)


async def _roster(service: Service) -> None:
    """Who joined or left the hub's team while we were away is known."""
    channel = await asyncio.to_thread(hub_channel, service.store)
    if channel is None:
        return
    try:
        await read_roster(service.edge, channel)
    except DeliveryFailed as failed:
        log.warning("roster_not_read", code=failed.code)


async def _nights(service: Service, stop: asyncio.Event) -> None:
    """Each night's work is done, by whichever process comes first, also when all were switched off at 03:00."""
    while not stop.is_set():
        try:
            while await asyncio.to_thread(night_step, service.store, at=service.clock()):
                service.nudges.teams.set()
        except Exception:  # the nightly loop: a store that is away for a moment ends no process
            log.exception("nightly_bug")
        await _pause(stop, NIGHT_AGAIN_S)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), timeout=seconds)
    except TimeoutError:
        return
