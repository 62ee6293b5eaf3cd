"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy offers twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert of the connection's own kind, which knows `on_conflict_do_update`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def upsert(connection: Connection, table: Table, values: Mapping[str, Any], *, kept: Collection[str] = ()) -> None:
    """The row with that primary key says `values`; one that was there keeps its columns `kept`."""
    upsert_many(connection, table, [values], kept=kept)


def upsert_many(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, kept: Collection[str] = ()
) -> None:
    """As `upsert`, for many rows with the same columns at once."""
    if not rows:
        return
    key = [column.name for column in table.primary_key]
    statement = insert_into(connection, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key and name not in kept}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed), list(rows))
