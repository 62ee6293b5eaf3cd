"""A Graph that says word for word what a test tells it to, over real HTTP; and a clock whose sleeps pass at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from aiohttp import web

from sync.graph.gate import Clock

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer. `cut`: the connection ends in the middle of the body. `reset`: it ends before any answer."""

    status: int = 200
    json: Any = None
    raw: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cut: bool = False
    reset: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: Any


class ScriptedGraph:
    """Gives its replies in order, whatever is asked, and remembers what was asked."""

    def __init__(self) -> None:
        self.replies: deque[Reply] = deque()
        self.seen: list[Seen] = []
        self.origin = ""

    @property
    def url(self) -> str:
        return f"{self.origin}/v1.0"

    def says(self, *replies: Reply) -> None:
        self.replies.extend(replies)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        path, _, query = request.raw_path.partition("?")
        headers = request.headers.copy()
        document = orjson.loads(body) if body else None
        self.seen.append(Seen(method=request.method, path=path, query=query, headers=headers, body=document))
        reply = self.replies.popleft()
        if reply.reset and request.transport:
            request.transport.abort()
        payload = reply.raw if reply.json is None else orjson.dumps(reply.json)
        if reply.cut:
            return await _half(request, payload)
        return web.Response(status=reply.status, body=payload, headers=reply.headers)


async def _half(request: web.Request, payload: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": str(len(payload))})
    await response.prepare(request)
    await response.write(payload[: len(payload) // 2])
    if request.transport:
        request.transport.close()
    return response


@asynccontextmanager
async def scripted_graph() -> AsyncGenerator[ScriptedGraph]:
    scripted = ScriptedGraph()
    application = web.Application(client_max_size=2**24)
    application.router.add_route("*", "/{anything:.*}", scripted.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    scripted.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield scripted
    finally:
        await runner.cleanup()


class SteppedClock:
    """Time that only sleeping moves; sleeps are written down and pass at once."""

    def __init__(self) -> None:
        self.at = 0.0
        self.slept: list[float] = []
        self.chances = 1.0
        self.clock = Clock(
            monotonic=lambda: self.at,
            now=lambda: NOON + timedelta(seconds=self.at),
            sleep=self.sleep,
            chance=lambda: self.chances,
        )

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at = max(self.at, self.at + seconds)
        await asyncio.sleep(0)


class NumberedTokens:
    """Tokens one, two, three; remembers the claims it was asked to satisfy."""

    def __init__(self) -> None:
        self.number = 1
        self.claims: list[str | None] = []

    async def token(self) -> str:
        return f"token-{self.number}"

    async def replace(self, refused: str, claims: str | None) -> str:
        del refused
        self.claims.append(claims)
        self.number += 1
        return f"token-{self.number}"
