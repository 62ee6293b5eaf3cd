"""The running Teams edge. Imported only where it runs: botbuilder takes a while to import, and much memory."""

from __future__ import annotations

import asyncio

import structlog
from aiohttp import web

from bot.app import bot_app
from bot.installs import read_roster
from hub.errors import DeliveryFailed
from hub.usecases.nightly import night_step
from hub.usecases.roster import hub_channel
from service.clocks import pause
from service.compose import Service
from service.syncing import Syncing

log = structlog.get_logger()

NIGHT_AGAIN_S = 30.0  # seconds until the night's next page is looked at


class NoTeamsEdge(TypeError):  # noqa: N818  named for what is missing; a mistake in our own code
    """Only the sync worker's parts were joined up, and somebody runs the Teams edge."""


def teams_app(parts: Syncing) -> web.Application:
    """The Teams edge's endpoints."""
    return bot_app(_service(parts).gateway)


async def run_teams(parts: Syncing, stop: asyncio.Event) -> None:
    """Delivers to Teams and does each night's work until `stop` is set."""
    service = _service(parts)
    async with asyncio.TaskGroup() as group:
        group.create_task(service.teams.run(stop, service.nudges.teams))
        group.create_task(_roster(service))
        group.create_task(_nights(service, stop))


def _service(parts: Syncing) -> Service:
    if not isinstance(parts, Service):
        raise NoTeamsEdge
    return parts


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
        await pause(stop, NIGHT_AGAIN_S)
