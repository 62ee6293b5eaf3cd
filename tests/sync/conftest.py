"""Fixtures of the Graph edge."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator

import pytest

from local365.seed import APP_ID, APP_SECRET, MANIFEST_ID, TENANT_ID
from local365.server import Local365, running_local365
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
        tenant_id="the-tenant",
        client_id="the-app",
        secret="the-secret",
        site_url="https://force.sharepoint.example/sites/prevention",
        graph_url=scripted.url,
    )


@pytest.fixture
async def graph(settings: GraphSettings, time: SteppedClock, tokens: NumberedTokens) -> AsyncGenerator[Graph]:
    async with open_graph(settings, clock=time.clock, tokens=tokens) as opened:
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
        tenant_id=TENANT_ID,
        client_id=APP_ID,
        secret=APP_SECRET,
        site_url="https://force.sharepoint.example/sites/prevention",
        forms_workbook="Forms/Prevention First.xlsx",
        teams_app_id=MANIFEST_ID,
        graph_url=m365.graph_url,
        authority=m365.authority,
        ca_file=m365.ca_file,
    )


@pytest.fixture
async def local_graph(local_settings: GraphSettings, time: SteppedClock) -> AsyncGenerator[Graph]:
    """Our client on the local Microsoft 365, with real tokens."""
    async with open_graph(local_settings, clock=time.clock) as opened:
        yield opened
