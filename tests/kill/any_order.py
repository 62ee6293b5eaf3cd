"""What people do in any order, what goes wrong meanwhile, and what must be true once it has come to rest.

Everything anybody types is a text that nobody else types, so that it can be found again: kept, or visibly refused.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from hub.cases import Case
from hub.notices import Deed
from local365.filling_in import CannotDoError
from local365.people_at_work import Office, PersonAtWork, people_at_work
from local365.seen import Pressed, SeenCard, SeenMessage
from local365.server import Local365
from service.entra import graph_tokens_of
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore, open_store
from sync.graph.client import open_graph
from sync.graph.gate import Clock as GraphClock
from sync.provision import provision
from tests.journeys.force import CASES, SETUP_CODE, Clock, settings_for
from tests.kill.form_at_work import FLOW, Form
from tests.kill.mishaps import FAULTS, SWITCHES
from tests.kill.mortal_service import MortalService, mortal_service

ENOUGH_TURNS = 150
QUIET_TURNS = 3  # after so many turns in which nothing was done, nothing more will be
BETWEEN_TURNS_S = 60.0  # the longest wait after a failure is ten minutes
OFFICERS = ("Birch", "Cedar")
PATIENCE_S = 30.0

DEEDS: Mapping[str, Deed] = {
    "Ask a question…": Deed.ASKED,
    "Reply…": Deed.REPLIED,
    "Close…": Deed.CLOSED,
    "Send the answer": Deed.ANSWERED,
}
PRESSES = ("Claim", "Reopen", "Put the row back", "Ask a question…", "Reply…", "Close…")
SENDS = {"Ask a question…": "Send the question", "Reply…": "Send the reply", "Close…": "Close the case"}


@dataclass(frozen=True, kw_only=True)
class Written:
    """Words that somebody sent in a form. `refused`: what they were told instead, when they were."""

    case: str
    deed: Deed
    text: str
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What an admin typed over a cell, and when.

    `is_last`: nobody typed over it, or deleted the row, since; and the case did not say the same already.
    """

    case: str
    item: str
    column: str
    text: str
    at: datetime
    is_last: bool


