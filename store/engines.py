"""Connections to SQLite and PostgreSQL, set so that both keep the same promises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """Where the state is: `sqlite:///var/store.db` or `postgresql://user:password@host/name`.

    `patience_s`: how long a transaction waits for a lock, or for a database that is restarting, in seconds.
    """

    url: str
    patience_s: float = 30.0


class UnknownDatabase(Exception):  # noqa: N818  named for what was met
    """The store is a SQLite file (sqlite:///folder/file.db) or PostgreSQL (postgresql://user@host/name)."""

    def __init__(self) -> None:
        """Say what may be named; never the address itself, which can hold a password."""
        super().__init__((type(self).__doc__ or "").strip())


class NoFolder(Exception):  # noqa: N818  named for what was met
    """The folder of the database is not there and cannot be made, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """One for transactions that write, one for those that only read: neither waits for the other's connections."""

    writers: Engine
    readers: Engine


def engines(settings: StoreSettings) -> Engines:
    """Both engines; nothing is opened yet. Raises UnknownDatabase."""
    url = address_of(settings)
    if url.get_backend_name() == "sqlite":
        return Engines(
            # One connection: threads queue for it instead of polling the file's lock
            writers=_sqlite(url, settings, ["foreign_keys = ON"], pool_size=1, max_overflow=0),
            readers=_sqlite(url, settings, ["query_only = ON"], pool_size=_CONNECTIONS, max_overflow=_CONNECTIONS),
        )
    return Engines(
        writers=_postgresql(url, settings, {}),
        readers=_postgresql(
            url,
            settings,
            {"default_transaction_read_only": "on", "default_transaction_isolation": r"repeatable\ read"},
        ),
    )


def address_of(settings: StoreSettings) -> URL:
    """The address, which is a SQLite file or PostgreSQL. Raises UnknownDatabase."""
    try:
        url = make_url(settings.url)
    except ArgumentError:
        raise UnknownDatabase from None  # the original quotes what may hold a password
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return url
        case "postgresql" | "postgres":
            return url
        case _:
            raise UnknownDatabase


def is_there(settings: StoreSettings) -> bool:
    """False when it is a SQLite file that nobody has made: connecting would make one. Raises UnknownDatabase."""
    url = address_of(settings)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def upgrading_engine(settings: StoreSettings) -> Engine:
    """An engine for changing the tables: on SQLite without foreign keys, because altering a table there rebuilds it.

    The folder of a SQLite file is there. Raises NoFolder when it cannot be made.
    """
    url = make_url(settings.url)
    if url.get_backend_name() != "sqlite":
        return engines(settings).writers
    try:
        Path(url.database or "").absolute().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoFolder(f"A file or folder cannot be used: {error.filename}: {error.strerror}.") from error
    return _sqlite(url, settings, ["journal_mode = WAL"], pool_size=1, max_overflow=0)


def _sqlite(url: URL, settings: StoreSettings, pragmas: list[str], **pool: int) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # an error ends in a log, and the values of a statement are what people typed
        pool_timeout=settings.patience_s,
        connect_args={"timeout": settings.patience_s},
        **pool,
    )

    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing of its own: we say BEGIN IMMEDIATE
        for pragma in [*pragmas, "synchronous = FULL"]:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", set_up)
    return engine


def _postgresql(url: URL, settings: StoreSettings, options: dict[str, str]) -> Engine:
    options = {
        "timezone": "UTC",
        "lock_timeout": f"{round(settings.patience_s * 1000)}",  # milliseconds
        "idle_in_transaction_session_timeout": "60s",  # a replica that is stopped lets go of its locks
        **options,
    }
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,  # the same
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_timeout=settings.patience_s,
        connect_args={
            "connect_timeout": max(2, round(settings.patience_s)),  # libpq takes no less than 2 s
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        },
    )


_CONNECTIONS = 8  # of each kind, kept open; twice as many at a peak
