"""The line from Teams to the bot: an activity is sent, and sent again when nobody answered.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Self

import aiohttp
import orjson
from yarl import URL

from local365.botframework_keys import token_for_bot
from local365.faults import Fault, When
from local365.seed import TENANT_ID
from local365.tenant import Tenant
from local365.wire import Json

# What faults on the way to the bot are written against.
BOT_PATH = "/bot"
# From here on Teams takes the bot to be ill, and tries again.
SERVER_ERRORS = 500
# Seconds to find out whether anybody listens at the bot's address.
PROBE_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an activity. `status`: None when nobody answered. `attempts`: how often it was sent."""

    status: int | None
    body: Any = None
    attempts: int = 0

    @property
    def is_good(self) -> bool:
        """True when the bot took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004  HTTP's own class


SILENCE = Answer(status=None)


class BotLine:
    """Sends activities to the tenant's bot, signed as the Bot Connector signs them. An async context."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._under_way: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._session.close()

    async def deliver(self, activity: Json) -> Answer:
        """What the bot answered; the same activity is sent again when it is silent or ill."""
        answer, attempts = SILENCE, 0
        for wait in (0.0, *self._tenant.patience.waits_s):
            await asyncio.sleep(wait)
            answer, attempts = await self._attempt(activity, self._tenant.patience.answer_s), attempts + 1
            if answer.status is not None and answer.status < SERVER_ERRORS:
                break
        return replace(answer, attempts=attempts)

    async def ask(self, activity: Json, *, within_s: float) -> Answer:
        """What the bot answered within so many seconds; it is asked once."""
        answer = SILENCE
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                answer = await self._attempt(activity, within_s)
        return replace(answer, attempts=1)

    def later(self, activities: Sequence[Json]) -> None:
        """The activities are sent one after the other, while whoever caused them goes on."""

        async def send() -> None:
            for activity in activities:
                await self.deliver(activity)

        task = asyncio.create_task(send())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def is_reachable(self) -> bool:
        """True when somebody listens at the bot's address."""
        if self._tenant.bot_url is None:
            return False
        url = URL(self._tenant.bot_url)
        try:
            async with asyncio.timeout(PROBE_S):
                _, writer = await asyncio.open_connection(url.host, url.port)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True

    async def _attempt(self, activity: Json, within_s: float) -> Answer:
        fault = self._tenant.faults.take("POST", BOT_PATH)
        if fault is None:
            return await self._send(activity, within_s)
        return await self._struck(fault, activity, within_s)

    async def _struck(self, fault: Fault, activity: Json, within_s: float) -> Answer:
        await asyncio.sleep(fault.delay_s)
        match fault.when:
            case When.BEFORE:
                return Answer(status=fault.status, body=fault.body)
            case When.RESET:
                return SILENCE
            case When.SLOW:
                return await self._send(activity, within_s)
            case When.AFTER_COMMIT:
                await self._send(activity, within_s)
                return Answer(status=fault.status, body=fault.body)

    async def _send(self, activity: Json, within_s: float) -> Answer:
        url = self._tenant.bot_url
        if url is None:
            return SILENCE
        timeout = aiohttp.ClientTimeout(total=within_s)
        try:
            body = orjson.dumps(activity)
            async with self._session.post(url, data=body, headers=self._headers(activity), timeout=timeout) as response:
                return Answer(status=response.status, body=_parsed(await response.read()))
        except (aiohttp.ClientError, TimeoutError):
            return SILENCE

    def _headers(self, activity: Json) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {token_for_bot(self._tenant)}",
            "Content-Type": "application/json; charset=utf-8",
            "x-ms-conversation-id": activity["conversation"]["id"],
            "x-ms-tenant-id": TENANT_ID,
        }


def _parsed(content: bytes) -> Any:
    try:
        return orjson.loads(content) if content else None
    except orjson.JSONDecodeError:
        return None
