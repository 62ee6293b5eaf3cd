"""A token that the connector refuses: replaced once, then a matter for a person."""

from __future__ import annotations

import pytest

from hub.errors import DeliveryFailed, FailureKind
from hub.places import Conversation
from tests.bot.microsoft import Answer
from tests.bot.teams_bot import TeamsBot


async def test_a_token_that_the_connector_refuses_is_replaced_at_once(bot: TeamsBot, chat: Conversation) -> None:
    await bot.gateway.send(chat, {"text": "before"})
    bot.microsoft.answers.append(Answer(status=401))
    bot.microsoft.entra["access_token"] = "the-next"
    await bot.gateway.send(chat, {"text": "after"})

    refused, next_one = "Bearer for-the-connector", "Bearer the-next"
    assert [sent.authorization for sent in bot.microsoft.sent] == [refused, refused, next_one]


async def test_a_new_token_that_is_refused_too_is_a_matter_for_a_person(bot: TeamsBot, chat: Conversation) -> None:
    refusal = Answer(status=401, body=b'{"error":{"code":"BotNotRegistered"}}')
    bot.microsoft.answers.extend([refusal, refusal])
    with pytest.raises(DeliveryFailed) as failed:
        await bot.gateway.send(chat, {"text": "hello"})

    assert (failed.value.kind, failed.value.code) == (FailureKind.CONFIG, "BotNotRegistered")
    assert (failed.value.ambiguous, len(bot.microsoft.sent)) == (False, 2)
