"""The bot's own token: asked for seldom, in a thread, and never told to anybody else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.gateway_credentials import EARLY_S, AppToken
from hub.errors import DeliveryFailed, FailureKind
from hub.places import Conversation
from tests.bot.microsoft import TENANT, Answer, Microsoft
from tests.bot.teams_bot import Clock, TeamsBot, settings_for

GOOD = {"Authorization": "Bearer for-the-connector"}


async def failure_of(token: AppToken) -> DeliveryFailed:
    """How asking for the header fails."""
    with pytest.raises(DeliveryFailed) as failed:
        await token.headers()
    return failed.value


async def test_calls_that_wait_together_ask_entra_once(microsoft: Microsoft) -> None:
    token = AppToken(settings_for(microsoft), clock=Clock())

    assert await asyncio.gather(*(token.headers() for _ in range(5))) == [GOOD] * 5
    assert microsoft.calls == ["token"]


async def test_a_token_is_kept_until_shortly_before_it_ends(microsoft: Microsoft) -> None:
    clock = Clock()
    microsoft.entra["expires_in"] = EARLY_S - 1  # msal itself keeps none that ends so soon
    token = AppToken(settings_for(microsoft), clock=clock)
    await token.headers()
    microsoft.entra["expires_in"] = EARLY_S + 100
    await token.headers()
    clock.now += 99
    await token.headers()

    assert microsoft.calls == ["token", "token"]


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


async def test_many_calls_refused_at_once_ask_entra_once(microsoft: Microsoft) -> None:
    token = AppToken(settings_for(microsoft), clock=Clock())
    refused = await token.headers()
    microsoft.entra["access_token"] = "the-next"
    for _ in range(3):
        token.forget(refused)
        await token.headers()

    assert microsoft.calls == ["token", "token"]


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ({"error": "invalid_client", "error_codes": [7000222]}, FailureKind.CONFIG, "AADSTS7000222"),
        ({"error": "unauthorized_client"}, FailureKind.CONFIG, "unauthorized_client"),
        ({"error": "temporarily_unavailable"}, FailureKind.TRANSIENT, "temporarily_unavailable"),
    ],
)
async def test_entras_refusal_says_whether_a_person_must_act(
    microsoft: Microsoft, answer: dict[str, Any], kind: FailureKind, code: str
) -> None:
    microsoft.entra = answer | {"error_description": "long"}
    failed = await failure_of(AppToken(settings_for(microsoft), clock=Clock()))

    assert (failed.kind, failed.code, failed.ambiguous) == (kind, code, False)


async def test_an_entra_that_cannot_be_reached_may_be_reached_later(microsoft: Microsoft) -> None:
    nowhere = settings_for(microsoft, authority=f"https://127.0.0.1:9/{TENANT}")
    failed = await failure_of(AppToken(nowhere, clock=Clock()))

    assert (failed.kind, failed.code, failed.ambiguous) == (FailureKind.TRANSIENT, "TokenUnreachable", False)


async def test_an_authority_that_does_not_exist_is_a_setting(microsoft: Microsoft) -> None:
    wrong = settings_for(microsoft, authority=microsoft.authority + "0")

    assert (await failure_of(AppToken(wrong, clock=Clock()))).kind is FailureKind.CONFIG


async def test_a_certificate_that_nobody_vouches_for_is_a_setting(microsoft: Microsoft) -> None:
    failed = await failure_of(AppToken(settings_for(microsoft, ca_file=None), clock=Clock()))

    assert (failed.kind, failed.code, microsoft.calls) == (FailureKind.CONFIG, "TokenCertificate", [])


async def test_our_certificate_authority_wins_over_the_machines(
    microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    another = tmp_path / "another.pem"
    another.write_bytes(b"")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(another))

    assert await AppToken(settings_for(microsoft), clock=Clock()).headers() == GOOD


async def test_a_failure_does_not_carry_the_request_that_holds_the_secret(microsoft: Microsoft) -> None:
    failed = await failure_of(AppToken(settings_for(microsoft, ca_file=None), clock=Clock()))

    assert (failed.__cause__, failed.__suppress_context__) == (None, True)


def test_settings_do_not_print_the_secret() -> None:
    assert "local-only-secret" not in repr(settings_for(Microsoft()))
