"""Who may talk to the bot: the Bot Connector, for Teams, from our own tenant.

Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication, "Connector to bot";
the rules past it close what that page leaves open (facts: inbound-tokens).

botframework-connector 4.17.1 lets an activity skip a check by leaving the field out that it would compare, accepts the
emulator's and skills' issuers, and answers most bad tokens with 500. None of its validators is called here.
Test: test_botbuilder_still_skips_the_endorsement_of_an_unnamed_channel.
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import jwt
import orjson
from yarl import URL

from bot.gateway_keys import SigningKey, SigningKeys
from bot.settings import LOOPBACK_HOSTS, TeamsSettings
from bot.turn import object_of, text_of

CHANNEL = "msteams"

SKEW_S = 300
"""How far the clocks may differ, from the page above."""

MOST_REMEMBERED = 1000
"""Tokens. Only proved ones are kept, so nobody else can fill this."""


class Denied(Exception):  # noqa: N818  named for what happened, as hub.errors are
    """The request is refused. `reason` is for our log; the caller learns the status only."""

    def __init__(self, status: int, reason: str) -> None:
        """`status`: 400 not an activity, 401 not proved who, 403 proved and not welcome."""
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who a verified token speaks for. `endorsements`: the channels its key may sign for."""

    claims: dict[str, Any]
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A token that was checked in full: whom it speaks for, the key that says so, and until when, in epoch seconds."""

    caller: Caller
    key_id: str
    key: SigningKey
    until: float


class Callers:
    """Whom tokens speak for. Checking a signature costs more than all else a turn does, and Teams sends each token for
    an hour: one that was checked is remembered until it ends, or its key is withdrawn. What is compared with the
    activity (`admit`) is compared for every activity.
    """

    def __init__(self, keys: SigningKeys, settings: TeamsSettings, *, wall: Callable[[], float] = time.time) -> None:
        """`wall`: now, in epoch seconds."""
        self._keys = keys
        self._settings = settings
        self._wall = wall
        self._remembered: dict[bytes, Verified] = {}

    async def of(self, authorization: str) -> Caller:
        """The caller that the Authorization header proves. Denied (401) when it proves none."""
        digest = sha256(authorization.encode()).digest()
        known = self._remembered.get(digest)
        if known is not None and await self._stands(known):
            return known.caller
        self._remembered.pop(digest, None)
        proved = await verified(authorization, self._keys, self._settings)
        if len(self._remembered) >= MOST_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[digest] = proved
        return proved.caller

    async def _stands(self, known: Verified) -> bool:
        return self._wall() < known.until and await self._keys.find(known.key_id) is known.key


async def verified(authorization: str, keys: SigningKeys, settings: TeamsSettings) -> Verified:
    """What the Authorization header proves. Denied (401) when that is nothing."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Denied(401, "no bearer token")
    key_id = _key_id_in(token)
    key = await keys.find(key_id) if key_id else None
    if key is None:
        raise Denied(401, "unknown signing key")
    try:
        claims = jwt.decode(
            token,
            key.public_key,
            algorithms=["RS256"],
            audience=settings.app_id,
            issuer=settings.issuer,
            leeway=SKEW_S,
            options={"require": ["exp", "iss", "aud"], "strict_aud": True},
        )
    except jwt.PyJWTError as error:
        raise Denied(401, type(error).__name__) from error
    caller = Caller(claims=claims, endorsements=key.endorsements)
    return Verified(caller=caller, key_id=key_id, key=key, until=float(claims["exp"]) + SKEW_S)


def _key_id_in(token: str) -> str:
    """The id in the token's header, as yet unproved. PyJWT 2.15 would read the whole token for it, at 80 us."""
    header = token.partition(".")[0]
    try:
        return text_of(object_of(orjson.loads(urlsafe_b64decode(header + "=" * (-len(header) % 4)))).get("kid"))
    except ValueError as error:
        raise Denied(401, "not a token") from error


def admit(activity: dict[str, Any], caller: Caller, settings: TeamsSettings) -> None:
    """The activity is one that this caller may bring: the fields its token is compared with are there and agree."""
    channel = text_of(activity.get("channelId"))
    service_url = text_of(activity.get("serviceUrl"))
    if not channel or not service_url:
        raise Denied(400, "no channelId or serviceUrl")
    if channel not in caller.endorsements:
        raise Denied(403, "channel not endorsed by the signing key")
    if caller.claims.get("serviceurl") != service_url:
        raise Denied(401, "serviceurl of the token is not the activity's")
    _admit_ours(activity, settings)


def admit_local(activity: dict[str, Any], settings: TeamsSettings, peer: str | None) -> None:
    """The activity comes from this machine, and by the settings is answered on it: what takes a token's place."""
    if peer not in LOOPBACK_HOSTS:
        raise Denied(403, "unauthenticated and not from this machine")
    _admit_ours(activity, settings)


def _admit_ours(activity: dict[str, Any], settings: TeamsSettings) -> None:
    if activity.get("channelId") != CHANNEL:
        raise Denied(403, "channel is not msteams")
    place, channel_data = object_of(activity.get("conversation")), object_of(activity.get("channelData"))
    named = {text_of(place.get("tenantId")), text_of(object_of(channel_data.get("tenant")).get("id"))} - {""}
    if named != {settings.tenant_id}:
        raise Denied(403, "another tenant")
    if not may_call(text_of(activity.get("serviceUrl")), settings):
        raise Denied(403, "serviceUrl is not an allowed host")


def may_call(service_url: str, settings: TeamsSettings) -> bool:
    """True when the bot may send its token there: an allowed host, over TLS unless it is this machine."""
    try:
        url = URL(service_url)
    except ValueError:
        return False
    host = url.host or ""
    safe = url.scheme == "https" or (url.scheme == "http" and host in LOOPBACK_HOSTS)
    return safe and host in settings.allowed_service_hosts and not (url.user or url.password or url.query_string)
