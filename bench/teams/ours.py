"""Our own two bots: `gateway`, the edge with a handler as small as the rivals', and `product`, the whole service.

`python -m bench.teams.ours gateway|product CARDS`; it is spoken to as the rivals are (rivals/common.py).
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from pathlib import Path
from typing import Any

from bench.teams.rivals import common
from bot.answers import Answer, InvokeAnswer
from bot.app import bot_app
from bot.gateway import Gateway
from bot.settings import LOOPBACK_HOSTS, TeamsSettings
from bot.turn import Turn, TurnKind
from service.credentials import Identity, Secret
from service.entra import Entra
from service.logs import configure_logs
from service.tokens import BotCredentials, Tokens


async def gateway_alone(cards: dict[str, Any]) -> None:
    """The edge: a press is answered with a card, a message with a reply."""
    place = cards["place"]
    settings = TeamsSettings(
        app_id=common.APP_ID,
        tenant_id=place["tenant_id"],
        openid_metadata_url=place["metadata_url"],
        allowed_service_hosts=LOOPBACK_HOSTS,
    )
    identity = Identity(
        client_id=common.APP_ID,
        authority=place["authority"],
        credential=Secret(value="local-only-secret"),
        prefix="",  # no settings name it here
        ca_file=Path(place["ca_file"]),
    )
    tokens = Tokens(Entra(identity), settings.scope)

    async def handle(turn: Turn) -> Answer | None:
        if turn.kind is TurnKind.INVOKE:
            return InvokeAnswer(card=cards["press"])
        await turn.reply(common.welcome())
        return None

    gc.freeze()  # as service/run.py does
    gateway = Gateway(settings, handle, BotCredentials(tokens=tokens))
    await common.serve(bot_app(gateway))
    await gateway.close()
    await tokens.close()


async def whole_product(cards: dict[str, Any]) -> None:
    """The service as `prevention-first run --only bot` runs it, on a SQLite file with one case in it."""
    from bench.teams.product import running  # noqa: PLC0415  the other bot does without, and is quicker to start

    async with running(cards["place"]) as app:
        gc.freeze()  # as service/run.py does
        await common.serve(app)


def main() -> None:
    """The bot that the command line names serves until the bench has finished with it."""
    configure_logs(for_people=False)
    cards: dict[str, Any] = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    asyncio.run({"gateway": gateway_alone, "product": whole_product}[sys.argv[1]](cards))


if __name__ == "__main__":
    main()
