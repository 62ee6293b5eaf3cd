"""The whole product against the local Microsoft 365, over real HTTP, with a clock the test turns."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from bot.settings import LOOPBACK_HOSTS
from local365 import seed, site_seed
from local365.botframework_keys import token_for_bot
from local365.forms_workbook import FILE_NAME
from local365.people_at_work import Office, PersonAtWork, people_at_work
from local365.seen import Row, SeenMessage
from local365.server import Local365
from service.clocks import Time
from service.compose import Service, composed
from service.run import listening
from service.settings import Settings
from sync.provision import provision
from sync.worker import Worker

SETUP_CODE = "words-only-oak-knows"
CASES = "Cases"
ENOUGH_TURNS = 60


@dataclass(kw_only=True)
class Clock:
    """An instant that moves only when it is told to: a Monday in November."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 9, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        """The same instant in seconds."""
        return self.now.timestamp()

    async def sleep(self, seconds: float) -> None:
        """The instant is later by so much, at once."""
        self.forward(seconds=seconds)

    def forward(self, **by: float) -> None:
        """The instant is later by so much."""
        self.now += timedelta(**by)


@dataclass(frozen=True, kw_only=True)
class Force:
    """The people, the product, and the clock."""

    office: Office
    service: Service
    worker: Worker
    m365: Local365
    clock: Clock
    url: str  # where the product listens

    @property
    def birch(self) -> PersonAtWork:
        """A response officer, who has met the bot."""
        return self.office.person("Sample Birch")

    @property
    def oak(self) -> PersonAtWork:
        """The hub lead."""
        return self.office.person("Sample Oak")

    @property
    def rowan(self) -> PersonAtWork:
        """Hub staff."""
        return self.office.person("Sample Rowan")

    @property
    def maple(self) -> PersonAtWork:
        """The SharePoint administrator, who is not in the hub."""
        return self.office.person("Sample Maple")

    async def settle(self) -> None:
        """Both workers have turned until nothing is due; the clock is some seconds later."""
        await self.service.edge.finish()
        for _ in range(ENOUGH_TURNS):
            self.clock.forward(seconds=5)
            await self.service.credentials.look()
            if not await self.worker.turn() + await self.service.teams.deliver_due():
                return
        raise AssertionError("the workers did not come to rest")

    async def health(self) -> dict[str, Any]:
        """What GET /health says to anybody."""
        async with aiohttp.ClientSession() as probe, probe.get(f"{self.url}/health") as answer:
            assert answer.status == 200
            return await answer.json()

    async def hears(self, **activity: Any) -> int:
        """The bot got this message activity, signed as Teams signs; returns its HTTP status."""
        return (await self._sends("message", activity))[0]

    async def invokes(self, person: PersonAtWork, value: dict[str, Any]) -> dict[str, Any]:
        """The bot's answer to this `adaptiveCard/action` from the person's own chat, whatever a client would send."""
        chat = (await person.sees())[-1]
        sender = {"id": self.m365.tenant.people.teams_id(person.person), "aadObjectId": person.person.aad_id}
        place = {"id": chat.conversation, "conversationType": "personal", "tenantId": seed.TENANT_ID}
        activity = {"name": "adaptiveCard/action", "id": uuid4().hex, "from": sender, "conversation": place}
        return (await self._sends("invoke", {**activity, "value": value}))[1]

    async def _sends(self, kind: str, activity: dict[str, Any]) -> tuple[int, Any]:
        whole = {
            "type": kind,
            "channelId": "msteams",
            "serviceUrl": self.m365.service_url,
            "recipient": {"id": f"28:{seed.APP_ID}"},
            "channelData": {"tenant": {"id": seed.TENANT_ID}},
            **activity,
        }
        signed = {"Authorization": f"Bearer {token_for_bot(self.m365.tenant)}"}
        async with aiohttp.ClientSession() as teams:
            answer = await teams.post(self.m365.bot_url or "", json=whole, headers=signed)
            return answer.status, await answer.json() if kind == "invoke" else None

    async def row(self, number: str = "PF-2026-0001") -> Row:
        """The case's row in the Cases list."""
        rows = [row for row in await self.office.rows(CASES) if row.fields.get("CaseNumber") == number]
        assert len(rows) == 1, f"{len(rows)} rows for {number}"
        return rows[0]

    async def hub_cards(self) -> list[SeenMessage]:
        """The cards that start a thread in the hub's channel, as Oak sees them on looking at each, oldest first."""
        self.m365.tenant.refreshed.clear()  # a client asks again only after a minute
        for card in await self.hub_cards_at_a_glance():
            await self.oak.looks_at(card)
        return await self.hub_cards_at_a_glance()

    async def hub_cards_at_a_glance(self) -> list[SeenMessage]:
        """The same before Oak's client has asked for what Oak alone may see: what everybody in the channel sees."""
        return [one for one in await self.oak.sees(CASES) if one.card and one.thread is None and "PF-" in one.reads]

    async def sends_in(self, person: PersonAtWork, **answers: str) -> None:
        """The person has filled in the submission card and sent it; the rest has settled."""
        await person.says("new")
        await person.presses("Send it in", {**ANSWERS, **answers})
        await self.settle()


