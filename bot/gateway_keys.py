"""The keys that the Bot Connector signs with: fetched without blocking, parsed once, renewed daily and on rotation.

Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication, "Connector to bot".
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from bot.turn import object_of, objects_of, text_of

log = structlog.get_logger()

FRESH_S = 24 * 3600.0
"""How long keys are used without asking again, while the key server answers; Microsoft asks for at most a day."""

UNKNOWN_S = 60.0
"""How long a key id that the key server does not know is not asked for again."""

FETCHES_PER_MINUTE = 10
"""So that made-up key ids cannot turn this bot into a load on the key server, while a rotation works at once."""

QUIET_S = 5.0
"""After the key server failed; those who wait for it are told so at once."""

TIMEOUT = aiohttp.ClientTimeout(total=10.0)


class KeysUnreachable(Exception):  # noqa: N818  named for what happened, as hub.errors are
    """The key server gave no usable answer, so nobody can be believed just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """`endorsements`: the channels whose activities may be signed with it."""

    public_key: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """The key set of one OpenID metadata document.

    botframework-connector 4.17.1 fetches with blocking `requests` without a timeout, and its `_OpenIdMetadata._find`
    raises IndexError on an unknown key id before it would refresh: a rotation broke the bot for up to a day.
    Test: test_botbuilder_still_fails_on_a_rotated_key.
    """

    def __init__(self, session: aiohttp.ClientSession, url: str, *, clock: Callable[[], float]) -> None:
        """`clock`: seconds that only ever go forward. Calls nothing yet."""
        self._session = session
        self._url = url
        self._clock = clock
        self._lock = asyncio.Lock()
        self._keys: dict[str, SigningKey] = {}
        self._renew_at = float("-inf")
        self._quiet_until = float("-inf")
        self._unknown: dict[str, float] = {}
        self._fetched_at: deque[float] = deque(maxlen=FETCHES_PER_MINUTE)

    async def find(self, key_id: str) -> SigningKey | None:
        """The key with that id, or None when the key server does not know it. KeysUnreachable when it cannot be asked.

        Keys that are known stay good while the key server is down: an outage there must not silence the bot.
        """
        if key_id not in self._keys or self._clock() >= self._renew_at:
            async with self._lock:
                if self._must_ask(key_id, self._clock()):
                    await self._ask_about(key_id)
        if key_id not in self._keys and self._clock() < self._quiet_until:
            raise KeysUnreachable
        return self._keys.get(key_id)

    def _must_ask(self, key_id: str, now: float) -> bool:
        if now < self._quiet_until:
            return False
        spent = len(self._fetched_at) == FETCHES_PER_MINUTE and now - self._fetched_at[0] < 60.0  # noqa: PLR2004  a minute
        refused = now < self._unknown.get(key_id, now)
        return now >= self._renew_at or not (key_id in self._keys or refused or spent)

    async def _ask_about(self, key_id: str) -> None:
        self._fetched_at.append(self._clock())
        try:
            self._keys = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, KeysUnreachable) as error:
            self._quiet_until = self._clock() + QUIET_S
            log.warning("signing_keys_not_renewed", error=type(error).__name__)
            return
        now = self._clock()
        self._renew_at = now + FRESH_S
        self._unknown = {known: until for known, until in self._unknown.items() if now < until}
        if key_id not in self._keys:
            self._unknown[key_id] = now + UNKNOWN_S

    async def _fetch(self) -> dict[str, SigningKey]:
        keys_url = text_of((await self._get(self._url)).get("jwks_uri"))
        answer = await self._get(keys_url)
        parsed = dict(filter(None, map(_parsed, objects_of(answer.get("keys")))))
        if not parsed:
            raise KeysUnreachable
        return parsed

    async def _get(self, url: str) -> dict[str, Any]:
        async with self._session.get(url, timeout=TIMEOUT, allow_redirects=False) as answer:
            if answer.status != 200:  # noqa: PLR2004  HTTP OK
                raise KeysUnreachable
            try:
                return object_of(orjson.loads(await answer.read()))
            except orjson.JSONDecodeError as error:
                raise KeysUnreachable from error


def _parsed(key: dict[str, Any]) -> tuple[str, SigningKey] | None:
    """The key under its id; None for one that cannot sign for us."""
    try:
        public_key = PyJWK.from_dict(key, algorithm="RS256").key
    except PyJWTError:
        return None
    if not isinstance(public_key, RSAPublicKey):
        return None
    endorsements = frozenset(map(text_of, key.get("endorsements") or []))
    return text_of(key.get("kid")), SigningKey(public_key=public_key, endorsements=endorsements)
