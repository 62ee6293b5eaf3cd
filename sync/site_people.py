"""Who is who on the site: the numbers that its person columns hold, and the people behind them.

SharePoint gives everybody who opens a site, or is chosen on it, a number in its hidden User Information List. Graph
cannot add anybody to it, so that a person who is not in it cannot be written into a person column.
Source: https://learn.microsoft.com/graph/api/resources/personorgroupcolumn
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from hub.errors import DeliveryFailed, FailureKind
from hub.people import AadId, Person
from hub.ports import SitePerson, Store
from sync.graph.batch import send_batch
from sync.graph.client import Graph, segment
from sync.graph.items import ItemId
from sync.graph.lists import GraphList, pages
from sync.graph.people import find_users
from sync.graph.shapes import JsonObject, maybe_mapping, maybe_text, objects

log = structlog.get_logger()

LIST_TITLE = "User Information List"  # in English sites; it is found by no other name
READ_AGAIN = timedelta(minutes=10)  # whoever opens the site meanwhile is found then
_MOST_PAGES = 50  # of some 200 people; the site of a team has a few


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPerson:
    """Somebody in a person column. `text`: their Entra object id, or what they are called when Entra knows nobody."""

    text: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A line of the hidden list. `addresses`: mailbox and sign-in name, as far as they are known."""

    number: str
    name: str
    addresses: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class SitePeople:
    """The people of the site that `rows` is on. A number is asked for once: it stays the person's for good."""

    store: Store
    rows: GraphList
    clock: Callable[[], datetime]
    _read_at: datetime | None = field(default=None)
    _entries: Mapping[str, _Entry] = field(default_factory=dict[str, "_Entry"])

    async def behind(self, numbers: Collection[str]) -> dict[str, SeenPerson]:
        """Who is behind each of the numbers. DeliveryFailed when that cannot be told now, but will be."""
        if not numbers:
            return {}
        known = {one.number: one for one in await asyncio.to_thread(self._known)}
        found = {number: SeenPerson(text=one.aad_id, name=one.name) for number, one in known.items()}
        new = [ItemId(number) for number in sorted(set(numbers) - found.keys())]
        answers = await send_batch(self._graph, [self._list.read_request(number, number) for number in new])
        for number in new:
            failed = answers[number].failure
            if failed is not None and failed.kind is FailureKind.TRANSIENT:
                raise failed
            entry = _entry({"id": number}) if failed is not None else _entry(answers[number].body)
            found[number] = await self._identified(entry)
        return found

    async def numbers(self, people: Collection[Person]) -> dict[str, str]:
        """The number of each of the people, by Entra object id; the site does not know those who are left out."""
        known = {str(one.aad_id): one.number for one in await asyncio.to_thread(self._known)}
        new = [one for one in people if one.aad_id and one.aad_id not in known]
        if new:
            await self._read_whole()
            known |= await asyncio.to_thread(self._found, new)
        return known

    def forget(self, aad_id: str) -> None:
        """The person's number is not known: SharePoint has just refused it. It is looked up again."""
        with self.store.begin() as uow:
            uow.tracker.forget_site_person(AadId(aad_id))
        self._read_at = None

    @property
    def _graph(self) -> Graph:
        return self.rows.graph

    @property
    def _list(self) -> GraphList:
        site = self.rows.path.rsplit("/lists/", 1)[0]
        return GraphList(self._graph, f"{site}/lists/{segment(LIST_TITLE)}")

    def _known(self) -> Collection[SitePerson]:
        with self.store.read() as uow:
            return uow.tracker.site_people()

    async def _identified(self, entry: _Entry) -> SeenPerson:
        """The person by our own roster, or else by the directory; as the site calls them when both know nobody."""
        aad_id = await asyncio.to_thread(self._on_roster, entry) or await self._in_directory(entry)
        name = entry.name or next(iter(entry.addresses), f"number {entry.number} of the site")
        if aad_id is None:
            return SeenPerson(text=name, name=name)
        person = SitePerson(number=entry.number, aad_id=AadId(aad_id), name=name)
        await asyncio.to_thread(self._keep, [person])
        return SeenPerson(text=aad_id, name=name)

    def _on_roster(self, entry: _Entry) -> str | None:
        with self.store.read() as uow:
            staff = uow.people.staff()
        return next((one.aad_id for one in staff if one.email.casefold() in entry.addresses), None)

    async def _in_directory(self, entry: _Entry) -> str | None:
        try:
            users = await find_users(self._graph, entry.addresses)
        except DeliveryFailed as failed:
            if failed.kind is FailureKind.TRANSIENT:
                raise
            log.warning("person_not_looked_up", code=failed.code)
            return None
        return next((users[address].aad_id for address in entry.addresses if address in users), None)

    async def _read_whole(self) -> None:
        """The hidden list has been read not long ago; without its index on addresses, nobody in it is asked for alone.

        When Graph refuses it for good, nobody is found, and that is asked again later.
        """
        at = self.clock()
        if self._read_at is not None and at < self._read_at + READ_AGAIN:
            return
        found: dict[str, _Entry] = {}
        count = 0
        try:
            async for page in pages(self._graph, f"{self._list.path}/items", {"$expand": "fields", "$top": "200"}):
                entries = [_entry(one) for one in objects(page, "value")]
                found |= {address: one for one in entries for address in one.addresses}  # of two, the newer account
                count += 1
                if count == _MOST_PAGES:
                    break
        except DeliveryFailed as failed:
            if failed.kind is FailureKind.TRANSIENT:
                raise
            log.warning("site_people_not_read", code=failed.code)
        self._read_at, self._entries = at, found

    def _found(self, people: Collection[Person]) -> dict[str, str]:
        """Those of the people who are in the hidden list, by today's address or by that of the day they took over."""
        with self.store.read() as uow:
            today = {one.aad_id: one.email for one in uow.people.staff()}
        found: list[SitePerson] = []
        for one in people:
            addresses = (today.get(one.aad_id, ""), one.email)
            entry = next(
                (self._entries[text.casefold()] for text in addresses if text.casefold() in self._entries), None
            )
            if entry is not None and one.aad_id is not None:
                found.append(SitePerson(number=entry.number, aad_id=one.aad_id, name=entry.name or one.name))
        self._keep(found)
        return {str(one.aad_id): one.number for one in found}

    def _keep(self, people: Collection[SitePerson]) -> None:
        if people:
            with self.store.begin() as uow:
                for one in people:
                    uow.tracker.know_site_person(one)


def _entry(document: JsonObject) -> _Entry:
    fields = maybe_mapping(document, "fields") or {}
    addresses = [maybe_text(fields, name) or "" for name in ("UserName", "EMail")]
    return _Entry(
        number=maybe_text(document, "id") or "",
        name=maybe_text(fields, "Title") or "",
        addresses=tuple(dict.fromkeys(one.casefold() for one in addresses if one)),
    )
