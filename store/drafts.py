"""Answers that were typed and could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from hub.people import AadId
from store.tables import drafts
from store.upserts import upsert


class SqlDrafts:
    """The drafts, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def keep(self, aad_id: AadId, answers: Mapping[str, str], *, at: datetime) -> None:
        """The person's draft is these answers, by question; the newest wins."""
        upsert(self._connection, drafts, {"aad_id": aad_id, "answers": dict(answers), "at": at})

    def of(self, aad_id: AadId, *, since: datetime) -> Mapping[str, str]:
        """The person's draft; empty when there is none that was kept since then."""
        theirs = select(drafts.c.answers).where(drafts.c.aad_id == aad_id, drafts.c.at >= since)
        return self._connection.scalar(theirs) or {}

    def drop(self, aad_id: AadId) -> None:
        """The person has no draft. Safe to call twice."""
        self._connection.execute(delete(drafts).where(drafts.c.aad_id == aad_id))

    def drop_before(self, at: datetime) -> None:
        """No draft is left that was kept before then, whoever's it was. Safe to call twice."""
        self._connection.execute(delete(drafts).where(drafts.c.at < at))
