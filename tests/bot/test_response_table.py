"""What each call should be answered (facts: inbound-answers), over real HTTP with tokens that are really signed.

One row is one request. The files beside this one say more about a row: test_gateway_identity.py, test_gateway_keys.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt
import orjson
import pytest

from tests.bot.microsoft import APP_ID, TENANT, Microsoft
from tests.bot.teams_bot import TeamsBot

FOREIGN = "https://smba.trafficmanager.net.evil.example/uk/"

Request = tuple[bytes | dict[str, Any], str | None]
Row = Callable[[Microsoft], Request]


def under(header: str | None) -> Row:
    """A good message under that Authorization header."""
    return lambda microsoft: (microsoft.activity(), header)


def token(kid: str | None = "k1", *, signed_by: str = "k1", **claims: Any) -> Row:
    """A good message under a token that differs so from a good one."""
    return lambda microsoft: (
        microsoft.activity(),
        f"Bearer {microsoft.token(kid, signed_by=signed_by, **claims)}",
    )


def activity(serviceurl: str | None = None, **fields: Any) -> Row:
    """An activity with these fields under a good token, which names `serviceurl` when it is given."""
    return lambda microsoft: (
        microsoft.activity(**fields),
        f"Bearer {microsoft.token(**({'serviceurl': serviceurl} if serviceurl else {}))}",
    )


def body(content: bytes) -> Row:
    """These bytes under a good token."""
    return lambda microsoft: (content, f"Bearer {microsoft.token()}")


def forged(algorithm: str) -> Row:
    """A good message under a token that nobody's RSA key signed: by `none`, or by the public key as a secret."""

    def request(microsoft: Microsoft) -> Request:
        claims = jwt.decode(microsoft.token(), options={"verify_signature": False})
        secret: Any = None if algorithm == "none" else "k1" * 20
        made = jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": "k1"})
        return microsoft.activity(), f"Bearer {made}"

    return request


TABLE: dict[str, tuple[Row, int]] = {
    "a valid message": (token(), 200),
    "no Authorization": (under(None), 401),
    "an empty Authorization": (under(""), 401),
    "Basic": (under("Basic dXNlcjpwYXNz"), 401),
    "a bearer without a token": (under("Bearer "), 401),
    "garbage": (under("Bearer garbage"), 401),
    "garbage in three parts": (under("Bearer a.b.c"), 401),
    "expired": (token(exp=-600), 401),
    "not yet valid": (token(nbf=600), 401),
    "expired within the skew of five minutes": (token(exp=-240), 200),
    "bad signature": (token(signed_by="forger"), 401),
    "algorithm none": (forged("none"), 401),
    "algorithm HS256": (forged("HS256"), 401),
    "no iss": (token(without="iss"), 401),
    "wrong iss": (token(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"), 401),
    "no aud": (token(without="aud"), 401),
    "wrong aud": (token(aud="another-bot"), 401),
    "aud as a list": (token(aud=[APP_ID]), 401),
    "no exp": (token(without="exp"), 401),
    "no serviceurl claim": (token(without="serviceurl"), 401),
    "wrong serviceurl claim": (token(serviceurl="https://smba.trafficmanager.net/uk/"), 401),
    "missing kid": (token(None), 401),
    "unknown kid": (token("k9", signed_by="k9"), 401),
    "rotated kid": (token("k2", signed_by="k2"), 200),
    "withdrawn kid": (token("k0", signed_by="k0"), 401),
    "a key that endorses no channel": (token("bare", signed_by="bare"), 403),
    "a key that endorses another channel": (token("other", signed_by="other"), 403),
    "no serviceUrl": (activity(serviceUrl=None), 400),
    "no channelId": (activity(channelId=None), 400),
    "another channel, endorsed": (activity(channelId="webchat"), 403),
    "another tenant": (activity(conversation={"tenantId": "another", "id": "a:birch"}), 403),
    "another tenant in the channel data": (activity(channelData={"tenant": {"id": "another"}}), 403),
    "no tenant": (activity(conversation={"id": "a:birch"}, channelData=None), 403),
    "a foreign serviceUrl that the token names too": (activity(FOREIGN, serviceUrl=FOREIGN), 403),
    "not JSON": (body(b"{"), 400),
    "JSON that is no activity": (body(b"[]"), 400),
    "an empty body": (body(b""), 400),
    "a body larger than any message": (body(orjson.dumps({"type": "message", "text": "x" * 256 * 1024})), 413),
    "an activity of a kind we do not know": (activity(type="somethingOf2031"), 200),
    "an event we do not know": (activity(type="event", name="application/vnd.microsoft.new"), 200),
    "an update in a team of a kind we do not know": (
        activity(type="conversationUpdate", channelData={"tenant": {"id": TENANT}, "eventType": "of2031"}),
        200,
    ),
    "an invoke that nobody knows": (activity(type="invoke", name="handoff/action"), 501),
}


@pytest.mark.parametrize("row", TABLE)
async def test_each_request_is_answered_as_the_table_says(bot: TeamsBot, row: str) -> None:
    request, status = TABLE[row]
    endorsed = ["msteams", "webchat"]
    bot.microsoft.keys = {"k0": endorsed, "k1": endorsed, "bare": [], "other": ["directline"]}
    await bot.hear(bot.microsoft.activity())
    bot.microsoft.keys = {"k1": endorsed, "k2": endorsed, "bare": [], "other": ["directline"]}
    if row == "withdrawn kid":
        await bot.hear(bot.microsoft.activity(), bot.microsoft.token("k2", signed_by="k2"))
    handled, (content, header) = len(bot.handler.turns), request(bot.microsoft)

    answered, said = await bot.post(content, header)

    assert answered == status
    if status in (400, 401, 403, 413):
        assert len(bot.handler.turns) == handled, "a refused activity reached a handler"
    if status in (400, 401, 403):
        assert said == b"", "a refusal says nothing of why"
