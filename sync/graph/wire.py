"""One exchange with Graph: a request out, an answer in, network failures named."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

import aiohttp
import orjson
from yarl import URL

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.errors import Passing, TooLarge, unreadable
from sync.graph.shapes import JsonObject

_CLAIMS = re.compile(r'\bclaims="([^"]+)"')
_UNAUTHORISED = 401
_WITHOUT_A_BODY = frozenset({201, 202, 204})
_LARGEST_FILE = 64 * 1024 * 1024  # bytes; a workbook of 100,000 responses is about 9 MB
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request as it goes on the wire."""

    method: str
    url: URL
    units: int  # resource units SharePoint charges for it
    repeatable: bool  # doing it twice is the same as doing it once
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None
    signed: bool = True  # carries our token


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class TokenSource(Protocol):
    """Where a bearer token for Graph comes from; `service` lends the real one (service/tokens.py)."""

    async def token(self) -> str:
        """A token that is good for some minutes. DeliveryFailed when there is none to be had."""
        ...

    async def replace(self, refused: str, claims: str | None) -> str:
        """A token other than the `refused` one, satisfying `claims` (the JSON of a CAE challenge) when given.

        Many calls refused at once ask Entra once.
        """
        ...


class Wire:
    """One session, one identity; every exchange has a time limit (the session's)."""

    def __init__(self, session: aiohttp.ClientSession, tokens: TokenSource) -> None:
        """Speak through `session`, whose owner closes it."""
        self._session = session
        self._tokens = tokens

    async def exchange(self, call: Call) -> Answer:
        """Graph's answer, after one replay with another token when the first was refused."""
        if not call.signed:
            return await self.fetch(call.url)
        token = await self._tokens.token()
        answer = await self._send(call, token)
        if answer.status != _UNAUTHORISED:
            return answer
        return await self._send(call, await self._tokens.replace(token, claims_in(answer.headers)))

    async def fetch(self, url: URL) -> Answer:
        """The answer of a preauthenticated download address, asked without our token and not followed further."""
        return await self._request("GET", url, {}, None)

    async def _send(self, call: Call, token: str) -> Answer:
        headers = {"Authorization": f"Bearer {token}", **call.headers}
        return await self._request(call.method, call.url, headers, call.body)

    async def _request(self, method: str, url: URL, headers: Mapping[str, str], body: bytes | None) -> Answer:
        try:
            async with self._session.request(method, url, headers=headers, data=body, allow_redirects=False) as answer:
                return Answer(status=answer.status, headers=answer.headers, body=await _bounded(answer))
        except aiohttp.ClientSSLError as error:
            raise DeliveryFailed("graph.certificate", kind=FailureKind.CONFIG) from error
        except aiohttp.ClientConnectorError as error:  # nothing was sent
            raise Passing("graph.unreachable", kind=FailureKind.TRANSIENT) from error
        except aiohttp.ClientPayloadError as error:
            raise unreadable("cut_off", method=method) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            written = method in {"POST", "PATCH"}
            raise Passing("graph.no_answer", kind=FailureKind.TRANSIENT, ambiguous=written) from error


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > _LARGEST_FILE:
            raise TooLarge("graph.too_large", kind=FailureKind.PERMANENT, status=answer.status)
    return bytes(body)


def json_object(answer: Answer, method: str) -> JsonObject:
    """The document in a good answer; empty when the status says there is none."""
    if answer.status in _WITHOUT_A_BODY and not answer.body:
        return {}
    try:
        document: object = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        raise unreadable("json", method=method, status=answer.status) from None
    if isinstance(document, dict):
        return cast("JsonObject", document)
    raise unreadable("object", method=method, status=answer.status)


def error_document(answer: Answer) -> object:
    """What Graph says in a bad answer; None when it is no JSON."""
    try:
        return orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return None


def claims_in(headers: Mapping[str, str]) -> str | None:
    """The claims a CAE challenge asks for, as JSON text; None when there are none."""
    found = _CLAIMS.search(headers.get("WWW-Authenticate", ""))
    if not found:
        return None
    try:
        return base64.b64decode(found[1] + "=" * (-len(found[1]) % 4), altchars=b"-_").decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
