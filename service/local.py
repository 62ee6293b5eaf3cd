"""The whole product on this machine: a Microsoft 365 of our own beside it, no account, no network."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.settings import LOOPBACK_HOSTS
from local365 import seed, site_seed
from local365.forms_workbook import FILE_NAME
from service.settings import Settings

STATE = Path("var")
SETUP_CODE = "local-hub-365"  # of an invented tenant on this machine
READY_WITHIN_S = 30.0
LOOK_AGAIN_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPlace:
    """Where everything local is. One folder holds all state, and `make reset` removes it."""

    folder: Path
    port: int
    tls_port: int
    bot_port: int

    @property
    def url(self) -> str:
        """The page, and the local Microsoft 365."""
        return f"http://127.0.0.1:{self.port}"


def local_place(port: int) -> LocalPlace:
    """Where `make run` keeps everything, when its page is at this port."""
    return LocalPlace(folder=STATE.resolve(), port=port, tls_port=port + 1, bot_port=port + 2)


class LocalPortTakenError(Exception):
    """The local Microsoft 365 ended at once; most likely one of its ports is in use."""

    def __init__(self, place: LocalPlace) -> None:
        """Say which ports, and how to take others."""
        super().__init__(
            f"The local Microsoft 365 could not start. Is another copy running? It needs the ports {place.port} to "
            f"{place.port + 2}; PREVENTION_FIRST_LOCAL_PORT names another first one."
        )


def local_settings(place: LocalPlace) -> Settings:
    """The settings that point the product at the local Microsoft 365; the environment is not read."""
    return Settings.model_validate(
        {
            "tenant_id": seed.TENANT_ID,
            "app_id": seed.APP_ID,
            "client_secret": SecretStr(seed.APP_SECRET),
            "setup_code": SecretStr(SETUP_CODE),
            "site_url": f"https://{site_seed.HOSTNAME}{site_seed.PATH}",
            "teams_app_id": seed.MANIFEST_ID,
            "forms_workbook": f"{site_seed.FOLDER_NAME}/{FILE_NAME}",
            "database_url": f"sqlite:///{place.folder / 'prevention-first.sqlite3'}",
            "port": place.bot_port,
            "tracker_poll_s": 1.0,
            "forms_poll_s": 1.0,
            "authority": f"https://localhost:{place.tls_port}/{seed.TENANT_ID}",
            "openid_metadata_url": f"{place.url}/botframework/v1/.well-known/openidconfiguration",
            "graph_url": f"{place.url}/v1.0",
            "service_hosts": LOOPBACK_HOSTS,
            "ca_file": place.folder / "local365" / "ca.pem",
        }
    )


@asynccontextmanager
async def local_microsoft_365(place: LocalPlace) -> AsyncGenerator[None]:
    """The local Microsoft 365 answers, in a process of its own that ends with the block."""
    await asyncio.to_thread(place.folder.mkdir, parents=True, exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "local365", "--port", str(place.port), "--tls-port", str(place.tls_port)),
        *("--state", str(place.folder / "local365"), "--arrive", "2"),
        *("--bot", f"http://127.0.0.1:{place.bot_port}/api/messages"),
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it last
    )
    try:
        await _ready(place, process)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def the_hub_moves_in(place: LocalPlace) -> None:
    """The hub lead has said in the Cases channel that it is the hub's. Safe to call at each start."""
    async with aiohttp.ClientSession(place.url) as people:
        state = await _get(people, "/_local365/state")
        lead = next(person for person in state["people"] if person["title"] == seed.HUB_STAFF[0][1])
        channel = next(one for one in state["conversations"] if one["title"] == "Cases")
        if any(SETUP_CODE in message["text"] for message in channel["messages"]):
            return
        said = {
            "conversation": channel["id"],
            "text": f"hub here {SETUP_CODE}",
            "mentions_bot": True,
            "thread": None,
        }
        async with people.post(f"/_local365/people/{lead['aad_id']}/says", json=said) as answer:
            answer.raise_for_status()


async def _ready(place: LocalPlace, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession(place.url) as people, asyncio.timeout(READY_WITHIN_S):
        while True:
            if process.returncode is not None:
                raise LocalPortTakenError(place)
            try:
                await _get(people, "/_local365/state")
            except aiohttp.ClientError:
                await asyncio.sleep(LOOK_AGAIN_S)
            else:
                return


async def _get(people: aiohttp.ClientSession, path: str) -> Any:
    async with people.get(path) as answer:
        answer.raise_for_status()
        return await answer.json()
