"""Everybody as Teams knows them to this bot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from hub.people import AadId
from hub.viewers import AccountId
from store.tables import accounts, roster
from store.upserts import upsert


class SqlAccounts:
    """Accounts and their activity, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def know(self, aad_id: AadId, account: AccountId) -> None:
        """The person is `account`, active when they were. Safe to call twice."""
        upsert(self._connection, accounts, {"aad_id": aad_id, "account": account})

    def acted(self, aad_id: AadId, *, at: datetime) -> None:
        """The person worked a case at that instant; nothing is kept of somebody whose account is not known."""
        self._connection.execute(update(accounts).where(accounts.c.aad_id == aad_id).values(active_at=at))

    def of(self, aad_id: AadId) -> AccountId | None:
        """The person's account; None when Teams has not named it yet."""
        return self._connection.scalar(select(accounts.c.account).where(accounts.c.aad_id == aad_id))

    def of_staff(self) -> Sequence[tuple[AadId, AccountId]]:
        """Everybody on the roster whose account is known, most recently active first; the same order each time."""
        on_roster = select(accounts).join(roster, roster.c.aad_id == accounts.c.aad_id)
        newest_first = on_roster.order_by(accounts.c.active_at.desc().nulls_last(), accounts.c.aad_id)
        return [(row.aad_id, row.account) for row in self._connection.execute(newest_first)]
