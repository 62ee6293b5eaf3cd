"""The bot's messages: sent, replied with, changed, deleted."""

import pytest

from local365.people_at_work import Office
from local365.seed import CASES_CHANNEL_ID
from tests.local365.cards import activity, card, says
from tests.local365.connector_client import ConnectorClient, aad
from tests.local365.graph.clock import Clock
from tests.local365.recording_bot import RecordingBot


@pytest.fixture
async def chat(office: Office, bot: RecordingBot, connector: ConnectorClient) -> str:
    """The conversation id of Birch's chat with the bot."""
    await office.person("Sample Birch").opens_chat()
    bot.heard.clear()
    return await connector.start_chat("Birch")


async def test_a_message_stands_in_the_chat(connector: ConnectorClient, chat: str, office: Office) -> None:
    answer = await connector.send(chat, activity("Good morning"))

    seen = await office.person("Sample Birch").sees()
    assert (answer.status, [(one.id, one.text, one.by_bot) for one in seen]) == (
        201,
        [(answer.json["id"], "Good morning", True)],
    )


async def test_ids_are_milliseconds_and_grow(connector: ConnectorClient, chat: str, clock: Clock) -> None:
    ids = [int((await connector.send(chat, activity("Same instant"))).json["id"]) for _ in range(3)]

    first = int(clock.at.timestamp() * 1000)
    assert ids == [first, first + 1, first + 2]


async def test_a_typing_indicator_leaves_no_message(connector: ConnectorClient, chat: str, office: Office) -> None:
    answer = await connector.send(chat, {"type": "typing"})

    assert (answer.status, await office.person("Sample Birch").sees()) == (201, [])


async def test_text_and_card_in_one_activity_become_two_messages_and_no_id_is_told(
    connector: ConnectorClient, chat: str, office: Office
) -> None:
    answer = await connector.send(chat, activity("Here it is", card(says("Receipt"))))

    seen = await office.person("Sample Birch").sees()
    assert (answer.json, [one.reads for one in seen]) == ({}, ["Here it is", "Receipt"])


async def test_a_reply_stands_in_the_thread_of_the_message_replied_to(
    connector: ConnectorClient, office: Office
) -> None:
    root = (await connector.start_thread()).json["activityId"]
    first = (await connector.reply(CASES_CHANNEL_ID, root, activity("First"))).json["id"]

    await connector.reply(CASES_CHANNEL_ID, first, activity("Second"))

    seen = await office.person("Sample Oak").sees("Cases")
    assert [(one.text, one.thread) for one in seen] == [("A case", None), ("First", root), ("Second", root)]


async def test_a_message_sent_to_a_thread_stands_in_it(connector: ConnectorClient, office: Office) -> None:
    thread = (await connector.start_thread()).json

    await connector.send(thread["id"], activity("More"))

    assert (await office.person("Sample Oak").sees("Cases"))[1].thread == thread["activityId"]


async def test_a_message_sent_to_a_bare_channel_starts_a_thread(connector: ConnectorClient, office: Office) -> None:
    await connector.send(CASES_CHANNEL_ID, activity("New"))

    assert (await office.person("Sample Oak").sees("Cases"))[0].thread is None


async def test_a_reply_to_a_press_is_taken_though_a_press_leaves_no_message(
    connector: ConnectorClient, chat: str
) -> None:
    answer = await connector.reply(chat, "f:5261769396935243054", activity("Taken"))

    assert answer.status == 201


async def test_an_update_takes_the_messages_place(connector: ConnectorClient, chat: str, office: Office) -> None:
    message = (await connector.send(chat, activity(None, card(says("Open"))))).json["id"]

    answer = await connector.update(chat, message, activity(None, card(says("Closed"))))

    seen = await office.person("Sample Birch").sees()
    assert (answer.status, answer.json) == (200, {"id": message})
    assert [(one.reads, one.edited_at is not None) for one in seen] == [("Closed", True)]


async def test_a_deleted_message_is_gone_and_cannot_be_updated(
    connector: ConnectorClient, chat: str, office: Office
) -> None:
    message = (await connector.send(chat, activity("Oops"))).json["id"]

    deleted = await connector.delete(chat, message)

    updated = await connector.update(chat, message, activity("Again"))
    assert (deleted.status, deleted.json, await office.person("Sample Birch").sees()) == (200, None, [])
    assert (updated.status, updated.code) == (404, "ActivityNotFoundInConversation")


async def test_a_persons_message_is_not_the_bots_to_change(
    connector: ConnectorClient, chat: str, office: Office
) -> None:
    said = await office.person("Sample Birch").says("Mine")

    answer = await connector.update(chat, said.message_id, activity("Yours"))

    assert (answer.status, answer.code) == (403, "NotEnoughPermissions")


async def test_a_targeted_message_is_seen_by_its_recipient_only(connector: ConnectorClient, office: Office) -> None:
    message = activity("Rowan claimed it first", recipient={"id": aad("Oak")})

    await connector.send(CASES_CHANNEL_ID, message, targeted=True)

    oak, rowan = office.person("Sample Oak"), office.person("Sample Rowan")
    assert [one.text for one in await oak.sees("Cases")] == ["Rowan claimed it first"]
    assert await rowan.sees("Cases") == []


async def test_a_targeted_message_can_only_be_changed_as_one_and_within_a_day(
    connector: ConnectorClient, clock: Clock
) -> None:
    message = activity("Only you", recipient={"id": aad("Oak")})
    sent = (await connector.send(CASES_CHANNEL_ID, message, targeted=True)).json["id"]

    plain = await connector.update(CASES_CHANNEL_ID, sent, activity("Everybody"))
    targeted = await connector.update(CASES_CHANNEL_ID, sent, activity("Still you"), targeted=True)
    clock.passes(hours=24)
    late = await connector.update(CASES_CHANNEL_ID, sent, activity("Too late"), targeted=True)

    assert [plain.status, targeted.status, late.status] == [404, 200, 404]


async def test_a_targeted_message_is_gone_a_day_later(connector: ConnectorClient, office: Office, clock: Clock) -> None:
    await connector.send(CASES_CHANNEL_ID, activity("Only you", recipient={"id": aad("Oak")}), targeted=True)

    clock.passes(hours=24)

    assert await office.person("Sample Oak").sees("Cases") == []


@pytest.mark.parametrize("recipient", [None, {"id": aad("Birch")}], ids=["nobody", "not a member"])
async def test_a_targeted_message_needs_a_member_as_recipient(
    connector: ConnectorClient, recipient: dict[str, str] | None
) -> None:
    answer = await connector.send(CASES_CHANNEL_ID, activity("Psst", recipient=recipient), targeted=True)

    assert (answer.status, answer.code) == (400, "BadArgument")


async def test_there_is_no_targeted_message_in_a_personal_chat(connector: ConnectorClient, chat: str) -> None:
    answer = await connector.send(chat, activity("Psst", recipient={"id": aad("Birch")}), targeted=True)

    assert (answer.status, answer.code) == (400, "BadArgument")
