"""A bot with nothing behind it: the real gateway and endpoint, and a handler that a test can read and script."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import orjson

from bot.answers import InvokeAnswer
from bot.app import bot_app
from bot.gateway import Gateway
from bot.settings import TeamsSettings
from bot.turn import Turn
from service.credentials import Identity, Secret
from service.entra import Entra
from service.tokens import BotCredentials, Heard, Tokens
from tests.bot.microsoft import APP_ID, TENANT, Microsoft, serving


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Read it."""
        return self.now


@dataclass
class Handler:
    """Keeps every turn; replies, answers or crashes as told."""

    turns: list[Turn] = field(default_factory=list[Turn])
    reply: dict[str, Any] | None = None
    replied: list[str] = field(default_factory=list[str])
    answer: InvokeAnswer | None = None
    crash: Exception | None = None

    async def __call__(self, turn: Turn) -> InvokeAnswer | None:
        """Handle a turn."""
        self.turns.append(turn)
        if self.crash is not None:
            raise self.crash
        if self.reply is not None:
            self.replied.append(await turn.reply(self.reply))
        return self.answer


@dataclass
class TeamsBot:
    """The running bot."""

    microsoft: Microsoft
    gateway: Gateway
    handler: Handler
    clock: Clock
    http: aiohttp.ClientSession
    url: str

    async def post(self, body: bytes | dict[str, Any], authorization: str | None = None) -> tuple[int, bytes]:
        """What the bot answers to that activity under that Authorization header."""
        headers = {"Authorization": authorization} if authorization is not None else {}
        data = body if isinstance(body, bytes) else orjson.dumps(body)
        async with self.http.post(f"{self.url}/api/messages", headers=headers, data=data) as answer:
            return answer.status, await answer.read()

    async def hear(self, activity: dict[str, Any], token: str | None = None) -> int:
        """The status for that activity under a good token, or under `token`."""
        status, _ = await self.post(activity, f"Bearer {token or self.microsoft.token()}")
        return status


def settings_for(microsoft: Microsoft, **instead: Any) -> TeamsSettings:
    """Settings under which the bot talks to `microsoft` only."""
    own = TeamsSettings(
        app_id=APP_ID,
        tenant_id=TENANT,
        openid_metadata_url=f"{microsoft.url}/openid",
        allowed_service_hosts=frozenset({"127.0.0.1"}),
    )
    return replace(own, **instead)


def identity_for(microsoft: Microsoft, **instead: Any) -> Identity:
    """Who the bot is towards the Entra of `microsoft`."""
    own = Identity(
        client_id=APP_ID,
        authority=microsoft.authority,
        credential=Secret(value="local-only-secret"),
        prefix="PREVENTION_FIRST_",
        ca_file=microsoft.ca_file,
    )
    return replace(own, **instead)


def tokens_for(
    microsoft: Microsoft, *, clock: Callable[[], float], heard: Heard | None = None, **instead: Any
) -> Tokens:
    """The bot's tokens for the connector, from the Entra of `microsoft`."""
    entra = Entra(identity_for(microsoft, **instead))
    return Tokens(entra, settings_for(microsoft).scope, clock=clock, heard=heard)


@asynccontextmanager
async def running_bot(microsoft: Microsoft, **instead: Any) -> AsyncGenerator[TeamsBot]:
    """The bot answers on this machine."""
    handler, clock = Handler(), Clock()
    settings = settings_for(microsoft, **instead)
    tokens = tokens_for(microsoft, clock=clock)
    gateway = Gateway(settings, handler, BotCredentials(tokens=tokens), clock=clock)
    async with serving(bot_app(gateway)) as port, aiohttp.ClientSession() as http:
        yield TeamsBot(microsoft, gateway, handler, clock, http, f"http://127.0.0.1:{port}")
    await gateway.close()
    await tokens.close()
