"""Tokens of the application, from a real Entra endpoint over https."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import jwt
import pytest

from hub.errors import DeliveryFailed, FailureKind
from local365.faults import Fault, When
from local365.seed import APP_ID, APP_SECRET, TENANT_ID
from local365.server import Local365
from sync.graph.token import Tokens
from sync.settings import GraphSettings
from tests.sync.scripted import SteppedClock

TOKEN_PATH = "*/oauth2/v2.0/token"


@pytest.fixture
def settings(local_settings: GraphSettings) -> GraphSettings:
    return local_settings


@pytest.fixture
def tokens(settings: GraphSettings, time: SteppedClock) -> Tokens:
    return Tokens(settings, monotonic=time.clock.monotonic)


async def test_the_token_is_the_applications_for_graph(tokens: Tokens) -> None:
    claims = jwt.decode(await tokens.token(), options={"verify_signature": False})

    assert (claims["aud"], claims.get("appid") or claims.get("azp")) == ("https://graph.microsoft.com", APP_ID)


async def test_many_callers_at_once_ask_entra_once(m365: Local365, tokens: Tokens) -> None:
    m365.tenant.faults.add(Fault(path=TOKEN_PATH, when=When.SLOW, times=9))

    found = await asyncio.gather(*[tokens.token() for _ in range(8)])

    (counter,) = m365.tenant.faults
    assert (len({*found}), counter.times) == (1, 8)  # one of the nine was used


async def test_a_token_is_kept_until_shortly_before_it_ends(tokens: Tokens, time: SteppedClock) -> None:
    first = await tokens.token()

    time.at = 60.0

    assert await tokens.token() == first


async def test_a_refused_token_is_replaced_once_for_all_its_callers(tokens: Tokens) -> None:
    refused = await tokens.token()

    others = await asyncio.gather(*[tokens.replace(refused, None) for _ in range(4)])

    assert len({*others}) == 1
    assert others[0] != refused


async def test_a_replacement_that_failed_never_becomes_an_empty_token(m365: Local365, tokens: Tokens) -> None:
    refused = await tokens.token()
    m365.tenant.faults.add(Fault(path=TOKEN_PATH, status=503))

    for _ in range(2):  # MSAL itself holds back for a minute after the first
        with pytest.raises(DeliveryFailed):
            await tokens.replace(refused, None)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"secret": "another"}, "token.invalid_client."),
        ({"client_id": "00000000-0000-0000-0000-000000000001"}, "token.unauthorized_client."),
        ({"authority": "no address"}, "token.authority"),
        ({"ca_file": None}, "token.certificate"),
    ],
)
async def test_a_wrong_setting_is_named_and_the_secret_is_not(
    settings: GraphSettings, wrong: dict[str, Any], code: str
) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await Tokens(replace(settings, **wrong)).token()

    assert (failed.value.kind, failed.value.code[: len(code)]) == (FailureKind.CONFIG, code)
    assert failed.value.__cause__ is None
    assert APP_SECRET not in repr(failed.value) + repr(settings)


async def test_a_tenant_that_does_not_exist_is_a_wrong_setting(settings: GraphSettings) -> None:
    elsewhere = replace(settings, authority=settings.authority.replace(TENANT_ID, "nobody"))

    with pytest.raises(DeliveryFailed) as failed:
        await Tokens(elsewhere).token()

    assert (failed.value.kind, failed.value.code) == (FailureKind.CONFIG, "token.authority")


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_an_entra_that_is_not_ready_is_transient(m365: Local365, tokens: Tokens, status: int) -> None:
    m365.tenant.faults.add(Fault(path=TOKEN_PATH, status=status))

    with pytest.raises(DeliveryFailed) as failed:
        await tokens.token()

    assert failed.value.kind is FailureKind.TRANSIENT


async def test_an_entra_that_cannot_be_reached_is_transient(settings: GraphSettings) -> None:
    nobody_there = replace(settings, authority=f"https://localhost:1/{TENANT_ID}")

    with pytest.raises(DeliveryFailed) as failed:
        await Tokens(nobody_there).token()

    assert (failed.value.kind, failed.value.code) == (FailureKind.TRANSIENT, "token.unreachable")
