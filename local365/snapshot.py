"""The tenant on disk: written a second after it changed and when the server stops, read when it starts."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import orjson

from local365.conversations import Conversation, Conversations
from local365.people import Directory, Person
from local365.seed import APP_ID
from local365.signing_keys import KeyRing
from local365.sites import Sites
from local365.tenant import Installations, Tenant
from local365.wire import Json

FILE = "tenant.json"
# Seconds between looks whether there is something to write.
EVERY_S = 1.0


def restored_tenant(folder: Path | None, *, arriving: bool) -> Tenant:
    """The tenant kept in the folder, or a fresh one. `arriving`: as `Tenant.seeded` takes it."""
    if folder is None or not (folder / FILE).exists():
        return Tenant.seeded(arriving=arriving)
    tenant = _read(orjson.loads((folder / FILE).read_bytes()))
    tenant.arriving = arriving
    return tenant


def _read(data: Json) -> Tenant:
    keys = KeyRing.from_json(data["entra_keys"]), KeyRing.from_json(data["connector_keys"])
    tenant = Tenant(sites=Sites.from_json(data["sites"]), entra_keys=keys[0], connector_keys=keys[1])
    tenant.people = Directory([Person.from_json(one) for one in data["people"]], app_id=APP_ID)
    tenant.conversations = Conversations(Conversation.from_store(one) for one in data["conversations"])
    personal, blocked = set[str](data["installed_for"]), set[str](data["blocked_by"])
    tenant.installations = Installations(personal=personal, blocked=blocked, team=data["installed_in_team"])
    tenant.installations.in_catalogue = data.get("in_catalogue", True)
    tenant.app.restore(data["app"])
    tenant.tokens.generation = data["token_generation"]
    tenant.last_id = data["last_id"]
    return tenant


def _written(tenant: Tenant) -> bytes:
    with tenant.lock:
        data: Json = {
            "people": tenant.people.to_json(),
            "conversations": [one.to_store() for one in tenant.conversations],
            "sites": tenant.sites.to_json(),
            "installed_for": sorted(tenant.installations.personal),
            "blocked_by": sorted(tenant.installations.blocked),
            "installed_in_team": tenant.installations.team,
            "in_catalogue": tenant.installations.in_catalogue,
            "app": tenant.app.to_json(),
            "entra_keys": tenant.tokens.keys.to_json(),
            "connector_keys": tenant.connector_keys.to_json(),
            "token_generation": tenant.tokens.generation,
            "last_id": tenant.last_id,
        }
        return orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS)


def save(tenant: Tenant, folder: Path) -> None:
    """The tenant is in the folder, whole: a crash leaves the former one. The file holds private keys: owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{FILE}.new"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(_written(tenant))
    draft.replace(folder / FILE)


@asynccontextmanager
async def kept_on_disk(tenant: Tenant, folder: Path | None) -> AsyncGenerator[None]:
    """While the block runs, and once more at its end, the folder holds the tenant. None: nothing is kept."""
    if folder is None:
        yield
        return
    ending = asyncio.Event()
    keeping = asyncio.create_task(_keep(tenant, folder, ending))
    try:
        yield
    finally:
        ending.set()
        await keeping
        await asyncio.to_thread(save, tenant, folder)


async def _keep(tenant: Tenant, folder: Path, ending: asyncio.Event) -> None:
    seen = -1
    while not ending.is_set():
        if seen != tenant.events.published:
            seen = tenant.events.published
            await asyncio.to_thread(save, tenant, folder)
        with suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), EVERY_S)
