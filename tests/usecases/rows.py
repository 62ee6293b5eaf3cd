"""A case's row in the Cases list, as the tests of the use cases write, read and lose it."""

from collections.abc import Mapping
from typing import Any

from hub.cases import Case
from hub.notices import Deed
from hub.tracker import SUBMITTED_AT, staff_values
from hub.usecases.tracker import (
    NOTE,
    RowSeen,
    RowWritten,
    Wording,
    about_to_write,
    row_deleted,
    row_seen,
    rows_to_write,
    rows_written,
)
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER
from tests.usecases.world import delivered


def our_values(case: Case) -> Mapping[str, str]:
    return {"Title": case.title, SUBMITTED_AT: case.received_at.isoformat()}


WORDING = Wording(put_back=lambda item: f"{item.column} was put back.", our_values=our_values)


def unknown_row(number: str, *, made_by_us: bool = False) -> RowSeen:
    """A row that this store knows nothing of, as it was read."""
    return RowSeen(
        case=number,
        item_id="99",
        etag="e",
        values={},
        note="",
        by="Sample Maple",
        is_ours=False,
        made_by_us=made_by_us,
    )


def written(store: SqlStore, case: Case) -> None:
    """The case's row has been written, as the deliverer does it, and everything was delivered."""
    delivered(store)
    [(now, row)] = rows_to_write(store, [case.number])
    values = {**our_values(now), **staff_values(now), NOTE: row.note}
    about_to_write(store, [(row, values)])
    with store.begin() as uow:
        rows_written(uow, [RowWritten(case=case.number, item_id="7", etag="e1", written=values)], at=LATER)


def seen(store: SqlStore, case: Case, *, etag: str = "e2", is_ours: bool = False, **typed: str) -> None:
    """The row was read, with `typed` in it."""
    [(now, row)] = rows_to_write(store, [case.number])
    values: dict[str, Any] = {**our_values(now), **staff_values(now)}
    if row.values:
        values = {name: text for name, text in row.values.items() if name != NOTE}
    read = RowSeen(
        case=case.number,
        item_id="7",
        etag=etag,
        values={**values, **typed},
        note=row.values.get(NOTE, ""),
        by="Sample Maple",
        is_ours=is_ours,
    )
    with store.begin() as uow:
        row_seen(uow, read, WORDING, at=LATER)


def note_of(store: SqlStore, case: Case) -> str:
    [(_, row)] = rows_to_write(store, [case.number])
    return row.note


def gone(store: SqlStore, case: Case) -> None:
    """The case's row was deleted, and everything was delivered."""
    written(store, case)
    with store.begin() as uow:
        row_deleted(uow, "7", at=LATER)
    delivered(store)


def log_of(store: SqlStore, case: Case) -> list[tuple[str, Deed, str]]:
    """Who did what, oldest first, without how it came in."""
    with store.read() as uow:
        return [(entry.who, entry.deed, entry.text) for entry in uow.journal.of(case.number)][1:]
