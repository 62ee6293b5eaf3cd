"""The control plane from a test's side."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp
import orjson

from local365.filling_in import CannotDoError
from local365.wire import Json

T = TypeVar("T")

ROOT = "/_local365"
REFUSED = 400


class ControlClient:
    """Calls the control plane; a refusal is a CannotDoError with its sentence."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._root = url + ROOT

    async def state(self) -> Json:
        """The whole tenant."""
        return await self.call("GET", "/state")

    async def call(self, method: str, path: str, body: Json | bytes | None = None) -> Any:
        """The answer's JSON."""
        data = orjson.dumps(body) if isinstance(body, dict) else body
        async with self._session.request(method, self._root + path, data=data) as response:
            content = await response.read()
            if response.status >= REFUSED:
                raise CannotDoError(orjson.loads(content)["error"]["message"])
            return orjson.loads(content)

    async def wait(self, look: Callable[[], Awaitable[T | None]], *, within_s: float, what: str) -> T:
        """What `look` finds, as soon as it finds something; it looks again whenever the tenant has changed."""
        try:
            async with asyncio.timeout(within_s), self._changes() as stream:
                while True:
                    found = await look()
                    if found is not None:
                        return found
                    await stream.readuntil(b"\n\n")
        except TimeoutError:
            raise CannotDoError(f"Waited {within_s} s in vain: {what}") from None

    @asynccontextmanager
    async def _changes(self) -> AsyncGenerator[aiohttp.StreamReader]:
        async with self._session.get(f"{self._root}/events", timeout=aiohttp.ClientTimeout(total=None)) as response:
            await response.content.readuntil(b"\n\n")
            yield response.content
