"""The whole product as a process of its own that turns when it is told to, and dies at a moment chosen beforehand.

Its clock is the test's: between two turns no time passes, so what happens depends on the order of acts alone.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from typing import cast

from sqlalchemy import Engine, event

from hub.errors import DeliveryFailed
from local365.server import Local365
from service.clocks import Time
from service.compose import Service, composed
from service.run import listening, take_over
from service.settings import Settings
from sync.worker import Worker
from tests.journeys.force import Clock

TO_START_S = 60.0  # on a machine that is busy with everything else
TURN_S = 5.0  # from one turn to the next, by the product's own clock
BACK_AFTER_S = 20.0  # by the product's own clock, until whoever watches over it has started it again

# The server has imported the product and starts nothing, so that a process begins in a moment
_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload(["service.compose", "service.run", __name__])


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What a process is given to live by."""

    settings: Settings
    port: int
    now: datetime


def live(life: Life, line: Connection) -> None:
    """The product serves until the line is cut. An instant that comes down the line is one turn, a number a death."""
    with suppress(EOFError):
        asyncio.run(_live(life, line))


async def _live(life: Life, line: Connection) -> None:
    clock = Clock(now=life.now)
    time = Time(now=clock, seconds=clock.seconds, sleep=clock.sleep)
    async with composed(life.settings, time=time) as service, listening(service, host="127.0.0.1", port=life.port):
        await asyncio.to_thread(take_over, service)
        turns, dies_at_commit = Turns(service=service), _mortal()
        line.send(clock.now)
        while True:
            match await asyncio.to_thread(line.recv):
                case datetime() as now:
                    clock.now = max(clock.now, now)
                    line.send((await turns.turn(), clock.now))
                case moment:
                    dies_at_commit(moment)


@dataclass(kw_only=True)
class Turns:
    """Both workers, turned by hand."""

    service: Service
    worker: Worker | None = None

    async def turn(self) -> int:
        """One turn of both; how much was done. Graph may be away when the process starts, and is asked again."""
        await self.service.edge.finish()
        await self.service.credentials.look()
        with suppress(DeliveryFailed):
            self.worker = self.worker or await self.service.worker()
        rows = await self.worker.turn() if self.worker else 1
        return rows + await self.service.teams.deliver_due()


def _mortal() -> Callable[[int], None]:
    """Says at which moment from now the process dies: a transaction has two, before it is kept and right after."""
    left = 0

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def dies_at(moment: int) -> None:
        nonlocal left
        left = moment

    event.listen(Engine, "commit", count)
    event.listen(Engine, "checkin", count)
    return dies_at


@dataclass(frozen=True, kw_only=True)
class _Alive:
    """A process that is up. `ended` is set once it is not."""

    pid: int
    line: Connection
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(kw_only=True)
class MortalService:
    """The process, started again each time it died."""

    m365: Local365
    settings: Settings
    port: int
    clock: Clock
    deaths: int = 0
    over: bool = False
    _alive: _Alive | None = None
    _up: asyncio.Event = field(default_factory=asyncio.Event)

    async def turn(self) -> int | None:
        """One turn, some seconds later: how much was done; None when the process did not live to say so."""
        alive = await self._now()
        self.clock.forward(seconds=TURN_S)
        try:
            alive.line.send(self.clock.now)
            done, now = await asyncio.to_thread(alive.line.recv)
        except (EOFError, OSError):
            await alive.ended.wait()
            return None
        self.clock.now = max(self.clock.now, now)
        return done

    async def dies_at_commit(self, moment: int) -> None:
        """It dies at this moment from now: a transaction has two, before it is kept and right after."""
        alive = await self._now()
        with suppress(OSError):
            alive.line.send(moment)

    def dies_at_request(self, moment: int) -> None:
        """It dies at this moment from now: a request has two, before it is served and before it is answered."""
        left = moment

        def count(_: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                self.dies()

        self.m365.tenant.faults.watcher = count

    async def lives(self) -> None:
        """No death is planned any more."""
        self.m365.tenant.faults.watcher = None
        await self.dies_at_commit(0)

    def dies(self) -> None:
        """The process is gone without a chance to say anything; another takes its place."""
        if self._alive is not None:
            with suppress(ProcessLookupError):
                os.kill(self._alive.pid, signal.SIGKILL)

    async def keep_alive(self) -> None:
        """A process lives, and after it another, until it is `over`."""
        while not self.over:
            ours, theirs = _pipe()
            life = Life(settings=self.settings, port=self.port, now=self.clock.now)
            process = _forkserver.Process(target=live, args=(life, theirs), daemon=True)
            await asyncio.to_thread(process.start)
            theirs.close()
            self._alive = _Alive(pid=process.pid or 0, line=ours)
            if self.over:  # it ended while this one was being started, and the one before it was killed
                self.dies()
            try:
                if await asyncio.to_thread(_is_up, ours):
                    self._up.set()
                await asyncio.to_thread(process.join)
            finally:
                self._up.clear()
                self._alive.ended.set()  # the line closes once nobody reads from it
            self.deaths += 1
            self.clock.forward(seconds=BACK_AFTER_S)

    async def _now(self) -> _Alive:
        await asyncio.wait_for(self._up.wait(), TO_START_S)
        assert self._alive is not None
        return self._alive


def _pipe() -> tuple[Connection, Connection]:
    ours, theirs = _forkserver.Pipe()
    return cast("Connection", ours), cast("Connection", theirs)  # on Windows it would be another type


def _is_up(line: Connection) -> bool:
    try:
        line.recv()
    except (EOFError, OSError):
        return False
    return True


@asynccontextmanager
async def mortal_service(m365: Local365, settings: Settings, port: int) -> AsyncGenerator[MortalService]:
    """The product lives at this port until the block ends."""
    m365.bot_url = f"http://127.0.0.1:{port}/api/messages"
    service = MortalService(m365=m365, settings=settings, port=port, clock=Clock())
    keeper = asyncio.create_task(service.keep_alive())
    try:
        yield service
    finally:
        m365.tenant.faults.watcher = None
        service.over = True
        service.dies()
        await keeper
