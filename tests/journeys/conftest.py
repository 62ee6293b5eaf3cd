"""One local Microsoft 365 and one running product for each journey."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from local365.server import Local365, Settings, running_local365
from tests.conftest import NewDatabase
from tests.journeys.force import Force, force

A_DAY_S = 86_400.0  # the sample responses wait, for a test to send its own


@pytest.fixture
def tmp_path(tmp_path: Path, sqlite: NewDatabase) -> Path:
    """The journey's own folder, in which the product finds its tables made already and nothing in them."""
    sqlite(tmp_path)
    return tmp_path


@pytest.fixture
def m365() -> Iterator[Local365]:
    """A fresh tenant whose workbook holds no response yet, and whose Teams is as patient as Microsoft's.

    A request of a message extension that is not answered within five seconds fails its journey.
    """
    with running_local365(settings=Settings(arrive_every_s=A_DAY_S)) as local:
        yield local


@pytest.fixture
async def without_dialogs(m365: Local365, tmp_path: Path) -> AsyncIterator[Force]:
    """The product at work for clients that have no dialogs."""
    async with force(m365, tmp_path, dialogs=False) as running:
        yield running


@pytest.fixture
async def here(m365: Local365, tmp_path: Path) -> AsyncIterator[Force]:
    """The product at work."""
    async with force(m365, tmp_path) as running:
        yield running
