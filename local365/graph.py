"""Microsoft Graph over HTTP: who calls, then the desk; and the URLs that hand out files without a token."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import unquote

import orjson
from aiohttp import web

from local365.access_tokens import BadToken, Caller
from local365.batch import answer_batch, struck
from local365.batch_elsewhere import asked_elsewhere
from local365.bearer import caller_of, challenge
from local365.downloads import download
from local365.graph_call import GraphReply
from local365.graph_desk import GraphDesk, Knock
from local365.graph_endpoints import endpoints
from local365.graph_errors import GraphError, invalid_request
from local365.graph_files import LARGEST_UPLOAD
from local365.graph_paths import EndpointTable
from local365.notifications import Notifier
from local365.request_ids import RequestIds
from local365.tenant import Tenant

PREFIX = "/v1.0"
BATCH = "/$batch"


def graph_routes(tenant: Tenant) -> list[web.RouteDef]:
    """Everything under `/v1.0`, and the download URLs. https://learn.microsoft.com/graph/use-the-api"""
    notifier = Notifier(tenant)
    tenant.site_listeners.append(notifier.changed)
    counter = Counter(tenant=tenant, desk=GraphDesk(tenant, EndpointTable(endpoints())), notifier=notifier)

    async def file(request: web.Request) -> web.StreamResponse:
        return await download(tenant, request)

    return [web.route("*", f"{PREFIX}/{{rest:.*}}", counter.serve), web.get("/_layouts/15/download.aspx", file)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Takes HTTP requests to the desk and the desk's replies back."""

    tenant: Tenant
    desk: GraphDesk
    notifier: Notifier

    async def serve(self, request: web.Request) -> web.Response:
        """The answer; every refusal has Graph's error body."""
        self.notifier.runs_here()
        ids = RequestIds.of(request.headers)
        at = self.tenant.now()
        try:
            caller = caller_of(self.tenant.tokens, request.headers.get("Authorization"))
        except BadToken as bad:
            return _unauthenticated(bad, ids, at)
        try:
            knock = await _knock(request, caller)
            reply = await (self._batch(knock, ids) if _is_batch(knock) else self.desk.answer(knock))
        except GraphError as refusal:
            reply = _refusal(refusal, ids, at)
        return _http(reply, ids)

    async def _batch(self, knock: Knock, ids: RequestIds) -> GraphReply:
        if knock.method != "POST":
            raise GraphError(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")

        async def here(inner: Knock) -> GraphReply:
            try:
                return await self.desk.answer(inner)
            except GraphError as refusal:
                return _refusal(refusal, replace(ids, request=str(uuid.uuid4())), self.tenant.now())

        async def answer(inner: Knock) -> GraphReply:
            if _is_batch(inner):
                return _refusal(invalid_request("A batch can't stand inside a batch"), ids, self.tenant.now())
            if self.desk.knows(inner):
                return await struck(self.tenant, here, inner)
            try:
                return await asked_elsewhere(inner, knock.headers["authorization"])
            except GraphError as refusal:
                return _refusal(refusal, ids, self.tenant.now())

        return await answer_batch(self.tenant, answer, knock)


def _is_batch(knock: Knock) -> bool:
    return unquote(knock.target.partition("?")[0]) == BATCH


async def _knock(request: web.Request, caller: Caller) -> Knock:
    if (request.content_length or 0) > LARGEST_UPLOAD:
        raise GraphError(413, "invalidRequest", "The request is too large")
    try:
        content = await request.content.read()
    except web.RequestPayloadError as error:
        raise invalid_request("The body is not encoded as its headers say") from error
    return Knock(
        method=request.method,
        target=request.raw_path.removeprefix(PREFIX),
        headers={name.casefold(): value for name, value in request.headers.items()},
        content=content,
        origin=f"{request.scheme}://{request.host}",
        caller=caller,
    )


def _refusal(refusal: GraphError, ids: RequestIds, at: datetime) -> GraphReply:
    body = refusal.body(request_id=ids.request, client_request_id=ids.client, at=at)
    return GraphReply(status=refusal.status, body=body, headers=refusal.headers)


def _unauthenticated(bad: BadToken, ids: RequestIds, at: datetime) -> web.Response:
    reply = _refusal(GraphError(401, "InvalidAuthenticationToken", bad.reason), ids, at)
    headers = {"WWW-Authenticate": challenge(bad, at_s=int(at.timestamp()))}
    return _http(replace(reply, headers=headers), ids)


def _http(reply: GraphReply, ids: RequestIds) -> web.Response:
    headers = {**ids.headers(), **reply.headers}
    if reply.body is None:
        return web.Response(status=reply.status, headers=headers)
    return web.Response(
        status=reply.status,
        headers=headers,
        body=orjson.dumps(reply.body),
        content_type="application/json",
        charset="utf-8",
    )
