"""The Microsoft Forms workbook is read: each new response has a case, through the same use case as a card."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from hub.notices import AlarmKind
from hub.people import AadId, Person
from hub.ports import Store
from hub.usecases.alarms import raise_alarm, settle_alarm
from hub.usecases.submissions import Arrival, submit
from sync.graph.client import Graph, NotModified
from sync.graph.errors import NotFound
from sync.graph.files import DriveItem, FetchedFile, fetch_file
from sync.graph.people import find_user
from sync.headings import HeadingTrouble, Known
from sync.workbook import Response, Responses, Unreadable, read_workbook

log = structlog.get_logger()

CURSOR = "forms-workbook"
TOPIC = "forms"
EMPTY_TOPIC = "forms-empty"


@dataclass(slots=True, kw_only=True)
class FormsReader:
    """Reads the workbook at `path` of the site, when it has changed."""

    store: Store
    graph: Graph
    site: str
    path: str
    headings: Mapping[Known, tuple[str, ...]]
    working_days: int
    clock: Callable[[], datetime]
    nudge: Callable[[], None]
    _refused: DriveItem | None = field(default=None)  # a workbook that a person must mend first

    async def pull(self) -> int:
        """Every response in the workbook has its case; returns how many are new. Safe to call twice."""
        seen = self._refused or await asyncio.to_thread(self._seen)
        try:
            file = await fetch_file(self.graph, self.site, self.path, seen=seen)
        except NotFound:
            await self._alarm(AlarmKind.WORKBOOK_MISSING, self.path)
            return 0
        if isinstance(file, NotModified):
            if self._refused is None:
                await asyncio.to_thread(settle_alarm, self.store, TOPIC)
            return 0
        match await asyncio.to_thread(read_workbook, file.content, self.headings):
            case Responses() as responses:
                return await self._take_all(file, responses)
            case HeadingTrouble() as trouble:
                details = (*_said("missing", trouble.missing), *_said("doubled", trouble.doubled))
                await self._refuse(file, AlarmKind.WORKBOOK_HEADINGS, *details, *_said("unknown", trouble.unknown))
            case Unreadable(encrypted=encrypted):
                await self._refuse(file, AlarmKind.WORKBOOK_UNREADABLE, "encrypted" if encrypted else "damaged")
        return 0

    async def _take_all(self, file: FetchedFile, found: Responses) -> int:
        fresh = await asyncio.to_thread(self._fresh, found)
        people: dict[str, Person] = {}
        for response in fresh:
            submitter = await self._known(response.submitter, people)
            await asyncio.to_thread(self._take, response, submitter)
            self.nudge()
        if found.empty:
            await self._alarm(AlarmKind.RESPONSE_EMPTY, *found.empty, topic=EMPTY_TOPIC)
        await asyncio.to_thread(self._read_to_the_end, file.item)
        self._refused = None
        return len(fresh)

    def _fresh(self, found: Responses) -> list[Response]:
        with self.store.read() as uow:
            known = uow.inbox.known([response.key for response in found.responses])
        return [response for response in found.responses if response.key not in known]

    def _take(self, response: Response, submitter: Person | None) -> None:
        arrival = Arrival(key=response.key, at=self.clock(), submitter=submitter, working_days=self.working_days)
        submit(self.store, response.submission, arrival)

    async def _known(self, person: Person | None, people: dict[str, Person]) -> Person | None:
        """The person as the directory knows them; as the Form named them when it does not."""
        if person is None:
            return None
        if person.email not in people:
            user = await find_user(self.graph, person.email)
            people[person.email] = replace(person, aad_id=AadId(user.aad_id), name=user.name) if user else person
        return people[person.email]

    def _seen(self) -> DriveItem | None:
        with self.store.read() as uow:
            parts = uow.cursors.get(CURSOR).split("\n")
        return DriveItem(drive_id=parts[0], id=parts[1], ctag=parts[2]) if len(parts) == _PARTS else None

    def _read_to_the_end(self, item: DriveItem) -> None:
        with self.store.begin() as uow:
            uow.cursors.set(CURSOR, f"{item.drive_id}\n{item.id}\n{item.ctag}")
        settle_alarm(self.store, TOPIC)

    async def _refuse(self, file: FetchedFile, kind: AlarmKind, *details: str) -> None:
        self._refused = file.item
        await self._alarm(kind, *details)

    async def _alarm(self, kind: AlarmKind, *details: str, topic: str = TOPIC) -> None:
        log.warning("forms_alarm", kind=kind.value)
        await asyncio.to_thread(raise_alarm, self.store, topic, kind, details, at=self.clock())
        self.nudge()


def _said(what: str, headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{what}: {heading}" for heading in headings)


_PARTS = 3
