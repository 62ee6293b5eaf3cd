"""The Bot Connector of the bench: one asyncio protocol that reads no more of HTTP than the bots' clients write.

On two cores it shares one with the clients, so that what it costs is taken from them and not from the bot: aiohttp's
server costs more for each send than the bots that are measured.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import orjson

from bench.teams.activities import OAK

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"


def _answer(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


TAKEN = _answer("201 Created", b'{"id":"1700000000001"}')
MEMBERS = _answer("200 OK", orjson.dumps({"members": [{"id": "29:oak", "aadObjectId": OAK, "name": "Sample Oak"}]}))


@dataclass(kw_only=True)
class Sends:
    """What was sent since the last look, on how many new connections; and how late the answer is, in seconds."""

    sends: int = 0
    connections: int = 0
    answer_s: float = 0.0

    def taken(self) -> dict[str, int]:
        """The counts, which start again at nothing."""
        counts = {"sends": self.sends, "connections": self.connections}
        self.sends = self.connections = 0
        return counts


class SendLine(asyncio.Protocol):
    """One connection of a bot: each activity is taken, and the members are one hub member."""

    def __init__(self, sends: Sends) -> None:
        """Count in `sends`."""
        self._sends = sends
        self._got = b""
        self._fresh = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected; it counts once something is sent over it."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  TCP
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """A piece of a request."""
        self._got += data
        head, end, body = self._got.partition(END_OF_HEAD)
        if not end or len(body) < content_length(head):
            return
        self._got = b""
        if head.startswith(b"GET "):
            self._transport.write(MEMBERS)
            return
        self._sends.connections += self._fresh
        self._fresh = False
        self._sends.sends += 1
        if self._sends.answer_s:
            asyncio.get_running_loop().call_later(self._sends.answer_s, self._transport.write, TAKEN)
        else:
            self._transport.write(TAKEN)


def content_length(head: bytes) -> int:
    """Bytes of body that the head of a message announces; 0 when it announces none."""
    before, found, after = head.lower().partition(LENGTH)
    assert not found or before.endswith(b"\n")  # noqa: S101  a header of its own, not the end of another's name
    return int(after.partition(b"\r\n")[0]) if found else 0
