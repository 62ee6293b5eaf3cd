"""Where cards were put."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from hub.cases import CaseNumber
from hub.ports import ShownCard, Surface
from store.places import conversation_of, conversation_values
from store.tables import shown_cards
from store.upserts import upsert


class SqlShown:
    """The cards that are shown, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def card(self, case: CaseNumber, surface: Surface) -> ShownCard | None:
        """Where that card is, or None when it has not been posted."""
        statement = select(shown_cards).where(shown_cards.c.case == case, shown_cards.c.surface == surface)
        row = self._connection.execute(statement).mappings().one_or_none()
        if row is None:
            return None
        return ShownCard(conversation=conversation_of(row), activity_id=row["activity_id"], version=row["version"])

    def put_card(self, case: CaseNumber, surface: Surface, card: ShownCard) -> None:
        """The card is there and shows that version."""
        shows = {"activity_id": card.activity_id, "version": card.version}
        values = {"case": case, "surface": surface, **conversation_values(card.conversation), **shows}
        upsert(self._connection, shown_cards, values)

    def drop_card(self, case: CaseNumber, surface: Surface) -> None:
        """The card is gone; the next update posts it anew. Safe to call twice."""
        self._connection.execute(
            delete(shown_cards).where(shown_cards.c.case == case, shown_cards.c.surface == surface)
        )
