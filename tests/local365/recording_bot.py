"""A bot for tests: it writes down what it hears and answers as it is told."""

from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import web

Json = dict[str, Any]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


class RecordingBot:
    """`heard`: the activities, oldest first. `headers`: those they came with. `answers`: what to answer, in order."""

    def __init__(self) -> None:
        self.heard: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[web.Response | None] = []
        self.url = ""
        self.on_hearing: Callable[[Json], Awaitable[None]] | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/messages", self._hear)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)  # a test may leave a request unanswered
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/messages"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def answers_card(self, card: Json) -> None:
        """The next invoke is answered with the card."""
        self.answers.append(web.json_response({"statusCode": 200, "type": CARD_TYPE, "value": card}))

    def answers_status(self, status: int) -> None:
        """The next activity is answered with the status."""
        self.answers.append(web.Response(status=status))

    def drops(self) -> None:
        """At the next activity the connection is cut."""
        self.answers.append(None)

    def of_type(self, kind: str) -> list[Json]:
        """The activities of this type, oldest first."""
        return [one for one in self.heard if one["type"] == kind]

    async def _hear(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.heard.append(activity)
        self.headers.append(dict(request.headers))
        if self.on_hearing is not None:
            await self.on_hearing(activity)
        answer = self.answers.pop(0) if self.answers else web.Response()
        if answer is None and request.transport is not None:
            request.transport.abort()
        return answer or web.Response()
