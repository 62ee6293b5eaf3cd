"""The log of every case, its notices, and alarms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from hub.cases import CaseNumber
from hub.effects import NoticeId
from hub.notices import Alarm, Entry, EntryId, Notice, NoticeKind
from store.tables import alarms, entries, listed_entries, notices
from store.upserts import insert_into, upsert


class SqlJournal:
    """The journal, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def write(self, entry: Entry) -> None:
        """The entry is kept, after all others of its case."""
        values = {"case": entry.case, "at": entry.at, "who": entry.who, "deed": entry.deed, "text": entry.text}
        self._connection.execute(insert(entries), values)

    def of(self, case: CaseNumber) -> Sequence[Entry]:
        """The case's log, oldest first."""
        statement = select(entries).where(entries.c.case == case).order_by(entries.c.id)
        return [_entry(row) for row in self._connection.execute(statement).mappings()]

    def unlisted(self, case: CaseNumber, *, limit: int) -> Sequence[tuple[EntryId, Entry]]:
        """The case's oldest entries that are no rows of the list Case log yet, oldest first."""
        upto = select(listed_entries.c.upto).where(listed_entries.c.case == case).scalar_subquery()
        later = select(entries).where(entries.c.case == case, entries.c.id > func.coalesce(upto, 0))
        rows = self._connection.execute(later.order_by(entries.c.id).limit(limit)).mappings()
        return [(EntryId(row["id"]), _entry(row)) for row in rows]

    def listed(self, case: CaseNumber, upto: EntryId) -> None:
        """The case's entries up to this one are rows of the list Case log. Safe to call twice."""
        upsert(self._connection, listed_entries, {"case": case, "upto": upto})

    def add_notice(self, notice: Notice) -> None:
        """The notice is kept, to be sent. A second one with the same id fails the transaction."""
        values = {
            "notice": notice.id,
            "case": notice.case,
            "kind": notice.kind,
            "text": notice.text,
            "status": notice.status,
            "at": notice.at,
        }
        self._connection.execute(insert(notices), values)

    def notice(self, notice: NoticeId) -> Notice | None:
        """The notice with that id; None when there is none."""
        row = self._connection.execute(select(notices).where(notices.c.notice == notice)).mappings().one_or_none()
        return None if row is None else notice_of(row)

    def question_of(self, case: CaseNumber) -> Notice | None:
        """The newest question about that case; None when none was asked."""
        questions = select(notices).where(notices.c.case == case, notices.c.kind == NoticeKind.QUESTION)
        row = self._connection.execute(questions.order_by(notices.c.id.desc()).limit(1)).mappings().one_or_none()
        return None if row is None else notice_of(row)

    def raise_alarm(self, alarm: Alarm) -> bool:
        """The alarm is kept; False when the same one was raised before and has not been cleared."""
        values = {"id": alarm.id, "kind": alarm.kind, "details": list(alarm.details), "at": alarm.at}
        statement = insert_into(self._connection, alarms).values(values).on_conflict_do_nothing()
        return self._connection.scalar(statement.returning(alarms.c.id)) is not None

    def alarm(self, alarm_id: str) -> Alarm | None:
        """The alarm, or None when it was cleared."""
        row = self._connection.execute(select(alarms).where(alarms.c.id == alarm_id)).mappings().one_or_none()
        if row is None:
            return None
        return Alarm(id=row["id"], kind=row["kind"], details=tuple(row["details"]), at=row["at"])

    def forget_alarms(self, *, before: datetime) -> None:
        """Alarms raised before then are not kept any more. Safe to call twice."""
        self._connection.execute(delete(alarms).where(alarms.c.at < before))

    def clear_alarm(self, alarm_id: str) -> None:
        """The trouble is over; the same one may be raised again."""
        self._connection.execute(delete(alarms).where(alarms.c.id == alarm_id))


def _entry(row: RowMapping) -> Entry:
    return Entry(case=row["case"], at=row["at"], who=row["who"], deed=row["deed"], text=row["text"])


def notice_of(row: RowMapping) -> Notice:
    """The notice of those columns."""
    return Notice(
        id=row["notice"], case=row["case"], kind=row["kind"], text=row["text"], status=row["status"], at=row["at"]
    )
