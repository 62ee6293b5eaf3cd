"""Graph itself: five verbs over one session, one owner of retries, one gate for the whole worker."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import aiohttp
import orjson
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from yarl import URL

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.errors import NotFound, Passing, failure, unreadable, verdict
from sync.graph.gate import Clock, Gate, retry_after_s
from sync.graph.governor import Governor, Priority, units_of
from sync.graph.shapes import JsonObject
from sync.graph.wire import Answer, Call, TokenSource, Wire, error_document, json_object
from sync.settings import GraphSettings

T = TypeVar("T")
_WHOLE = 200
_NOT_MODIFIED = 304
_FIRST_REDIRECT = 300
_FIRST_REFUSAL = 400
_PAUSING = frozenset({429, 503, 504})  # their Retry-After holds back the whole worker
_FIRST_JITTER_S = 1.0
_LONGEST_JITTER_S = 8.0
_KEEP_ALIVE_S = 75.0  # longer than a poll, so that a quiet worker needs no handshake each time
_PLAIN = "$(),/:'"  # what Graph writes unescaped in its own examples of queries
_JSON = {"Content-Type": "application/json"}
_NO_FILE = ("text/html", "application/json")  # a page to sign in, or an error: never a workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """The bytes of a file."""

    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The file is as it was."""


class Graph:
    """Microsoft Graph for one application. Paths start with `/` and are already escaped (`segment`).

    Every verb raises DeliveryFailed; NotFound, Changed, AlreadyThere and Gone are the ones a caller can settle.
    """

    def __init__(self, settings: GraphSettings, wire: Wire, gate: Gate, priority: Priority = Priority.PERSON) -> None:
        """`open_graph` makes one."""
        self.settings = settings
        self.gate = gate
        self._wire = wire
        self._priority = priority
        self._home = URL(settings.graph_url)
        self._origin = self._home.origin()

    def in_background(self) -> Graph:
        """The same Graph for work nobody waits for: it leaves the last two fifths of the pace to people."""
        return Graph(self.settings, self._wire, self.gate, Priority.BACKGROUND)

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> JsonObject:
        """The document at `path`, which may also be a link that Graph gave us."""
        return await self.send(self.call("GET", path, params=params), _document)

    async def post(self, path: str, body: Any, *, unique_key: bool = False, units: int | None = None) -> JsonObject:
        """Graph's document about what was made.

        `unique_key`: a unique column or key makes a second creation fail, so an ambiguous one may be repeated.
        `units`: the price when it is not that of one write.
        """
        call = self.call("POST", path, body=body)
        return await self.send(
            replace(call, repeatable=unique_key, units=call.units if units is None else units), _document
        )

    async def patch(self, path: str, body: Any, *, if_match: str | None = None) -> JsonObject:
        """The changed document; Changed when it is no longer at `if_match`, and then nothing was written.

        An answer lost on the way is asked for again, so Changed may also mean that our own write arrived.
        """
        call = self.call("PATCH", path, body=body)
        if if_match is not None:
            call = replace(call, repeatable=True, headers={**call.headers, "If-Match": if_match})
        return await self.send(call, _document)

    async def delete(self, path: str) -> None:
        """It is not there any more, whether or not it was."""
        try:
            await self.send(self.call("DELETE", path), _document)
        except NotFound:
            return

    async def download(self, path: str, *, if_none_match: str | None = None) -> Download | NotModified:
        """The file's bytes, unless it is still at the tag `if_none_match`.

        Source: https://learn.microsoft.com/graph/api/driveitem-get-content
        """
        call = self.call("GET", path)
        if if_none_match is not None:
            call = replace(call, headers={**call.headers, "If-None-Match": if_none_match})
        return await self.send(call, self._file)

    async def fetch(self, address: str) -> Download:
        """The bytes at a preauthenticated address that Graph gave us; our token does not go there.

        SharePoint charges the download as one resource unit, wherever it is asked for.
        """
        call = Call(method="GET", url=self._safe(address), units=1, repeatable=True, signed=False)
        return await self.send(call, _bytes)

    def call(self, method: str, path: str, *, body: Any = None, params: Mapping[str, str] | None = None) -> Call:
        """The request for `path`; DeliveryFailed for a link to another host, which would carry our token away."""
        query = f"?{urlencode(params, quote_via=quote, safe=_PLAIN)}" if params else ""
        where = f"{self.settings.graph_url}{path}" if path.startswith("/") else path
        url = URL(where + query, encoded=True)
        if not self._leads_home(url):
            raise DeliveryFailed("graph.foreign_link", kind=FailureKind.PERMANENT)
        return Call(
            method=method,
            url=url,
            units=units_of(method, url.raw_path_qs.removeprefix(self._home.raw_path)),
            repeatable=method in {"GET", "DELETE"},
            headers={} if body is None else _JSON,
            body=None if body is None else orjson.dumps(body),
        )

    def is_ours(self, link: str) -> bool:
        """Whether an absolute `link` leads to the Graph we speak to."""
        return self._leads_home(URL(link, encoded=True))

    def _leads_home(self, url: URL) -> bool:
        return _origin(url) == self._origin

    async def send(self, call: Call, read: Callable[[Answer, Call], Awaitable[T]]) -> T:
        """What `read` makes of a good answer; repeated within bounds where that is safe."""
        give_up_at = self.gate.clock.monotonic() + self.settings.patience_s
        try:
            return await self._once(call, read, give_up_at)
        except Passing as passing:
            first = passing
        return await self._again(first, call, read, give_up_at)

    async def _again(
        self, first: Passing, call: Call, read: Callable[[Answer, Call], Awaitable[T]], give_up_at: float
    ) -> T:
        """The retries after a `first` attempt that failed; made only then, for they cost as much as a good call."""
        clock, failed = self.gate.clock, [first]

        async def attempt() -> T:
            if failed:
                raise failed.pop()
            return await self._once(call, read, give_up_at)

        def worth_repeating(error: BaseException) -> bool:
            if not isinstance(error, Passing) or (error.ambiguous and not call.repeatable):
                return False
            return (error.retry_after_s or 0.0) <= give_up_at - clock.monotonic()

        retrying = AsyncRetrying(
            sleep=clock.sleep,
            stop=stop_after_attempt(self.settings.attempts),
            wait=self._jitter_s,
            retry=retry_if_exception(worth_repeating),
            reraise=True,
        )
        return await retrying(attempt)

    async def _once(self, call: Call, read: Callable[[Answer, Call], Awaitable[T]], give_up_at: float) -> T:
        await self.gate.enter(call.units, self._priority, patience_s=give_up_at - self.gate.clock.monotonic())
        answer = await self._wire.exchange(call)
        self.gate.heard(answer.headers)
        self._check(answer, call)
        return await read(answer, call)

    def _check(self, answer: Answer, call: Call) -> None:
        if answer.status < _FIRST_REFUSAL:
            return
        self.gate.refused(answer.status)
        pause_s = retry_after_s(answer.headers, self.gate.clock.now())
        if pause_s is not None and answer.status in _PAUSING:
            self.gate.shut_for(pause_s)
        if not call.signed and not verdict(answer.status).again:  # the address has ended: the next look brings another
            raise DeliveryFailed(
                f"graph.download.{answer.status}",
                kind=FailureKind.TRANSIENT,
                retry_after_s=pause_s,
                status=answer.status,
            )
        raise failure(
            answer.status,
            error_document(answer),
            method=call.method,
            retry_after_s=pause_s,
            location=answer.headers.get("Location", ""),
        )

    def _jitter_s(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, DeliveryFailed) and error.retry_after_s is not None:
            return 0.0  # the gate does the waiting
        longest = min(_LONGEST_JITTER_S, _FIRST_JITTER_S * 2 ** (state.attempt_number - 1))
        return longest * self.gate.clock.chance()

    async def _file(self, answer: Answer, call: Call) -> Download | NotModified:
        if answer.status == _NOT_MODIFIED:
            return NotModified()
        if answer.status < _FIRST_REDIRECT:
            return await _bytes(answer, call)
        there = replace(call, url=self._safe(answer.headers.get("Location", ""), call.url), signed=False)
        fetched = await self._wire.fetch(there.url)
        self._check(fetched, there)
        return await _bytes(fetched, there)

    def _safe(self, address: str, seen_from: URL | None = None) -> URL:
        place = _place(address, seen_from)
        if place is None:
            raise unreadable("address")
        if place.scheme != "https" and not self._leads_home(place):
            raise DeliveryFailed("graph.foreign_link", kind=FailureKind.PERMANENT)
        return place


