"""What was typed in a form and could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from hub.people import AadId
from store.tables import drafts
from store.upserts import upsert


class SqlDrafts:
    """The drafts, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def keep(self, aad_id: AadId, typed: Mapping[str, str], *, form: str, at: datetime) -> None:
        """The person's draft of that form is this, by input; the newest wins."""
        upsert(self._connection, drafts, {"aad_id": aad_id, "form": form, "answers": dict(typed), "at": at})

    def of(self, aad_id: AadId, *, form: str, since: datetime) -> Mapping[str, str]:
        """The person's draft of that form; empty when there is none that was kept since then."""
        theirs = select(drafts.c.answers).where(_is(aad_id, form), drafts.c.at >= since)
        return self._connection.scalar(theirs) or {}

    def drop(self, aad_id: AadId, *, form: str) -> None:
        """The person has no draft of that form. Safe to call twice."""
        self._connection.execute(delete(drafts).where(_is(aad_id, form)))

    def drop_before(self, at: datetime) -> None:
        """No draft is left that was kept before then, whoever's it was. Safe to call twice."""
        self._connection.execute(delete(drafts).where(drafts.c.at < at))


def _is(aad_id: AadId, form: str) -> ColumnElement[bool]:
    return and_(drafts.c.aad_id == aad_id, drafts.c.form == form)
