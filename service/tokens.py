"""Tokens for the edges: from memory on a warm turn, renewed ahead of their end, off the loop, one at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from hub.errors import DeliveryFailed

log = structlog.get_logger()

EARLY_S = 300.0
"""A token is renewed this long before it ends; a short-lived one at half its life."""

LAST_S = 10.0
"""A token is not used in its last seconds: the request that carries it takes some."""

AGAIN_S = 5.0
"""After a failure Entra is left alone for so long."""

Heard = Callable[[str, DeliveryFailed | None], None]
"""Told of each answer of Entra: for which scope, and the failure when it gave no token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A token. `lives_s`: seconds from now. `renew_after_s`: when Entra wishes to be asked again; None: no matter."""

    token: str = field(repr=False)
    lives_s: float
    renew_after_s: float | None


class Grants(Protocol):
    """Who grants tokens to one identity, from any thread: `service/entra.py`, here or in a process of its own."""

    def grant(self, scope: str, claims: str | None = None) -> Grant:
        """A fresh token, satisfying `claims` (the JSON of a challenge). DeliveryFailed, never ambiguous, if none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A token in memory. The times are those of the clock."""

    token: str = field(repr=False)
    renew_at: float
    good_until: float


class Tokens:
    """The bearer token of one identity for one scope. The edges' protocols describe it; each takes what it needs."""

    def __init__(
        self, entra: Grants, scope: str, *, heard: Heard | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Ask nothing yet. `clock`: seconds that only ever go forward."""
        self._entra = entra
        self._scope = scope
        self._heard = heard
        self._clock = clock
        self._lock = asyncio.Lock()
        self._kept: _Kept | None = None
        self._failure: DeliveryFailed | None = None
        self._ask_again_at = 0.0
        self._renewal: asyncio.Task[None] | None = None

    async def token(self) -> str:
        """A token that is good; waits for Entra only when there is none. DeliveryFailed when Entra gives none."""
        kept, now = self._kept, self._clock()
        if kept is None or now >= kept.good_until:
            return await self._in_turn(refused="", claims=None)
        if now >= max(kept.renew_at, self._ask_again_at):
            self._renew_meanwhile()
        return kept.token

    async def replace(self, refused: str, claims: str | None) -> str:
        """A token other than the `refused` one, satisfying `claims` (the JSON of a challenge) when given.

        Many calls refused at once ask Entra once.
        Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge
        """
        return await self._in_turn(refused=refused, claims=claims)

    def forget(self, refused: str) -> None:
        """The next token is another one than the `refused`."""
        if self._kept is not None and self._kept.token == refused:
            self._kept = None

    async def close(self) -> None:
        """No renewal is under way."""
        if self._renewal is not None:
            self._renewal.cancel()
            with suppress(asyncio.CancelledError):
                await self._renewal

    async def _in_turn(self, *, refused: str, claims: str | None) -> str:
        async with self._lock:
            self.forget(refused)
            kept = self._kept
            if kept is not None and self._clock() < kept.good_until:
                return kept.token  # asked for by whoever had the lock before us
            if self._failure is not None and self._clock() < self._ask_again_at:
                raise _same(self._failure)
            return (await self._asked(claims)).token

    def _renew_meanwhile(self) -> None:
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        """The token is a new one, or still the old: its failure is nobody's until the old one ends."""
        async with self._lock:
            if self._kept is not None and self._clock() < self._kept.renew_at:
                return
            try:
                await self._asked(None)
            except DeliveryFailed as failed:
                log.warning("token_not_renewed", scope=self._scope, code=failed.code)

    async def _asked(self, claims: str | None) -> _Kept:
        asked_at = self._clock()
        try:
            grant = await asyncio.to_thread(self._entra.grant, self._scope, claims)
        except DeliveryFailed as failed:
            self._failure, self._ask_again_at = failed, self._clock() + AGAIN_S
            self._tell(failed)
            raise
        latest = grant.lives_s - min(EARLY_S, grant.lives_s / 2)
        wished = latest if grant.renew_after_s is None else grant.renew_after_s
        self._failure = None
        self._kept = _Kept(
            token=grant.token,
            renew_at=asked_at + min(wished, latest),
            good_until=asked_at + grant.lives_s - min(LAST_S, grant.lives_s / 2),
        )
        self._tell(None)
        return self._kept

    def _tell(self, failed: DeliveryFailed | None) -> None:
        if self._heard is not None:
            self._heard(self._scope, failed)


def _same(failed: DeliveryFailed) -> DeliveryFailed:
    """The failure once more, as an exception of its own: raising one twice would grow its trace."""
    return DeliveryFailed(failed.code, kind=failed.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class BotCredentials:
    """Lends the Teams edge the bot's token as the header that it puts on each call."""

    tokens: Tokens

    async def headers(self) -> dict[str, str]:
        """The bearer header; asks Entra only when there is no good token. DeliveryFailed when it gives none."""
        return {"Authorization": f"Bearer {await self.tokens.token()}"}

    def forget(self, refused: dict[str, str]) -> None:
        """The next header is another one than the `refused`."""
        self.tokens.forget(refused["Authorization"].removeprefix("Bearer "))
