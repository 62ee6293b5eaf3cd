"""What each failure of a call tells the deliverer to do next (facts: refused-messages)."""

from __future__ import annotations

import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import aiohttp
import pytest

from bot.gateway import Gateway
from bot.gateway_connector import Connector
from bot.gateway_credentials import NoCredentials
from bot.pace import Pace
from hub.errors import DeliveryFailed, FailureKind
from hub.places import Conversation
from tests.bot.microsoft import TENANT, Answer, Microsoft
from tests.bot.teams_bot import TeamsBot, running_bot, settings_for

TRANSIENT, PERMANENT, CONFIG = FailureKind.TRANSIENT, FailureKind.PERMANENT, FailureKind.CONFIG
NOT_HERE = Conversation(service_url="https://evil.example/", conversation_id="a:birch", tenant_id=TENANT)

Call = Callable[[Gateway, Conversation], Awaitable[object]]


async def send(gateway: Gateway, place: Conversation) -> object:
    """Post a message."""
    return await gateway.send(place, {"text": "hello"})


async def update(gateway: Gateway, place: Conversation) -> object:
    """Change a message."""
    return await gateway.update(place, "17", {"text": "hello"})


async def delete(gateway: Gateway, place: Conversation) -> object:
    """Remove a message."""
    return await gateway.delete(place, "17")


async def create_thread(gateway: Gateway, place: Conversation) -> object:
    """Start a thread."""
    return await gateway.create_thread(place, {"text": "hello"})


async def create_personal(gateway: Gateway, place: Conversation) -> object:
    """Open a chat."""
    return await gateway.create_personal(place.service_url, "29:birch")


async def members(gateway: Gateway, place: Conversation) -> object:
    """Ask who is there."""
    return await gateway.members(place)


ALL: list[Call] = [send, update, delete, create_thread, create_personal, members]
POSTS: list[Call] = [send, create_thread, create_personal]
REPEATABLE: list[Call] = [update, delete, members]


async def failure_of(bot: TeamsBot, call: Call, place: Conversation, answer: Answer) -> DeliveryFailed:
    """How the call fails when the connector answers so."""
    bot.microsoft.answers.append(answer)
    with pytest.raises(DeliveryFailed) as failed:
        await call(bot.gateway, place)
    return failed.value


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (400, b'{"error":{"code":"BadArgument","message":"x"}}', (PERMANENT, "BadArgument")),
        (403, b'{"error":{"code":"BotDisabledByAdmin"}}', (PERMANENT, "BotDisabledByAdmin")),
        (403, b'{"error":{"code":"BotNotInConversationRoster"}}', (PERMANENT, "BotNotInConversationRoster")),
        (403, b'{"error":{"code":"ConversationBlockedByUser"}}', (PERMANENT, "ConversationBlockedByUser")),
        (403, b'{"error":{"code":"InvalidBotApiHost"}}', (CONFIG, "InvalidBotApiHost")),
        (403, b'{"error":{"code":"NotEnoughPermissions"}}', (PERMANENT, "NotEnoughPermissions")),
        (403, b'{"code":"ForbiddenOperationException","message":"x"}', (PERMANENT, "ForbiddenOperationException")),
        (
            403,
            b'{"errorCode":209,"message":"{\\"subCode\\":\\"MessageWritesBlocked\\",\\"details\\":\\"x\\"}"}',
            (PERMANENT, "MessageWritesBlocked"),
        ),
        (403, b'{"errorCode":209,"message":"no JSON"}', (PERMANENT, "errorCode209")),
        (403, b'{"error":"Forbidden"}', (PERMANENT, "Forbidden")),
        (403, b"", (PERMANENT, "HTTP403")),
        (404, b'{"error":{"code":"ConversationNotFound"}}', (PERMANENT, "ConversationNotFound")),
        (404, b'{"error":{"code":"ActivityNotFoundInConversation"}}', (PERMANENT, "ActivityNotFoundInConversation")),
        (408, b"", (PERMANENT, "HTTP408")),
        (412, b'{"error":{"code":"PreconditionFailed"}}', (TRANSIENT, "PreconditionFailed")),
        (413, b'{"error":{"code":"MessageSizeTooBig"}}', (PERMANENT, "MessageSizeTooBig")),
        (429, b'{"error":{"code":"Throttled"}}', (TRANSIENT, "Throttled")),
        (500, b'{"error":{"code":"ServiceError"}}', (PERMANENT, "ServiceError")),
        (502, b"<html>Bad Gateway</html>", (TRANSIENT, "HTTP502")),
        (503, b"[]", (TRANSIENT, "HTTP503")),
        (504, b'{"error":{"code":"has what somebody typed in it"}}', (TRANSIENT, "HTTP504")),
    ],
)
async def test_each_refusal_says_what_the_deliverer_does_next(
    bot: TeamsBot, chat: Conversation, status: int, body: bytes, meaning: tuple[FailureKind, str]
) -> None:
    failed = await failure_of(bot, send, chat, Answer(status=status, body=body))

    assert (failed.status, failed.retry_after_s, (failed.kind, failed.code)) == (status, None, meaning)


WRONG_HOST = Answer(status=403, body=b'{"error":{"code":"InvalidBotApiHost"}}')


