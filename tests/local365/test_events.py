"""The page is told of each change."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest

from local365.people_at_work import Office
from local365.server import Local365
from tests.local365.cards import activity
from tests.local365.connector_client import ConnectorClient


class Stream:
    """The events, one after another."""

    def __init__(self, content: aiohttp.StreamReader) -> None:
        self._content = content

    async def next(self) -> dict[str, Any]:
        while True:
            line = (await self._content.readuntil(b"\n\n")).decode()
            if line.startswith("data: "):
                return orjson.loads(line.removeprefix("data: "))


@pytest.fixture
async def events(m365: Local365) -> AsyncIterator[Stream]:
    async with aiohttp.ClientSession() as session, session.get(f"{m365.url}/_local365/events") as response:
        assert response.content_type == "text/event-stream"
        await response.content.readuntil(b"\n\n")
        yield Stream(response.content)


async def test_a_message_is_told_as_the_snapshot_shows_it(
    events: Stream, connector: ConnectorClient, office: Office
) -> None:
    thread = (await connector.start_thread(activity("A case"))).json

    event = await events.next()

    channel = next(one for one in (await office.control.state())["conversations"] if one["title"] == "Cases")
    told = {"kind": "message", "conversation": channel["id"], "message": channel["messages"][0]}
    assert (event, event["message"]["id"]) == (told, thread["activityId"])


async def test_an_edit_and_a_deletion_are_told_as_the_message_as_it_is_now(
    events: Stream, connector: ConnectorClient
) -> None:
    thread = (await connector.start_thread(activity("A case"))).json
    await connector.update(thread["id"], thread["activityId"], activity("Changed"))
    await connector.delete(thread["id"], thread["activityId"])

    told = [(await events.next())["message"] for _ in range(3)]

    assert [(one["text"], one["deleted"]) for one in told] == [("A case", False), ("Changed", False), (None, True)]


@pytest.mark.usefixtures("bot")
async def test_a_chat_that_is_opened_is_told(events: Stream, office: Office) -> None:
    await office.person("Sample Birch").opens_chat()

    event = await events.next()

    assert (event["kind"], event["conversation"]["title"]) == ("conversation", "Sample Birch")


async def test_a_response_to_the_form_is_told(events: Stream, office: Office) -> None:
    await office.responds(email=None, name="Anonymous", answers=["Idea", "Lights", "Details", "Nothing", "Light"])

    event = await events.next()

    assert (event["kind"], event["rows"]) == ("workbook", 25)  # 24 are there already


async def test_a_fresh_start_is_told(events: Stream, office: Office) -> None:
    await office.control.call("POST", "/reset")

    assert await events.next() == {"kind": "reset"}
