"""Who pushes: an application of our own tenant, proved by a token that Entra signed for us.

Source: https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from typing import Any

import jwt
import structlog

from sync.settings import PushSettings

log = structlog.get_logger()

SKEW_S = 300  # how far the clocks may differ, from the page above
KEYS_LIVE_S = 3600.0  # seconds until the keys are read anew; Entra may change them at any time
REST_S = 60.0  # seconds between two readings that unknown keys ask for: tokens are cheap to invent
TIMEOUT_S = 10


class NotProved(Exception):  # noqa: N818  named for what was found
    """The caller has not proved to be the application that may push. The text is for our log."""


class EntraTokens:
    """Reads tokens. Keys are fetched in a thread, one at a time, and kept."""

    def __init__(self, settings: PushSettings, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask nobody yet. `clock`: seconds that only ever go forward."""
        self._settings = settings
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at: float | None = None
        self._lock = asyncio.Lock()

    async def check(self, authorization: str) -> None:
        """The caller is the application that may push. NotProved when it is not."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotProved("no bearer token")
        claims = await asyncio.to_thread(self._claims, token, await self._key_of(token))
        if claims.get("tid") != self._settings.tenant_id:
            raise NotProved("another tenant")
        if self._settings.client_app_id not in (claims.get("appid"), claims.get("azp")):
            raise NotProved("another application")

    def _claims(self, token: str, key: jwt.PyJWK) -> dict[str, Any]:
        ours = [self._settings.app_id, f"api://{self._settings.app_id}"]
        try:
            return jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=ours,
                issuer=self._settings.issuers,
                leeway=SKEW_S,
                options={"require": ["exp", "iss", "aud", "tid"]},
            )
        except jwt.PyJWTError as error:
            raise NotProved(type(error).__name__) from error

    async def _key_of(self, token: str) -> jwt.PyJWK:
        try:
            kid = str(jwt.get_unverified_header(token).get("kid", ""))
        except jwt.PyJWTError as error:
            raise NotProved(type(error).__name__) from error
        async with self._lock:
            age_s = None if self._read_at is None else self._clock() - self._read_at
            if age_s is None or age_s > KEYS_LIVE_S or (kid not in self._keys and age_s > REST_S):
                await self._read_keys()
        if kid not in self._keys:
            raise NotProved("unknown key")
        return self._keys[kid]

    async def _read_keys(self) -> None:
        """The keys are Entra's of now; the ones we have stay when it does not answer."""
        self._read_at = self._clock()
        try:
            found = await asyncio.to_thread(self._fetch)
        except jwt.PyJWTError as error:
            log.warning("push_keys_not_read", error=type(error).__name__)
        else:
            self._keys = {key.key_id: key for key in found if key.key_id}

    def _fetch(self) -> list[jwt.PyJWK]:
        context = ssl.create_default_context(cafile=self._settings.ca_file)
        url = f"{self._settings.authority}/discovery/v2.0/keys"
        return jwt.PyJWKClient(url, timeout=TIMEOUT_S, ssl_context=context).get_signing_keys()
