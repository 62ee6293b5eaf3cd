"""Connections: set as the promises need them, given back, and replaced when the database was away."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, ExceptionContext, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from store.database import Database
from store.engines import StoreSettings, UnknownDatabase
from store.unit_of_work import SqlStore, open_store
from tests.hub.builders import a_case
from tests.store.conftest import NewDatabase

EVERYBODY_ELSE = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def asked(database: Database, *questions: str, writing: bool = True) -> list[Any]:
    with database.writing() if writing else database.reading() as connection:
        return [connection.execute(text(question)).scalar_one() for question in questions]


@pytest.mark.parametrize("url", ["mysql://somebody:hush@host/name", "sqlite://", "sqlite:///:memory:"])
def test_a_database_that_cannot_keep_the_promises_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(UnknownDatabase, match=r"SQLite file .* or PostgreSQL") as refused:
        open_store(StoreSettings(url=url))

    assert "hush" not in str(refused.value)


def test_sqlite_writes_to_the_disk_keeps_references_and_lets_readers_read(sqlite: NewDatabase, tmp_path: Path) -> None:
    database = Database(sqlite(tmp_path))
    pragmas = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"]
    found = asked(database, *(f"PRAGMA {pragma}" for pragma in pragmas))
    database.close()

    assert found == ["wal", 2, 1, 30_000]  # 2: FULL


def test_the_folder_of_a_sqlite_file_is_made_with_it(tmp_path: Path) -> None:
    open_store(StoreSettings(url=f"sqlite:///{tmp_path / 'var' / 'state' / 'store.sqlite3'}")).close()

    assert (tmp_path / "var" / "state" / "store.sqlite3").exists()


def test_a_closed_sqlite_store_is_one_file(sqlite: NewDatabase, tmp_path: Path) -> None:
    store = SqlStore(Database(sqlite(tmp_path)))
    with store.begin() as uow:
        uow.cursors.set("forms", "read")
    store.close()
    store.close()

    assert [path.name for path in tmp_path.iterdir()] == ["store.sqlite3"]


def test_postgresql_waits_no_longer_for_a_lock_than_the_settings_say(postgresql: NewDatabase, tmp_path: Path) -> None:
    database = Database(postgresql(tmp_path))
    found = asked(database, "SHOW lock_timeout", "SHOW idle_in_transaction_session_timeout", "SHOW timezone")
    database.close()

    assert found == ["30s", "1min", "UTC"]


def test_a_postgresql_address_may_leave_out_the_driver(postgresql: NewDatabase, tmp_path: Path) -> None:
    url = make_url(postgresql(tmp_path).url)
    plain = [url.set(drivername=name).render_as_string(hide_password=False) for name in ("postgresql", "postgres")]
    databases = [Database(StoreSettings(url=address)) for address in plain]
    found = [asked(database, "SELECT 1") for database in databases]
    for database in databases:
        database.close()

    assert found == [[1], [1]]


def on_the_server(url: str, statement: str) -> None:
    """The statement, about the database of that address, was carried out from outside it."""
    address = make_url(url)
    outside = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with outside.connect() as connection:
        connection.execute(text(statement.format(address.database)))


def test_a_closed_postgresql_store_leaves_no_connection_that_would_keep_the_database_from_being_dropped(
    postgres_url: str,
) -> None:
    store = open_store(StoreSettings(url=postgres_url))
    with store.begin(), store.read():
        pass
    store.close()
    store.close()
    on_the_server(postgres_url, "DROP DATABASE {}")

    with pytest.raises(DBAPIError, match="does not exist"):
        on_the_server(postgres_url, "ALTER DATABASE {} ALLOW_CONNECTIONS true")


def cut_off(settings: StoreSettings) -> None:
    """Every connection to the PostgreSQL database has been ended by the server, as in a restart."""
    with create_engine(settings.url, poolclass=NullPool).begin() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 10000) {EVERYBODY_ELSE}"))


@pytest.mark.parametrize("writing", [True, False])
def test_connections_that_postgresql_ended_are_replaced_without_anybody_noticing(
    postgresql: NewDatabase, tmp_path: Path, *, writing: bool
) -> None:
    settings = postgresql(tmp_path)
    database = Database(settings)
    before = asked(database, "SELECT 1", writing=writing)
    cut_off(settings)
    after = asked(database, "SELECT 2", writing=writing)
    database.close()

    assert (before, after) == ([1], [2])


def test_a_transaction_that_had_done_something_when_postgresql_ended_it_is_not_repeated(
    postgresql: NewDatabase, tmp_path: Path
) -> None:
    settings = postgresql(tmp_path)
    store = SqlStore(Database(settings))
    times = list[int]()

    def use_case() -> None:
        with store.begin() as uow:
            times.append(1)
            uow.cursors.set("forms", "read")
            cut_off(settings)
            uow.cursors.set("list", "read")

    with pytest.raises(OperationalError):
        use_case()
    with store.read() as uow:
        kept = uow.cursors.get("forms")
    store.close()

    assert (times, kept) == ([1], "")


def test_a_transaction_waits_for_a_postgresql_that_is_restarting(postgres_url: str) -> None:
    open_store(StoreSettings(url=postgres_url)).close()
    store = SqlStore(Database(StoreSettings(url=postgres_url)))
    turned_away = list[str]()

    def back_again(context: ExceptionContext) -> None:
        if "not currently accepting connections" in str(context.original_exception):
            turned_away.append("once")
            on_the_server(postgres_url, "ALTER DATABASE {} ALLOW_CONNECTIONS true")

    event.listen(Engine, "handle_error", back_again)
    on_the_server(postgres_url, "ALTER DATABASE {} ALLOW_CONNECTIONS false")
    with store.begin() as uow:
        uow.cursors.set("forms", "read")
    event.remove(Engine, "handle_error", back_again)
    store.close()

    assert turned_away == ["once"]


def test_a_transaction_does_not_wait_for_ever_for_a_postgresql_that_is_gone(tmp_path: Path) -> None:
    database = Database(StoreSettings(url=f"postgresql://nobody@/gone?host={tmp_path}", patience_s=0.2))

    with pytest.raises(OperationalError):
        asked(database, "SELECT 1")


def test_a_transaction_does_not_wait_for_ever_for_a_sqlite_file_that_somebody_else_locked(
    sqlite: NewDatabase, tmp_path: Path
) -> None:
    settings = replace(sqlite(tmp_path), patience_s=0.2)
    database = Database(settings)
    with closing(sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None)) as somebody_else:
        somebody_else.execute("BEGIN IMMEDIATE")

        with pytest.raises(OperationalError, match="locked"):
            asked(database, "SELECT 1")
        reading = asked(database, "SELECT 1", writing=False)
    database.close()

    assert reading == [1]


def test_a_transaction_does_not_wait_for_ever_for_a_case_that_somebody_else_locked(
    postgresql: NewDatabase, tmp_path: Path
) -> None:
    store = SqlStore(Database(replace(postgresql(tmp_path), patience_s=0.2)))
    with store.begin() as uow:
        uow.cases.add(a_case())

    with store.begin() as somebody_else:
        somebody_else.cases.get("PF-2026-0001")
        with pytest.raises(OperationalError, match="lock timeout"), store.begin() as uow:
            uow.cases.get("PF-2026-0001")
    store.close()
