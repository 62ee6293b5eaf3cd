"""Sixteen clients that never rest, each on a connection of its own; cheaper for each request than any bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.teams.activities import EACH_ITS_OWN, ONE_OF_MANY, PEOPLE
from bench.teams.connector import END_OF_HEAD, content_length


@dataclass(kw_only=True)
class Load:
    """One activity, sent again and again with an id of its own. `latencies`: seconds, of answers that came in time."""

    port: int
    token: str
    body: bytes
    ids: Iterator[int]
    until: float = 0.0
    latencies: list[float] = field(default_factory=list[float])
    refused: int = 0

    def request(self) -> bytes:
        """The next one, as it goes over the wire."""
        number = next(self.ids)
        body = self.body.replace(EACH_ITS_OWN, b"%013d" % number).replace(ONE_OF_MANY, b"%05d" % (number % PEOPLE))
        head = (
            f"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def once(self) -> int:
        """The status that one request is answered with."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self.request())
        status = int((await reader.readuntil(END_OF_HEAD)).split(b" ", 2)[1])
        writer.close()
        return status

    async def run(self, *, clients: int, seconds: float) -> float:
        """Every client has asked until the time was over; returns the seconds until the last answer."""
        loop = asyncio.get_running_loop()
        began = time.perf_counter()
        self.until = began + seconds
        lines = [Line(self, loop.create_future()) for _ in range(clients)]
        for line in lines:
            await loop.create_connection(lambda line=line: line, "127.0.0.1", self.port)
        await asyncio.gather(*(line.over for line in lines))
        return time.perf_counter() - began


class Line(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, load: Load, over: asyncio.Future[None]) -> None:
        """Ask as `load` says; `over` is set when this client is finished."""
        self.over = over
        self._load = load
        self._got = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected: the first request goes out."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  TCP
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """A piece of an answer."""
        self._got += data
        head, end, body = self._got.partition(END_OF_HEAD)
        if not end or len(body) < content_length(head):
            return
        self._load.latencies.append(time.perf_counter() - self._sent_at)
        self._load.refused += not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201", b"HTTP/1.1 202"))
        self._got = b""
        if time.perf_counter() < self._load.until:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's signature
        """Closed, by us when the time was over."""
        if not self.over.done():
            self.over.set_result(None)

    def _ask(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(self._load.request())
