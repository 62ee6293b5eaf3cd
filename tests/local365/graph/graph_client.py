"""A small client of Graph for tests: every answer with its status, headers and JSON; redirects are not followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

from local365.access_tokens import GRAPH_AUDIENCE, Caller
from local365.server import Local365
from local365.sites import Sites
from local365.tenant import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Graph answered; `json` is None when there was no body."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.content) if self.content else None

    @property
    def code(self) -> str:
        """The code of the error object."""
        return self.json["error"]["code"]

    @property
    def message(self) -> str:
        """The message of the error object."""
        return self.json["error"]["message"]


class Graph:
    """Calls Graph as the product's app, with the given application permissions or its own."""

    def __init__(self, m365: Local365, session: aiohttp.ClientSession, *, roles: frozenset[str] | None = None) -> None:
        self._m365 = m365
        self._session = session
        app = m365.tenant.app.caller(GRAPH_AUDIENCE)
        self.caller = app if roles is None else Caller(app_id=app.app_id, name=app.name, roles=roles)

    @property
    def tenant(self) -> Tenant:
        return self._m365.tenant

    @property
    def sites(self) -> Sites:
        return self._m365.tenant.sites

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return self._m365.url

    def with_roles(self, *roles: str) -> "Graph":
        """The same app with other application permissions."""
        return Graph(self._m365, self._session, roles=frozenset(roles))

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """The answer to a request; header names are given with underscores."""
        token = self.tenant.tokens.mint(self.caller, GRAPH_AUDIENCE)
        sent = {"Authorization": f"Bearer {token}"} | {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) or body is None else orjson.dumps(body)
        if isinstance(data, bytes) and not isinstance(body, bytes):
            sent["Content-Type"] = "application/json"
        url = path if path.startswith("http") else f"{self._m365.graph_url}{path}"
        return await self.plain(method, url, data, sent)

    async def plain(self, method: str, url: str, data: bytes | None, headers: Mapping[str, str]) -> Answer:
        """The answer to a request that carries only these headers."""
        async with self._session.request(method, url, data=data, headers=headers, allow_redirects=False) as answer:
            return Answer(status=answer.status, headers=dict(answer.headers), content=await answer.read())

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.call("GET", path, None, **headers)

    async def post(self, path: str, body: Any, **headers: str) -> Answer:
        return await self.call("POST", path, body, **headers)

    async def patch(self, path: str, body: Any, **headers: str) -> Answer:
        return await self.call("PATCH", path, body, **headers)

    async def put(self, path: str, body: bytes, **headers: str) -> Answer:
        return await self.call("PUT", path, body, **headers)

    async def delete(self, path: str, **headers: str) -> Answer:
        return await self.call("DELETE", path, None, **headers)
