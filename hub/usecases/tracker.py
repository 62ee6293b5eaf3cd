"""What comes back from the Cases list, and what is written to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from hub.cases import Case, CaseNumber, Status, UnknownCase
from hub.effects import NoteStrayRow, UpdateHubCard, WriteTrackerRow
from hub.notices import Deed, Entry, NoticeKind
from hub.ports import Store, TrackerRow, UnitOfWork
from hub.tracker import (
    SOMEBODY,
    Merged,
    PutBack,
    RowIsThere,
    edits,
    is_forgotten,
    is_older,
    merge,
    merge_forgotten,
    overtaken,
    staff_values,
    tells_of,
)
from hub.usecases.casework import Press, staff_member
from hub.usecases.restored import lost_case_seen, tell_store_is_older
from hub.usecases.telling import keep_in_log, send_notice, tell_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSeen:
    """One list item as it was read. `values` maps internal column names to text, the sync note apart.

    `shown` holds what people read in a column, where that is not its text: a person's name.
    `base`: what the row said before anybody typed in it, when its former saves were asked; None when they were not.
    `is_ours` is True when our own application saved it last: then nobody has typed since. `made_by_us`: it made it.
    """

    case: str
    item_id: str
    etag: str
    values: Mapping[str, str]
    note: str
    by: str
    is_ours: bool
    made_by_us: bool = False
    shown: Mapping[str, str] = field(default_factory=dict[str, str])
    base: Mapping[str, str] | None = None

    @property
    def who(self) -> str:
        """Whose words they are, for the case's log."""
        return "Prevention First" if self.is_ours else self.by

    def reads(self, column: str) -> str:
        """What a person reads in that column."""
        return self.shown.get(column, self.values[column])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the tracker edge lends: a sentence for each edit put back, and the text of our own columns for a case."""

    put_back: Callable[[PutBack], str]
    our_values: Callable[[Case], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWritten:
    """A row that we have written: where it is, its new eTag when Graph named it, and the texts that we sent."""

    case: CaseNumber
    item_id: str
    etag: str | None
    written: Mapping[str, str]


def row_seen(uow: UnitOfWork, seen: RowSeen, wording: Wording, *, at: datetime) -> bool:
    """The case says what an admin typed in its row, as far as it may; what may not stand is put back with a sentence.

    False for a row of no case: one that somebody added by hand will say, once, what to do instead.
    Takes part in the caller's transaction, which also keeps the delta link. Safe to call twice with the same item.
    """
    row = _row_of(uow, seen, wording)
    if row is None:
        _of_no_case(uow, seen, wording, at=at)
        return False
    if _is_known(row, seen):
        return True
    case = uow.cases.get(row.case)
    if row.deleted:
        _log(uow, case, seen.by, Deed.ROW_RESTORED, at=at)
        uow.outbox.add(UpdateHubCard(case=case.number), at=at)
    wanted = {**wording.our_values(case), **staff_values(case)}
    forgotten = seen.is_ours and is_forgotten(row, seen.etag)
    typed = edits(seen.values, known=_known(row, seen, wanted)) if forgotten or not seen.is_ours else {}
    merging = merge_forgotten if forgotten else merge
    merged = _as_read(merging(case, typed, staff=uow.people.staff(), at=at), seen)
    if forgotten and typed:
        tell_store_is_older(uow, case.number, at=at)
    note = _note(merged, row, wording)
    _keep_row(uow, row, seen, note, at=at)
    _keep_case(uow, case, merged, seen, base=row.values if seen.base is None else seen.base, at=at)
    if merged.put_back or note != seen.note or _differs(merged.case, seen, wording):
        uow.outbox.add(WriteTrackerRow(case=case.number), at=at)
    return True


def row_deleted(uow: UnitOfWork, item_id: str, *, at: datetime) -> None:
    """The hub card says that the case's row is gone; the case goes on, and restoring the row takes it up again."""
    row = uow.tracker.row_of_item(item_id)
    if row is None or row.deleted:
        return
    uow.tracker.put_row(replace(row, deleted=True, seen_at=at))
    _log(uow, uow.cases.get(row.case), SOMEBODY, Deed.ROW_DELETED, at=at)
    uow.outbox.add(UpdateHubCard(case=row.case), at=at)


