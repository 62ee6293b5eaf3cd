"""A store that knows a list of many rows: each case as it stands, each row's mirror at its first version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select

from bench.graph.rivals.common import etag_of
from bench.graph.rows import CASE, number_of, texts_of
from store.engines import StoreSettings
from store.tables import cases, tracker_rows
from store.unit_of_work import open_store
from sync.tracker import CURSOR


def database_in(folder: Path) -> str:
    """The store's address."""
    return f"sqlite:///{folder / 'store.sqlite3'}"


def seeded(folder: Path, rows: int, link: str) -> None:
    """There is a store with so many cases, read up to the delta `link`; an empty one has read nothing yet."""
    store = open_store(StoreSettings(url=database_in(folder)))
    try:
        if rows:
            with store.begin() as uow:
                uow.cases.add(CASE)
                uow.cursors.set(CURSOR, link)
            with store.database.writing() as connection:
                case = dict(connection.execute(select(cases)).mappings().one())
                others = [{**case, "number": number_of(row)} for row in range(2, rows + 1)]
                if others:
                    connection.execute(insert(cases), others)
                connection.execute(insert(tracker_rows), [_mirror(row) for row in range(1, rows + 1)])
    finally:
        store.close()


def _mirror(row: int) -> dict[str, object]:
    seen = {"item_id": str(row), "etag": etag_of(row), "values": texts_of(row), "pending": {}}
    return {"case": number_of(row), **seen, "note": "", "deleted": False}
