"""Fixtures of the Graph edge."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator

import pytest

from local365.seed import APP_ID, APP_SECRET, MANIFEST_ID
from local365.server import Local365, running_local365
from service.credentials import Identity, Secret
from service.entra import graph_tokens_of
from service.tokens import Tokens
from sync.graph.client import Graph, open_graph
from sync.settings import GraphSettings
from tests.sync.scripted import NumberedTokens, ScriptedGraph, SteppedClock, scripted_graph


@pytest.fixture
def time() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def tokens() -> NumberedTokens:
    return NumberedTokens()


@pytest.fixture
async def scripted() -> AsyncGenerator[ScriptedGraph]:
    async with scripted_graph() as server:
        yield server


@pytest.fixture
def settings(scripted: ScriptedGraph) -> GraphSettings:
    return GraphSettings(
        client_id="the-app",
        site_url="https://force.sharepoint.example/sites/prevention",
        graph_url=scripted.url,
    )


@pytest.fixture
async def graph(settings: GraphSettings, time: SteppedClock, tokens: NumberedTokens) -> AsyncGenerator[Graph]:
    async with open_graph(settings, tokens, clock=time.clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def running_m365() -> Iterator[Local365]:
    with running_local365() as running:
        yield running


@pytest.fixture
def m365(running_m365: Local365) -> Local365:
    """A local Microsoft 365 as on its first day."""
    running_m365.tenant.reset()
    return running_m365


@pytest.fixture
def local_settings(m365: Local365) -> GraphSettings:
    return GraphSettings(
        client_id=APP_ID,
        site_url="https://force.sharepoint.example/sites/prevention",
        forms_workbook="Forms/Prevention First.xlsx",
        teams_app_id=MANIFEST_ID,
        graph_url=m365.graph_url,
        ca_file=m365.ca_file,
    )


@pytest.fixture
def make_tokens(m365: Local365, local_settings: GraphSettings) -> Callable[[], Tokens]:
    """Makes sources of real tokens for the local Graph."""
    identity = Identity(
        client_id=APP_ID,
        authority=m365.authority,
        credential=Secret(value=APP_SECRET),
        prefix="PREVENTION_FIRST_",
        ca_file=m365.ca_file,
    )
    return graph_tokens_of(identity, local_settings)


@pytest.fixture
async def local_graph(
    local_settings: GraphSettings, make_tokens: Callable[[], Tokens], time: SteppedClock
) -> AsyncGenerator[Graph]:
    """Our client on the local Microsoft 365, with real tokens."""
    async with open_graph(local_settings, make_tokens(), clock=time.clock) as opened:
        yield opened
