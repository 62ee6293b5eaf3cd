"""What changed in a list since we last looked.

Source: https://learn.microsoft.com/graph/api/listitem-delta; what it does beside that page is in facts: item-delta.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.batch import send_batch
from sync.graph.errors import Gone, NotFound
from sync.graph.items import ItemId, ListItem, list_item
from sync.graph.lists import PAGE, GraphList, pages
from sync.graph.shapes import JsonObject, maybe_text, objects, text, unexpected

_UPLOAD = "resyncChangesUploadDifferences"

Known: TypeAlias = Callable[[Mapping[ItemId, str]], Awaitable[Collection[ItemId]]]
"""Which of these rows, each at its eTag, hold nothing new: asked a page at a time, so that a long list is not kept."""


async def nothing_known(_rows: Mapping[ItemId, str]) -> Collection[ItemId]:
    """Every row is news."""
    return ()


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

    Save `next_link_to_store` in the transaction that applies the rest. Our own writes are among `items`, or among the
    `unchanged`: rows that were read at an eTag at which they are known.
    """

    items: tuple[ListItem, ...]
    deleted: frozenset[ItemId]
    next_link_to_store: str
    resync: Resync | None = None
    unchanged: AbstractSet[ItemId] = frozenset()


class _Word(Enum):
    """What a page says of a row when it does not say what is in it."""

    DELETED = "deleted"
    BARE = "without its fields"


@dataclass(slots=True)
class _Found:
    """Gathered over the pages; the last word on each row counts, and the order is that of the last words.

    Each page is settled as it comes: going through 50,000 rows at the end would hold up the loop.
    """

    known: Known
    words: dict[ItemId, ListItem | _Word] = field(default_factory=dict[ItemId, ListItem | _Word])
    unchanged: set[ItemId] = field(default_factory=set[ItemId])
    link: str = ""

    async def take(self, page: JsonObject) -> None:
        rows: dict[ItemId, JsonObject] = {}
        for row in objects(page, "value"):
            item = _item(row)
            rows.pop(item, None)
            rows[item] = row
        whole = {item: text(row, "eTag") for item, row in rows.items() if _is_whole(row)}
        unchanged = frozenset(await self.known(whole))
        self.unchanged.difference_update(rows)
        self.unchanged.update(unchanged)
        for item, row in rows.items():
            self.words.pop(item, None)
            if item not in unchanged:
                self.words[item] = _word(row)
        self.link = maybe_text(page, "@odata.deltaLink") or ""

    def that_are(self, word: _Word) -> list[ItemId]:
        return [item for item, said in self.words.items() if said is word]


def _item(row: JsonObject) -> ItemId:
    if "error" in row:
        raise DeltaBroken("graph.delta.error_among_items", kind=FailureKind.TRANSIENT)
    item = row.get("id")
    if not isinstance(item, str) or not item:
        raise DeltaBroken("graph.delta.item_without_id", kind=FailureKind.TRANSIENT)
    return ItemId(item)


def _is_whole(row: JsonObject) -> bool:
    return row.get("fields") is not None and row.get("deleted") is None


def _word(row: JsonObject) -> ListItem | _Word:
    if row.get("deleted") is not None:
        return _Word.DELETED
    return list_item(row) if _is_whole(row) else _Word.BARE


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

    async def changes(self, link: str | None, known: Known = nothing_known) -> Changes:
        """What changed since `link`; every row when it is None.

        A link too old, or of another host, becomes a full reading with `resync` set. DeltaBroken, and nothing is
        lost, when a page carried an error; any other DeliveryFailed likewise leaves the old link good.
        """
        if link is not None and not self.rows.graph.is_ours(link):
            return await self._read(None, Resync.SERVER_WINS, known)
        try:
            return await self._read(link, None, known)
        except Gone as gone:
            usable = gone.location if self.rows.graph.is_ours(gone.location) else None
            return await self._read(usable, _resync(gone), known)

    async def reread(self, known: Known = nothing_known) -> Changes:
        """Every row by the plain listing, and a link taken before it, so that nothing falls in between."""
        link = await self.latest()
        found = await self._found(self._unhurried.item_pages(), known)
        return await self._changes(self._unhurried, found, link, Resync.SERVER_WINS)

    async def look_up(self, items: Collection[ItemId]) -> tuple[list[ListItem], set[ItemId]]:
        """Those of `items` that are there, and the ids of those that are not: asked for one by one, in batches."""
        return await self._reread(self._unhurried, list(items))

    async def _read(self, link: str | None, resync: Resync | None, known: Known) -> Changes:
        rows = self._unhurried if resync is not None or link is None else self.rows
        wanted = None if link else {"$expand": "fields", "$top": PAGE}
        found = await self._found(pages(rows.graph, link or self._start, wanted), known)
        if not found.link:
            raise unexpected("deltaLink")
        return await self._changes(rows, found, found.link, resync)

    async def _found(self, read: AsyncIterator[JsonObject], known: Known) -> _Found:
        found = _Found(known=known)
        async for page in read:
            await found.take(page)
        return found

    async def _changes(self, rows: GraphList, found: _Found, link: str, resync: Resync | None) -> Changes:
        reread, vanished = await self._reread(rows, found.that_are(_Word.BARE))
        return Changes(
            items=(*(said for said in found.words.values() if isinstance(said, ListItem)), *reread),
            deleted=frozenset({*found.that_are(_Word.DELETED), *vanished}),
            next_link_to_store=link,
            resync=resync,
            unchanged=found.unchanged,
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
