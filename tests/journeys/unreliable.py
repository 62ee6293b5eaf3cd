"""A Graph whose answers may be changed on the way: a gateway between the product and the local Microsoft 365."""

from __future__ import annotations

import copy
import json
from collections.abc import AsyncGenerator, Iterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any, cast

import aiohttp
from aiohttp import web

JUNK: list[Any] = [
    *(None, "", 0, -1, 1.5, True, [], {}, [1], {"a": {"b": [{}]}}, 10**30, "x" * 5_000, ["a"] * 2_000),
    *("\ud800", "\x00", "\u202e", "🙂" * 300, "<b>&amp;</b>", "${title}", "{{DATE(x)}}", "'; --", "PF-9999-1", "1e400"),
]
"""What nobody expects to find anywhere."""

_BODIES = (b"", b"<html>Service unavailable</html>", b"[]", b'{"error": null}', b"\xff\xfe")
_STATUSES = (200, 202, 204, 301, 302, 401, 404, 408, 409, 412, 423, 429, 500, 502, 503, 504, 509, 599)
_HEADERS = (
    {"Retry-After": "soon"},
    {"Retry-After": "-5"},
    {"Location": "https://elsewhere.example/"},
    {"RateLimit-Remaining": "x", "RateLimit-Reset": "9999999999999"},
    {"ETag": ""},
    {"Content-Type": "text/html"},
)
_OF_ONE_HOP = frozenset({"host", "content-length", "transfer-encoding", "content-encoding", "connection"})


def changed(chance: Random, true: Any, *, kept: frozenset[str] = frozenset()) -> Any:
    """The document with one, two or three of its parts gone, or of another type; never those named in `kept`."""
    document = copy.deepcopy(true)
    for _ in range(chance.choice([1, 1, 2, 3])):
        places = [place for place in _places(document) if place[1] not in kept]
        if not places:
            break
        holder, name = chance.choice(places)
        if chance.random() < 0.25:
            del holder[name]
        else:
            holder[name] = copy.deepcopy(chance.choice(JUNK))
    return document


def _places(part: object) -> Iterator[tuple[Any, Any]]:
    """Each value of the document, however deep, by what holds it and its name or index there."""
    named = cast("dict[str, object]", part).items() if isinstance(part, dict) else ()
    numbered = enumerate(cast("list[object]", part)) if isinstance(part, list) else ()
    for name, inner in (*named, *numbered):
        yield part, name
        yield from _places(inner)


@dataclass(kw_only=True)
class UnreliableGraph:
    """`url` is Graph for the product. One answer in `one_in` is changed; 0: none is. `changes` counts them."""

    behind: str
    http: aiohttp.ClientSession
    chance: Random
    url: str = ""
    one_in: int = 0
    changes: int = 0

    async def passes_on(self, request: web.Request) -> web.Response:
        """What Graph answers, or what became of it on the way."""
        body = (await request.read()).replace(self.url.encode(), self.behind.encode())
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _OF_ONE_HOP}
        where = self.behind + request.raw_path
        async with self.http.request(request.method, where, data=body, headers=headers, allow_redirects=False) as true:
            status, said = true.status, (await true.read()).replace(self.behind.encode(), self.url.encode())
            kept = {name: value for name, value in true.headers.items() if name.lower() not in _OF_ONE_HOP}
        kept = {name: value.replace(self.behind, self.url) for name, value in kept.items()}
        if self.one_in and self.chance.randrange(self.one_in) == 0:
            self.changes += 1
            status, said = self._changed(status, said, kept)
        return web.Response(status=status, body=said, headers=kept)

    def _changed(self, status: int, said: bytes, headers: MutableMapping[str, str]) -> tuple[int, bytes]:
        match self.chance.randrange(8):
            case 0:
                return status, self.chance.choice(_BODIES)
            case 1:
                return status, said[: len(said) // 2]
            case 2:
                return self.chance.choice(_STATUSES), said
            case 3:
                headers.update(self.chance.choice(_HEADERS))
                return status, said
            case _:
                return status, _changed_json(self.chance, said)


def _changed_json(chance: Random, said: bytes) -> bytes:
    try:
        return json.dumps(changed(chance, json.loads(said))).encode()
    except ValueError:
        return said


@asynccontextmanager
async def unreliable(behind: str, seed_of_chance: int) -> AsyncGenerator[UnreliableGraph]:
    """A gateway before the Graph at `behind`, which passes everything on until it is told otherwise."""
    async with aiohttp.ClientSession() as http:
        graph = UnreliableGraph(behind=behind, http=http, chance=Random(seed_of_chance))  # noqa: S311  for the same answers in every run
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/{path:.*}", graph.passes_on)
        runner = web.AppRunner(app)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            graph.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield graph
        finally:
            await runner.cleanup()
