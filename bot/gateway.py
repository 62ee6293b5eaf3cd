"""The one way between our code and Teams: dicts and our own errors here, botbuilder and the Bot Connector behind."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
import orjson
import structlog

from bot.gateway_adapter import Handler, TeamsAdapter, TurnCrashed
from bot.gateway_authentication import TeamsAuthentication
from bot.gateway_connector import Connector
from bot.gateway_credentials import Credentials, NoCredentials
from bot.gateway_identity import Caller, Callers, Denied, admit, admit_local
from bot.gateway_keys import KeysUnreachable, SigningKeys
from bot.pace import Pace
from bot.settings import TeamsSettings
from bot.turn import Member, object_of, text_of
from hub.places import Conversation

log = structlog.get_logger()

KEEP_ALIVE_S = 30.0
"""How long an idle connection to the connector is kept; a new one costs a TLS handshake."""

CRASHES_REMEMBERED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What the HTTP request is answered with. `body`: JSON, or None."""

    status: int
    body: bytes | None = None


class Gateway:
    """Takes activities in, sends them out."""

    def __init__(
        self,
        settings: TeamsSettings,
        handler: Handler,
        credentials: Credentials,
        *,
        clock: Callable[[], float] = time.monotonic,
        pace: Pace | None = None,
    ) -> None:
        """Call nothing yet; build inside a running event loop.

        `clock`: seconds that only ever go forward. `pace` counts every call; one of its own when none is shared.
        Where the settings say that nobody authenticates, no token is sent either.
        """
        self._settings = settings
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(keepalive_timeout=KEEP_ALIVE_S), cookie_jar=aiohttp.DummyCookieJar()
        )
        self._callers = Callers(SigningKeys(self._session, settings.openid_metadata_url, clock=clock), settings)
        ours = credentials if settings.authenticate else NoCredentials()
        self._connector = Connector(self._session, ours, settings, pace or Pace(clock_s=clock))
        self._authentication = TeamsAuthentication(self._verify)
        self._adapter = TeamsAdapter(self._authentication, self._connector, handler)
        self._crashes: deque[tuple[str, str]] = deque(maxlen=CRASHES_REMEMBERED)

    async def receive(self, headers: Mapping[str, str], body: bytes, *, peer: str | None = None) -> HttpAnswer:
        """The activity has been handled, or refused (facts: inbound-answers). `peer`: the address it came from."""
        try:
            return await self._take(_activity_in(body), headers, peer)
        except Denied as denied:
            log.warning("activity_refused", status=denied.status, reason=denied.reason)
            return HttpAnswer(status=denied.status)
        except KeysUnreachable:
            return HttpAnswer(status=503)  # nobody can be believed just now: not the caller's fault, so not 401

    async def send(self, place: Conversation, activity: dict[str, Any], *, reply_to: str | None = None) -> str:
        """The activity is in the conversation; returns its id. Not safe to call twice."""
        return await self._connector.send(place, activity, reply_to=reply_to)

    async def update(self, place: Conversation, activity_id: str, activity: dict[str, Any]) -> None:
        """The activity now reads as given. Safe to call twice."""
        await self._connector.update(place, activity_id, activity)

    async def delete(self, place: Conversation, activity_id: str) -> None:
        """The activity is gone. DeliveryFailed (404) when it was before."""
        await self._connector.delete(place, activity_id)

    async def create_thread(self, place: Conversation, activity: dict[str, Any]) -> tuple[str, str]:
        """A new thread of that channel starts with the activity; returns both ids. Not safe to call twice."""
        return await self._connector.create_thread(place, activity)

    async def create_personal(self, service_url: str, person_id: str) -> str:
        """The chat with that person (`29:…` or Entra object id) is there; returns its conversation id."""
        return await self._connector.create_personal(service_url, person_id)

    async def members(self, place: Conversation) -> list[Member]:
        """Everybody in the conversation, all pages. Of a channel: the team."""
        return await self._connector.members(place)

    async def close(self) -> None:
        """No connection is left open."""
        await self._session.close()

    async def _take(self, wire: dict[str, Any], headers: Mapping[str, str], peer: str | None) -> HttpAnswer:
        caller = _header(headers, "authorization")
        if not self._settings.authenticate:
            admit_local(wire, self._settings, peer)
            caller = self._authentication.accept(Caller(claims={}, endorsements=frozenset()))
        try:
            response = await self._adapter.take(caller, wire)
        except TurnCrashed:
            return self._crashed(wire)
        if response is None:
            return HttpAnswer(status=200)
        body = orjson.dumps(self._settings.shown(response.body)) if response.body else None
        return HttpAnswer(status=int(response.status), body=body)

    async def _verify(self, wire: dict[str, Any], authorization: str) -> Caller:
        caller = await self._callers.of(authorization)
        admit(wire, caller, self._settings)
        return caller

    def _crashed(self, wire: dict[str, Any]) -> HttpAnswer:
        """500 the first time, 200 after.

        Teams is said to re-send after a 5xx (facts: repeated-activities). The crash undid its transaction, so an
        activity sent again may well succeed and nothing is lost; one that crashes again is accepted: it cannot come
        back for ever.
        """
        activity = (text_of(object_of(wire.get("conversation")).get("id")), text_of(wire.get("id")))
        again = activity in self._crashes
        if not again:
            self._crashes.append(activity)
        return HttpAnswer(status=200 if again else 500)


def _activity_in(body: bytes) -> dict[str, Any]:
    try:
        activity = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Denied(400, "not JSON") from error
    if not isinstance(activity, dict) or not text_of(cast("dict[str, Any]", activity).get("type")):
        raise Denied(400, "not an activity")
    return cast("dict[str, Any]", activity)


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")
