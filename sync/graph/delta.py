"""What changed in a list since we last looked.

Source: https://learn.microsoft.com/graph/api/listitem-delta
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.batch import send_batch
from sync.graph.errors import Gone, NotFound
from sync.graph.items import ItemId, ListItem, list_item
from sync.graph.lists import GraphList, pages
from sync.graph.shapes import JsonObject, maybe_text, objects, text, unexpected

_UPLOAD = "resyncChangesUploadDifferences"


class Resync(Enum):
    """What `items` are when the old link was too old: every row there is, and a row we know that is missing..."""

    SERVER_WINS = "was deleted"
    UPLOAD_MISSING = "was perhaps never stored: write it again"


class DeltaBroken(DeliveryFailed):
    """A page carried an error, or what names no item, among its items: the link must not move.

    `Delta.reread` does without it.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The latest state of each changed row, once, and where to continue.

    Save `next_link_to_store` in the transaction that applies the rest. Our own writes are among `items`.
    """

    items: tuple[ListItem, ...]
    deleted: frozenset[ItemId]
    next_link_to_store: str
    resync: Resync | None = None


@dataclass(slots=True)
class _Found:
    """Gathered over the pages; the last word on each row counts."""

    rows: dict[ItemId, JsonObject] = field(default_factory=dict[ItemId, JsonObject])
    link: str = ""

    def take(self, page: JsonObject) -> None:
        for row in objects(page, "value"):
            if "error" in row:
                raise DeltaBroken("graph.delta.error_among_items", kind=FailureKind.TRANSIENT)
            if not isinstance(row.get("id"), str) or not row["id"]:
                raise DeltaBroken("graph.delta.item_without_id", kind=FailureKind.TRANSIENT)
            item = ItemId(text(row, "id"))
            self.rows.pop(item, None)  # so that the order is that of the last words
            self.rows[item] = row
        self.link = maybe_text(page, "@odata.deltaLink") or ""


class Delta:
    """The changes of one list, `rows`."""

    def __init__(self, rows: GraphList) -> None:
        """Follow `rows`. A full reading leaves the last part of the pace to people."""
        self.rows = rows
        self._unhurried = GraphList(rows.graph.in_background(), rows.path)
        self._start = f"{rows.path}/items/delta"

    async def latest(self) -> str:
        """The link from which on changes count, without reading a row."""
        page = await self.rows.graph.get(self._start, {"$expand": "fields", "token": "latest"})
        return text(page, "@odata.deltaLink")

    async def changes(self, link: str | None) -> Changes:
        """What changed since `link`; every row when it is None.

        A link too old, or of another host, becomes a full reading with `resync` set. DeltaBroken, and nothing is
        lost, when a page carried an error; any other DeliveryFailed likewise leaves the old link good.
        """
        if link is not None and not self.rows.graph.is_ours(link):
            return await self._read(None, Resync.SERVER_WINS)
        try:
            return await self._read(link, None)
        except Gone as gone:
            usable = gone.location if self.rows.graph.is_ours(gone.location) else None
            return await self._read(usable, _resync(gone))

    async def reread(self) -> Changes:
        """Every row by the plain listing, and a link taken before it, so that nothing falls in between."""
        link = await self.latest()
        items = tuple(await self._unhurried.items())
        return Changes(items=items, deleted=frozenset(), next_link_to_store=link, resync=Resync.SERVER_WINS)

    async def look_up(self, items: Collection[ItemId]) -> tuple[list[ListItem], set[ItemId]]:
        """Those of `items` that are there, and the ids of those that are not: asked for one by one, in batches."""
        return await self._reread(self._unhurried, list(items))

    async def _read(self, link: str | None, resync: Resync | None) -> Changes:
        found = _Found()
        rows = self._unhurried if resync is not None or link is None else self.rows
        async for page in pages(rows.graph, link or self._start, None if link else {"$expand": "fields"}):
            found.take(page)
        if not found.link:
            raise unexpected("deltaLink")
        deleted = {item for item, row in found.rows.items() if row.get("deleted") is not None}
        whole = [row for item, row in found.rows.items() if item not in deleted and row.get("fields") is not None]
        bare = [item for item, row in found.rows.items() if item not in deleted and row.get("fields") is None]
        reread, vanished = await self._reread(rows, bare)
        return Changes(
            items=(*(list_item(row) for row in whole), *reread),
            deleted=frozenset(deleted | vanished),
            next_link_to_store=found.link,
            resync=resync,
        )

    async def _reread(self, rows: GraphList, bare: list[ItemId]) -> tuple[list[ListItem], set[ItemId]]:
        """Rows that came without their fields: it is not confirmed that `$expand` survives in a delta link."""
        answers = await send_batch(rows.graph, [rows.read_request(item, item) for item in bare])
        vanished = {item for item in bare if isinstance(answers[item].failure, NotFound)}
        for item in bare:
            failed = answers[item].failure
            if failed is not None and item not in vanished:
                raise failed
        return [list_item(answers[item].body) for item in bare if item not in vanished], vanished


def _resync(gone: Gone) -> Resync:
    return Resync.UPLOAD_MISSING if gone.resync == _UPLOAD else Resync.SERVER_WINS
