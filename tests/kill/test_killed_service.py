"""What kills processes and starts them again comes to an end itself, whatever it is doing when its block ends."""

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from local365.server import Local365, running_local365
from service.settings import Settings
from tests.journeys.force import settings_for
from tests.kill.killed_service import Killer, killed_service
from tests.kill.mortal_service import mortal_service
from tests.kill.test_kill import free_port

pytestmark = pytest.mark.kill

Started = Callable[[Local365, Settings], AbstractAsyncContextManager[Any]]


def killed(m365: Local365, settings: Settings) -> AbstractAsyncContextManager[None]:
    killer = Killer(chance=random.Random(1), apart=30, most=0)  # noqa: S311  it never kills by itself
    return killed_service(m365, settings, killer, free_port())


def mortal(m365: Local365, settings: Settings) -> AbstractAsyncContextManager[Any]:
    return mortal_service(m365, settings, free_port())


@pytest.mark.parametrize("started", [killed, mortal])
async def test_a_process_that_is_being_started_when_the_block_ends_does_not_outlive_it(
    started: Started, tmp_path: Path
) -> None:
    with running_local365() as m365:
        async with asyncio.timeout(60), started(m365, settings_for(m365, tmp_path)):
            await asyncio.sleep(0)  # its task begins, and waits for the process to be there
