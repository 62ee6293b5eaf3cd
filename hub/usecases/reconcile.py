"""What differs is mended: through the outbox, as every other change, and never past it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from hub.cases import CaseNumber
from hub.effects import UpdateHubCard, UpdateReceipt, WriteTrackerRow
from hub.ports import ShownKey, Store, Surface


def write_rows_again(store: Store, numbers: Collection[CaseNumber], *, at: datetime) -> None:
    """Each row will be read again, and then say what its case says. Safe to call twice.

    What we believe a row to say is doubted, or nothing would be sent where that belief is what is wrong: a row without
    an eTag is read before it is written, and what somebody typed there meanwhile is taken in first.
    """
    with store.begin() as uow:
        for number in sorted(numbers):
            row = uow.tracker.row(number)
            if row is not None and row.etag is not None and not row.deleted:
                uow.tracker.put_row(replace(row, etag=None))
            uow.outbox.add(WriteTrackerRow(case=number), at=at)


def draw_cards_again(store: Store, cards: Collection[ShownKey], *, at: datetime) -> None:
    """Each card will show its case as it is, behind everything that somebody waits for. Safe to call twice."""
    with store.begin() as uow:
        for number, surface in sorted(cards, key=lambda key: (key[0], key[1].value)):
            effect = UpdateHubCard(case=number) if surface is Surface.HUB_CARD else UpdateReceipt(case=number)
            uow.outbox.add(effect, at=at, background=True)
