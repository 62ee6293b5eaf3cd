"""What has been taken in already, so that nothing is taken in twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from store.column_types import storable
from store.database import hold
from store.tables import inbox


class SqlInbox:
    """The inbox, in one transaction."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        """Take part in the connection's transaction; one that `writes` locks the keys it asks for."""
        self._connection = connection
        self._writes = writes

    def seen(self, key: str) -> str | None:
        """The result recorded under `key`, or None when it is new.

        In a transaction that writes, a second one with the same key waits here for the first and then sees its result.
        """
        return self.results([key]).get(key)

    def record(self, key: str, *, result: str, at: datetime) -> None:
        """`key` has been taken in with `result`. A second record of the same key fails the transaction."""
        self.record_all({key: result}, at=at)

    def record_all(self, results: Mapping[str, str], *, at: datetime) -> None:
        """As `record`, for many keys with the result of each."""
        rows = [{"key": key, "result": result, "taken_in_at": at} for key, result in results.items()]
        if rows:
            self._connection.execute(insert(inbox), rows)

    def forget(self, prefixes: Collection[str], *, before: datetime, limit: int) -> int:
        """At most `limit` keys with one of these beginnings, recorded before then, are forgotten; returns how many."""
        ours = or_(*(inbox.c.key.startswith(prefix, autoescape=True) for prefix in prefixes))
        oldest = (
            select(inbox.c.key).where(inbox.c.taken_in_at < before, ours).order_by(inbox.c.taken_in_at).limit(limit)
        )
        return self._connection.execute(delete(inbox).where(inbox.c.key.in_(oldest))).rowcount

    def known(self, keys: Collection[str]) -> set[str]:
        """Those of `keys` that have been taken in."""
        return set(self.results(keys))

    def results(self, keys: Collection[str]) -> Mapping[str, str]:
        """The same, each with the result recorded under it; waits as `seen` does for who has one of them."""
        kept = {key: storable(key) for key in keys}
        asked = sorted(set(kept.values()))  # in one order, so that no two transactions wait for each other
        for key in asked if self._writes else ():
            hold(self._connection, f"inbox:{key}")
        found: dict[str, str] = {}
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            rows = self._connection.execute(select(inbox.c.key, inbox.c.result).where(inbox.c.key.in_(some)))
            found.update({row.key: row.result for row in rows})
        return {key: found[name] for key, name in kept.items() if name in found}


_AT_ONCE = 1000  # keys in one statement; both databases slow down with longer lists
