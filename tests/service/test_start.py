"""What a start costs: which packages are not loaded before somebody needs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from store.engines import StoreSettings
from store.unit_of_work import open_store

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
STARTS = """
import asyncio, sys
from service import cli
from service.run import Only, listening

async def start(only):
    if only is Only.SYNC:
        from service.syncing import syncing as opened
    else:
        from service.compose import composed as opened
    async with opened(cli.settings_from_environment()) as parts, listening(parts, host="127.0.0.1", port=0, only=only):
        print(*sorted(sys.modules))

only = sys.argv[1]
asyncio.run(start(Only(only) if only else None))
"""


@pytest.mark.parametrize(
    ("only", "absent"), [("", LATER), ("bot", LATER), ("sync", (*LATER, *BOT_ONLY))], ids=["both", "bot", "sync"]
)
def test_a_start_loads_only_what_its_edge_needs(only: str, absent: Sequence[str], tmp_path: Path) -> None:
    """The service listens, on a database whose tables are there: each of these costs a start time and memory."""
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    open_store(StoreSettings(url=url)).close()
    given = {
        "TENANT_ID": "11111111-aaaa-4bbb-8ccc-000000000365",
        "APP_ID": "22222222-aaaa-4bbb-8ccc-0000000000b0",
        "CLIENT_SECRET": "words-of-no-tenant",
        "SETUP_CODE": "words-of-nobody",
        "SITE_URL": "https://force.example/sites/prevention",
        "DATABASE_URL": url,
    }
    environment = {**os.environ, **{f"PREVENTION_FIRST_{name}": value for name, value in given.items()}}

    said = subprocess.run(
        [sys.executable, "-c", STARTS, only], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert said.returncode == 0, said.stderr
    loaded = set(said.stdout.split())
    assert "service.syncing" in loaded
    assert [name for name in absent if name in loaded] == []