async def _document(answer: Answer, call: Call) -> JsonObject:
    return json_object(answer, call.method)


async def _bytes(answer: Answer, _call: Call) -> Download:
    if answer.status >= _FIRST_REDIRECT:
        raise DeliveryFailed("graph.redirected_twice", kind=FailureKind.TRANSIENT, status=answer.status)
    if answer.status != _WHOLE or answer.headers.get("Content-Type", "").startswith(_NO_FILE):
        raise unreadable("file", status=answer.status)
    return Download(content=answer.body)


def _place(address: str, seen_from: URL | None) -> URL | None:
    """None when the address names no host that could be asked."""
    try:
        place = URL(address, encoded=True)
        place = seen_from.join(place) if seen_from else place
        names_a_host = address and place.host and place.port
    except ValueError:
        return None
    return place if names_a_host else None


def _origin(url: URL) -> URL | None:
    """Scheme, host and port; None when it names no host."""
    try:
        return url.origin()
    except ValueError:
        return None


def segment(text: str) -> str:
    """`text` escaped to stand as one part of a path."""
    return quote(text, safe=",:@!'()")


@asynccontextmanager
async def open_graph(
    settings: GraphSettings, tokens: TokenSource, *, clock: Clock | None = None
) -> AsyncGenerator[Graph]:
    """Graph with its own session, which ends with the block; nothing is asked of Graph or Entra yet."""
    time_and_chance = clock or Clock()
    ca_file = str(settings.ca_file) if settings.ca_file else None
    certificates = await asyncio.to_thread(ssl.create_default_context, cafile=ca_file)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=certificates, keepalive_timeout=_KEEP_ALIVE_S),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=settings.timeout_s, sock_connect=settings.timeout_s / 3),
        headers={"User-Agent": settings.user_agent, "Accept": "application/json"},
    ) as session:
        yield Graph(settings, Wire(session, tokens), Gate(Governor(settings.licences), time_and_chance))
