"""One running local Microsoft 365 for all tests of the Teams side, as seeded for each of them, and a bot to talk to."""

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from local365.people_at_work import Office, people_at_work
from local365.server import Local365, running_local365
from local365.tenant import Patience
from tests.local365.connector_client import ConnectorClient
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph
from tests.local365.recording_bot import RecordingBot


@pytest.fixture(scope="session")
def teams_server() -> Iterator[Local365]:
    with running_local365() as m365:
        yield m365


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def m365(teams_server: Local365, clock: Clock) -> Iterator[Local365]:
    """The server with a tenant as seeded, at the clock's time, without a bot."""
    tenant = teams_server.tenant
    tenant.reset()
    tenant.bot_url, tenant.patience, tenant.last_id = None, Patience(), 0
    before, tenant.now = tenant.now, clock.now
    yield teams_server
    tenant.now = before


@pytest.fixture
async def office(m365: Local365) -> AsyncIterator[Office]:
    async with people_at_work(m365, patience_s=0.1) as everybody:
        yield everybody


@pytest.fixture
async def bot(m365: Local365) -> AsyncIterator[RecordingBot]:
    """A bot that takes everything and says nothing."""
    async with RecordingBot() as recording:
        m365.bot_url = recording.url
        yield recording


@pytest.fixture
async def graph(m365: Local365) -> AsyncIterator[Graph]:
    async with aiohttp.ClientSession() as session:
        yield Graph(m365, session)


@pytest.fixture
async def connector(m365: Local365) -> AsyncIterator[ConnectorClient]:
    """The Bot Connector as the product's bot calls it."""
    async with aiohttp.ClientSession() as session:
        yield ConnectorClient(m365, session)
