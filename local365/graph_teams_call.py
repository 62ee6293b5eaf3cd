"""A request to the Teams and people part of Graph, and how its answer goes out."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, cast

import orjson
from aiohttp import web

from local365.access_tokens import BadToken, Caller
from local365.bearer import caller_of, challenge
from local365.graph_body import is_json
from local365.graph_errors import GraphError
from local365.odata import Options, options_of
from local365.request_ids import RequestIds
from local365.tenant import Tenant
from local365.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsCall:
    """A request that was let in. `names`: what stands in the braces of its path."""

    names: Mapping[str, str]
    options: Options
    caller: Caller
    origin: str
    path: str
    body: Json = field(default_factory=dict[str, Any])

    @property
    def root(self) -> str:
        """What links start with."""
        return f"{self.origin}/v1.0"

    def check_roles(self, *any_of: str) -> None:
        """The caller holds one of the permissions. 403 as the Teams part of Graph words it."""
        if not self.caller.roles.intersection(any_of):
            held, wanted = ", ".join(sorted(self.caller.roles)), ", ".join(any_of)
            needs = f"API requires one of '{wanted}'. Roles on the request '{held}'."
            raise GraphError(403, "Forbidden", f"Missing role permissions on the request. {needs}")


Answering: TypeAlias = Callable[[Tenant, TeamsCall], Json]


def get(tenant: Tenant, template: str, answer: Answering, options: frozenset[str]) -> web.RouteDef:
    """A route that lets callers in, reads the options it documents, and answers under the tenant's lock."""

    async def read(request: web.Request, ids: Mapping[str, str]) -> web.Response:
        with tenant.lock:
            return _http(200, answer(tenant, _call(tenant, request, options)), ids)

    return web.get(f"/v1.0{template}", _guarded(tenant, read))


def post(tenant: Tenant, template: str, do: Callable[[TeamsCall], Awaitable[None]]) -> web.RouteDef:
    """A route that lets callers in, reads their JSON object, and answers 201 without a body once it is done."""

    async def write(request: web.Request, ids: Mapping[str, str]) -> web.Response:
        content = await request.read()
        with tenant.lock:
            call = _call(tenant, request, frozenset())
            if not is_json(request.headers.get("Content-Type", "")):
                raise GraphError(400, "BadRequest", "Write requests need the header 'Content-Type: application/json'.")
            call = replace(call, body=_object(content))
        await do(call)
        return web.Response(status=201, headers=ids)

    return web.post(f"/v1.0{template}", _guarded(tenant, write))


def _object(content: bytes) -> Json:
    try:
        body: Any = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise GraphError(400, "BadRequest", "Unable to read JSON request payload.") from error
    if not isinstance(body, dict):
        raise GraphError(400, "BadRequest", "The request payload is no JSON object.")
    return cast("Json", body)


def _guarded(
    tenant: Tenant, work: Callable[[web.Request, Mapping[str, str]], Awaitable[web.Response]]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        ids = RequestIds.of(request.headers).headers()
        try:
            return await work(request, ids)
        except BadToken as bad:
            at_s = int(tenant.now().timestamp())
            refusal = GraphError(401, "InvalidAuthenticationToken", bad.reason)
            return _refused(tenant, refusal, {**ids, "WWW-Authenticate": challenge(bad, at_s=at_s)})
        except GraphError as refusal:
            return _refused(tenant, refusal, {**ids, **refusal.headers})

    return serve


def _call(tenant: Tenant, request: web.Request, options: frozenset[str]) -> TeamsCall:
    caller = caller_of(tenant.tokens, request.headers.get("Authorization"))
    return TeamsCall(
        names=dict(request.match_info),
        options=options_of(request.rel_url.raw_query_string, options),
        caller=caller,
        origin=f"{request.scheme}://{request.host}",
        path=request.rel_url.raw_path.removeprefix("/v1.0"),
    )


def _refused(tenant: Tenant, refusal: GraphError, headers: Mapping[str, str]) -> web.Response:
    request_id, client_id = headers["request-id"], headers["client-request-id"]
    body = refusal.body(request_id=request_id, client_request_id=client_id, at=tenant.now())
    return _http(refusal.status, body, headers)


def _http(status: int, body: Json, headers: Mapping[str, str]) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json", headers=headers)
