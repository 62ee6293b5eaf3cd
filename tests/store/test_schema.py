"""The migrations give exactly the tables of `store/tables.py`, once, whole, and without harm to what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from hub.effects import Destination, WriteCaseLog
from store.database import Database
from store.deliveries import Deliveries
from store.engines import StoreSettings
from store.schema import MIGRATIONS, NotThisVersion, upgrade
from store.tables import metadata
from store.unit_of_work import SqlStore, open_store
from tests.hub.builders import LATER, a_case
from tests.postgres import PostgresServer

SQLITE_SAYS = (
    "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite_autoindex_a%'"
)
POSTGRESQL_SAYS = """
    SELECT table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default, ordinal_position)
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def new_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    """Gives an engine on an empty database, another for each name."""
    made: list[Engine] = []

    def new(name: str) -> Engine:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / name}.sqlite3"
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = server.new_database()
        made.append(create_engine(url))
        return made[-1]

    yield new
    for engine in made:
        engine.dispose()


def settings_of(engine: Engine) -> StoreSettings:
    return StoreSettings(url=engine.url.render_as_string(hide_password=False))


def described(connection: Connection) -> dict[str, str]:
    """Every table, column, index and constraint in the database's own words."""
    words = SQLITE_SAYS if connection.dialect.name == "sqlite" else POSTGRESQL_SAYS
    rows: list[Any] = [row for row in connection.execute(text(words)) if not row[0].startswith("alembic")]
    return {name: " ".join((sql or "").split()) for name, sql in rows}


def migrated(connection: Connection, *, to: str) -> None:
    """The database is as that revision made it."""
    versions = Config(attributes={"connection": connection})
    versions.set_main_option("script_location", str(MIGRATIONS))
    versions.set_main_option("path_separator", "os")
    command.upgrade(versions, to)


def tables_in(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_the_migrations_give_what_the_tables_say_as_alembic_compares_them(
    new_engine: Callable[[str], Engine],
) -> None:
    engine = new_engine("migrated")
    upgrade(settings_of(engine))

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrations_give_what_the_tables_say_in_the_databases_own_words(
    new_engine: Callable[[str], Engine],
) -> None:
    migrated, created = new_engine("migrated"), new_engine("created")
    upgrade(settings_of(migrated))
    metadata.create_all(created)

    with migrated.connect() as one, created.connect() as other:
        assert described(one) == described(other)


def test_upgrading_again_changes_nothing_and_loses_nothing(new_engine: Callable[[str], Engine]) -> None:
    settings = settings_of(new_engine("migrated"))
    store = open_store(settings)
    with store.begin() as uow:
        uow.cases.add(a_case())
    upgrade(settings)

    with store.read() as uow:
        assert uow.cases.get("PF-2026-0001") == a_case()
    store.close()


def test_an_upgrade_that_fails_leaves_no_table_behind(new_engine: Callable[[str], Engine]) -> None:
    engine = new_engine("occupied")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE outbox (somebody_elses INTEGER)"))

    with pytest.raises(DBAPIError, match=r"outbox.* already exists"):
        upgrade(settings_of(engine))

    assert tables_in(engine) == {"outbox"}


def test_a_database_from_a_newer_version_is_refused_and_left_alone(new_engine: Callable[[str], Engine]) -> None:
    engine = new_engine("newer")
    upgrade(settings_of(engine))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NotThisVersion, match="9999"):
        upgrade(settings_of(engine))

    assert tables_in(engine) == {*metadata.tables, "alembic_version"}


def test_the_log_of_every_case_from_before_the_case_log_waits_to_be_written(
    new_engine: Callable[[str], Engine],
) -> None:
    engine = new_engine("before")
    settings = settings_of(engine)
    with engine.begin() as connection:
        migrated(connection, to="0007")
    store = SqlStore(Database(settings))
    with store.begin() as uow:
        uow.cases.add(a_case())
    upgrade(settings)

    [claimed] = Deliveries(store).claim(Destination.CASE_LOG, at=LATER, limit=5, lease_s=60, claimant="test")
    assert claimed.effect == WriteCaseLog(case=a_case().number)
    store.close()
