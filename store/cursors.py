"""How far something outside was read."""

from __future__ import annotations

from sqlalchemy import Connection, select

from store.tables import cursors
from store.upserts import upsert


class SqlCursors:
    """The cursors, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def get(self, name: str) -> str:
        """The cursor, or an empty text when nothing was read yet."""
        return self._connection.scalar(select(cursors.c.value).where(cursors.c.name == name)) or ""

    def set(self, name: str, value: str) -> None:
        """Read up to there; kept in the same transaction as what was read."""
        upsert(self._connection, cursors, {"name": name, "value": value})