ANSWERS = {
    "kind": "Operational problem",
    "title": "Shed burglaries on the allotments at Mill Lane",
    "details": "Eleven since August, mostly Sunday nights. Same three gates.",
    "tried": "Patrols for two weekends. It came back.",
    "good": "A plan that lasts without patrols.",
}


def settings_for(m365: Local365, folder: Path, **changes: Any) -> Settings:
    """The settings that point the product at this local Microsoft 365; a test names what it changes."""
    return Settings.model_validate(
        {
            "tenant_id": seed.TENANT_ID,
            "app_id": seed.APP_ID,
            "client_secret": seed.APP_SECRET,
            "setup_code": SETUP_CODE,
            "site_url": f"https://{site_seed.HOSTNAME}{site_seed.PATH}",
            "teams_app_id": seed.MANIFEST_ID,
            "forms_workbook": f"{site_seed.FOLDER_NAME}/{FILE_NAME}",
            "database_url": f"sqlite:///{folder / 'store.sqlite3'}",
            "port": 0,
            "tracker_poll_s": 1,
            "forms_poll_s": 1,
            "authority": m365.authority,
            "openid_metadata_url": m365.openid_url,
            "graph_url": m365.graph_url,
            "service_hosts": LOOPBACK_HOSTS,
            "ca_file": m365.ca_file,
            **changes,
        }
    )


@asynccontextmanager
async def joined_up(
    m365: Local365, folder: Path, clock: Clock | None = None, *, authenticate: bool = True, **changes: Any
) -> AsyncGenerator[Force]:
    """The product is running against this Microsoft 365, the Cases list is provisioned, the state is in `folder`."""
    clock = clock or Clock()
    settings = settings_for(m365, folder, **changes)
    time = Time(now=clock, seconds=clock.seconds, sleep=clock.sleep)
    async with (
        composed(settings, authenticate=authenticate, time=time) as service,
        listening(service, host="127.0.0.1", port=0) as url,
        people_at_work(m365) as office,
    ):
        await provision(service.graph)
        m365.bot_url = f"{url}/api/messages"
        yield Force(office=office, service=service, worker=await service.worker(), m365=m365, clock=clock, url=url)


@asynccontextmanager
async def force(m365: Local365, folder: Path, **changes: Any) -> AsyncGenerator[Force]:
    """The same, the hub has moved in, and Birch has met the bot."""
    async with joined_up(m365, folder, **changes) as here:
        await here.oak.says(f"hub here {SETUP_CODE}", channel=CASES, mention=True)
        await here.birch.opens_chat()
        yield here
