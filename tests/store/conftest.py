"""A store of the test's own, on SQLite and on PostgreSQL: every test of this folder runs on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, event, text

from store.database import Database
from store.deliveries import Deliveries
from store.engines import StoreSettings
from store.schema import upgrade
from store.tables import metadata
from store.unit_of_work import SqlStore
from tests.conftest import NewDatabase
from tests.postgres import PostgresServer


@pytest.fixture(scope="session")
def postgresql(postgres_server: PostgresServer) -> Iterator[NewDatabase]:
    """Gives a PostgreSQL database that has the tables: always the same one, emptied, for a copy takes longer."""
    settings = StoreSettings(url=postgres_server.new_database())
    upgrade(settings)
    engine = create_engine(settings.url, poolclass=NullPool)  # a test may have ended every connection
    tables = ", ".join(table.name for table in metadata.sorted_tables)

    def emptied(_folder: Path) -> StoreSettings:
        with engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        return settings

    yield emptied
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> StoreSettings:
    """A database that has the tables and nothing in them."""
    new_database: NewDatabase = request.getfixturevalue(request.param)
    return new_database(tmp_path)


@pytest.fixture
def store(settings: StoreSettings) -> Iterator[SqlStore]:
    """An empty store."""
    opened = SqlStore(Database(settings))
    yield opened
    opened.close()


@pytest.fixture
def deliveries(store: SqlStore) -> Deliveries:
    """The deliverers' side of the store's outbox."""
    return Deliveries(store)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """The SQL statements that this test has sent, in order."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)