def row_lost(uow: UnitOfWork, item_id: str, *, at: datetime) -> None:
    """The row, which SharePoint says it may never have stored, will be written anew."""
    row = uow.tracker.row_of_item(item_id)
    if row is not None and not row.deleted:
        _write_anew(uow, row, "Prevention First", at=at)


def put_row_back(store: Store, press: Press) -> Case:
    """The deleted row of the case will be written anew, from the case as it is. Refused when the row is there.

    If the old row was restored meanwhile, the unique case number refuses a second one, and the old row is taken up.
    """
    with store.begin() as uow:
        who = staff_member(uow, press.by)
        case = uow.cases.get(press.case)
        if uow.inbox.seen(press.key) is not None:
            return case
        row = uow.tracker.row(case.number)
        if row is None or not row.deleted:
            raise RowIsThere
        uow.inbox.record(press.key, result=case.number, at=press.at)
        _write_anew(uow, row, who.name, at=press.at)
        return case


def rows_to_write(store: Store, numbers: list[str]) -> list[tuple[Case, TrackerRow]]:
    """Each case with the mirror of its row, an empty one before the first write; in the order asked for."""
    with store.read() as uow:
        cases = uow.cases.some(numbers)
        rows = uow.tracker.rows([case.number for case in cases])
        return [(case, rows.get(case.number) or _no_row(case.number)) for case in cases]


def about_to_write(store: Store, rows: list[tuple[TrackerRow, Mapping[str, str]]]) -> None:
    """What we are about to send is known, so that it can never come back as somebody's edit."""
    with store.begin() as uow:
        now = uow.tracker.rows([read.case for read, _ in rows])
        current = [(now.get(read.case) or read, sending) for read, sending in rows]
        uow.tracker.put_rows([replace(row, pending={**row.values, **sending}) for row, sending in current])


def rows_written(uow: UnitOfWork, rows: Sequence[RowWritten], *, at: datetime) -> None:
    """The mirror says what the list now says."""
    before = uow.tracker.rows([one.case for one in rows])
    uow.tracker.put_rows([_after(before.get(one.case) or _no_row(one.case), one, at) for one in rows])


def _after(row: TrackerRow, one: RowWritten, at: datetime) -> TrackerRow:
    if row.item_id == one.item_id and is_older(one.etag or "", than=row.etag or ""):
        return row  # it was read, as somebody saved it after us, before we heard of our own write
    values = {**row.values, **one.written}
    return replace(row, item_id=one.item_id, etag=one.etag, values=values, pending={}, deleted=False, seen_at=at)


def _row_of(uow: UnitOfWork, seen: RowSeen, wording: Wording) -> TrackerRow | None:
    """The row's mirror, by its id, or by its number when the case has no row; None for a row of no case here."""
    row = uow.tracker.row_of_item(seen.item_id)
    case = None if row is not None else _case_told_of(uow, seen, wording)
    if case is None:
        return row
    row = uow.tracker.row(case.number) or _no_row(case.number)
    return row if row.item_id is None or row.deleted else None


def _case_told_of(uow: UnitOfWork, seen: RowSeen, wording: Wording) -> Case | None:
    """The case that has the row's number, unless the row tells of another one that had it."""
    try:
        case = uow.cases.get(seen.case)
    except UnknownCase:
        return None
    return case if tells_of(seen.values, wording.our_values(case)) else None


