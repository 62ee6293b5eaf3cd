"""Bringing the database's tables up to the newest version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from store.database import begun, hold
from store.engines import StoreSettings, engines, is_there, upgrading_engine

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(settings: StoreSettings) -> None:
    """The database has the newest tables, all of them or none. Safe to call twice, and from two processes at once.

    Raises NotThisVersion when a newer program was here before, and NoFolder.
    """
    engine = upgrading_engine(settings)
    try:
        with begun(engine, settings, writes=True) as connection:
            hold(connection, "schema")
            there = _version_of(connection)
            if there is not None and there > newest_version():
                raise NotThisVersion(there)
            if there != newest_version():
                _migrate(connection)
                connection.commit()
    finally:
        engine.dispose()


def newest_version() -> str:
    """The revision of the last migration, told by the names of their files: `v0007_words.py` is 0007."""
    return max(file.stem[1:5] for file in (MIGRATIONS / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py"))


class NotThisVersion(Exception):  # noqa: N818  named for what was met
    """There is no database yet: nothing was taken in so far. The service makes it when it starts."""

    def __init__(self, there: str | None) -> None:
        """Say what to do; `there`: the version of the tables, None when there are none."""
        other = f"The database is of version {there} and this program of version {newest_version()}: use the same."
        super().__init__(other if there else " ".join((type(self).__doc__ or "").split()))


def version_there(settings: StoreSettings) -> str | None:
    """The version of the tables; None when there are none. Nothing is made, not even an empty file."""
    if not is_there(settings):
        return None
    engine = engines(settings).readers
    try:
        with begun(engine, settings, writes=False) as connection:
            return _version_of(connection)
    finally:
        engine.dispose()


def _version_of(connection: Connection) -> str | None:
    """What Alembic has noted; None in a database without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection) -> None:
    # imported when there is something to do: almost every start finds the newest tables
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    versions = Config(attributes={"connection": connection})
    versions.set_main_option("script_location", str(MIGRATIONS))
    versions.set_main_option("path_separator", "os")
    command.upgrade(versions, "head")