@dataclass(kw_only=True)
class World:
    """The force at work, and what its people remember."""

    office: Office
    m365: Local365
    service: MortalService
    store: SqlStore
    form: Form
    sent: list[str] = field(default_factory=list[str])
    written: list[Written] = field(default_factory=list[Written])
    typed: list[Typed] = field(default_factory=list[Typed])
    bin: list[str] = field(default_factory=list[str])
    old: list[SeenMessage] = field(default_factory=list[SeenMessage])
    forms: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    told: int = 0

    def person(self, tree: str) -> PersonAtWork:
        """The invented person `Sample <tree>`."""
        return self.office.person(f"Sample {tree}")

    def words(self, kind: str) -> str:
        """Words that nobody has typed yet."""
        self.told += 1
        return f"{kind} no. {self.told}."

    async def sends_in(self, tree: str) -> None:
        """An officer fills in the submission card."""
        officer, title = self.person(tree), self.words("Submission")
        self.sent.append(title)
        shown = len(await officer.sees())
        await officer.says("new")
        for _ in range(ENOUGH_TURNS):
            cards = (await officer.sees())[shown:]
            if any("Send it in" in one.buttons for one in cards):
                break
            await self.service.turn()
        await officer.presses("Send it in", {"kind": "Idea", "title": title, "details": self.words("Details")})

    async def responds(self, tree: str, *, late: bool = False) -> None:
        """An officer sends in the Microsoft Form; it is in the workbook at once, or `late`."""
        title = self.words("Response")
        self.sent.append(title)
        await self.form.responds(tree, title, self.words("Details"), late=late)

    async def responds_late(self, tree: str) -> None:
        """The same, and Forms has not written it into its workbook yet."""
        await self.responds(tree, late=True)

    async def edits_response(self, place: int) -> None:
        """A response is edited, as Forms lets its author do."""
        await self.form.edits(place, self.words("Edited"))

    async def looks(self) -> None:
        """Hub staff leave the channel open: `presses_old` presses what it shows now, whatever happens meanwhile."""
        self.old = await self.hub_cards()

    async def presses_old(self, tree: str, button: str, place: int) -> None:
        """Hub staff press a button of a card that may have been drawn anew since they looked, and fill in its form."""
        await self._opens(self.old, tree, button, place)
        await self.sends_form(tree)

    async def presses(self, tree: str, button: str, place: int) -> None:
        """Hub staff press a button of a hub card, and fill in the form that it opens if it opens one."""
        await self._opens(await self.hub_cards(), tree, button, place)
        await self.sends_form(tree)

    async def opens_form(self, tree: str, place: int) -> None:
        """Hub staff open a form and are called away: `sends_form` sends it, whatever happened meanwhile."""
        await self._opens(await self.hub_cards(), tree, "Reply…", place)

    async def sends_form(self, tree: str) -> None:
        """Hub staff fill in and send the form that stands open, if one does; one that comes back is closed."""
        if tree not in self.forms:
            return
        who, (case, button) = self.person(tree), self.forms.pop(tree)
        text = self.words(DEEDS[button].value)
        answers = {"outcome": "Adopted", "decision": text} if button == "Close…" else {"text": text}
        sent = await who.presses(SENDS[button], answers)
        who.closes_dialog()
        self._remember(case, DEEDS[button], text, sent)

    async def _opens(self, cards: Sequence[SeenMessage], tree: str, button: str, place: int) -> None:
        cards = [one for one in cards if button in one.buttons]
        if cards:
            card = cards[place % len(cards)]
            pressed = await self.person(tree).presses(button, card=card)
            if pressed.dialog is not None:
                self.forms[tree] = (_number(card), button)

    async def answers(self, tree: str) -> None:
        """An officer answers the newest question in their chat."""
        officer = self.person(tree)
        questions = [one for one in await officer.sees() if "Send the answer" in one.buttons]
        if questions:
            text = self.words("Answer")
            sent = await officer.presses("Send the answer", card=questions[-1], answer=text)
            self._remember(_number(questions[-1]), Deed.ANSWERED, text, sent)

    async def types(self, place: int, column: str, text: str | None) -> None:
        """An admin types over a cell of a row: that text, or words of their own."""
        rows = [row for row in await self.office.rows(CASES) if row.fields.get("CaseNumber")]
        if not rows:
            return
        row = rows[place % len(rows)]
        text = self.words(column) if text is None else text
        if (row.fields.get(column) or "") == text:
            return
        self._overtyped(row.id, column)
        chosen = self.office.person(text).person.email if column == "Holder" and text else text
        await self.person("Maple").edits(CASES, row.id, **{column: chosen})
        number = row.fields["CaseNumber"]
        says = must_say(self.case(number))[column]
        at = self.service.clock.now
        self.typed.append(Typed(case=number, item=row.id, column=column, text=text, at=at, is_last=says != text))

    async def adds_a_row(self) -> None:
        """An admin adds a row by hand."""
        await self.person("Maple").creates(CASES, Title=self.words("By hand"))

    async def deletes(self, place: int) -> None:
        """An admin deletes a row."""
        rows = await self.office.rows(CASES)
        if rows:
            row = rows[place % len(rows)]
            await self.person("Maple").deletes(CASES, row.id)
            self.bin.append(row.id)
            self._overtyped(row.id)

    async def restores(self) -> None:
        """An admin restores the row that was deleted last, unless another row of its case is there meanwhile."""
        if self.bin:
            item = self.bin.pop()
            try:
                await self.person("Maple").restores(CASES, item)
            except CannotDoError as refused:  # the browser says no: a row that was put back has that number
                if "unique" not in str(refused).casefold():
                    raise

    async def goes_wrong(self, name: str) -> None:
        """Something will go wrong, once or a few times."""
        self.m365.tenant.faults.add(FAULTS[name])

    async def is_strange(self, name: str) -> None:
        """Graph behaves as it does on some days."""
        self.m365.tenant.sites.switches.turn(SWITCHES[name])

    async def dies_at_request(self, moment: int) -> None:
        """The process will die at a request to Microsoft 365."""
        self.service.dies_at_request(moment)

    async def dies_at_commit(self, moment: int) -> None:
        """The process will die at a transaction."""
        await self.service.dies_at_commit(moment)

    async def turns(self) -> None:
        """The workers turn once."""
        await self.service.turn()

    async def settles(self) -> None:
        """Nothing goes wrong any more, and everything has come to rest."""
        self.m365.tenant.faults.clear()
        await self.service.lives()
        await self.form.catches_up()
        quiet, deliveries = 0, Deliveries(self.store)
        for _ in range(ENOUGH_TURNS):
            done = await self.service.turn()
            quiet = quiet + 1 if done == 0 and not deliveries.waiting() else 0
            if quiet == QUIET_TURNS:
                return
            if not done:
                self.service.clock.forward(seconds=BETWEEN_TURNS_S)
        raise AssertionError(f"{deliveries.waiting()} effects still wait, or the workers never rest")

    async def hub_cards(self) -> list[SeenMessage]:
        """The cards that start a thread in the hub's channel, as Oak sees them."""
        return [
            one for one in await self.person("Oak").sees(CASES) if one.card and not one.thread and "PF-" in one.reads
        ]

    def cases(self) -> Sequence[Case]:
        """Every case that the store has."""
        with self.store.read() as uow:
            return uow.cases.search((), sent_in_by=None, skip=0, limit=1000)

    def case(self, number: str) -> Case:
        """The case as the store has it."""
        with self.store.read() as uow:
            return uow.cases.get(number)

    def _remember(self, number: str, deed: Deed, text: str, sent: Pressed) -> None:
        self.written.append(Written(case=number, deed=deed, text=text, refused=_refusal(sent, text)))

    def _overtyped(self, item: str, column: str = "") -> None:
        self.typed = [
            replace(one, is_last=False) if one.item == item and column in ("", one.column) else one
            for one in self.typed
        ]


