"""Microsoft's Agents Playground against our bot: a Teams-like client none of us wrote.

https://www.npmjs.com/package/@microsoft/m365agentsplayground (0.2.28)
"""

import asyncio
import json
import os
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

PROGRAM = Path(__file__).parents[1] / "node_modules/@microsoft/m365agentsplayground/cli.js"
TENANT = "11111111-aaaa-4bbb-8ccc-000000000365"
BOT = {"id": "28:22222222-aaaa-4bbb-8ccc-0000000000b0", "name": "Prevention First"}
TEAM = "Prevention Hub"
CHANNELS = {"General": "19:prevention-hub@thread.tacv2", "Cases": "19:cases@thread.tacv2"}
PERSONAL_CHAT = "a:sample-birch"
# The first is the one who sits at the page; the Playground wants five more, no fewer and no more.
PEOPLE = ("Sample Birch", "Sample Oak", "Sample Rowan", "Sample Willow", "Sample Cedar", "Sample Dogwood")


class PlaygroundMissingError(Exception):
    """The Agents Playground is not installed: run `make install`."""

    def __init__(self, sentence: str = "") -> None:
        """Carry `sentence`, or the class's docstring when it is empty."""
        super().__init__(sentence or type(self).__doc__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Playground:
    """A running Playground."""

    url: str


def _person(name: str) -> dict[str, str]:
    first, last = name.split()
    email = f"{first}.{last}@force.example".lower()
    aad = str(uuid5(NAMESPACE_URL, f"mailto:{email}"))
    person = {"id": f"29:{aad}", "name": name, "userPrincipleName": email, "aadObjectId": aad}
    return person | {"givenName": first, "surname": last, "email": email}


def configuration() -> dict[str, object]:
    """The tenant the Playground plays, in the words of its own `.m365agentsplayground.yml` (0.1.1)."""
    team = {"id": CHANNELS["General"], "name": TEAM, "aadGroupId": str(uuid5(NAMESPACE_URL, TEAM))}
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": BOT,
        "currentUser": _person(PEOPLE[0]),
        "users": [_person(name) for name in PEOPLE[1:]],
        "personalChat": {"id": PERSONAL_CHAT},
        "groupChat": {"id": "19:a-group@thread.v2", "name": "Group"},
        "team": team | {"channels": [{"id": CHANNELS["Cases"], "name": "Cases"}]},
    }


def _output(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    if process.stdout is None:
        raise PlaygroundMissingError
    return process.stdout


async def _listening(process: asyncio.subprocess.Process) -> int:
    said: list[str] = []
    async for line in _output(process):
        said.append(line.decode())
        if said[-1].startswith("Listening on "):
            return int(said[-1].split()[-1])
    raise PlaygroundMissingError("".join(said) or "The Playground ended without a word.")


async def _drained(process: asyncio.subprocess.Process) -> None:
    async for _ in _output(process):
        continue


async def _start(bot_url: str, folder: Path) -> asyncio.subprocess.Process:
    if not PROGRAM.exists():
        raise PlaygroundMissingError
    settings = folder / "playground.yml"
    settings.write_text(json.dumps(configuration()), encoding="utf-8")  # JSON is YAML
    quiet = {
        "TEAMSAPPTESTER_BROWSER": "none",
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(settings),
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / "playground.log"),
    }
    # Port 0: it takes a free one and says which. --dt: it tells Microsoft nothing.
    return await asyncio.create_subprocess_exec(
        *("node", str(PROGRAM), "-e", bot_url, "-c", "msteams", "-p", "0", "--dt"),
        cwd=folder,
        env=os.environ | quiet,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it
    )


@asynccontextmanager
async def playground(bot_url: str) -> AsyncGenerator[Playground]:
    """A Playground talks to the bot at this address while the context lasts; afterwards its process is gone."""
    with tempfile.TemporaryDirectory(prefix="pf-playground-") as folder:
        process = await _start(bot_url, Path(folder))
        try:
            port = await _listening(process)
            drain = asyncio.create_task(_drained(process))
            yield Playground(url=f"http://localhost:{port}")
        finally:
            if process.returncode is None:
                process.kill()  # it has nothing to save
            await process.wait()
        await drain
