"""Bringing the database's tables up to the newest version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from store.database import begun, hold
from store.engines import StoreSettings, upgrading_engine


def upgrade(settings: StoreSettings) -> None:
    """The database has the newest tables, all of them or none. Safe to call twice, and from two processes at once."""
    engine = upgrading_engine(settings)
    try:
        with begun(engine, settings, writes=True) as connection:
            hold(connection, "schema")
            versions = Config(attributes={"connection": connection})
            versions.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            versions.set_main_option("path_separator", "os")
            command.upgrade(versions, "head")
            connection.commit()
    finally:
        engine.dispose()
