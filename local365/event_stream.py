"""Server-sent events: the tenant's changes as a page reads them.

Source of the format: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
from contextlib import suppress

import orjson
from aiohttp import web

from local365.events import Events
from local365.wire import Json

# Seconds between comments that keep an idle stream open and notice a listener who has gone.
HEARTBEAT_S = 15.0


async def stream_events(request: web.Request, events: Events) -> web.StreamResponse:
    """Every change from now on, until the listener or the server goes."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    with events.listening() as queue:
        await response.prepare(request)
        await response.write(b": listening\n\n")
        with suppress(ConnectionResetError):  # the listener has gone
            await _relay(queue, response)
    return response


async def _relay(queue: asyncio.Queue[Json | None], response: web.StreamResponse) -> None:
    while True:
        try:
            event = await asyncio.wait_for(queue.get(), HEARTBEAT_S)
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        if event is None:
            return
        await response.write(b"data: " + orjson.dumps(event) + b"\n\n")
