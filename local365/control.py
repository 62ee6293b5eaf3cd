"""The control plane: what a person does in a client, and what a tester scripts. No authentication: loopback only."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, cast

import orjson
from aiohttp import web

from local365.control_errors import ControlError
from local365.control_levers import Levers
from local365.control_office import Office
from local365.control_people import PeopleDesk
from local365.delivery import BotLine
from local365.event_stream import stream_events
from local365.graph_errors import GraphError
from local365.tenant import Tenant
from local365.tenant_state import tenant_state
from local365.wire import Json

Answering: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

ROOT = "/_local365"


def routes(tenant: Tenant, line: BotLine) -> list[web.RouteDef]:
    """Everything under `/_local365`."""

    async def state(_: web.Request) -> web.Response:
        reachable = await line.is_reachable()
        with tenant.lock:
            return _answer(tenant_state(tenant, bot_is_reachable=reachable))

    async def events(request: web.Request) -> web.StreamResponse:
        return await stream_events(request, tenant.events)

    return [
        web.get(f"{ROOT}/state", state),
        web.get(f"{ROOT}/events", events),
        *_people_routes(PeopleDesk(tenant=tenant, line=line)),
        *_office_routes(Office(tenant=tenant)),
        *_test_routes(Levers(tenant=tenant)),
    ]


def _people_routes(desk: PeopleDesk) -> list[web.RouteDef]:
    async def act(request: web.Request) -> web.Response:
        aad_id, verb = request.match_info["person"], request.match_info["verb"]
        return _answer(await desk.act(aad_id, verb, await _json(request)))

    return [web.post(f"{ROOT}/people/{{person}}/{{verb}}", _guarded(act))]


def _office_routes(office: Office) -> list[web.RouteDef]:
    async def respond(request: web.Request) -> web.Response:
        return _answer(office.respond(await _json(request)))

    async def replace(request: web.Request) -> web.Response:
        return _answer(office.replace_workbook(await request.read(), as_new_item="new_item" in request.query))

    return [
        web.post(f"{ROOT}/forms/responses", _guarded(respond)),
        web.put(f"{ROOT}/forms/workbook", _guarded(replace)),
    ]


def _test_routes(desk: Levers) -> list[web.RouteDef]:
    def taking(take: Callable[[Json], Json]) -> Answering:
        async def answer(request: web.Request) -> web.Response:
            return _answer(take(await _json(request)))

        return _guarded(answer)

    async def clear(_: web.Request) -> web.Response:
        return _answer(desk.clear_faults())

    async def reset(_: web.Request) -> web.Response:
        return _answer(desk.reset())

    return [
        web.post(f"{ROOT}/faults", taking(desk.add_fault)),
        web.delete(f"{ROOT}/faults", clear),
        web.post(f"{ROOT}/settings", taking(desk.set)),
        web.post(f"{ROOT}/entra", taking(desk.set_entra)),
        web.post(f"{ROOT}/reset", reset),
    ]


def _guarded(answer: Answering) -> Answering:
    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            return await answer(request)
        except ControlError as refusal:
            return refusal.response()
        except GraphError as refusal:
            return ControlError(refusal.status, refusal.message).response()

    return guarded


def _answer(body: Any) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")


async def _json(request: web.Request) -> Json:
    content = await request.read()
    try:
        body: Any = orjson.loads(content) if content else {}
    except orjson.JSONDecodeError as error:
        raise ControlError(400, f"The body is no JSON: {error}") from error
    if not isinstance(body, dict):
        raise ControlError(400, "The body is no JSON object")
    return cast("Json", body)
