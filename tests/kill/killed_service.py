"""The real process of the service, started again each time it was killed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from local365.server import Local365
from service.credential_settings import PREFIX
from service.settings import Settings

# A container image may forbid Python to keep what it compiled, and then each start compiles the whole product anew
AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}


@dataclass(kw_only=True)
class Killer:
    """Kills the process at random requests to the local Microsoft 365: before the work, or after it and unanswered.

    `apart`: between two kills lie at most so many moments; a request has two. `most`: after so many kills the process
    is left alone, so that a slow machine needs longer and not more luck. `kills`: how often it was killed at a request.
    """

    chance: random.Random
    apart: int
    most: int
    pid: int = 0
    kills: int = 0
    counted: int = 0
    next_at: int = field(init=False)

    def __post_init__(self) -> None:
        self.next_at = self.chance.randint(1, self.apart)

    def __call__(self, path: str) -> None:
        self.counted += 1
        if self.pid and self.kills < self.most and self.counted >= self.next_at:
            said = f"{datetime.now(UTC):%H:%M:%S.%f} killed at moment {self.counted}, of {path}\n"
            sys.stderr.write(said)  # in the same place as what the service logs
            self.kills += 1
            self.next_at = self.counted + self.chance.randint(1, self.apart)
            self.kill()

    def kill(self) -> None:
        """The process is gone without a chance to say anything; nothing happens when there is none."""
        pid, self.pid = self.pid, 0
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def environment_of(settings: Settings, port: int) -> Mapping[str, str]:
    """The settings as a force would give them, in the environment."""
    plain = settings.model_dump(mode="json", exclude_none=True)
    secrets = {"client_secret": settings.client_secret, "setup_code": settings.setup_code}
    plain |= {name: secret.get_secret_value() for name, secret in secrets.items()}
    plain |= {"port": port, "service_hosts": '["127.0.0.1", "localhost"]'}
    return {PREFIX + name.upper(): str(value) for name, value in plain.items()}


@asynccontextmanager
async def killed_service(m365: Local365, settings: Settings, killer: Killer, port: int) -> AsyncGenerator[None]:
    """The service runs in a process that `killer` kills and we start again, until the block ends; then it is killed.

    What it logs goes to standard error, which pytest shows when the test fails.
    """
    m365.bot_url = f"http://127.0.0.1:{port}/api/messages"
    over = False

    async def keep_running() -> None:
        while not over:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "service", "run"),
                env={**os.environ, **AS_INSTALLED, **environment_of(settings, port)},
                cwd=Path(__file__).parents[2],
            )
            killer.pid = process.pid
            if over:  # the block ended while this one was being started, and found nobody to kill
                killer.kill()
            await process.wait()
            killer.pid = 0

    running = asyncio.create_task(keep_running())
    try:
        yield
    finally:
        over = True
        m365.tenant.faults.watcher = None
        killer.kill()
        await running
