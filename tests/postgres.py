"""A PostgreSQL of our own for tests: own data folder, own socket, gone afterwards."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

ROLE = "prevention"
# The data is thrown away with the folder, so nothing is worth waiting for the disk.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresMissingError(Exception):
    """PostgreSQL is not installed: run `make tools` as root, or install your system's `postgresql` package."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """A running server. It listens on a socket in its own folder only, so no port can be taken."""

    folder: Path
    names: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """The address of a database as SQLAlchemy takes it."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={quote(str(self.folder), safe='')}"

    def new_database(self, template: str = "template1") -> str:
        """A new database exists, a copy of the template; returns its SQLAlchemy address."""
        name = f"test_{next(self.names)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        with psycopg.connect(host=str(self.folder), user=ROLE, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)
        return self.url(name)


def postgres_programs() -> Path:
    """The folder that holds `initdb` and `pg_ctl`: on the PATH, else the newest one Debian keeps."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    kept = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(kept, key=lambda program: float(program.parts[-3]), default=None)
    if newest is None:
        raise PostgresMissingError
    return newest.parent


def _owner() -> str | None:
    # PostgreSQL refuses to run as root; its package brings a system user for it.
    return "postgres" if os.geteuid() == 0 else None


def _new_cluster(folder: Path) -> None:
    program, data = str(postgres_programs() / "initdb"), str(folder / "data")
    command = [program, "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--no-sync"]
    ended = subprocess.run(command, cwd=folder, user=_owner(), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def _ready(server: subprocess.Popen[str]) -> None:
    said: list[str] = []
    for line in server.stderr or ():
        said.append(line)
        if "ready to accept connections" in line:
            return
    raise AssertionError("".join(said) or "PostgreSQL ended without a word")


@contextmanager
def _running(folder: Path) -> Generator[None]:
    settings = [
        part for setting in ("listen_addresses=", "log_min_messages=log", *FORGETFUL) for part in ("-c", setting)
    ]
    command = [str(postgres_programs() / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *settings]
    # Our own child, and not pg_ctl's orphan: it is waited for, so no zombie is left where nothing reaps them.
    with subprocess.Popen(command, cwd=folder, user=_owner(), stderr=subprocess.PIPE, text=True) as server:
        _ready(server)
        # What it says later goes nowhere: a full pipe would stop it.
        reader = threading.Thread(target=lambda: deque(server.stderr or (), maxlen=0))
        reader.start()
        try:
            yield
        finally:
            server.send_signal(signal.SIGQUIT)
            reader.join()


@contextmanager
def running_postgres() -> Generator[PostgresServer]:
    """A server runs while the context lasts; afterwards neither process nor folder is left."""
    folder = Path(tempfile.mkdtemp(prefix="pf-postgres-"))
    try:
        shutil.chown(folder, _owner() or os.geteuid())
        _new_cluster(folder)
        with _running(folder):
            yield PostgresServer(folder=folder)
    finally:
        shutil.rmtree(folder)
