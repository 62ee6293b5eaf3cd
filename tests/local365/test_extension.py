"""People act on messages, search, share and type into inputs, and the bot hears of it as Teams would tell it."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from local365.extension_at_work import ExtensionAtWork
from local365.filling_in import CannotDoError
from local365.people_at_work import Office, PersonAtWork
from local365.seed import TENANT_ID
from tests.local365.cards import activity, card, field, says, submit
from tests.local365.connector_client import ConnectorClient
from tests.local365.recording_bot import CARD_TYPE, RecordingBot

Json = dict[str, Any]

FORM = card(field("title", value="Lamps"), actions=(submit("Send it in", verb="submit"),))
THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
PREVIEW = {"contentType": THUMBNAIL, "content": {"title": "Lamps", "text": "New"}}
FOUND = {"contentType": CARD_TYPE, "content": card(says("Lamps in Mill Lane")), "preview": PREVIEW}
PICKER = card(
    field(
        "who",
        "Input.ChoiceSet",
        choices=[{"title": "Sample Oak", "value": "oak"}],
        **{"choices.data": {"type": "Data.Query", "dataset": "people"}},
    ),
    field("plain"),
)


def dialog(content: Json = FORM) -> Json:
    """The answer that opens a dialog."""
    return {
        "task": {
            "type": "continue",
            "value": {"title": "Raise", "card": {"contentType": CARD_TYPE, "content": content}},
        }
    }


def results(*attachments: Json) -> Json:
    """The answer of a search."""
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": list(attachments)}}


@pytest.fixture
def oak(office: Office, bot: RecordingBot) -> PersonAtWork:  # noqa: ARG001  somebody has to listen
    return office.person("Sample Oak")


@pytest.fixture
def rowan(office: Office) -> PersonAtWork:
    return office.person("Sample Rowan")


async def test_an_action_tells_the_bot_the_message_its_author_and_a_link_but_not_that_it_is_for_the_bot(
    oak: PersonAtWork, rowan: PersonAtWork, bot: RecordingBot
) -> None:
    said = await rowan.says("The lamps <fail> again", channel="Cases")
    bot.answers.append(web.json_response(dialog()))
    message = (await oak.sees("Cases"))[-1]

    await ExtensionAtWork(oak).acts_on(message, "raise")

    heard = bot.heard[-1]
    value = heard["value"]
    payload = value["messagePayload"]
    assert (heard["type"], heard["name"]) == ("invoke", "composeExtension/fetchTask")
    assert (value["commandId"], value["commandContext"]) == ("raise", "message")
    assert (payload["id"], payload["deleted"]) == (said.message_id, False)
    assert payload["body"] == {"contentType": "html", "content": "The lamps &lt;fail&gt; again"}
    assert payload["from"]["user"]["displayName"] == "Sample Rowan"
    assert heard["from"]["aadObjectId"] == oak.person.aad_id
    assert payload["linkToMessage"].startswith("https://teams.microsoft.com/l/message/")
    assert TENANT_ID in payload["linkToMessage"]
    assert "replyToId" not in heard


async def test_what_is_filled_in_goes_back_with_the_message_it_is_about(
    oak: PersonAtWork, rowan: PersonAtWork, bot: RecordingBot
) -> None:
    await rowan.says("The lamps fail again", channel="Cases")
    bot.answers += [web.json_response(dialog()), web.json_response({"task": {"type": "message", "value": "Sent in."}})]
    extension = ExtensionAtWork(oak)
    await extension.acts_on((await oak.sees("Cases"))[-1], "raise")

    pressed = await oak.presses("Send it in", title="Lamps again")

    fetched, sent = bot.heard[-2:]
    assert (sent["name"], pressed.text) == ("composeExtension/submitAction", "Sent in.")
    assert sent["value"]["data"] == {"verb": "submit", "title": "Lamps again"}
    assert sent["value"]["messagePayload"] == fetched["value"]["messagePayload"]
    assert sent["conversation"] == fetched["conversation"]


async def test_a_form_that_comes_back_still_belongs_to_the_action(
    oak: PersonAtWork, rowan: PersonAtWork, bot: RecordingBot
) -> None:
    await rowan.says("The lamps fail again", channel="Cases")
    bot.answers += [web.json_response(dialog()), web.json_response(dialog()), web.Response()]
    await ExtensionAtWork(oak).acts_on((await oak.sees("Cases"))[-1], "raise")
    await oak.presses("Send it in")

    await oak.presses("Send it in", title="Better")

    assert bot.heard[-1]["name"] == "composeExtension/submitAction"
    with pytest.raises(CannotDoError, match="has no dialog open"):
        _ = oak.dialog


async def test_nobody_acts_on_a_message_that_is_not_there(oak: PersonAtWork, rowan: PersonAtWork) -> None:
    await rowan.says("The lamps fail again", channel="Cases")
    message = (await oak.sees("Cases"))[-1]
    stranger = oak.office.person("Sample Birch")

    with pytest.raises(CannotDoError, match="Sample Birch is not a member"):
        await ExtensionAtWork(stranger).acts_on(message, "raise")


async def test_a_search_opens_with_an_initial_run_and_then_asks_for_what_is_typed_page_by_page(
    oak: PersonAtWork, bot: RecordingBot
) -> None:
    await oak.opens_chat()
    bot.answers += [web.json_response(results(FOUND)) for _ in range(2)]
    extension = ExtensionAtWork(oak)

    first = await extension.searches("find")
    await extension.searches("find", words="lamps", skip=25)

    opened, typed = (one["value"] for one in bot.heard[-2:])
    assert opened["parameters"] == [{"name": "initialRun", "value": "true"}]
    assert (typed["commandId"], typed["parameters"]) == ("find", [{"name": "words", "value": "lamps"}])
    assert typed["queryOptions"] == {"skip": 25, "count": 25}
    assert (first.results[0].preview, first.results[0].reads) == ("Lamps\nNew", "Lamps in Mill Lane")


async def test_a_sentence_stands_in_the_place_of_results(oak: PersonAtWork, bot: RecordingBot) -> None:
    await oak.opens_chat()
    answer = {"composeExtension": {"type": "message", "text": "Nothing was found."}}
    bot.answers.append(web.json_response(answer))

    found = await ExtensionAtWork(oak).searches("find", words="zebra")

    assert (found.results, found.sentence) == ((), "Nothing was found.")


async def test_a_shared_card_is_the_persons_own_message_and_the_bot_is_not_told(
    oak: PersonAtWork, rowan: PersonAtWork, bot: RecordingBot
) -> None:
    await oak.opens_chat()
    bot.answers.append(web.json_response(results(FOUND)))
    extension = ExtensionAtWork(oak)
    found = await extension.searches("find")
    heard = len(bot.heard)
    await rowan.says("Which one?", channel="Cases")
    channel = (await rowan.sees("Cases"))[-1].conversation

    await extension.shares(found.results[0], conversation=channel)

    shared = (await rowan.sees("Cases"))[-1]
    assert (shared.author, shared.by_bot, shared.reads) == ("Sample Oak", False, "Lamps in Mill Lane")
    assert len(bot.heard) == heard


async def test_typing_into_an_input_asks_the_bot_for_options(
    oak: PersonAtWork, bot: RecordingBot, connector: ConnectorClient
) -> None:
    await connector.start_thread(activity(None, PICKER))
    found = {"title": "Sample Rowan", "value": "rowan"}
    answer = {"type": "application/vnd.microsoft.search.searchResponse", "value": {"results": [found]}}
    bot.answers += [web.json_response(answer) for _ in range(2)]
    shown = await oak.latest_card("Cases")

    offered = await ExtensionAtWork(oak).types(shown, "who", "row")
    both = await ExtensionAtWork(oak).types(shown, "who", "sample")

    value = bot.heard[-2]["value"]
    assert value == {"queryText": "row", "queryOptions": {"skip": 0, "top": 15}, "dataset": "people"}
    assert offered == [("Sample Rowan", "rowan")]
    assert both == [("Sample Oak", "oak"), ("Sample Rowan", "rowan")]


async def test_an_input_that_looks_nothing_up_takes_no_typing(oak: PersonAtWork, connector: ConnectorClient) -> None:
    await connector.start_thread(activity(None, PICKER))

    with pytest.raises(CannotDoError, match="plain is no input that looks things up"):
        await ExtensionAtWork(oak).types(await oak.latest_card("Cases"), "plain", "row")
