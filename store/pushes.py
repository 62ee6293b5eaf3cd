"""Responses that a flow pushed, until the worker takes them in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from hub.cases import CaseNumber
from hub.pushed import PushedResponse
from store.database import hold
from store.tables import pushes


class SqlPushes:
    """The pushed responses, in one transaction."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        """Take part in the connection's transaction; one that `writes` locks the keys it asks for."""
        self._connection = connection
        self._writes = writes

    def digest_of(self, key: str) -> str | None:
        """The digest of what came under that key; None when nothing did. A second one that writes waits here."""
        if self._writes:
            hold(self._connection, f"push:{key}")
        return self._connection.scalar(select(pushes.c.digest).where(pushes.c.key == key))

    def keep(self, response: PushedResponse) -> None:
        """The response waits to be taken in."""
        values = {"key": response.key, "content": response.content, "digest": response.digest, "at": response.at}
        self._connection.execute(insert(pushes).values(**values, waits=True, case=None))

    def waiting(self, *, skip: int, limit: int) -> Sequence[PushedResponse]:
        """Those that wait, longest first, without the first `skip` of them."""
        statement = select(pushes).where(pushes.c.waits).order_by(pushes.c.at, pushes.c.key).offset(skip).limit(limit)
        return [
            PushedResponse(key=row.key, content=row.content, digest=row.digest, at=row.at)
            for row in self._connection.execute(statement)
        ]

    def settle(self, key: str, *, case: CaseNumber) -> None:
        """It does not wait any more; its content is forgotten, its key and digest stay."""
        settled = update(pushes).where(pushes.c.key == key).values(waits=False, content="", case=case)
        self._connection.execute(settled)
