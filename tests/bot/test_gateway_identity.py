"""Who may talk to the bot, and what everybody else is answered (facts: inbound-answers)."""

from __future__ import annotations

from typing import Any

import jwt
import orjson
import pytest

from tests.bot.microsoft import TENANT, Microsoft
from tests.bot.teams_bot import TeamsBot, running_bot, settings_for


async def test_a_message_under_a_good_token_is_handled(bot: TeamsBot) -> None:
    status = await bot.hear(bot.microsoft.activity())

    assert (status, len(bot.handler.turns)) == (200, 1)


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer garbage", "Bearer a.b.c"]
)
async def test_a_request_that_proves_nothing_is_unauthorised(bot: TeamsBot, header: str | None) -> None:
    status, body = await bot.post(bot.microsoft.activity(), header)

    assert (status, body, bot.handler.turns) == (401, b"", [])


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": -600},
        {"nbf": 600},
        {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        {"aud": "another-bot"},
        {"aud": ["22222222-aaaa-4bbb-8ccc-0000000000b0"]},
        {"serviceurl": "https://smba.trafficmanager.net/uk/"},
        {"without": "iss"},
        {"without": "aud"},
        {"without": "exp"},
        {"without": "serviceurl"},
        {"signed_by": "forger"},
        {"kid": None},
    ],
    ids=str,
)
async def test_a_token_that_fails_one_check_is_unauthorised(bot: TeamsBot, claims: dict[str, Any]) -> None:
    status = await bot.hear(bot.microsoft.activity(), bot.microsoft.token(**claims))

    assert (status, bot.handler.turns) == (401, [])


async def test_clocks_may_differ_by_less_than_five_minutes(bot: TeamsBot) -> None:
    status = await bot.hear(bot.microsoft.activity(), bot.microsoft.token(exp=-240))

    assert status == 200


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
async def test_a_token_that_is_not_signed_with_rsa_is_unauthorised(bot: TeamsBot, algorithm: str) -> None:
    claims = jwt.decode(bot.microsoft.token(), options={"verify_signature": False})
    secret: Any = None if algorithm == "none" else "k1" * 20
    forged = jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": "k1"})

    assert await bot.hear(bot.microsoft.activity(), forged) == 401


@pytest.mark.parametrize("channels", [[], ["webchat", "directline"]], ids=str)
async def test_a_channel_that_the_signing_key_does_not_endorse_is_forbidden(bot: TeamsBot, channels: list[str]) -> None:
    bot.microsoft.keys["k1"] = channels

    assert await bot.hear(bot.microsoft.activity()) == 403


@pytest.mark.parametrize("field", ["serviceUrl", "channelId"])
@pytest.mark.parametrize("value", [None, "", 7])
async def test_leaving_out_a_field_that_the_token_is_compared_with_is_a_bad_request(
    bot: TeamsBot, field: str, value: object
) -> None:
    assert await bot.hear(bot.microsoft.activity() | {field: value}) == 400


@pytest.mark.parametrize(
    "instead",
    [
        {"conversation": {"tenantId": "another-tenant", "id": "a:birch"}},
        {"channelData": {"tenant": {"id": "another-tenant"}}},
        {"conversation": {"id": "a:birch"}, "channelData": None},
        {"conversation": None, "channelData": "not an object"},
    ],
    ids=str,
)
async def test_another_tenant_is_forbidden(bot: TeamsBot, instead: dict[str, Any]) -> None:
    assert await bot.hear(bot.microsoft.activity(**instead)) == 403


async def test_one_of_the_two_places_for_the_tenant_is_enough(bot: TeamsBot) -> None:
    activity = bot.microsoft.activity(conversation={"tenantId": TENANT, "id": "a:birch"}, channelData=None)

    assert await bot.hear(activity) == 200


async def test_a_channel_other_than_teams_is_forbidden_even_when_endorsed(bot: TeamsBot) -> None:
    bot.microsoft.keys["k1"] = ["msteams", "webchat"]

    assert await bot.hear(bot.microsoft.activity(channelId="webchat")) == 403


@pytest.mark.parametrize(
    "service_url",
    [
        "https://smba.trafficmanager.net.evil.example/uk/",
        "https://smba.trafficmanager.net/uk/",
        "http://127.0.0.1@evil.example/",
        "http://127.0.0.1:80/?next=https://evil.example",
        "ftp://127.0.0.1/",
        "http://[",
        "127.0.0.1",
    ],
)
async def test_a_service_url_outside_the_allowed_hosts_is_forbidden(bot: TeamsBot, service_url: str) -> None:
    status = await bot.hear(bot.microsoft.activity(serviceUrl=service_url), bot.microsoft.token(serviceurl=service_url))

    assert (status, bot.microsoft.sent) == (403, [])


async def test_plain_http_is_for_this_machine_only(microsoft: Microsoft) -> None:
    service_url = "http://smba.trafficmanager.net/uk/"
    async with running_bot(microsoft, allowed_service_hosts=frozenset({"smba.trafficmanager.net"})) as bot:
        status = await bot.hear(microsoft.activity(serviceUrl=service_url), microsoft.token(serviceurl=service_url))

    assert status == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[{}]", b"7", b"{}", b'{"type":7}', b"\xff\xfe", b"[" * 5000])
async def test_what_is_not_an_activity_is_a_bad_request(bot: TeamsBot, body: bytes) -> None:
    status, _ = await bot.post(body, f"Bearer {bot.microsoft.token()}")

    assert (status, bot.handler.turns) == (400, [])


async def test_a_malformed_timestamp_does_no_harm(bot: TeamsBot) -> None:
    activity = bot.microsoft.activity(timestamp="yesterday", localTimestamp=7, expiration=[])

    assert await bot.hear(activity) == 200


async def test_a_body_larger_than_any_message_is_refused(bot: TeamsBot) -> None:
    activity = bot.microsoft.activity(text="x" * 256 * 1024)

    assert await bot.hear(activity) == 413


async def test_the_endpoint_takes_posts_only(bot: TeamsBot) -> None:
    async with bot.http.get(f"{bot.url}/api/messages") as answer:
        assert answer.status == 405


async def test_without_authentication_this_machine_may_talk_and_gets_no_token(microsoft: Microsoft) -> None:
    async with running_bot(microsoft, authenticate=False) as bot:
        bot.handler.reply = {"text": "hello"}
        status, _ = await bot.post(microsoft.activity())

    assert (status, microsoft.sent[0].authorization, microsoft.calls) == (200, None, [])


@pytest.mark.parametrize("peer", ["192.0.2.7", None])
async def test_without_authentication_no_other_machine_may_talk(microsoft: Microsoft, peer: str | None) -> None:
    async with running_bot(microsoft, authenticate=False) as bot:
        body = orjson.dumps(microsoft.activity())
        answers = [await bot.gateway.receive({}, body, peer=one) for one in (peer, "127.0.0.1")]

    assert [answer.status for answer in answers] == [403, 200]


@pytest.mark.parametrize(
    "instead",
    [
        {"app_id": ""},
        {"tenant_id": ""},
        {"authenticate": False, "allowed_service_hosts": frozenset({"127.0.0.1", "smba.trafficmanager.net"})},
    ],
    ids=["no app id", "no tenant", "no authentication beyond this machine"],
)
def test_settings_that_would_let_anybody_in_are_refused_at_start(instead: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be"):
        settings_for(Microsoft(), **instead)
