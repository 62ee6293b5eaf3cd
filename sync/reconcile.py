"""The workbook, the store and the whole list are read and compared, a page at a time, and what differs is mended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from hub.casefile import CaseFile
from hub.cases import CaseNumber
from hub.ports import Store, Surface
from hub.promises import london_day
from hub.reconcile import (
    Difference,
    DifferenceId,
    Kind,
    Mend,
    RowRead,
    Sides,
    of_case,
    of_effect,
    of_response,
    of_row,
)
from hub.usecases.reconcile import draw_cards_again, write_rows_again
from store.casefiles import CaseFiles
from sync.forms import FormsReader
from sync.graph.items import ItemId, ListItem, list_item
from sync.graph.lists import GraphList
from sync.graph.shapes import objects
from sync.list_plan import FoundList, blocking
from sync.list_schema import read_columns
from sync.lists import CASES
from sync.responses import Response, Responses
from sync.rows import CASE_NUMBER, is_application, person_numbers, row_values, seen_values, writable
from sync.sheets import Unreadable
from sync.site_people import SeenPerson
from sync.tracker import DISPLAY_NAMES, TrackerReader

Thing = TypeVar("Thing")

AT_ONCE = 200  # cases, responses or rows looked up together; a page of the list is as long
NEEDS_THE_SHAPE = (Kind.EDIT_NOT_READ, Kind.ROW_BEHIND)
"""What a list that lost a column would be full of, and nobody typed."""

Heard = Callable[[str, int, int], None]
"""Told how far a part has come: its name, how many are done, and of how many as far as is known."""


@dataclass(slots=True, kw_only=True)
class Look:
    """What was found at one look. `responses` is None without a workbook.

    `under_way`: how many deliveries of cases are on their way; `moving`: the cases they are of. `writable`: whether the
    list has the shape that it must have.
    """

    responses: int | None = None
    cases: int = 0
    rows: int = 0
    hub_cards: int = 0
    receipts: int = 0
    under_way: int = 0
    moving: set[str] = field(default_factory=set[str])
    writable: bool = True
    found: dict[DifferenceId, Difference] = field(default_factory=dict[DifferenceId, Difference])

    def add(self, *differences: Difference | None) -> None:
        """Those that are differences are among those found."""
        self.found |= {one.id: one for one in differences if one is not None}

    @property
    def differs(self) -> bool:
        """True when something is not equal."""
        return any(one.counts for one in self.found.values())

    def confirmed_by(self, later: Look) -> Look:
        """The later look, with what both have found: the rest was on its way, or came in between."""
        later.found = {name: one for name, one in later.found.items() if name in self.found}
        return later


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Compares, and mends through the outbox and by reading again. `forms` is None without a workbook."""

    store: Store
    files: CaseFiles
    rows: GraphList
    reader: TrackerReader
    forms: FormsReader | None
    clock: Callable[[], datetime]
    heard: Heard

    async def look(self) -> Look:
        """Everything was read once and compared; nothing was changed. DeliveryFailed when a side could not be read."""
        look = Look()
        responded = await self._workbook(look)
        rows = await self._list(look)
        at = self.clock()
        channel = await asyncio.to_thread(self._has_channel)
        sides = Sides(rows=rows, responses=responded, has_channel=channel, at=at, today=london_day(at))
        if not channel:
            look.add(Difference(kind=Kind.NO_CHANNEL))
        await self._cases(look, sides)
        waiting = await asyncio.to_thread(self.files.of_no_case)
        look.add(*(of_effect(one, at=at) for one in waiting))
        return look

    async def mend(self, look: Look) -> list[Difference]:
        """What can be mended without a person is on its way; returns what that is. Safe to call twice."""
        mended = [one for one in look.found.values() if one.mend in _BY_PROGRAM]
        if not look.writable:
            mended = [one for one in mended if one.mend is not Mend.READ_ROW]
        by = {mend: [one for one in mended if one.mend is mend] for mend in _BY_PROGRAM}
        if by[Mend.READ_WORKBOOK] and self.forms is not None:
            await self.forms.pull(whole=True)
        for some in in_parts([ItemId(one.item) for one in by[Mend.READ_ROW]]):
            await self.reader.look_again(some)
        for rows in in_parts([CaseNumber(one.case) for one in by[Mend.WRITE_ROW]]):
            await asyncio.to_thread(write_rows_again, self.store, rows, at=self.clock())
        cards = [(CaseNumber(one.case), one.surface or Surface.HUB_CARD) for one in by[Mend.DRAW_CARD]]
        for some_cards in in_parts(cards):
            await asyncio.to_thread(draw_cards_again, self.store, some_cards, at=self.clock())
        return mended

    async def _workbook(self, look: Look) -> set[str] | None:
        """The cases that the workbook names; None without one that can be read."""
        if self.forms is None:
            return None
        match await self.forms.look():
            case Responses() as found:
                look.responses = len(found.responses) + len(found.empty)
                look.add(*(Difference(kind=Kind.RESPONSE_EMPTY, response=number) for number in found.empty))
                return await self._responses(look, found)
            case None:
                trouble = (f"nothing is at {self.forms.path}",)
            case Unreadable(why=why):
                trouble = (f"it is {why.value}",)
            case headings:
                trouble = tuple(headings.lines())
        look.add(Difference(kind=Kind.WORKBOOK_UNREAD, columns=trouble))
        return None

    async def _responses(self, look: Look, found: Responses) -> set[str]:
        responded: set[str] = set()
        for some in in_parts(found.responses):
            named, differences = await asyncio.to_thread(self._some_responses, some)
            responded |= named
            look.add(*differences)
            self.heard("Form responses", len(some), len(found.responses))
        return responded

    def _some_responses(self, some: Sequence[Response]) -> tuple[set[str], list[Difference | None]]:
        with self.store.read() as uow:
            taken = uow.inbox.results([key for one in some for key in one.keys])
        named = set(taken.values())
        cases = {file.case.number: file.case for file in self.files.sought(named)}
        return named, [of_response(one.number, one.keys, one.submission, taken=taken, cases=cases) for one in some]

    async def _list(self, look: Look) -> set[str]:
        """The cases whose row was seen."""
        columns = await read_columns(self.rows.graph, self.rows.path)
        wrong = blocking(CASES, FoundList(id="", name=CASES.name, display_name=CASES.name, columns=columns))
        look.writable = not wrong
        if wrong:
            look.add(Difference(kind=Kind.LIST_SHAPE, columns=wrong))
        total = await asyncio.to_thread(self.files.count)
        seen: set[str] = set()
        second: list[Difference] = []
        unhurried = GraphList(self.rows.graph.in_background(), self.rows.path)
        async for document in unhurried.item_pages():
            page = [list_item(each) for each in objects(document, "value")]
            look.rows += len(page)
            people = await self.reader.people.behind(person_numbers(page))
            for one in await asyncio.to_thread(self._some_rows, page, people, seen):
                if one.kind is Kind.TWO_ROWS:
                    second.append(one)
                elif look.writable or one.kind not in NEEDS_THE_SHAPE:
                    look.add(one)
            self.heard("Rows of the list", len(page), max(total, look.rows))
        look.add(*(one for one in second if one.case in seen))
        return seen

    def _some_rows(
        self, page: Sequence[ListItem], people: Mapping[str, SeenPerson], seen: set[str]
    ) -> list[Difference]:
        read, numbers = [self._read(item, people) for item in page], self._numbers()
        files = self.files.sought({one.case for one in read}, {one.item_id for one in read})
        by_item = {file.row.item_id: file for file in files if file.row is not None}
        by_number = {file.case.number: file for file in files}
        found: list[Difference] = []
        for one in read:
            file = by_item.get(one.item_id) or by_number.get(CaseNumber(one.case))
            difference = of_row(one, file, wanted=_must_say(file, numbers))
            if file is not None and (difference is None or difference.kind is not Kind.TWO_ROWS):
                seen.add(file.case.number)
            if difference is not None:
                found.append(replace(difference, columns=tuple(DISPLAY_NAMES[name] for name in difference.columns)))
        return found

    def _numbers(self) -> Mapping[str, str]:
        with self.store.read() as uow:
            return {str(one.aad_id): one.number for one in uow.tracker.site_people()}

    def _read(self, item: ListItem, people: Mapping[str, SeenPerson]) -> RowRead:
        values = seen_values(item, people)
        ours = is_application(item.modified_by, self.reader.application_id)
        return RowRead(case=values[CASE_NUMBER], item_id=item.id, etag=item.etag, values=values, is_ours=ours)

    async def _cases(self, look: Look, sides: Sides) -> None:
        total, after = await asyncio.to_thread(self.files.count), ""
        while some := await asyncio.to_thread(self.files.after, after, limit=AT_ONCE):
            for file in some:
                look.cases += 1
                look.hub_cards += Surface.HUB_CARD in file.cards
                look.receipts += Surface.RECEIPT in file.cards
                look.add(*of_case(file, sides))
                if under_way := sum(one.parked_at is None for one in file.waiting):
                    look.under_way += under_way
                    look.moving.add(file.case.number)
            after = some[-1].case.number
            self.heard("Cases and their cards", len(some), total)

    def _has_channel(self) -> bool:
        with self.store.read() as uow:
            return uow.hub.channel() is not None


def in_parts(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """The same, AT_ONCE at a time."""
    left = iter(things)
    while part := list(islice(left, AT_ONCE)):
        yield part


def _must_say(file: CaseFile | None, numbers: Mapping[str, str]) -> Mapping[str, str]:
    """What the case's row must say; a holder whom the site does not know cannot be named in it."""
    nothing: Mapping[str, str] = {}
    if file is None:
        return nothing
    if file.row is None:
        return writable(row_values(file.case, ""), nothing, numbers)
    return writable(row_values(file.case, file.row.note), file.row.values, numbers)


_BY_PROGRAM = (Mend.READ_WORKBOOK, Mend.READ_ROW, Mend.WRITE_ROW, Mend.DRAW_CARD)
