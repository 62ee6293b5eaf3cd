"""The bot's HTTP endpoint. Never logs what a request holds."""

from __future__ import annotations

from aiohttp import web

from bot.gateway import Gateway

BODY_LIMIT = 256 * 1024
"""Bytes. A message may be 100 KB (facts: card-size) and its envelope adds little."""

GATEWAY = web.AppKey("gateway", Gateway)


def bot_app(gateway: Gateway) -> web.Application:
    """The application that serves POST /api/messages; the gateway stays the caller's to close."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app[GATEWAY] = gateway
    app.add_routes([web.post("/api/messages", on_activity)])
    return app


async def on_activity(request: web.Request) -> web.Response:
    """The activity has been handled or refused; 413 when it is larger than any that Teams sends."""
    answer = await request.app[GATEWAY].receive(request.headers, await request.read(), peer=request.remote)
    return web.Response(status=answer.status, body=answer.body, content_type="application/json")
