"""A listener for change notifications, and its subscription."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from aiohttp import web

from local365.graph_wire import iso
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Answer, Graph


@dataclass(slots=True)
class Listener:
    """A notification endpoint: how it answers, and what it has received."""

    url: str = ""
    proof: str = "token"
    statuses: list[int] = field(default_factory=list[int])
    received: asyncio.Queue[Any] = field(default_factory=asyncio.Queue[Any])
    validated: list[str] = field(default_factory=list[str])

    async def serve(self, request: web.Request) -> web.Response:
        token = request.query.get("validationToken")
        if token is None:
            self.received.put_nowait(await request.json())
            return web.Response(status=self.statuses.pop(0) if self.statuses else 202)
        self.validated.append(request.path)
        match self.proof:
            case "token":
                return web.Response(text=token)
            case "encoded":
                return web.Response(text=quote(token))
            case "html":
                return web.Response(text=token, content_type="text/html")
            case "elsewhere":
                proven = request.url.with_path("/elsewhere")
                return (
                    web.Response(text=token)
                    if request.path == "/elsewhere"
                    else web.Response(status=307, headers={"Location": str(proven)})
                )
            case _:
                return web.Response(status=202, text=token)

    async def next(self) -> Any:
        """The next notification's only entry."""
        body = await asyncio.wait_for(self.received.get(), timeout=10)
        (entry,) = body["value"]
        return entry


async def subscribed(graph: Graph, listener: Listener, clock: Clock, watched: str, **more: Any) -> Answer:
    """The answer to a subscription for a day."""
    body = {
        "changeType": "updated",
        "notificationUrl": listener.url,
        "resource": watched,
        "expirationDateTime": iso(clock.now() + timedelta(days=1)),
        "clientState": "secretClientValue",
    }
    return await graph.post("/subscriptions", body | more)
