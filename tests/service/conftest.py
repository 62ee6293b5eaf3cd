"""Microsoft as the service meets it: one that counts and says what a test tells it to, and the strict one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from local365.server import Local365, running_local365
from tests.bot.microsoft import Microsoft, running_microsoft


@pytest.fixture
async def microsoft(tmp_path: Path) -> AsyncIterator[Microsoft]:
    """Entra, the key server and the Bot Connector, scripted."""
    async with running_microsoft(tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def running_m365() -> Iterator[Local365]:
    with running_local365() as running:
        yield running


@pytest.fixture
def m365(running_m365: Local365) -> Local365:
    """A local Microsoft 365 as on its first day."""
    running_m365.tenant.reset()
    return running_m365
