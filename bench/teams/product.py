"""The whole service, with a hub, a hub member and one case in its store."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bench.teams.activities import APP_ID, OAK, TENANT
from bot.app import bot_app
from bot.drawing import hub_card_in
from bot.settings import LOOPBACK_HOSTS
from cards.elements import Element
from hub.people import AadId, Person
from hub.places import Conversation, HubChannel
from hub.submissions import Question, submission_from_card
from hub.usecases import roster
from hub.usecases.submissions import Arrival, submit
from hub.viewers import AccountId
from service.compose import composed
from service.run import Only, run_workers
from service.settings import Settings
from store.engines import StoreSettings
from store.unit_of_work import SqlStore, open_store

BY = Person(aad_id=AadId(OAK), name="Sample Oak")
ANSWERS = {
    Question.KIND: "Operational problem",
    Question.TITLE: "Shed burglaries on the allotments at Mill Lane",
    Question.DETAILS: "Eleven since August, mostly Sunday nights. Same three gates.",
    Question.TRIED: "Patrols for two weekends. It came back.",
    Question.GOOD: "A plan that lasts without patrols.",
}


def database_in(folder: Path) -> str:
    """The store's address."""
    return f"sqlite:///{folder / 'store.sqlite3'}"


def seeded(folder: Path, service_url: str) -> tuple[str, Element]:
    """The store in that folder has a hub and one case; returns its number and its hub card. Safe to call twice."""
    store = open_store(StoreSettings(url=database_in(folder)))
    try:
        place = Conversation(service_url=service_url, conversation_id="19:hub@thread", tenant_id=TENANT)
        number = _seeded(store, place)
        with store.read() as uow:
            return number, hub_card_in(uow, uow.cases.get(number), at=datetime.now(UTC))
    finally:
        store.close()


def _seeded(store: SqlStore, place: Conversation) -> str:
    at = datetime.now(UTC)
    roster.hub_is_here(store, HubChannel(conversation=place, team_id="19:team@thread"), by=BY, has_code=True, at=at)
    roster.roster_is(store, [BY], {AadId(OAK): AccountId(f"29:{OAK}")}, at=at)
    submission = submission_from_card({question.value: words for question, words in ANSWERS.items()})
    return submit(store, submission, Arrival(key="bench", at=at, submitter=BY)).number


@asynccontextmanager
async def running(place: dict[str, str]) -> AsyncGenerator[web.Application]:
    """The service runs, its deliverer too, as far as the bench has a Microsoft 365 for it."""
    settings = Settings.model_validate(
        {
            "tenant_id": TENANT,
            "app_id": APP_ID,
            "client_secret": "local-only-secret",
            "setup_code": "words-only-oak-knows",
            "site_url": "https://force.example/sites/prevention",
            "database_url": database_in(Path(place["folder"])),
            "authority": place["tenant_authority"],
            "openid_metadata_url": place["metadata_url"],
            "service_hosts": LOOPBACK_HOSTS,
            "ca_file": place["ca_file"],
        }
    )
    async with composed(settings) as service:
        stop = asyncio.Event()
        working = asyncio.create_task(run_workers(service, stop, only=Only.BOT))
        yield bot_app(service.gateway)
        stop.set()
        with contextlib.suppress(asyncio.CancelledError):
            await working