def _known(row: TrackerRow, seen: RowSeen, wanted: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
    """What the row is known to have said; nothing pending is not a row that we were about to empty."""
    if seen.base is not None:
        return (seen.base, wanted)
    return (row.values, row.pending or row.values, wanted)


def _of_no_case(uow: UnitOfWork, seen: RowSeen, wording: Wording, *, at: datetime) -> None:
    """One that somebody added by hand is told so, once; one that we made is not: this store may have lost its case."""
    if seen.made_by_us and _case_told_of(uow, seen, wording) is None:
        lost_case_seen(uow, seen.case, seen.item_id, at=at)
    key = f"stray-row:{seen.item_id}"
    if seen.is_ours or seen.made_by_us or uow.inbox.seen(key) is not None:
        return
    uow.inbox.record(key, result=seen.item_id, at=at)
    uow.outbox.add(NoteStrayRow(item=seen.item_id), at=at)


def _is_known(row: TrackerRow, seen: RowSeen) -> bool:
    """True when there is nothing new in what was read: it is what we know, or was overtaken by what we know."""
    if row.item_id != seen.item_id or row.etag is None:
        return False
    return is_older(seen.etag, row.etag) or (row.etag == seen.etag and not row.deleted)


def _write_anew(uow: UnitOfWork, row: TrackerRow, who: str, *, at: datetime) -> None:
    """`values` stay: should the old row come back after all, they tell what somebody typed from what is old."""
    uow.tracker.put_row(replace(row, item_id=None, etag=None, pending={}, deleted=False))
    keep_in_log(uow, Entry(case=row.case, at=at, who=who, deed=Deed.ROW_PUT_BACK))
    uow.outbox.add(UpdateHubCard(case=row.case), at=at)
    uow.outbox.add(WriteTrackerRow(case=row.case), at=at)


def _as_read(merged: Merged, seen: RowSeen) -> Merged:
    """What was put back says what people read in the row."""
    put_back = tuple(replace(item, typed=seen.shown.get(item.column, item.typed)) for item in merged.put_back)
    return replace(merged, put_back=put_back)


def _note(merged: Merged, row: TrackerRow, wording: Wording) -> str:
    if merged.put_back:
        return "\n".join(wording.put_back(item) for item in merged.put_back)
    return "" if merged.taken else row.note


def _keep_row(uow: UnitOfWork, row: TrackerRow, seen: RowSeen, note: str, *, at: datetime) -> None:
    uow.tracker.put_row(
        replace(
            row,
            item_id=seen.item_id,
            etag=seen.etag,
            values={**seen.values, NOTE: seen.note},
            pending={},
            note=note,
            deleted=False,
            seen_at=at,
        )
    )


def _keep_case(
    uow: UnitOfWork, before: Case, merged: Merged, seen: RowSeen, *, base: Mapping[str, str], at: datetime
) -> None:
    for item in merged.put_back:
        _log(uow, before, seen.who, Deed.PUT_BACK, f"{item.column}: {item.typed}", at=at)
    after = merged.case
    if after is before:
        return
    after = replace(after, version=before.version + 1)
    uow.cases.save(after)
    for name, text in overtaken(before, after, base=base).items():
        _log(uow, after, seen.who, Deed.OVERTAKEN, f"{name}: {text}", at=at)
    deed = Deed.TAKEN_BACK if seen.is_ours else Deed.EDITED_IN_LIST
    for name in (*merged.taken_back, *(column.value for column in merged.taken)):
        _log(uow, after, seen.who, deed, f"{name}: {seen.reads(name)}", at=at)
    if not seen.is_ours:
        _tell_the_submitter(uow, before, after, at=at)
    tell_everybody(uow, after, at=at)


def _tell_the_submitter(uow: UnitOfWork, before: Case, after: Case, *, at: datetime) -> None:
    """Never of what we wrote ourselves: whoever is to hear of it has heard."""
    decided = after.is_closed and (after.outcome, after.decision) != (before.outcome, before.decision)
    if after.is_closed and (decided or before.status is not Status.CLOSED):
        send_notice(uow, after, NoticeKind.DECISION, after.decision, at=at)
    elif after.status is not before.status:
        send_notice(uow, after, NoticeKind.STATUS, after.status.value, at=at)


def _differs(case: Case, seen: RowSeen, wording: Wording) -> bool:
    wanted = {**wording.our_values(case), **staff_values(case)}
    return any(seen.values.get(column, "") != text for column, text in wanted.items())


def _log(uow: UnitOfWork, case: Case, who: str, deed: Deed, text: str = "", *, at: datetime) -> None:
    keep_in_log(uow, Entry(case=case.number, at=at, who=who, deed=deed, text=text))


def _no_row(case: CaseNumber) -> TrackerRow:
    return TrackerRow(case=case, item_id=None, etag=None, values={}, pending={})


NOTE = "SyncNote"
