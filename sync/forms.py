"""The Microsoft Forms workbook is read: each new response has a case, through the same use case as every other door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from hub.notices import AlarmKind
from hub.people import Person
from hub.ports import Store
from hub.promises import london_day
from hub.usecases.alarms import raise_alarm, settle_alarm
from hub.usecases.responses import Incoming, Taken, take_response, take_responses
from sync.directory import Directory
from sync.forms_seen import FormsSeen, Seen
from sync.graph.client import Graph, NotModified
from sync.graph.errors import NotFound, TooLarge
from sync.graph.files import DriveItem, FetchedFile, fetch_file
from sync.headings import HeadingTrouble, Known
from sync.responses import Response, Responses, responses_in
from sync.sheets import Unreadable, Why, read_workbook

log = structlog.get_logger()

TOPIC = "forms"
AT_ONCE = 25  # responses in one transaction: a commit costs as much as a response, and a press in Teams waits for it


@dataclass(slots=True, kw_only=True)
class FormsReader:
    """Reads the workbook at `path` of the site, when it has changed.

    `stale_days`: quiet days until the hub is asked whether Forms still writes to it; 0: never.
    """

    store: Store
    graph: Graph
    site: str
    path: str
    headings: Mapping[Known, tuple[str, ...]]
    working_days: int
    stale_days: int
    clock: Callable[[], datetime]
    nudge: Callable[[], None]
    _refused: DriveItem | None = field(default=None)  # a workbook that a person must mend first
    _stuck: frozenset[str] = field(default=frozenset())  # responses that could not be taken the last time

    async def look(self) -> Responses | HeadingTrouble | Unreadable | None:
        """What the workbook holds now, whatever was read before, and nothing is taken in; None when it is not there."""
        try:
            file = await fetch_file(self.graph, self.site, self.path, seen=None)
        except NotFound:
            return None
        # seen nowhere yet, so that it is never unchanged
        return None if isinstance(file, NotModified) else await asyncio.to_thread(self._read, file.content)

    async def pull(self, *, whole: bool = False) -> int:
        """Every response in the workbook has its case; returns how many are new or edited. Safe to call twice.

        `whole`: also when it has not changed since it was read last.
        """
        seen = await asyncio.to_thread(self._seen.load)
        known = None if whole else self._refused or seen.item
        try:
            file = await fetch_file(self.graph, self.site, self.path, seen=known)
        except NotFound:
            await self._alarm(AlarmKind.WORKBOOK_MISSING, self.path)
            return 0
        except TooLarge:
            await self._alarm(AlarmKind.WORKBOOK_UNREADABLE, Why.TOO_LARGE.value)
            return 0
        if isinstance(file, NotModified):
            if self._refused is None:
                await asyncio.to_thread(settle_alarm, self.store, TOPIC)
                await self._ask_when_stale(seen.newest_at)
            return 0
        return await self._open(file)

    async def _open(self, file: FetchedFile) -> int:
        match await asyncio.to_thread(self._read, file.content):
            case Responses() as responses:
                return await self._take_all(file, responses)
            case HeadingTrouble() as trouble:
                await self._refuse(file, AlarmKind.WORKBOOK_HEADINGS, *trouble.lines())
            case Unreadable(why=why):
                await self._refuse(file, AlarmKind.WORKBOOK_UNREADABLE, why.value)
                if why is Why.DAMAGED:
                    self._refused = None  # what came may be damaged, and not the file: it is fetched again
        return 0

    @property
    def _seen(self) -> FormsSeen:
        return FormsSeen(store=self.store)

    def _read(self, content: bytes) -> Responses | HeadingTrouble | Unreadable:
        sheets = read_workbook(content)
        return sheets if isinstance(sheets, Unreadable) else responses_in(sheets, self.headings)

    async def _take_all(self, file: FetchedFile, found: Responses) -> int:
        seen = await asyncio.to_thread(self._seen.load)
        fresh = await asyncio.to_thread(self._fresh, found)
        directory, count, stuck = Directory(graph=self.graph), 0, list[str]()
        await directory.meet(response.submitter for response in fresh)
        for start in range(0, len(fresh), AT_ONCE):
            some = fresh[start : start + AT_ONCE]
            incoming = [self._incoming(response, await directory.known(response.submitter)) for response in some]
            taken = await asyncio.to_thread(self._take, incoming)
            count += sum(became in {Taken.NEW, Taken.EDITED} for became in taken)
            stuck += [response.number for response, became in zip(some, taken, strict=True) if became is None]
            self.nudge()
        await self._tell_of(found, seen, file)
        if not await self._stuck_at(stuck):
            await asyncio.to_thread(self._read_to_the_end, file.item, len(found.responses), brought_news=count > 0)
        self._refused = None
        return count

    def _take(self, incoming: Sequence[Incoming]) -> Sequence[Taken | None]:
        """What became of each: all in one transaction, or each in its own when one of them is in the way."""
        try:
            return [became for _, became in take_responses(self.store, incoming)]
        except Exception as error:  # noqa: BLE001  each is then taken by itself, and logged there
            log.warning("responses_not_taken_together", responses=len(incoming), error=type(error).__name__)
            return [self._take_alone(one) for one in incoming]

    def _take_alone(self, incoming: Incoming) -> Taken | None:
        """What became of it; None when it fails, which keeps no other one out."""
        try:
            return take_response(self.store, incoming)[1]
        except Exception:  # the loop over all responses: a bug is logged, and the next one is taken
            log.exception("response_bug")
            return None

    async def _stuck_at(self, numbers: Sequence[str]) -> bool:
        """Whether some could not be taken; the hub is told of those that failed twice, and not of a short fault."""
        if again := [f"response {number}" for number in numbers if number in self._stuck]:
            await self._alarm(AlarmKind.RESPONSE_STUCK, *again, topic="forms-stuck")
        elif not numbers:
            await asyncio.to_thread(settle_alarm, self.store, "forms-stuck")
        self._stuck = frozenset(numbers)
        return bool(numbers)

    def _fresh(self, found: Responses) -> list[Response]:
        """Those that are not known by all their names; reading the others again would change nothing."""
        with self.store.read() as uow:
            known = uow.inbox.known([key for response in found.responses for key in response.keys])
        return [response for response in found.responses if not known.issuperset(response.keys)]

    def _read_to_the_end(self, item: DriveItem, count: int, *, brought_news: bool) -> None:
        self._seen.keep(item, count, brought_news=brought_news, at=self.clock())
        settle_alarm(self.store, TOPIC)
        if brought_news:
            settle_alarm(self.store, "forms-stale")

    def _incoming(self, response: Response, submitter: Person | None) -> Incoming:
        return Incoming(
            keys=response.keys,
            submission=response.submission,
            submitter=submitter,
            at=self.clock(),
            working_days=self.working_days,
            edited=response.edited,
            pushed_as=response.pushed_as,
        )

    async def _tell_of(self, found: Responses, seen: Seen, file: FetchedFile) -> None:
        """What a person should look at, although everything could be read."""
        now = len(found.responses)
        empty = [f"response {number}: no words" for number in found.empty]
        empty += [f"row {row}: words, but no Id" for row in found.unnumbered]
        if empty:
            await self._alarm(AlarmKind.RESPONSE_EMPTY, *empty, topic="forms-empty")
        if found.unknown:
            await self._alarm(AlarmKind.WORKBOOK_QUESTIONS, *found.unknown, topic="forms-questions")
        if seen.item is None:
            return
        if (seen.item.drive_id, seen.item.id) != (file.item.drive_id, file.item.id):
            told = (self.path, f"responses before: {seen.count}, now: {now}")
            await self._alarm(AlarmKind.WORKBOOK_REPLACED, *told, topic="forms-replaced")
        elif now < seen.count:
            told = (f"responses before: {seen.count}, now: {now}",)
            await self._alarm(AlarmKind.WORKBOOK_SHRANK, *told, topic="forms-shrank")
        else:
            await asyncio.to_thread(settle_alarm, self.store, "forms-shrank")

    async def _ask_when_stale(self, newest_at: datetime | None) -> None:
        quiet_since = newest_at or self.clock()
        if self.stale_days and self.clock() - quiet_since > timedelta(days=self.stale_days):
            told = (f"last new response: {london_day(quiet_since):%A %d %B %Y}",)
            await self._alarm(AlarmKind.WORKBOOK_STALE, *told, topic="forms-stale")

    async def _refuse(self, file: FetchedFile, kind: AlarmKind, *details: str) -> None:
        self._refused = file.item
        await self._alarm(kind, *details)

    async def _alarm(self, kind: AlarmKind, *details: str, topic: str = TOPIC) -> None:
        log.warning("forms_alarm", kind=kind.value)
        await asyncio.to_thread(raise_alarm, self.store, topic, kind, details, at=self.clock())
        self.nudge()
