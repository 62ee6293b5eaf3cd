"""An expiry that nobody notices silences the product for everybody: so the log, the hub and /health say it in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from hub.errors import DeliveryFailed, FailureKind
from hub.notices import AlarmKind
from hub.ports import Store
from hub.usecases.alarms import raise_alarm, settle_alarm
from service.credentials import Certificate, CertificateUnusable, Identity
from service.tokens import Tokens

log = structlog.get_logger()

WARN_BEFORE = timedelta(days=30)
EVERY = timedelta(hours=1)  # between two looks at the certificate
LOOK_AGAIN_S = 60.0  # seconds without news; a token that is about to end is renewed at the next look
REFUSED, ENDING = "credential-refused", "certificate-ending"  # topics of alarms

KINDS = {
    "token.AADSTS7000222": AlarmKind.SECRET_EXPIRED,
    "token.AADSTS7000215": AlarmKind.SECRET_WRONG,
    "token.AADSTS7000112": AlarmKind.APP_DISABLED,
}
"""Entra's refusals with one remedy. https://learn.microsoft.com/entra/identity-platform/reference-error-codes"""


@dataclass(slots=True)
class EntraAnswers:
    """What Entra last said for each scope. Belongs to one event loop."""

    refused: dict[str, str] = field(default_factory=dict[str, str])
    """The code by the scope, where only a person can help."""
    answered: bool = False
    """Entra has answered since the process began."""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, scope: str, failed: DeliveryFailed | None) -> None:
        """The answer counts, unless it is trouble that passes: that says nothing of how we prove who we are."""
        if failed is None:
            self.refused.pop(scope, None)
        elif failed.kind is FailureKind.CONFIG:
            self.refused[scope] = failed.code
        else:
            return
        self.answered = True
        self.news.set()

    def codes(self) -> tuple[str, ...]:
        """Every refusal once."""
        return tuple(sorted(set(self.refused.values())))


@dataclass(slots=True, kw_only=True)
class CredentialWatch:
    """Watches by what the service proves who it is. `tokens` are kept good.

    So a renewal that Entra refuses is noticed while the old token still serves, and with it the hub can be told.
    """

    store: Store
    identity: Identity
    answers: EntraAnswers
    tokens: tuple[Tokens, ...]
    clock: Callable[[], datetime]
    nudge: Callable[[], None]
    _told: tuple[str, ...] | None = field(default=None)  # None: nothing was heard yet in this process
    _ends: datetime | None = field(default=None)  # of a certificate that ends soon
    _unusable: bool = field(default=False)  # the certificate's file, at the last look
    _next_look: datetime | None = field(default=None)

    @property
    def needs_attention(self) -> bool:
        """True when a person must renew, replace or enable something."""
        return bool(self.answers.refused) or self._ends is not None or self._unusable

    def keep_good(self, tokens: Tokens) -> None:
        """These tokens are kept good too."""
        self.tokens = (*self.tokens, tokens)

    async def run(self, stop: asyncio.Event) -> None:
        """Looks whenever Entra has answered, and once a minute, until `stop` is set."""
        stopped = asyncio.create_task(stop.wait())
        while not stop.is_set():
            self.answers.news.clear()
            try:
                await self.look()
            except Exception:  # like the delivery loops: a store that is away for a moment ends no process
                log.exception("credential_watch_bug")
            news = asyncio.create_task(self.answers.news.wait())
            await asyncio.wait({stopped, news}, timeout=LOOK_AGAIN_S, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()

    async def look(self) -> None:
        """The hub and the log know what a person must do, once; what is over is settled. Safe to call at any time."""
        for tokens in self.tokens:
            with suppress(DeliveryFailed):  # heard by `answers`
                await tokens.token()
        at = self.clock()
        hourly = self._next_look is None or at >= self._next_look
        await self._see_refusals(at, again=hourly)
        if hourly and isinstance(self.identity.credential, Certificate):
            await asyncio.to_thread(self._see_certificate, self.identity.credential, at)
        elif hourly:
            await asyncio.to_thread(settle_alarm, self.store, ENDING)  # another kind is used since
        if hourly and not self._unusable:
            self._next_look = at + EVERY

    async def _see_refusals(self, at: datetime, *, again: bool) -> None:
        """`again`: tell it though we have; another process that Entra accepts may have settled it."""
        codes = self.answers.codes()
        if not self.answers.answered or (codes == self._told and not (codes and again)):
            return
        if codes:
            await asyncio.to_thread(self._tell_refused, codes, at)
        elif await asyncio.to_thread(settle_alarm, self.store, REFUSED) or self._told:
            log.info("credential_accepted")
        self._told = codes

    def _tell_refused(self, codes: tuple[str, ...], at: datetime) -> None:
        kind = next((KINDS[code] for code in codes if code in KINDS), AlarmKind.SIGN_IN_REFUSED)
        details = tuple(code.removeprefix("token.") for code in codes)
        log.error("credential_refused", codes=details, told=kind.value)
        raise_alarm(self.store, REFUSED, kind, details, at=at)
        self.nudge()

    def _see_certificate(self, certificate: Certificate, at: datetime) -> None:
        try:
            from service.certificates import key_pair_in  # noqa: PLC0415  cryptography is for who has a certificate

            ends = key_pair_in(certificate).ends
        except CertificateUnusable as unusable:  # perhaps it is being replaced just now
            if not self._unusable:
                log.error("certificate_unusable", setting=self.identity.prefix + unusable.setting)  # noqa: TRY400  no bug, no trace
            self._unusable = True
            return
        self._unusable = False
        if ends - at > WARN_BEFORE:
            self._ends = None
            if settle_alarm(self.store, ENDING):
                log.info("certificate_renewed", ends=ends.isoformat())
            return
        if ends != self._ends:
            log.warning("certificate_ends", ends=ends.isoformat(), days=(ends - at).days)
        self._ends = ends
        raise_alarm(self.store, ENDING, AlarmKind.CERTIFICATE_ENDS, (f"{ends:%-d %B %Y}",), at=at)
        self.nudge()
