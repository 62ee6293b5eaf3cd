"""How far something outside was read."""

from __future__ import annotations

from sqlalchemy import Connection, select

from store.database import hold
from store.tables import cursors
from store.upserts import upsert


class SqlCursors:
    """The cursors, in one transaction."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        """Take part in the connection's transaction; one that `writes` locks the cursors it asks for."""
        self._connection = connection
        self._writes = writes

    def get(self, name: str) -> str:
        """The cursor, or an empty text when nothing was read yet. Locked until a transaction that writes ends."""
        if self._writes:
            hold(self._connection, f"cursor:{name}")
        return self._connection.scalar(select(cursors.c.value).where(cursors.c.name == name)) or ""

    def set(self, name: str, value: str) -> None:
        """Read up to there; kept in the same transaction as what was read."""
        upsert(self._connection, cursors, {"name": name, "value": value})
