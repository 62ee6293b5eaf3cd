"""Tokens: asked for seldom, in a thread, ahead of their end, and never told to anybody else."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from hub.errors import DeliveryFailed, FailureKind
from service.credentials import Secret
from service.entra import Entra
from service.tokens import AGAIN_S, EARLY_S, BotCredentials, Grant, Tokens
from tests.bot.microsoft import TENANT, Microsoft
from tests.bot.teams_bot import Clock, identity_for, tokens_for

LIFE_S = 3599.0  # of the token that `Microsoft` gives


async def failure_of(tokens: Tokens) -> DeliveryFailed:
    """How asking for the token fails."""
    with pytest.raises(DeliveryFailed) as failed:
        await tokens.token()
    return failed.value


class Ear:
    """Hears what Entra answered."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._news = asyncio.Event()

    def __call__(self, _scope: str, failure: DeliveryFailed | None) -> None:
        """Keep it, and wake whoever waits."""
        self.heard.append(failure.code if failure else "a token")
        self._news.set()

    async def hears(self, count: int) -> None:
        """Entra has answered so many times."""
        async with asyncio.timeout(60):
            while len(self.heard) < count:
                self._news.clear()
                await self._news.wait()


async def test_calls_that_wait_together_ask_entra_once(microsoft: Microsoft) -> None:
    tokens = tokens_for(microsoft, clock=Clock())

    assert await asyncio.gather(*(tokens.token() for _ in range(5))) == ["for-the-connector"] * 5
    assert microsoft.calls == ["token"]


async def test_a_warm_token_is_not_asked_for_again(microsoft: Microsoft) -> None:
    clock = Clock()
    tokens = tokens_for(microsoft, clock=clock)
    await tokens.token()
    clock.now += LIFE_S - EARLY_S - 1

    assert await tokens.token() == "for-the-connector"
    assert microsoft.calls == ["token"]


async def test_a_token_about_to_end_is_renewed_while_the_old_one_serves(microsoft: Microsoft) -> None:
    clock, ear = Clock(), Ear()
    tokens = tokens_for(microsoft, clock=clock, heard=ear)
    old = await tokens.token()
    microsoft.entra["access_token"] = "the-next"
    clock.now += LIFE_S - EARLY_S + 1
    at_once = await asyncio.gather(*(tokens.token() for _ in range(5)))

    assert at_once == [old] * 5
    await ear.hears(2)
    assert await tokens.token() == "the-next"
    assert microsoft.calls == ["token", "token"]


async def test_entras_wish_to_be_asked_early_is_heard(microsoft: Microsoft) -> None:
    clock, ear = Clock(), Ear()
    microsoft.entra |= {"expires_in": 86_400, "refresh_in": 43_200}
    tokens = tokens_for(microsoft, clock=clock, heard=ear)
    await tokens.token()
    clock.now += 43_205
    await tokens.token()

    await ear.hears(2)


async def test_a_renewal_that_fails_costs_no_turn_while_the_old_token_is_good(microsoft: Microsoft) -> None:
    clock, ear = Clock(), Ear()
    tokens = tokens_for(microsoft, clock=clock, heard=ear)
    old = await tokens.token()
    good, microsoft.entra = microsoft.entra, {"error": "invalid_client", "error_codes": [7000222]}
    clock.now += LIFE_S - EARLY_S + 1
    assert await tokens.token() == old
    await ear.hears(2)
    assert [await tokens.token() for _ in range(3)] == [old] * 3
    assert microsoft.calls == ["token", "token"]  # Entra is left alone for a moment

    microsoft.entra = good | {"access_token": "the-next"}
    clock.now += AGAIN_S + 1
    assert await tokens.token() == old
    await ear.hears(3)
    assert (await tokens.token(), ear.heard) == ("the-next", ["a token", "token.AADSTS7000222", "a token"])


async def test_a_token_that_has_ended_is_not_used(microsoft: Microsoft) -> None:
    clock = Clock()
    tokens = tokens_for(microsoft, clock=clock)
    await tokens.token()
    microsoft.entra = {"error": "invalid_client"}
    clock.now += LIFE_S

    assert (await failure_of(tokens)).code == "token.invalid_client"


async def test_after_a_failure_entra_is_left_alone_for_a_moment(microsoft: Microsoft) -> None:
    clock = Clock()
    good, microsoft.entra = microsoft.entra, {"error": "invalid_client", "error_codes": [7000215]}
    tokens = tokens_for(microsoft, clock=clock)
    failures = [await failure_of(tokens) for _ in range(3)]
    asked = microsoft.count("token")
    microsoft.entra = good
    clock.now += AGAIN_S

    assert ({failure.code for failure in failures}, asked) == ({"token.AADSTS7000215"}, 1)
    assert await tokens.token() == "for-the-connector"


