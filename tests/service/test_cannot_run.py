"""What the service needs and does not find at its start is one sentence for whoever started it, and exit code 1."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from service.credential_settings import PREFIX
from store.engines import StoreSettings
from store.unit_of_work import open_store
from tests.service.given import NEEDED

ROOT = Path(__file__).parents[2]


def ended(*arguments: str, **settings: str) -> tuple[int, str]:
    """The exit code, and all that was said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {PREFIX + name: value for name, value in (NEEDED | {"PORT": "0"} | settings).items()}
    process = subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        cwd=ROOT,
        env=environment | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return process.returncode, process.stdout


@pytest.mark.parametrize("command", [("run",), ("run", "--only", "sync"), ("parked",)], ids=" ".join)
def test_a_file_that_is_no_database(command: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    file.write_text("a letter", encoding="ascii")
    sentence = "The database cannot be used: file is not a database\n"

    assert ended(*command, DATABASE_URL=f"sqlite:///{file}") == (1, sentence)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, words = ended("run", DATABASE_URL=f"sqlite:///{tmp_path / 'file' / 'store.sqlite3'}")

    assert (code, words) == (1, f"A file or folder cannot be used: {tmp_path / 'file'}: File exists.\n")


def test_a_database_that_a_newer_program_has_used(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    open_store(StoreSettings(url=f"sqlite:///{file}")).close()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    code, words = ended("run", DATABASE_URL=f"sqlite:///{file}")

    assert (code, words.count("\n")) == (1, 1), words
    assert words.startswith("The database is of version 9999 and this program of version ")


@pytest.mark.parametrize("command", [("run",), ("run", "--only", "sync")], ids=" ".join)
def test_a_port_that_is_taken(command: tuple[str, ...], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, words = ended(*command, DATABASE_URL=f"sqlite:///{tmp_path / 'store.sqlite3'}", PORT=str(port))

    assert (code, words) == (1, f"Nothing can listen at 127.0.0.1, port {port}: Address already in use.\n")
