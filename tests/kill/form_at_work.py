"""The Microsoft Form, and the three doors by which one response of it comes in: the workbook, a push, an import."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp

from hub.errors import DeliveryFailed
from local365 import seed
from local365.access_tokens import Caller
from local365.people_at_work import Office
from local365.server import Local365
from store.unit_of_work import SqlStore
from sync.directory import Directory
from sync.graph.client import Graph
from sync.headings import Known
from sync.imports import Import, responses_of_file
from sync.push import PATH
from tests.kill.mortal_service import MortalService
from tests.sync.workbooks import HEADINGS, workbook

FLOW = "33333333-aaaa-4bbb-8ccc-0000000000f1"
OUR_API = f"api://{seed.APP_ID}"
QUESTIONS = ("kind", "title", "details", "tried", "good")
EDITED, TITLE, TRIED = 5, 7, 9  # columns: when it was edited last, what it is, and the answer that its author edits
ENOUGH_TRIES = 60
AS_FORMS_WRITES = "%m/%d/%y %H:%M:%S"
AFTER_ALL = datetime(2026, 12, 24, 10, tzinfo=UTC)  # later than anything is sent in
TAKEN_IN = (200, 202)

Cells = list[object]


@dataclass(kw_only=True)
class Response:
    """What Forms has of it now. `sent`: as it was sent in, which is what the flow read."""

    now: Cells
    sent: Sequence[object]
    was_pushed: bool = False


@dataclass(kw_only=True)
class Form:
    """The Form and its doors. Forms may write its workbook late: `in_workbook` is how many responses stand there."""

    office: Office
    m365: Local365
    service: MortalService
    store: SqlStore
    graph: Graph
    url: str  # of the product
    headings: Mapping[Known, tuple[str, ...]]
    responses: list[Response] = field(default_factory=list[Response])
    in_workbook: int = 0
    exported: list[bytes] = field(default_factory=list[bytes])
    edits_made: int = 0

    async def responds(self, tree: str, title: str, details: str, *, late: bool) -> None:
        """An officer sends it in; Forms writes its workbook at once, or `late`: when `catches_up` comes."""
        at = f"{self.service.clock.now:{AS_FORMS_WRITES}}"
        about: Cells = [len(self.responses) + 1, at, at]
        cells = [*about, f"sample.{tree.lower()}@force.example", f"Sample {tree}", "", "Idea", title, details, "", ""]
        self.responses.append(Response(now=cells, sent=tuple(cells)))
        if not late:
            await self.catches_up()

    async def edits(self, place: int, text: str) -> None:
        """Its author edits it, as Forms lets them do."""
        if self.responses:
            row = self.responses[place % len(self.responses)].now
            self.edits_made += 1
            row[TRIED], row[EDITED] = text, f"{AFTER_ALL + timedelta(minutes=self.edits_made):{AS_FORMS_WRITES}}"
            await self._writes()

    async def catches_up(self) -> None:
        """Forms writes all that it has into its workbook."""
        self.in_workbook = len(self.responses)
        await self._writes()

    async def pushes(self, place: int) -> None:
        """The flow sends that response as it was sent in, and again until it is taken in.

        A flow runs when a response comes in, on that day and before its author edits it, or not at all; but what it
        has sent may come again at any time.
        """
        if self.responses:
            one = self.responses[place % len(self.responses)]
            today = f"{self.service.clock.now:{AS_FORMS_WRITES}}".split()[0]
            if one.was_pushed or (one.now == list(one.sent) and str(one.sent[1]).startswith(today)):
                one.was_pushed = True
                await self._pushes(one.sent)

    async def pushes_meanwhile(self, place: int) -> None:
        """The same while the workers turn."""
        await asyncio.gather(self.pushes(place), self.service.turn())

    async def exports(self) -> None:
        """Somebody downloads the responses as they are now, for later."""
        self.exported.append(self._workbook(len(self.responses)))

    async def imports(self, place: int) -> None:
        """The operator imports one of those files, however old it is, and again until it has run to its end."""
        if self.exported:
            await self._imports(self.exported[place % len(self.exported)])

    async def imports_meanwhile(self, place: int) -> None:
        """The same while the workers turn."""
        await asyncio.gather(self.imports(place), self.service.turn())

    async def _writes(self) -> None:
        if self.in_workbook:
            await self.office.replaces_workbook(self._workbook(self.in_workbook))

    def _workbook(self, count: int) -> bytes:
        return workbook(HEADINGS, *(one.now for one in self.responses[:count]))

    async def _pushes(self, sent: Sequence[object]) -> None:
        caller = Caller(app_id=FLOW, name="Sample flow", roles=frozenset())
        bearer = self.m365.tenant.tokens.mint(caller, OUR_API)
        said = {
            "form": "form-1",
            "response": str(sent[0]),
            "responder": sent[3],
            "name": sent[4],
            "answers": dict(zip(QUESTIONS, sent[6:], strict=True)),
        }
        async with aiohttp.ClientSession(self.url, headers={"Authorization": f"Bearer {bearer}"}) as flow:
            for _ in range(ENOUGH_TRIES):
                body = {**said, "sent_at": self.service.clock.now.isoformat()}
                try:
                    async with flow.post(PATH, json=body) as answer:
                        if answer.status in TAKEN_IN:
                            return
                        assert answer.status >= 500, await answer.text()
                except aiohttp.ClientError:
                    pass  # the process is gone, and another takes its place
                await self.service.turn()
        raise AssertionError("a push was never taken in")

    async def _imports(self, content: bytes) -> None:
        for _ in range(ENOUGH_TRIES):
            taking = Import(
                store=self.store,
                responses=responses_of_file(content, self.headings),
                directory=Directory(graph=self.graph),
                working_days=5,
                clock=self.service.clock,
            )
            try:
                async for _row in taking.rows():
                    pass
            except DeliveryFailed:
                await self.service.turn()
            else:
                return
        raise AssertionError("an import never came to its end")
