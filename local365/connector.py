"""The Bot Connector's REST API, as strict as Teams.

Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from aiohttp import web

from local365.access_tokens import CONNECTOR_AUDIENCE, BadToken
from local365.bearer import caller_of
from local365.connector_conversations import NewConversations
from local365.connector_errors import ConnectorError, bad_syntax, throttled, unauthorized
from local365.connector_limits import Operation
from local365.connector_members import Rosters
from local365.connector_messages import BotMessages
from local365.sent_activity import SentActivity, check_size, read_activity
from local365.tenant import Tenant

Call: TypeAlias = Callable[["Connector", web.Request], Awaitable[web.Response]]

CONVERSATION = "/connector/v3/conversations/{conversation}"
ACTIVITY = CONVERSATION + "/activities/{activity}"
TEAM = "/connector/v3/teams/{team}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """Turns requests into operations on the tenant, and their outcomes into answers."""

    tenant: Tenant

    async def create(self, request: web.Request) -> web.Response:
        """`POST /v3/conversations`: 201 with the conversation's id."""
        body = await _json(request)
        thread = orjson.dumps([body.get("members"), body.get("channelData")] if isinstance(body, dict) else None)  # pyright: ignore[reportUnknownMemberType]  # JSON of the bot's
        self._count(Operation.CREATE, thread.decode())
        with self.tenant.lock:
            return web.json_response(NewConversations(tenant=self.tenant).create(body), status=201)

    async def send(self, request: web.Request) -> web.Response:
        """`POST .../activities`: 201 with the activity's id."""
        sent = await _activity(request)
        conversation = request.match_info["conversation"]
        self._count(Operation.SEND, conversation)
        with self.tenant.lock:
            body = BotMessages(tenant=self.tenant).send(conversation, sent, targeted=_is_targeted(request))
        return web.json_response(body, status=201)

    async def reply(self, request: web.Request) -> web.Response:
        """`POST .../activities/{id}`: 201 with the new activity's id."""
        sent, (conversation, activity) = await _activity(request), _ids(request)
        self._count(Operation.SEND, conversation)
        with self.tenant.lock:
            body = BotMessages(tenant=self.tenant).reply(conversation, activity, sent, targeted=_is_targeted(request))
        return web.json_response(body, status=201)

    async def update(self, request: web.Request) -> web.Response:
        """`PUT .../activities/{id}`: 200 with the activity's id."""
        sent, (conversation, activity) = await _activity(request), _ids(request)
        self._count(Operation.SEND, conversation)
        with self.tenant.lock:
            body = BotMessages(tenant=self.tenant).update(conversation, activity, sent, targeted=_is_targeted(request))
        return web.json_response(body)

    async def delete(self, request: web.Request) -> web.Response:
        """`DELETE .../activities/{id}`: 200 without a body."""
        conversation, activity = _ids(request)
        self._count(Operation.SEND, conversation)
        with self.tenant.lock:
            BotMessages(tenant=self.tenant).delete(conversation, activity, targeted=_is_targeted(request))
        return web.Response()

    async def members(self, request: web.Request) -> web.Response:
        """`GET .../members`: everybody. Microsoft would rather see `pagedmembers` used."""
        return self._read(request, lambda rosters, conversation: rosters.members(conversation))

    async def paged_members(self, request: web.Request) -> web.Response:
        """`GET .../pagedmembers`: a page of members."""
        size, token = request.query.get("pageSize"), request.query.get("continuationToken")
        return self._read(request, lambda rosters, conversation: rosters.paged(conversation, size, token))

    async def member(self, request: web.Request) -> web.Response:
        """`GET .../members/{id}`: one member."""
        member = request.match_info["member"]
        return self._read(request, lambda rosters, conversation: rosters.member(conversation, member))

    async def team(self, request: web.Request) -> web.Response:
        """`GET /v3/teams/{id}`: the team."""
        return self._read(request, lambda rosters, team: rosters.team(team))

    async def channels(self, request: web.Request) -> web.Response:
        """`GET /v3/teams/{id}/conversations`: its channels."""
        return self._read(request, lambda rosters, team: rosters.channels(team))

    def _read(self, request: web.Request, question: Callable[[Rosters, str], Any]) -> web.Response:
        subject = request.match_info.get("conversation") or request.match_info["team"]
        self._count(Operation.READ, subject)
        with self.tenant.lock:
            return web.json_response(question(Rosters(tenant=self.tenant), subject))

    def _count(self, operation: Operation, thread: str) -> None:
        with self.tenant.lock:
            wait_s = self.tenant.limits.seconds_to_wait(operation, thread, self.tenant.now())
        if wait_s is not None:
            raise throttled(wait_s)

    def check_token(self, request: web.Request) -> None:
        """The request bears a token for the Bot Connector. 401 when it does not."""
        try:
            caller_of(self.tenant.tokens, request.headers.get("Authorization"), CONNECTOR_AUDIENCE)
        except BadToken as bad:
            raise unauthorized() from bad


def routes(tenant: Tenant) -> list[web.RouteDef]:
    """Every operation of the Bot Connector that Teams bots use."""
    connector = Connector(tenant=tenant)

    def guarded(call: Call) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                connector.check_token(request)
                return await call(connector, request)
            except ConnectorError as refusal:
                return refusal.response()

        return answer

    return [
        web.post("/connector/v3/conversations", guarded(Connector.create)),
        web.post(CONVERSATION + "/activities", guarded(Connector.send)),
        web.post(CONVERSATION + "/activities/", guarded(Connector.send)),  # as Microsoft's .NET library writes it
        web.post(ACTIVITY, guarded(Connector.reply)),
        web.put(ACTIVITY, guarded(Connector.update)),
        web.delete(ACTIVITY, guarded(Connector.delete)),
        web.get(CONVERSATION + "/members", guarded(Connector.members)),
        web.get(CONVERSATION + "/pagedmembers", guarded(Connector.paged_members)),
        web.get(CONVERSATION + "/members/{member}", guarded(Connector.member)),
        web.get(TEAM, guarded(Connector.team)),
        web.get(TEAM + "/conversations", guarded(Connector.channels)),
    ]


async def _json(request: web.Request) -> Any:
    try:
        text = await request.text()
        check_size(text)
        return orjson.loads(text)
    except (ValueError, LookupError) as error:
        raise bad_syntax("Invalid JSON in the request body") from error


async def _activity(request: web.Request) -> SentActivity:
    return read_activity(await _json(request))


def _ids(request: web.Request) -> tuple[str, str]:
    return request.match_info["conversation"], request.match_info["activity"]


def _is_targeted(request: web.Request) -> bool:
    return request.query.get("isTargetedActivity", "").lower() == "true"
