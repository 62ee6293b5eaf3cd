"""Where cards were put."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, delete, exists, or_, select

from hub.cases import CaseNumber, Status
from hub.effects import UpdateHubCard, UpdateReceipt
from hub.ports import ShownCard, ShownKey, Surface
from store.places import conversation_of, conversation_values
from store.tables import cases, outbox, shown_cards
from store.upserts import upsert


def shown_card_of(row: RowMapping) -> ShownCard:
    """The card of those columns."""
    return ShownCard(
        conversation=conversation_of(row),
        activity_id=row["activity_id"],
        version=row["version"],
        drawn_on=row["drawn_on"],
    )


def _has_become_late(today: date) -> ColumnElement[bool]:
    """The SQL of `Case.is_late`, for a card that was drawn before it was so."""
    late = and_(cases.c.status != Status.CLOSED, cases.c.first_response_at.is_(None), cases.c.promise < today)
    return and_(late, or_(shown_cards.c.drawn_on.is_(None), shown_cards.c.drawn_on <= cases.c.promise))


def _in_the_outbox() -> ColumnElement[bool]:
    is_hub_card = shown_cards.c.surface == Surface.HUB_CARD
    kind = case((is_hub_card, UpdateHubCard.__name__), else_=UpdateReceipt.__name__)
    return exists().where(outbox.c.key == kind + ":" + shown_cards.c.case)


class SqlShown:
    """The cards that are shown, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def card(self, case: CaseNumber, surface: Surface) -> ShownCard | None:
        """Where that card is, or None when it has not been posted."""
        statement = select(shown_cards).where(shown_cards.c.case == case, shown_cards.c.surface == surface)
        row = self._connection.execute(statement).mappings().one_or_none()
        return None if row is None else shown_card_of(row)

    def put_card(self, case: CaseNumber, surface: Surface, card: ShownCard) -> None:
        """The card is there and shows that version."""
        shows = {"activity_id": card.activity_id, "version": card.version, "drawn_on": card.drawn_on}
        values = {"case": case, "surface": surface, **conversation_values(card.conversation), **shows}
        upsert(self._connection, shown_cards, values)

    def out_of_date(self, *, after: ShownKey, today: date, limit: int) -> Sequence[ShownKey]:
        """The next cards, in a fixed order, that show an old version, or a promise as kept that is late by `today`.

        Not those whose update waits or is parked already.
        """
        number, surface = after
        here = shown_cards.c
        follows = or_(here.case > number, and_(here.case == number, here.surface > surface))
        found = (
            select(shown_cards.c.case, shown_cards.c.surface)
            .join(cases, cases.c.number == shown_cards.c.case)
            .where(follows, or_(shown_cards.c.version < cases.c.version, _has_become_late(today)), ~_in_the_outbox())
            .order_by(shown_cards.c.case, shown_cards.c.surface)
            .limit(limit)
        )
        return [(row.case, row.surface) for row in self._connection.execute(found)]

    def drop_card(self, case: CaseNumber, surface: Surface) -> None:
        """The card is gone; the next update posts it anew. Safe to call twice."""
        self._connection.execute(
            delete(shown_cards).where(shown_cards.c.case == case, shown_cards.c.surface == surface)
        )
