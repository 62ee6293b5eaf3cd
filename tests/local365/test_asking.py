"""A client asks the bot through a message extension or from within an input, and checks what comes back."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from local365.filling_in import CannotDoError
from local365.people_at_work import Office, PersonAtWork
from local365.server import Local365
from local365.tenant import Patience
from tests.local365.cards import card, says
from tests.local365.recording_bot import CARD_TYPE, RecordingBot

Json = dict[str, Any]

QUERY = {"commandId": "find", "parameters": [{"name": "words", "value": "lights"}]}
SEARCH = {"queryText": "ced", "queryOptions": {"skip": 0, "top": 15}, "dataset": "people"}
SEARCH_TYPE = "application/vnd.microsoft.search.searchResponse"
PREVIEW = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": {"title": "Lights"}}


def results(*attachments: Json, layout: str = "list") -> Json:
    """The answer of a search."""
    return {"composeExtension": {"type": "result", "attachmentLayout": layout, "attachments": list(attachments)}}


def result(content: Json | None = None, **more: Any) -> Json:
    """One thing found."""
    return {"contentType": CARD_TYPE, "content": content or card(says("Lights")), **more}


def options(*found: Json, **more: Any) -> Json:
    """The answer of a search from within an input."""
    return {"statusCode": 200, "type": SEARCH_TYPE, "value": {"results": list(found)}, **more}


@pytest.fixture
async def birch(office: Office, bot: RecordingBot) -> PersonAtWork:
    person = office.person("Sample Birch")
    await person.opens_chat()
    bot.heard.clear()
    return person


async def test_a_query_is_an_invoke_about_no_message(birch: PersonAtWork, bot: RecordingBot) -> None:
    found = results(result(preview=PREVIEW))
    bot.answers.append(web.json_response(found))

    answer = await birch.asks("composeExtension/query", QUERY)

    (heard,) = bot.heard
    assert (heard["name"], heard["value"], "replyToId" in heard) == ("composeExtension/query", QUERY, False)
    assert answer == found


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("composeExtension/query", {"composeExtension": {"type": "message", "text": "Nothing was found."}}),
        ("composeExtension/query", results(layout="grid")),
        ("composeExtension/fetchTask", {"task": {"type": "message", "value": "Open the chat first."}}),
        ("composeExtension/submitAction", {"task": {"type": "message", "value": "Sent in."}}),
        ("composeExtension/submitAction", results(result(preview=PREVIEW))),
        ("application/search", options({"title": "Sample Cedar", "value": "29:cedar"})),
        ("application/search", options()),
    ],
)
async def test_an_answer_that_teams_can_show_is_taken(
    birch: PersonAtWork, bot: RecordingBot, name: str, answer: Json
) -> None:
    bot.answers.append(web.json_response(answer))

    assert await birch.asks(name, {}) == answer


@pytest.mark.parametrize(
    ("name", "answer", "reason"),
    [
        ("composeExtension/query", None, "its body is no JSON object"),
        ("composeExtension/query", {"composeExtension": {"type": "results"}}, "the type of its composeExtension"),
        ("composeExtension/query", {"composeExtension": {"type": "message"}}, "its composeExtension has no text"),
        ("composeExtension/query", results(layout="rows"), "its attachmentLayout is 'rows'"),
        ("composeExtension/query", results(result()), "the preview of an Adaptive Card is no JSON object"),
        ("composeExtension/query", results(result(preview={"contentType": CARD_TYPE})), "neither a thumbnail card"),
        ("composeExtension/query", results(result({"type": "Card"}, preview=PREVIEW)), "type is 'Card'"),
        ("composeExtension/fetchTask", {"task": {}}, "the type of its task is None"),
        ("application/search", {"value": {"results": []}}, "its type is None"),
        ("application/search", options(*[{"title": "A", "value": "a"}] * 16), "it has 16 results; 15 is the most"),
        ("application/search", options({"title": "A"}), "one of its results has no title or no value"),
        ("application/search", options(statusCode=500), "its statusCode 500"),
    ],
)
async def test_an_answer_that_teams_could_not_show_is_an_error(
    birch: PersonAtWork, bot: RecordingBot, name: str, answer: Json | None, reason: str
) -> None:
    bot.answers.append(web.Response() if answer is None else web.json_response(answer))

    with pytest.raises(CannotDoError, match=rf"Something went wrong\. Teams cannot show the bot's answer: .*{reason}"):
        await birch.asks(name, {})


async def test_a_message_extension_is_given_up_after_its_own_time_and_not_asked_again(
    birch: PersonAtWork, bot: RecordingBot, m365: Local365
) -> None:
    m365.tenant.patience = Patience(answer_s=60, extension_s=0.05)
    released = asyncio.Event()
    bot.on_hearing = lambda _: _forever(released)

    with pytest.raises(CannotDoError, match="The bot did not answer"):
        await birch.asks("composeExtension/query", QUERY)

    released.set()
    assert len(bot.heard) == 1


async def test_an_invoke_nobody_built_says_where_to_add_it(birch: PersonAtWork) -> None:
    with pytest.raises(CannotDoError, match="local365 has no 'tab/fetch': add it to"):
        await birch.asks("tab/fetch", SEARCH)


async def _forever(released: asyncio.Event) -> None:
    await released.wait()