def must_say(case: Case) -> dict[str, str]:
    """The columns of the case's row whose text is plainly the case's."""
    return {
        "Title": case.title,
        "Kind": case.submission.kind.value,
        "Details": case.submission.details,
        "Tried": case.submission.tried,
        "Status": case.status.value,
        "AssignedTo": case.holder.name if case.holder else "",
        "Holder": case.holder.name if case.holder else "",
        "Theme": case.theme,
        "HubNotes": case.hub_notes,
        "Outcome": case.outcome.value if case.outcome else "",
        "Decision": case.decision,
        "Guidance": case.guidance,
        "SubmittedBy": case.submitter.name if case.submitter else "",
    }


def _number(card: SeenMessage) -> str:
    found = re.search(r"PF-\d{4}-\d{4}", card.reads)
    assert found is not None, card.reads
    return found.group()


def _refusal(sent: Pressed, text: str) -> str:
    """What the person was told, with their words handed back in the form; empty when the words were taken."""
    shown = sent.dialog or SeenCard(card=sent.card)
    return shown.reads if text in shown.inputs.values() else sent.error or ""


def _turned(clock: Clock) -> GraphClock:
    """The same clock as Graph's client takes it: what the operator's program waits for passes at once."""
    return GraphClock(monotonic=clock.seconds, now=clock, sleep=clock.sleep)


@asynccontextmanager
async def any_order(m365: Local365, folder: Path, port: int) -> AsyncGenerator[World]:
    """The hub has moved in, Birch and Cedar have met the bot, and nothing was sent in yet."""
    settings = settings_for(m365, folder, push_app_id=FLOW)
    for_graph = settings.graph()
    tokens = graph_tokens_of(settings.identity(), for_graph)
    async with (
        mortal_service(m365, settings, port) as service,
        people_at_work(m365, patience_s=PATIENCE_S) as office,
        open_graph(for_graph, tokens(), clock=_turned(service.clock)) as graph,
    ):
        await provision(graph)
        await service.turn()
        store = open_store(settings.store())
        try:
            form = Form(
                office=office,
                m365=m365,
                service=service,
                store=store,
                graph=graph,
                url=f"http://127.0.0.1:{port}",
                headings=settings.headings(),
            )
            world = World(office=office, m365=m365, service=service, store=store, form=form)
            await world.person("Oak").says(f"hub here {SETUP_CODE}", channel=CASES, mention=True)
            for tree in OFFICERS:
                await world.person(tree).opens_chat()
            yield world
        finally:
            store.close()
