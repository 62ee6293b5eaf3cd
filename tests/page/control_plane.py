"""A control plane without a tenant: the test says what it holds, how a press is answered, and what happens next."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

Json = dict[str, Any]
PAGE = Path(__file__).parents[2] / "local365" / "page"


def dumps(value: object) -> str:
    """The value as JSON text."""
    return orjson.dumps(value).decode()


@dataclass(slots=True, kw_only=True)
class ControlPlane:
    """What `local365` shows the page (see its contract), scripted by a test. `heard` are the page's own calls."""

    state: Json
    heard: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    answer: Callable[[str, Json], object] = lambda _verb, _body: None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    listeners: list[asyncio.Queue[Json | None]] = field(default_factory=list[asyncio.Queue[Json | None]])
    url: str = ""

    def tell(self, **event: Any) -> None:
        """Every open page hears the event."""
        for queue in self.listeners:
            queue.put_nowait(event)

    def break_streams(self) -> None:
        """Every open page loses its stream, and may open a new one."""
        for queue in self.listeners:
            queue.put_nowait(None)

    def say(self, conversation: Json, message: Json) -> None:
        """The message stands in the conversation and every page hears of it."""
        messages: list[Json] = conversation["messages"]
        conversation["messages"] = [one for one in messages if one["id"] != message["id"]] + [message]
        self.tell(kind="message", conversation=conversation["id"], message=message)

    async def on_act(self, request: web.Request) -> web.Response:
        """A call is noted, waits for the gate, and gets the answer the test has written for it."""
        body: Json = await request.json() if request.can_read_body else {}
        verb = request.path.rsplit("/", 1)[-1]
        self.heard.append((verb, body))
        await self.gate.wait()
        answer = self.answer(verb, body)
        return answer if isinstance(answer, web.Response) else web.json_response(answer, dumps=dumps)

    async def on_state(self, _request: web.Request) -> web.Response:
        """The whole state."""
        return web.json_response(self.state, dumps=dumps)

    async def on_events(self, request: web.Request) -> web.StreamResponse:
        """The stream of events."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        await stream.write(b"retry: 50\n\n")
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self.listeners.append(queue)
        try:
            while (event := await queue.get()) is not None:
                await stream.write(b"data: " + orjson.dumps(event) + b"\n\n")
        finally:
            self.listeners.remove(queue)
        return stream


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


@asynccontextmanager
async def serving(plane: ControlPlane) -> AsyncGenerator[ControlPlane]:
    """The plane and the page answer on 127.0.0.1, any port, for as long as the block lasts."""
    app = web.Application()
    app.router.add_get("/", _index)
    app.router.add_static("/page/", PAGE)
    app.router.add_get("/_local365/state", plane.on_state)
    app.router.add_get("/_local365/events", plane.on_events)
    app.router.add_route("*", "/_local365/{rest:.*}", plane.on_act)
    plane.gate.set()
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    plane.url = f"http://{host}:{port}/"
    try:
        yield plane
    finally:
        plane.break_streams()
        await runner.cleanup()
