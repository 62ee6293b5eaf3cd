"""The Bot Connector's REST calls over one aiohttp session: dicts in, ids out, DeliveryFailed when it says no.

Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference. Nothing is repeated
here: who delivers decides that. aiohttp itself repeats a GET, PUT or DELETE once when it is cut off, never a POST.

msrest 0.7.1 under botbuilder-core 4.17.1 takes 2.7 ms to build a retry policy that never retries a POST, opens a TLS
connection per turn, waits 100 s, and hides Retry-After; so its ConnectorClient is not used (facts: botbuilder-costs).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import orjson
import structlog
from yarl import URL

from bot.gateway_credentials import Credentials
from bot.gateway_errors import WRONG_HOST, failure
from bot.gateway_identity import may_call
from bot.pace import Pace
from bot.settings import TeamsSettings
from bot.turn import Member, channel_of, member_of, object_of, objects_of, text_of
from hub.errors import DeliveryFailed, FailureKind
from hub.places import Conversation

log = structlog.get_logger()

TIMEOUT = aiohttp.ClientTimeout(total=10.0, sock_connect=5.0)
"""Below the 15 s after which Teams re-sends the activity that we may be answering."""

WRITE_FROM_THERE = "Write to the bot in that conversation: Teams names the right service address with every message."

JSON = {"Content-Type": "application/json; charset=utf-8"}

PAGE_SIZE = 500
"""The most members that one page may hold."""


class Connector:
    """Calls the connector that each conversation names, with the bot's own token."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        credentials: Credentials,
        settings: TeamsSettings,
        pace: Pace,
        *,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        """Calls nothing yet; the session stays the caller's to close. Every call is counted with `pace`, none waits."""
        self._pace = pace
        self._timeout = timeout
        self._session = session
        self._credentials = credentials
        self._settings = settings

    async def send(self, place: Conversation, activity: dict[str, Any], *, reply_to: str | None = None) -> str:
        """The activity is in the conversation; returns its id. Not safe to call twice."""
        path = _activities(place) + (f"/{quote(reply_to, safe='')}" if reply_to else "")
        wire = _message(activity, place) | ({"replyToId": reply_to} if reply_to else {})
        with self._pace.counted(channel_of(place.conversation_id)):
            return _id_in(await self._call("POST", place.service_url, path, wire))

    async def update(self, place: Conversation, activity_id: str, activity: dict[str, Any]) -> None:
        """The activity now reads as given. Safe to call twice."""
        path = f"{_activities(place)}/{quote(activity_id, safe='')}"
        with self._pace.counted(channel_of(place.conversation_id)):
            await self._call("PUT", place.service_url, path, _message(activity, place) | {"id": activity_id})

    async def delete(self, place: Conversation, activity_id: str) -> None:
        """The activity is gone. DeliveryFailed (404) when it was before."""
        with self._pace.counted(channel_of(place.conversation_id)):
            await self._call("DELETE", place.service_url, f"{_activities(place)}/{quote(activity_id, safe='')}")

    async def create_thread(self, place: Conversation, activity: dict[str, Any]) -> tuple[str, str]:
        """A new thread of that channel starts with the activity; returns its conversation id and the activity's.

        `place` may be any thread of the channel. Not safe to call twice.
        """
        channel = channel_of(place.conversation_id)
        with self._pace.counted(channel):
            answer = await self._create(
                place.service_url,
                isGroup=True,
                channel_data={"channel": {"id": channel}},
                activity={"type": "message"} | activity,
            )
        conversation_id = _id_in(answer)
        return conversation_id, text_of(answer.get("activityId")) or conversation_id.rpartition("=")[2]

    async def create_personal(self, service_url: str, person_id: str) -> str:
        """The chat of the bot with that person (`29:…` or Entra object id) is there; returns its id. Safe twice."""
        members = [{"id": person_id}]
        with self._pace.counted(person_id):
            return _id_in(await self._create(service_url, isGroup=False, channel_data={}, members=members))

    async def members(self, place: Conversation) -> list[Member]:
        """Everybody in the conversation, all pages. Of a channel: the team."""
        return [one async for page in self._pages(place) for one in page]

    async def _pages(self, place: Conversation) -> AsyncIterator[list[Member]]:
        path = f"/{quote(place.conversation_id, safe='')}/pagedmembers?"
        seen: set[str] = set()
        token = ""
        while token not in seen:
            seen.add(token)
            query = {"pageSize": PAGE_SIZE} | ({"continuationToken": token} if token else {})
            with self._pace.counted(""):
                answer = await self._call("GET", place.service_url, path + urlencode(query))
            yield [member_of(one) for one in objects_of(answer.get("members"))]
            token = text_of(answer.get("continuationToken"))

    async def _create(self, service_url: str, *, channel_data: dict[str, Any], **parameters: Any) -> dict[str, Any]:
        tenant_id = self._settings.tenant_id
        common = {"bot": {"id": f"28:{self._settings.app_id}"}, "tenantId": tenant_id}
        placed = {"channelData": channel_data | {"tenant": {"id": tenant_id}}}
        return await self._call("POST", service_url, "", common | placed | parameters)

    async def _call(self, method: str, service_url: str, path: str, body: Any = None) -> dict[str, Any]:
        """The answer's JSON. Refused as another cloud's, the call is made once more there: nothing was done here."""
        try:
            return await self._call_at(method, service_url, path, body)
        except DeliveryFailed as failed:
            if failed.code != WRONG_HOST:
                raise
            refused = failed
        try:
            return await self._call_at(method, self._settings.gcc_service_url, path, body)
        except DeliveryFailed as failed:
            log.warning("service_address_refused", host=URL(service_url).host, do=WRITE_FROM_THERE, code=failed.code)
            if failed.status is None and not failed.ambiguous:  # nobody was asked: what the first host said stands
                raise refused from failed
            raise

    async def _call_at(self, method: str, service_url: str, path: str, body: Any) -> dict[str, Any]:
        """The answer's JSON. A refused token is replaced once: nothing was done, and Entra may have withdrawn it."""
        if not may_call(service_url, self._settings):
            raise DeliveryFailed("ServiceUrlNotAllowed", kind=FailureKind.CONFIG)
        url = URL(f"{service_url.rstrip('/')}/v3/conversations{path}", encoded=True)
        data = None if body is None else orjson.dumps(self._settings.shown(body))
        headers = await self._credentials.headers()
        try:
            return await self._ask(method, url, data, headers)
        except DeliveryFailed as failed:
            if failed.status != 401:  # noqa: PLR2004  HTTP Unauthorized
                raise
        self._credentials.forget(headers)
        return await self._ask(method, url, data, await self._credentials.headers())

    async def _ask(self, method: str, url: URL, data: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
        posts = method == "POST"
        try:
            async with self._session.request(
                method, url, data=data, headers=headers | JSON, timeout=self._timeout, allow_redirects=False
            ) as answer:
                body = await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:  # nothing was sent
            raise DeliveryFailed(type(error).__name__, kind=FailureKind.TRANSIENT) from error
        except (aiohttp.ClientError, TimeoutError) as error:  # cut off or too late: a POST may have been done
            raise DeliveryFailed(type(error).__name__, kind=FailureKind.TRANSIENT, ambiguous=posts) from error
        if answer.status >= 300:  # noqa: PLR2004  a redirect too: it would take the token elsewhere
            raise failure(answer.status, answer.headers, body, posts=posts, at=datetime.now(UTC))
        return _json(body)


def _activities(place: Conversation) -> str:
    return f"/{quote(place.conversation_id, safe='')}/activities"


def _message(activity: dict[str, Any], place: Conversation) -> dict[str, Any]:
    return {"type": "message"} | activity | {"conversation": {"id": place.conversation_id}}


def _json(body: bytes) -> dict[str, Any]:
    try:
        return object_of(orjson.loads(body))
    except orjson.JSONDecodeError:
        return {}


def _id_in(answer: dict[str, Any]) -> str:
    """The id of what was made. Without one it was made all the same, and only looking can find it."""
    made = text_of(answer.get("id"))
    if not made:
        raise DeliveryFailed("AnswerWithoutId", kind=FailureKind.TRANSIENT, ambiguous=True)
    return made
