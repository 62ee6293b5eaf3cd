"""The subscription to changes of the Cases list is looked after: made, renewed, made again, and missed aloud.

Without a public address there is none, and the poll finds everything.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from hub.errors import DeliveryFailed
from hub.notices import AlarmKind
from hub.ports import Store
from hub.usecases.alarms import raise_alarm, settle_alarm
from sync.control import ControlPath, Verb, subscription_of, subscription_text
from sync.graph.errors import NotFound
from sync.graph.gate import Gate
from sync.notifications import PATH, Doorbell, Subscription

log = structlog.get_logger()

CURSOR = "cases-subscription"
REFUSED, SILENT = "notifications-refused", "notifications-silent"  # topics of alarms
LIFE = timedelta(days=3)  # of the 42,300 minutes Graph allows: renewed daily, a lost one is noticed within a day
RENEW_BEFORE = timedelta(days=2)  # so that two days of failing renewals cost nothing
AGAIN = timedelta(minutes=10)  # after a failure; meanwhile the poll finds everything
FAILURES_TO_TELL = 3


@dataclass(slots=True, kw_only=True)
class SubscriptionCare:
    """Looks after one subscription. `public_url` is where Graph reaches this service; empty: no subscription."""

    store: Store
    control: ControlPath
    resource: str  # relative, as in `sites/{id}/lists/{id}`
    public_url: str
    doorbell: Doorbell
    gate: Gate
    clock: Callable[[], datetime]
    _proved: bool = field(default=False)  # since this process began
    _not_before: datetime | None = field(default=None)
    _failures: int = field(default=0)

    @property
    def url(self) -> str:
        """Where Graph sends notifications."""
        return f"{self.public_url.rstrip('/')}{PATH}"

    async def look_after(self) -> int:
        """There is a living subscription, or a reason in the log why not; 1 when the list is to be looked at now.

        That is so after a new one was made or authorised anew: what happened before was told to nobody.
        """
        at = self.clock()
        if self.gate.wait_s() > 0 or (self._not_before is not None and at < self._not_before):
            return 0
        try:
            return await self._looked_after(at)
        except DeliveryFailed as failed:
            await self._failed(failed, at)
            return 0

    async def _looked_after(self, at: datetime) -> int:
        kept = await asyncio.to_thread(self._kept)
        if not self.public_url:
            await self._unsubscribed(kept)
            return 0
        if self.doorbell.heard:
            self.doorbell.heard = False
            await asyncio.to_thread(settle_alarm, self.store, SILENT)
        if kept is not None and (kept.url, kept.resource) == (self.url, self.resource):
            self.doorbell.subscription = kept
            if not self.doorbell.is_silent(at):
                return await self._renewed(kept, at)
            await asyncio.to_thread(
                raise_alarm, self.store, SILENT, AlarmKind.NOTIFICATIONS_STOPPED, (self.url,), at=at
            )
        return await self._created(at)

    async def _renewed(self, kept: Subscription, at: datetime) -> int:
        from_graph, self.doorbell.wants_care = self.doorbell.wants_care, False
        if self._proved and not from_graph and kept.expires_at - at > RENEW_BEFORE:
            return 0
        try:
            renewed = await self.control.ask(Verb.RENEW, replace(kept, expires_at=at + LIFE))
        except NotFound:
            await asyncio.to_thread(self._write, "")  # else a creation that fails now would not be tried again
            return await self._created(at)
        except DeliveryFailed:
            self.doorbell.wants_care = from_graph
            raise
        await self._keep(renewed)
        log.info("subscription_renewed", expires=renewed.expires_at.isoformat())
        return int(from_graph)

    async def _created(self, at: datetime) -> int:
        wanted = Subscription(
            id="",
            client_state=secrets.token_urlsafe(32),
            url=self.url,
            resource=self.resource,
            expires_at=at + LIFE,
        )
        made = await self.control.ask(Verb.CREATE, wanted)
        await self._keep(made)
        log.info("subscribed", expires=made.expires_at.isoformat())
        return 1

    async def _unsubscribed(self, kept: Subscription | None) -> None:
        if kept is None:
            return
        try:
            await self.control.ask(Verb.DELETE, kept)
        except NotFound:
            log.info("subscription_gone_already")
        await asyncio.to_thread(self._write, "")

    async def _keep(self, subscription: Subscription) -> None:
        await asyncio.to_thread(self._write, subscription_text(subscription))
        await asyncio.to_thread(settle_alarm, self.store, REFUSED)
        if self.doorbell.subscription is None or self.doorbell.subscription.id != subscription.id:
            self.doorbell.starts_afresh(subscription)
        self._proved, self._failures, self._not_before = True, 0, None

    async def _failed(self, failed: DeliveryFailed, at: datetime) -> None:
        log.warning("subscription_failed", code=failed.code, kind=failed.kind.value)
        self._failures += 1
        self._not_before = at + AGAIN
        self.gate.refused(failed.status or 0)
        if failed.retry_after_s is not None:
            self.gate.shut_for(failed.retry_after_s)
        if self._failures == FAILURES_TO_TELL:
            details = (self.url, failed.code)
            await asyncio.to_thread(raise_alarm, self.store, REFUSED, AlarmKind.NOTIFICATIONS_STOPPED, details, at=at)

    def _kept(self) -> Subscription | None:
        with self.store.read() as uow:
            text = uow.cursors.get(CURSOR)
        return subscription_of(text) if text else None

    def _write(self, text: str) -> None:
        with self.store.begin() as uow:
            uow.cursors.set(CURSOR, text)
