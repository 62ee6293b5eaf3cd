"""What a start costs: which packages are not loaded before somebody needs them."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from service.environment import settings_from_environment
from service.worker_settings import WorkerSettings
from store.unit_of_work import open_store
from tests.service.given import NEEDED

ROOT = Path(__file__).parents[2]
LATER = (
    "msgraph",
    "kiota_abstractions",
    "alembic",
    "python_calamine",
    "xlsxwriter",
    "holidays",
    "rapidfuzz",
    "local365",
)
BOT_ONLY = ("bot.gateway", "botbuilder", "botframework", "msrest", "azure", "cryptography", "jwt")
ONLY_TO_START = ("pydantic", "pydantic_core", "pydantic_settings", "typer", "msal", "requests")
BOTH = """
import asyncio, sys
from service import cli
from service.compose import composed
from service.run import Only, listening

async def start(only):
    told = cli.settings_from_environment()
    async with composed(told) as parts, listening(parts, host="127.0.0.1", port=0, only=only):
        print(*sorted(sys.modules))

asyncio.run(start(Only(sys.argv[1]) if sys.argv[1] else None))
"""
SYNC = """
import asyncio, pickle, sys
from service.sync_process import EntraProcess, Only, syncing
from service.run import listening

async def start(told):
    grants = EntraProcess(told.identity)
    async with syncing(told, grants) as parts, listening(parts, host="127.0.0.1", port=0, only=Only.SYNC):
        print(*sorted(sys.modules))

asyncio.run(start(pickle.load(sys.stdin.buffer)))
"""


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkerSettings:
    """The settings stand in the environment, the tables are there; and what the worker is told of them."""
    values = NEEDED | {"DATABASE_URL": f"sqlite:///{tmp_path / 'store.sqlite3'}"}
    for name, value in values.items():
        monkeypatch.setenv(f"PREVENTION_FIRST_{name}", value)
    told = settings_from_environment().worker()
    open_store(told.store).close()
    return told


def loaded(script: str, *arguments: str, told: bytes = b"") -> set[str]:
    """The modules of a process once it listens."""
    said = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, input=told, capture_output=True, check=False
    )
    assert said.returncode == 0, said.stderr.decode()
    return set(said.stdout.decode().split())


@pytest.mark.parametrize("only", ["", "bot"], ids=["both", "bot"])
def test_a_start_loads_only_what_its_edge_needs(only: str, given: WorkerSettings) -> None:
    """The service listens: each of these costs a start time and memory."""
    del given
    modules = loaded(BOTH, only)

    assert "service.syncing" in modules
    assert [name for name in LATER if name in modules] == []


def test_the_sync_worker_has_neither_the_bot_in_memory_nor_what_read_its_settings(given: WorkerSettings) -> None:
    modules = loaded(SYNC, told=pickle.dumps(given))

    assert "service.syncing" in modules
    assert [name for name in (*LATER, *BOT_ONLY, *ONLY_TO_START) if name in modules] == []