async def test_a_token_of_a_few_minutes_is_renewed_at_half_its_life(microsoft: Microsoft) -> None:
    clock, ear = Clock(), Ear()
    microsoft.entra["expires_in"] = 200
    tokens = tokens_for(microsoft, clock=clock, heard=ear)
    await tokens.token()
    clock.now += 99
    await tokens.token()
    asked = microsoft.count("token")
    clock.now += 2
    await tokens.token()

    await ear.hears(2)
    assert asked == 1


class WhoAsks(Entra):
    """Keeps the thread in which it was asked."""

    thread: threading.Thread | None = None

    def grant(self, scope: str, claims: str | None = None) -> Grant:
        self.thread = threading.current_thread()
        return super().grant(scope, claims)


async def test_entra_is_asked_off_the_loop(microsoft: Microsoft) -> None:
    entra = WhoAsks(identity_for(microsoft))
    await Tokens(entra, "https://graph.microsoft.com/.default").token()

    assert entra.thread not in {None, threading.current_thread()}


async def test_many_calls_refused_at_once_ask_entra_once(microsoft: Microsoft) -> None:
    tokens = tokens_for(microsoft, clock=Clock())
    refused = await tokens.token()
    microsoft.entra["access_token"] = "the-next"

    assert await asyncio.gather(*(tokens.replace(refused, None) for _ in range(3))) == ["the-next"] * 3
    assert microsoft.calls == ["token", "token"]


async def test_a_header_that_was_refused_is_replaced(microsoft: Microsoft) -> None:
    credentials = BotCredentials(tokens=tokens_for(microsoft, clock=Clock()))
    refused = await credentials.headers()
    microsoft.entra["access_token"] = "the-next"
    for _ in range(3):
        credentials.forget(refused)
        await credentials.headers()

    assert refused == {"Authorization": "Bearer for-the-connector"}
    assert await credentials.headers() == {"Authorization": "Bearer the-next"}
    assert microsoft.calls == ["token", "token"]


async def test_closing_leaves_no_renewal_behind(microsoft: Microsoft) -> None:
    clock = Clock()
    tokens = tokens_for(microsoft, clock=clock)
    await tokens.token()
    before = asyncio.all_tasks()
    clock.now += LIFE_S - EARLY_S + 1
    await tokens.token()
    [renewal] = asyncio.all_tasks() - before
    await tokens.close()

    assert renewal.done()


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ({"error": "invalid_client", "error_codes": [7000222]}, FailureKind.CONFIG, "token.AADSTS7000222"),
        ({"error": "unauthorized_client"}, FailureKind.CONFIG, "token.unauthorized_client"),
        ({"error": "temporarily_unavailable"}, FailureKind.TRANSIENT, "token.temporarily_unavailable"),
    ],
)
async def test_entras_refusal_says_whether_a_person_must_act(
    microsoft: Microsoft, answer: dict[str, Any], kind: FailureKind, code: str
) -> None:
    microsoft.entra = answer | {"error_description": "long"}
    failed = await failure_of(tokens_for(microsoft, clock=Clock()))

    assert (failed.kind, failed.code, failed.ambiguous) == (kind, code, False)


async def test_an_entra_that_cannot_be_reached_may_be_reached_later(microsoft: Microsoft) -> None:
    failed = await failure_of(tokens_for(microsoft, clock=Clock(), authority=f"https://127.0.0.1:9/{TENANT}"))

    assert (failed.kind, failed.code, failed.ambiguous) == (FailureKind.TRANSIENT, "token.unreachable", False)


@pytest.mark.parametrize("authority", ["{}0", "no address"])
async def test_an_authority_that_does_not_exist_is_a_setting(microsoft: Microsoft, authority: str) -> None:
    failed = await failure_of(tokens_for(microsoft, clock=Clock(), authority=authority.format(microsoft.authority)))

    assert (failed.kind, failed.code) == (FailureKind.CONFIG, "token.authority")


async def test_a_certificate_authority_that_nobody_vouches_for_is_a_setting(microsoft: Microsoft) -> None:
    failed = await failure_of(tokens_for(microsoft, clock=Clock(), ca_file=None))

    assert (failed.kind, failed.code, microsoft.calls) == (FailureKind.CONFIG, "token.certificate", [])


async def test_our_certificate_authority_wins_over_the_machines(
    microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    another = tmp_path / "another.pem"
    another.write_bytes(b"")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(another))

    assert await tokens_for(microsoft, clock=Clock()).token() == "for-the-connector"


async def test_a_failure_does_not_carry_the_request_that_holds_the_secret(microsoft: Microsoft) -> None:
    failed = await failure_of(tokens_for(microsoft, clock=Clock(), ca_file=None))

    assert (failed.__cause__, failed.__suppress_context__) == (None, True)


def test_an_identity_does_not_print_its_secret() -> None:
    assert "local-only-secret" not in repr(identity_for(Microsoft(), credential=Secret(value="local-only-secret")))
