"""What every bot here shares: the same card, the same addresses, and the same way to be measured. Knows no SDK."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

APP_ID = "22222222-aaaa-4bbb-8ccc-0000000000b0"
ISSUER = "https://api.botframework.com"
CARD = "application/vnd.microsoft.card.adaptive"
TICK_S = 0.005
# The product's own hub card and welcome, drawn once by the bench, so that every bot sends the same bytes.
CARDS = json.loads(Path(sys.argv[-1]).read_text(encoding="utf-8"))


@dataclass
class Place:
    """Where this machine's Microsoft is."""

    metadata_url: str
    keys_url: str
    authority: str
    tenant_authority: str
    tenant_id: str
    ca_file: str
    folder: str


def arguments() -> Place:
    """The addresses the bench gave."""
    return Place(**CARDS["place"])


def card_answer() -> dict[str, Any]:
    """What a press is answered with."""
    return {"statusCode": 200, "type": CARD, "value": CARDS["press"]}


def welcome() -> dict[str, Any]:
    """The reply to a message."""
    return {"type": "message", "attachments": [{"contentType": CARD, "content": CARDS["welcome"]}]}


class Stall:
    """The longest time that the event loop did not come round, in seconds."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(TICK_S)
            self.worst = max(self.worst, loop.time() - before - TICK_S)


def say(**what: object) -> None:
    """One line that the bench reads."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def answer_questions(stall: Stall) -> None:
    """Each line on standard input is answered with the worst stall since the last one; ends with standard input."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        say(stall_s=stall.worst)
        stall.worst = 0.0


async def measured(port: int) -> None:
    """The bot listens on `port`; returns when the bench has finished with it."""
    stall = Stall()
    watching = asyncio.create_task(stall.watch())
    say(port=port)
    await answer_questions(stall)
    watching.cancel()


async def serve(app: Any) -> None:
    """The aiohttp application serves until the bench has finished with it."""
    from aiohttp import web  # noqa: PLC0415  teams-apps does without

    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await measured(runner.addresses[0][1])
    await runner.cleanup()
