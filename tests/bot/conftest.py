"""Microsoft and a bot, both on this machine, for each test anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.places import Conversation
from tests.bot.microsoft import TENANT, Microsoft, running_microsoft
from tests.bot.teams_bot import TeamsBot, running_bot


@pytest.fixture
async def microsoft(tmp_path: Path) -> AsyncIterator[Microsoft]:
    """Entra, the key server and the Bot Connector."""
    async with running_microsoft(tmp_path) as running:
        yield running


@pytest.fixture
async def bot(microsoft: Microsoft) -> AsyncIterator[TeamsBot]:
    """The bot that talks to them."""
    async with running_bot(microsoft) as running:
        yield running


@pytest.fixture
def chat(microsoft: Microsoft) -> Conversation:
    """An officer's own chat."""
    return Conversation(service_url=microsoft.service_url, conversation_id="a:birch", tenant_id=TENANT)


@pytest.fixture
def thread(microsoft: Microsoft) -> Conversation:
    """A thread of a channel."""
    thread_id = "19:c@thread.tacv2;messageid=17"
    return Conversation(service_url=microsoft.service_url, conversation_id=thread_id, tenant_id=TENANT)
