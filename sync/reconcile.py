"""The workbook, the store and the whole list are read and compared, a page at a time, and what differs is mended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TypeVar

from hub.casefile import CaseFile
from hub.cases import CaseNumber
from hub.errors import DeliveryFailed
from hub.ports import Store, Surface
from hub.promises import london_day
from hub.reconcile import (
    Difference,
    Kind,
    Mend,
    RowRead,
    Sides,
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
from sync.look import BY_PROGRAM, Look
from sync.responses import Response, Responses
from sync.rows import CASE_NUMBER, is_application, person_numbers, row_values, seen_values, writable
from sync.sheets import Unreadable
from sync.site_people import SeenPerson
from sync.tracker import DISPLAY_NAMES, TrackerReader

Thing = TypeVar("Thing")

AT_ONCE = 200  # cases, responses or rows looked up together; a page of the list is as long
NEEDS_THE_SHAPE = (Kind.EDIT_NOT_READ, Kind.ROW_BEHIND)
"""What a list that lost a column would be full of, and nobody typed."""
NOT_ITS_OWN = (Kind.TWO_ROWS, Kind.ROW_OF_NO_CASE)
"""What a row may be that has a case's number and is not the row of that case."""

Heard = Callable[[str, int, int], None]
"""Told how far a part has come: its name, how many are done, and of how many as far as is known."""
Work = Callable[[], Awaitable[object]]


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
        """Everything was read once and compared; nothing was changed. A side that Graph does not give is named."""
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
        """What can be mended without a person is on its way; returns what that is. Safe to call twice.

        Each portion is whole by itself. Where Graph is away its side is named in the look, and the others are mended.
        """
        mended: list[Difference] = []
        for some, work in self._portions(look.mendable):
            try:
                await work()
            except DeliveryFailed as failed:
                away = Kind.WORKBOOK_AWAY if some[0].mend is Mend.READ_WORKBOOK else Kind.LIST_AWAY
                look.add(_is_away(away, failed))
            else:
                mended += some
        return mended

    def _portions(self, found: Sequence[Difference]) -> Iterator[tuple[list[Difference], Work]]:
        """What is mended together, and what does it."""
        by = {mend: [one for one in found if one.mend is mend] for mend in BY_PROGRAM}
        if by[Mend.READ_WORKBOOK] and self.forms is not None:
            yield by[Mend.READ_WORKBOOK], partial(self.forms.pull, whole=True)
        for some in in_parts(by[Mend.READ_ROW]):
            yield some, partial(self.reader.look_again, [ItemId(one.item) for one in some])
        for some in in_parts(by[Mend.WRITE_ROW]):
            rows = [CaseNumber(one.case) for one in some]
            yield some, partial(_in_thread, partial(write_rows_again, self.store, rows, at=self.clock()))
        for some in in_parts(by[Mend.DRAW_CARD]):
            cards = [(CaseNumber(one.case), one.surface or Surface.HUB_CARD) for one in some]
            yield some, partial(_in_thread, partial(draw_cards_again, self.store, cards, at=self.clock()))

    async def _workbook(self, look: Look) -> set[str] | None:
        """The cases that the workbook names; None without one that can be read."""
        if self.forms is None:
            return None
        try:
            held = await self.forms.look()
        except DeliveryFailed as failed:
            look.add(_is_away(Kind.WORKBOOK_AWAY, failed))
            return None
        match held:
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

    async def _list(self, look: Look) -> set[str] | None:
        """The cases whose row was seen; None when Graph did not give the whole list."""
        try:
            return await self._whole_list(look)
        except DeliveryFailed as failed:
            look.add(_is_away(Kind.LIST_AWAY, failed))
            return None

    async def _whole_list(self, look: Look) -> set[str]:
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
            if file is not None and (difference is None or difference.kind not in NOT_ITS_OWN):
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
        while some := await asyncio.to_thread(self._some_cases, look, sides, after):
            after = some[-1].case.number
            self.heard("Cases and their cards", len(some), total)

    def _some_cases(self, look: Look, sides: Sides, after: str) -> list[CaseFile]:
        some = self.files.after(after, limit=AT_ONCE)
        for file in some:
            look.take(file, sides)
        return some

    def _has_channel(self) -> bool:
        with self.store.read() as uow:
            return uow.hub.channel() is not None


def in_parts(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """The same, AT_ONCE at a time."""
    left = iter(things)
    while part := list(islice(left, AT_ONCE)):
        yield part


async def _in_thread(work: Callable[[], None]) -> None:
    await asyncio.to_thread(work)


def _is_away(kind: Kind, failed: DeliveryFailed) -> Difference:
    return Difference(kind=kind, columns=(str(failed),))


def _must_say(file: CaseFile | None, numbers: Mapping[str, str]) -> Mapping[str, str]:
    """What the case's row must say; a holder whom the site does not know cannot be named in it."""
    nothing: Mapping[str, str] = {}
    if file is None:
        return nothing
    if file.row is None:
        return writable(row_values(file.case, ""), nothing, numbers)
    return writable(row_values(file.case, file.row.note), file.row.values, numbers)
