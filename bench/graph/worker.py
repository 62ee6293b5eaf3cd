"""The worker's memory before its first case: the real `prevention-first run --only sync`, before a local Microsoft 365.

Beside it: interpreters that have imported no more than what it is built on.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench.processes import ROOT
from local365 import seed, site_seed

PREFIX = "PREVENTION_FIRST_"
READY_WITHIN_S = 60.0
SETTLED_S = 5.0  # seconds after it says that it syncs: the list, its columns and the tokens have been asked for
FLOORS = {
    "an interpreter with asyncio": "asyncio",
    "aiohttp and orjson": "asyncio, aiohttp.web, orjson",
    "aiohttp, orjson and SQLAlchemy": "asyncio, aiohttp.web, orjson, sqlalchemy, sqlalchemy.dialects.sqlite",
}
IMPORTS = "import {names}, sys; print(flush=True); sys.stdin.read()"


async def memories(folder: Path) -> list[dict[str, Any]]:
    """Each process with its memory in MB, smallest first: `rss`, `pss` (shared pages by share) and `uss` (its own)."""
    found = [{"who": who, **await _floor(names)} for who, names in FLOORS.items()]
    async with _microsoft_365(folder / "m365") as place:
        for who, more in (
            ("our worker at its first start, which makes the tables", ()),
            ("our worker", ()),
            ("our worker, subscribed by the SDK in another process", ("PUBLIC_URL",)),
        ):
            found.append({"who": who, **await _worker(folder, place, more)})
    return found


async def _floor(names: str) -> dict[str, float]:
    command = (sys.executable, "-c", IMPORTS.format(names=names))
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None  # noqa: S101  both are pipes
    assert process.stdout is not None  # noqa: S101  the same
    await process.stdout.readline()
    memory = memory_of(process.pid)
    process.stdin.close()
    await process.wait()
    return memory


async def _worker(folder: Path, place: dict[str, str], more: tuple[str, ...]) -> dict[str, float]:
    port = _free_port()
    given = {**place, "DATABASE_URL": f"sqlite:///{folder / 'worker.sqlite3'}", "PORT": str(port)}
    given |= dict.fromkeys(more, f"http://127.0.0.1:{port}")
    environment = {**os.environ, **{f"{PREFIX}{name}": value for name, value in given.items()}}
    command = str(Path(sys.executable).parent / "prevention-first")
    for arguments in (("provision", "--yes"), ("run", "--only", "sync")):
        process = await asyncio.create_subprocess_exec(
            command, *arguments, env=environment, stdout=DEVNULL, stderr=PIPE, cwd=ROOT
        )
        if arguments[0] == "provision" and await process.wait():
            raise RuntimeError("the lists could not be made")
    try:
        await _until_it_says(process, '"subscribed"' if more else '"syncing"')
        await asyncio.sleep(SETTLED_S)
        return memory_of(process.pid)
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def _microsoft_365(folder: Path) -> AsyncGenerator[dict[str, str]]:
    """A local Microsoft 365, as settings without their prefix."""
    ports = [_free_port(), _free_port()]
    command = ("-m", "local365", "--port", str(ports[0]), "--tls-port", str(ports[1]), "--state", str(folder))
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=PIPE, cwd=ROOT)
    assert process.stdout is not None  # noqa: S101  a pipe
    try:
        await asyncio.wait_for(process.stdout.readline(), READY_WITHIN_S)
        yield {
            "TENANT_ID": seed.TENANT_ID,
            "APP_ID": seed.APP_ID,
            "CLIENT_SECRET": seed.APP_SECRET,
            "SETUP_CODE": "words-only-oak-knows",
            "SITE_URL": f"https://{site_seed.HOSTNAME}{site_seed.PATH}",
            "GRAPH_URL": f"http://127.0.0.1:{ports[0]}/v1.0",
            "AUTHORITY": f"https://localhost:{ports[1]}/{seed.TENANT_ID}",
            "CA_FILE": str(folder / "ca.pem"),
        }
    finally:
        process.terminate()
        await process.wait()


async def _until_it_says(process: Process, word: str) -> None:
    assert process.stderr is not None  # noqa: S101  a pipe
    async with asyncio.timeout(READY_WITHIN_S):
        while line := await process.stderr.readline():
            if word.encode() in line:
                return
    raise RuntimeError(f"it ended without saying {word}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def memory_of(pid: int) -> dict[str, float]:
    """What the process holds, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    kb = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    own = kb["Private_Clean"] + kb["Private_Dirty"]
    return {"rss": kb["Rss"] / 1024, "pss": kb["Pss"] / 1024, "uss": own / 1024}
