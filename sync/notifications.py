"""Graph's change notifications: a nudge to look at the list, never the truth about it.

Source: https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from html import escape
from typing import Any, cast

import orjson
import structlog
from aiohttp import web

log = structlog.get_logger()

PATH = "/api/graph/notifications"
GATHERED_S = 2.0  # seconds: what comes within them leads to one look at the list
LARGEST = 256 * 1024  # bytes; a notification of a list is about 500, and Graph sends them singly or in tens
READ_S = 2.0  # seconds a sender gets for its body: Graph calls us slow after 3
SILENT_AFTER = timedelta(minutes=10)  # Graph promises lists one minute on average and five at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What Graph keeps for us. `client_state` is the secret by which we know its notifications."""

    id: str
    client_state: str = field(repr=False)
    url: str
    resource: str
    expires_at: datetime


@dataclass(slots=True, kw_only=True)
class Doorbell:
    """Rung by Graph's notifications, answered by the worker. All of it belongs to one event loop."""

    tenant_id: str
    clock: Callable[[], datetime]
    subscription: Subscription | None = None
    """The one whose notifications count; None until the worker knows it."""
    wants_care: bool = False
    """Graph has said something about the subscription itself."""
    heard: bool = False
    """It has been rung since the worker last asked."""
    _rung_at: datetime | None = None
    _missed_since: datetime | None = None

    def is_due(self, at: datetime) -> bool:
        """True once, when the list is to be looked at: some moments after the first ring, for all that came since."""
        if self._rung_at is None or at < self._rung_at + timedelta(seconds=GATHERED_S):
            return False
        self._rung_at = None
        return True

    def take(self, entries: list[dict[str, Any]]) -> int:
        """Those of `entries` that are Graph's own word about our subscription have rung; returns how many."""
        genuine = [entry for entry in entries if self._is_genuine(entry)]
        if genuine:
            self._rung_at = self._rung_at or self.clock()
            self._missed_since = None
            self.heard = True
        self.wants_care = self.wants_care or any("lifecycleEvent" in entry for entry in genuine)
        return len(genuine)

    def missed(self, at: datetime) -> None:
        """The poll has found changes that no notification had told of."""
        self._missed_since = self._missed_since or at

    def is_silent(self, at: datetime) -> bool:
        """True when changes were found, and no notification came for longer than Graph ever needs."""
        return self._missed_since is not None and at - self._missed_since > SILENT_AFTER

    def starts_afresh(self, subscription: Subscription | None) -> None:
        """That subscription's notifications count from now on; what others missed is forgotten."""
        self.subscription = subscription
        self._missed_since = None

    def _is_genuine(self, entry: dict[str, Any]) -> bool:
        known = self.subscription
        return (
            known is not None
            and compare_digest(_bytes(entry, "clientState"), known.client_state.encode())
            and _bytes(entry, "subscriptionId").lower() == known.id.lower().encode()
            and _bytes(entry, "tenantId").lower() == self.tenant_id.lower().encode()
        )


def notification_routes(doorbell: Doorbell) -> list[web.RouteDef]:
    """Where Graph sends validations, change notifications and lifecycle notifications."""

    async def on_notification(request: web.Request) -> web.Response:
        """Answered before any work. 202 also for what we ignore, so that a stranger learns nothing by asking."""
        token = request.query.get("validationToken")
        if token is not None:
            return _validated(token)
        entries = _entries(await _body(request))
        ignored = len(entries) - doorbell.take(entries)
        if ignored:
            log.warning("notifications_ignored", count=ignored)
        return web.Response(status=202)

    return [web.post(PATH, on_notification)]


def _validated(token: str) -> web.Response:
    """The token, decoded, as plain text that no browser takes for a page.

    Source: https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation
    """
    return web.Response(text=escape(token, quote=False), headers={"X-Content-Type-Options": "nosniff"})


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(max_size=LARGEST, actual_size=request.content_length or 0)
    try:
        async with asyncio.timeout(READ_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except web.RequestPayloadError:
        raise web.HTTPBadRequest from None


def _entries(body: bytes) -> list[dict[str, Any]]:
    try:
        document: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise web.HTTPBadRequest from None
    value = cast("dict[str, object]", document).get("value") if isinstance(document, dict) else None
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in cast("list[object]", value)):
        raise web.HTTPBadRequest
    return cast("list[dict[str, Any]]", value)


def _bytes(entry: dict[str, Any], name: str) -> bytes:
    value = entry.get(name)
    return value.encode() if isinstance(value, str) else b""
