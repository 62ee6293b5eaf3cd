"""What the bot says of its own accord, as the Bot Connector reads it (facts: proactive-calls)."""

from __future__ import annotations

from dataclasses import replace

from bot.turn import Member
from hub.places import Conversation
from tests.bot.microsoft import APP_ID, TENANT, Answer, Microsoft
from tests.bot.teams_bot import TeamsBot


async def test_a_message_is_posted_and_its_id_returned(bot: TeamsBot, chat: Conversation) -> None:
    sent_id = await bot.gateway.send(chat, {"text": "hello"})

    sent = bot.microsoft.sent[0]
    assert (sent_id, sent.method, sent.path) == ("1700000000001", "POST", "/uk/v3/conversations/a%3Abirch/activities")
    assert sent.body == {"type": "message", "text": "hello", "conversation": {"id": "a:birch"}}
    assert sent.authorization == "Bearer for-the-connector"


async def test_a_reply_names_what_it_answers(bot: TeamsBot, chat: Conversation) -> None:
    await bot.gateway.send(chat, {"text": "hello"}, reply_to="f:17/..?x")

    sent = bot.microsoft.sent[0]
    assert sent.path == "/uk/v3/conversations/a%3Abirch/activities/f%3A17%2F..%3Fx"
    assert sent.body["replyToId"] == "f:17/..?x"


async def test_a_service_url_without_its_last_slash_is_the_same(bot: TeamsBot, chat: Conversation) -> None:
    await bot.gateway.send(replace(chat, service_url=chat.service_url.rstrip("/")), {"text": "hello"})

    assert bot.microsoft.sent[0].path == "/uk/v3/conversations/a%3Abirch/activities"


async def test_an_update_puts_the_whole_activity(bot: TeamsBot, thread: Conversation) -> None:
    await bot.gateway.update(thread, "17", {"text": "hello"})

    sent = bot.microsoft.sent[0]
    assert (sent.method, sent.path) == (
        "PUT",
        "/uk/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D17/activities/17",
    )
    assert sent.body == {
        "type": "message",
        "text": "hello",
        "conversation": {"id": "19:c@thread.tacv2;messageid=17"},
        "id": "17",
    }


async def test_a_delete_names_the_activity(bot: TeamsBot, chat: Conversation) -> None:
    bot.microsoft.answers.append(Answer(status=200, body=b""))
    await bot.gateway.delete(chat, "17")

    assert (bot.microsoft.sent[0].method, bot.microsoft.sent[0].path) == (
        "DELETE",
        "/uk/v3/conversations/a%3Abirch/activities/17",
    )


async def test_a_thread_starts_in_the_channel_whatever_thread_it_was_asked_from(
    bot: TeamsBot, thread: Conversation
) -> None:
    bot.microsoft.answers.append(Answer(body=b'{"id":"19:c@thread.tacv2;messageid=42","activityId":"42"}'))

    made = await bot.gateway.create_thread(thread, {"text": "hello"})

    assert made == ("19:c@thread.tacv2;messageid=42", "42")
    assert bot.microsoft.sent[0].path == "/uk/v3/conversations"
    assert bot.microsoft.sent[0].body == {
        "isGroup": True,
        "bot": {"id": f"28:{APP_ID}"},
        "tenantId": TENANT,
        "channelData": {"channel": {"id": "19:c@thread.tacv2"}, "tenant": {"id": TENANT}},
        "activity": {"type": "message", "text": "hello"},
    }


async def test_the_activity_of_a_new_thread_is_read_from_its_conversation_when_not_named(
    bot: TeamsBot, thread: Conversation
) -> None:
    bot.microsoft.answers.append(Answer(body=b'{"id":"19:c@thread.tacv2;messageid=42"}'))

    assert await bot.gateway.create_thread(thread, {"text": "hello"}) == ("19:c@thread.tacv2;messageid=42", "42")


async def test_a_chat_is_opened_with_one_person_of_our_tenant(bot: TeamsBot) -> None:
    bot.microsoft.answers.append(Answer(body=b'{"id":"a:birch"}'))

    made = await bot.gateway.create_personal(bot.microsoft.service_url, "aad-birch")

    assert made == "a:birch"
    assert bot.microsoft.sent[0].body == {
        "isGroup": False,
        "bot": {"id": f"28:{APP_ID}"},
        "tenantId": TENANT,
        "channelData": {"tenant": {"id": TENANT}},
        "members": [{"id": "aad-birch"}],
    }


async def test_members_are_read_from_all_pages(bot: TeamsBot, thread: Conversation) -> None:
    first = b'{"members":[{"id":"29:oak","aadObjectId":"aad-oak","name":"Sample Oak"}],"continuationToken":"a b&c"}'
    second = b'{"members":[{"id":"29:r","objectId":"aad-r","userPrincipalName":"sample.rowan@force.example"}]}'
    bot.microsoft.answers.extend([Answer(status=200, body=first), Answer(status=200, body=second)])

    found = await bot.gateway.members(thread)

    assert found == [
        Member(person_id="29:oak", aad_id="aad-oak", name="Sample Oak"),
        Member(person_id="29:r", aad_id="aad-r", name="", email="sample.rowan@force.example"),
    ]
    path = "/uk/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D17/pagedmembers?pageSize=500"
    assert [sent.path for sent in bot.microsoft.sent] == [path, f"{path}&continuationToken=a+b%26c"]


async def test_a_page_that_names_itself_as_the_next_ends_the_list(bot: TeamsBot, thread: Conversation) -> None:
    page = Answer(status=200, body=b'{"members":[{"id":"29:oak"}],"continuationToken":"x"}')
    bot.microsoft.answers.extend([page, page])

    assert len(await bot.gateway.members(thread)) == 2


async def test_many_calls_share_a_connection(microsoft: Microsoft, bot: TeamsBot, chat: Conversation) -> None:
    for _ in range(5):
        await bot.gateway.send(chat, {"text": "hello"})

    assert len(microsoft.sent) == 5
    assert len({sent.port for sent in microsoft.sent}) == 1