@pytest.mark.parametrize("call", ALL)
async def test_what_another_clouds_address_refuses_is_asked_once_more_of_the_gcc_host(
    microsoft: Microsoft, chat: Conversation, call: Call
) -> None:
    microsoft.answers.append(WRONG_HOST)
    async with running_bot(microsoft, gcc_service_url=f"{microsoft.url}/uk/gcc") as bot:
        await call(bot.gateway, chat)

    first, second = microsoft.sent
    assert second.path == first.path.replace("/uk/v3/", "/uk/gcc/v3/")
    assert (second.method, second.body) == (first.method, first.body)


async def test_an_address_that_both_clouds_refuse_pauses_the_edge(microsoft: Microsoft, chat: Conversation) -> None:
    microsoft.answers.extend([WRONG_HOST, WRONG_HOST])
    async with running_bot(microsoft, gcc_service_url=f"{microsoft.url}/uk/gcc") as bot:
        with pytest.raises(DeliveryFailed) as failed:
            await send(bot.gateway, chat)

    assert (failed.value.kind, failed.value.code, len(microsoft.sent)) == (CONFIG, "InvalidBotApiHost", 2)


async def test_what_the_gcc_host_says_of_a_message_is_what_counts(microsoft: Microsoft, chat: Conversation) -> None:
    microsoft.answers.extend([WRONG_HOST, Answer(cut=True)])
    async with running_bot(microsoft, gcc_service_url=f"{microsoft.url}/uk/gcc") as bot:
        with pytest.raises(DeliveryFailed) as failed:
            await send(bot.gateway, chat)

    assert (failed.value.kind, failed.value.ambiguous) == (TRANSIENT, True)


@pytest.mark.parametrize("call", POSTS)
@pytest.mark.parametrize("status", [502, 503, 504])
async def test_a_gateway_error_on_what_makes_something_new_is_ambiguous(
    bot: TeamsBot, chat: Conversation, call: Call, status: int
) -> None:
    assert (await failure_of(bot, call, chat, Answer(status=status))).ambiguous


@pytest.mark.parametrize("call", POSTS)
@pytest.mark.parametrize("status", [400, 403, 404, 412, 413, 429, 500])
async def test_a_plain_refusal_of_what_makes_something_new_is_not_ambiguous(
    bot: TeamsBot, chat: Conversation, call: Call, status: int
) -> None:
    assert not (await failure_of(bot, call, chat, Answer(status=status))).ambiguous


@pytest.mark.parametrize("call", REPEATABLE)
@pytest.mark.parametrize("answer", [Answer(status=504), Answer(cut=True)], ids=["504", "cut"])
async def test_what_can_be_done_twice_is_never_ambiguous(
    bot: TeamsBot, chat: Conversation, call: Call, answer: Answer
) -> None:
    bot.microsoft.answers.append(answer)  # aiohttp asks again when it is cut off, once
    failed = await failure_of(bot, call, chat, answer)

    assert (failed.kind, failed.ambiguous) == (TRANSIENT, False)


@pytest.mark.parametrize("call", POSTS)
async def test_a_connection_that_is_cut_leaves_a_post_ambiguous(bot: TeamsBot, chat: Conversation, call: Call) -> None:
    failed = await failure_of(bot, call, chat, Answer(cut=True))

    assert (failed.kind, failed.ambiguous, len(bot.microsoft.sent)) == (TRANSIENT, True, 1)


async def test_a_connector_that_does_not_answer_in_time_leaves_a_post_ambiguous(
    microsoft: Microsoft, chat: Conversation
) -> None:
    microsoft.answers.append(Answer(hang=True))
    async with aiohttp.ClientSession() as session:
        soon = aiohttp.ClientTimeout(total=0.05)
        connector = Connector(
            session, NoCredentials(), settings_for(microsoft), Pace(clock_s=time.monotonic), timeout=soon
        )
        with pytest.raises(DeliveryFailed) as failed:
            await connector.send(chat, {"text": "hello"})

    assert (failed.value.kind, failed.value.ambiguous, len(microsoft.sent)) == (TRANSIENT, True, 1)


async def test_a_connector_that_cannot_be_reached_got_nothing(bot: TeamsBot, chat: Conversation) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = replace(chat, service_url=f"http://127.0.0.1:{unused.getsockname()[1]}/")
        with pytest.raises(DeliveryFailed) as failed:
            await bot.gateway.send(nobody, {"text": "hello"})

    assert (failed.value.kind, failed.value.ambiguous) == (TRANSIENT, False)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"created"])
async def test_a_message_without_an_id_was_made_all_the_same(bot: TeamsBot, chat: Conversation, body: bytes) -> None:
    failed = await failure_of(bot, send, chat, Answer(status=201, body=body))

    assert (failed.kind, failed.ambiguous, failed.code) == (TRANSIENT, True, "AnswerWithoutId")


async def test_a_redirect_is_not_followed_with_our_token(bot: TeamsBot, chat: Conversation) -> None:
    elsewhere = f"{bot.microsoft.service_url}elsewhere"
    failed = await failure_of(bot, send, chat, Answer(status=307, headers={"Location": elsewhere}))

    assert (failed.kind, len(bot.microsoft.sent)) == (PERMANENT, 1)


@pytest.mark.parametrize("call", ALL)
async def test_our_token_goes_to_no_host_that_is_not_allowed(bot: TeamsBot, call: Call) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await call(bot.gateway, NOT_HERE)

    assert (failed.value.kind, failed.value.code, bot.microsoft.calls) == (CONFIG, "ServiceUrlNotAllowed", [])
