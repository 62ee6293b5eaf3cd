"""One running local Microsoft 365 for all tests of Graph, as seeded for each of them."""

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from aiohttp import web

from local365.graph_wire import Json
from local365.server import Local365, running_local365
from local365.site_seed import SITE_ID
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph
from tests.local365.graph.listener import Listener

SITE = f"/sites/{SITE_ID}"


@pytest.fixture(scope="session")
def running() -> Iterator[Local365]:
    with running_local365() as m365:
        yield m365


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def m365(running: Local365, clock: Clock) -> Iterator[Local365]:
    """The server with a tenant as seeded, at the clock's time."""
    running.tenant.reset()
    before, running.tenant.now = running.tenant.now, clock.now
    yield running
    running.tenant.now = before


@pytest.fixture
async def graph(m365: Local365) -> AsyncIterator[Graph]:
    async with aiohttp.ClientSession() as session:
        yield Graph(m365, session)


@pytest.fixture
def site() -> str:
    """The path of the seeded site."""
    return SITE


@pytest.fixture
async def cases(graph: Graph) -> str:
    """The path of a list with a column of each kind that matters to us."""
    definition: Json = {
        "displayName": "Cases",
        "columns": [
            {"name": "CaseKey", "text": {}, "indexed": True, "enforceUniqueValues": True},
            {"name": "Status", "choice": {"choices": ["New", "Open", "Closed"]}, "indexed": True},
            {"name": "Notes", "text": {"allowMultipleLines": True}},
            {"name": "Score", "number": {"minimum": 0, "maximum": 100}, "indexed": True},
            {"name": "Due", "dateTime": {"format": "dateTime"}, "indexed": True},
            {"name": "Day", "dateTime": {"format": "dateOnly"}},
            {"name": "Urgent", "boolean": {}},
            {"name": "Themes", "choice": {"choices": ["Theft", "Fraud"], "displayAs": "checkBoxes"}},
            {"name": "Area", "text": {}},
            {"name": "Owner", "personOrGroup": {}},
            {"name": "Helpers", "personOrGroup": {"allowMultipleSelection": True}},
            {"name": "Link", "hyperlinkOrPicture": {}},
        ],
    }
    answer = await graph.post(f"{SITE}/lists", definition)
    assert answer.status == 201, answer.content
    return f"{SITE}/lists/{answer.json['id']}"


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    """An endpoint on 127.0.0.1 that takes notifications at any path."""
    one = Listener()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", one.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/notifications"
    yield one
    await runner.cleanup()
