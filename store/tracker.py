"""The mirror of the Cases list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from hub.cases import CaseNumber
from hub.people import AadId
from hub.ports import SitePerson, TrackerRow
from store.tables import cases, site_people, tracker_rows
from store.upserts import upsert, upsert_many


class SqlTracker:
    """The mirror, in one transaction."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        """Take part in the connection's transaction; one that `writes` locks the cases whose rows it asks for."""
        self._connection = connection
        self._writes = writes

    def row(self, case: CaseNumber) -> TrackerRow | None:
        """The mirror of that case's row; None before the first write. Its case is locked, as by `Cases.get`."""
        return self.rows([case]).get(case)

    def rows(self, numbers: Sequence[CaseNumber]) -> Mapping[CaseNumber, TrackerRow]:
        """The mirrors of those cases' rows, as `row` gives each; without those that were never written."""
        if self._writes:
            lock = select(cases.c.version).where(cases.c.number.in_(numbers)).order_by(cases.c.number)
            self._connection.execute(lock.with_for_update())
        found = self._connection.execute(select(tracker_rows).where(tracker_rows.c.case.in_(numbers))).mappings()
        return {row["case"]: TrackerRow(**row) for row in found}

    def row_of_item(self, item_id: str) -> TrackerRow | None:
        """The mirror of that list item; None when it is not one of ours. Its case is locked, as by `Cases.get`."""
        row = self._one(tracker_rows.c.item_id == item_id)
        return self.row(row.case) if row is not None and self._writes else row

    def items(self) -> Collection[str]:
        """The ids of all list items that are there as far as we know."""
        there = select(tracker_rows.c.item_id).where(tracker_rows.c.item_id.is_not(None), ~tracker_rows.c.deleted)
        return list(self._connection.scalars(there))

    def pending(self) -> Sequence[TrackerRow]:
        """The rows of which a write was sent and not confirmed; mostly none."""
        rows = self._connection.execute(select(tracker_rows).where(tracker_rows.c.pending != {})).mappings()
        return [TrackerRow(**row) for row in rows]

    def etags(self, items: Collection[str]) -> Mapping[str, str]:
        """The eTag at which each of these list items was seen or written last; only those that are there."""
        seen = tracker_rows.c.etag.is_not(None) & ~tracker_rows.c.deleted
        which = select(tracker_rows.c.item_id, tracker_rows.c.etag).where(tracker_rows.c.item_id.in_(items), seen)
        return {row.item_id: row.etag for row in self._connection.execute(which)}

    def put_row(self, row: TrackerRow) -> None:
        """The mirror is this."""
        self.put_rows([row])

    def put_rows(self, rows: Sequence[TrackerRow]) -> None:
        """The mirror is these."""
        upsert_many(self._connection, tracker_rows, [_values(row) for row in rows])

    def site_people(self) -> Sequence[SitePerson]:
        """Everybody whose number on the site is known, by number as a text."""
        rows = self._connection.execute(select(site_people).order_by(site_people.c.number)).mappings()
        return [SitePerson(**row) for row in rows]

    def know_site_person(self, person: SitePerson) -> None:
        """The person has that number on the site; the newest wins."""
        upsert(self._connection, site_people, asdict(person))

    def forget_site_person(self, aad_id: AadId) -> None:
        """The person's number on the site is not known any more. Safe to call twice."""
        self._connection.execute(delete(site_people).where(site_people.c.aad_id == aad_id))

    def forget_columns(self, names: Collection[str]) -> Sequence[CaseNumber]:
        """The rows hold nothing in those columns any more, which were made anew; returns the cases of all rows."""
        rows = self._connection.execute(select(tracker_rows).order_by(tracker_rows.c.case)).mappings().all()
        self.put_rows([_without(TrackerRow(**one), names) for one in rows])
        return [CaseNumber(one["case"]) for one in rows]

    def _one(self, condition: ColumnElement[bool]) -> TrackerRow | None:
        row = self._connection.execute(select(tracker_rows).where(condition)).mappings().one_or_none()
        return None if row is None else TrackerRow(**row)


def _without(row: TrackerRow, names: Collection[str]) -> TrackerRow:
    kept = {name: text for name, text in row.values.items() if name not in names}
    return replace(row, values=kept, pending={})


def _values(row: TrackerRow) -> dict[str, Any]:
    return {
        "case": row.case,
        "item_id": row.item_id,
        "etag": row.etag,
        "values": dict(row.values),
        "pending": dict(row.pending),
        "note": row.note,
        "deleted": row.deleted,
        "seen_at": row.seen_at,
    }
