"""The testing kit: an officer opens the chat, fills in a card and presses; hub staff work; an admin edits a row.

async with people_at_work(m365) as office:
    birch = office.person("Sample Birch")
    await birch.opens_chat()
    await birch.presses("Send it in", title="Lighting in the underpass")
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import aiohttp

from local365.control_client import ControlClient
from local365.filling_in import CannotDoError, filled_in
from local365.people import Person
from local365.seen import Dialog, Pressed, Row, Said, SeenMessage
from local365.server import Local365
from local365.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everybody, and what happens to all of them."""

    control: ControlClient
    people: tuple[Person, ...]
    dialogs: dict[str, Dialog] = field(default_factory=dict[str, Dialog])
    """The dialog each person has open, by Entra object id."""
    patience_s: float = 10.0
    """How long a person waits for a button which is not there yet, in seconds."""

    def person(self, name: str) -> "PersonAtWork":
        """The person of that name or e-mail. CannotDoError when there is none."""
        for one in self.people:
            if name in (one.name, one.email):
                return PersonAtWork(office=self, person=one)
        raise CannotDoError(f"There is nobody called {name}; there are: {', '.join(one.name for one in self.people)}")

    async def rows(self, list_name: str) -> list[Row]:
        """The rows of a SharePoint list, as the browser shows them. CannotDoError when there is no such list."""
        lists = (await self.control.state())["lists"]
        for one in lists:
            if list_name in (one["name"], one["display_name"]):
                return [_row(item) for item in one["items"]]
        raise CannotDoError(
            f"There is no list {list_name}; there are: {', '.join(one['name'] for one in lists) or 'none'}"
        )

    async def responds(self, *, email: str | None, name: str, answers: list[str]) -> int:
        """Somebody sends in the Microsoft Form: the response's Id."""
        body: Json = {"email": email, "name": name, "answers": answers}
        return (await self.control.call("POST", "/forms/responses", body))["id"]

    async def replaces_workbook(self, content: bytes) -> None:
        """Somebody uploads another file over the form's workbook."""
        await self.control.call("PUT", "/forms/workbook", content)

    async def goes_wrong(self, **fault: Any) -> None:
        """The next matching requests are struck; the names are those of `local365.faults.Fault`."""
        await self.control.call("POST", "/faults", fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAtWork:
    """One person in Teams and in the browser. Acts fail with a CannotDoError where the client would not let them."""

    office: Office
    person: Person

    async def opens_chat(self) -> None:
        """The app is installed for the person, and the bot knows. Safe to call twice."""
        await self._do("opens")

    async def says(
        self,
        text: str,
        *,
        channel: str | None = None,
        thread: str | None = None,
        mention: bool = False,
        unanswered: bool = False,
    ) -> Said:
        """The words stand in the personal chat or the channel, and the bot has taken them.

        `thread`: the id of any message of it. `unanswered`: it is fine when the bot does not answer.
        """
        where = await self._conversation(channel)
        body: Json = {"conversation": where, "text": text, "mentions_bot": mention, "thread": thread}
        answer = await self._do("says", body)
        said = Said(
            message_id=answer["message"]["id"],
            heard=answer["heard"],
            status=answer["status"],
            attempts=answer["attempts"],
        )
        if said.heard and not unanswered and said.status not in range(200, 300):
            raise CannotDoError(f"The bot answered {said.status} to {text!r} after {said.attempts} attempts")
        return said

    async def sees(self, channel: str | None = None) -> list[SeenMessage]:
        """The messages of the personal chat or the channel in this person's view, oldest first."""
        state = await self.office.control.state()
        conversation = self._find(state, channel)
        messages: list[Json] = [] if conversation is None else conversation["messages"]
        mine = (None, self.person.aad_id)
        shown = [one for one in messages if not one["deleted"] and one["only_for"] in mine]
        return [SeenMessage.seen(conversation["id"], one, self.person.aad_id) for one in shown if conversation]

    async def latest_card(self, channel: str | None = None) -> SeenMessage:
        """The newest message with a card. CannotDoError when there is none."""
        cards = [one for one in await self.sees(channel) if one.card is not None]
        if not cards:
            raise CannotDoError(f"{self.person.name} sees no card in {channel or 'the personal chat'}")
        return cards[-1]

    async def presses(
        self,
        button: str,
        answers: Mapping[str, str] = MappingProxyType({}),
        /,
        *,
        card: SeenMessage | None = None,
        channel: str | None = None,
        forged: bool = False,
        **typed: str,
    ) -> Pressed:
        """The button with this title is pressed.

        A button that is not there yet is waited for.
        `answers` and `typed` are typed over the inputs they name by id; the others go as they stand.
        `card`: the message that holds it; by default the newest that has the button. An open dialog stands before all
        messages: the button is one of its own, unless `card` says otherwise. `forged`: typed values go as they are, in
        any number and of any length, as from a client that checks nothing.
        """
        dialog = self.office.dialogs.get(self.person.aad_id)
        if dialog is not None and card is None:
            found = dialog.button(button)
            values = filled_in(found.inputs, {**answers, **typed}, forged=forged)
            return await self.sends_dialog(dialog, found.action, values)
        message = card or await self._card_with(button, channel)
        found = message.button(button)
        values = filled_in(found.inputs, {**answers, **typed}, forged=forged)
        return await self.sends_press(message, found.action, values)

    async def sends_press(self, message: SeenMessage, action: Json, inputs: dict[str, str]) -> Pressed:
        """The bot has this action of this message, be it in the card or forged."""
        where: Json = {"conversation": message.conversation, "message": message.id}
        answer = await self._do("presses", {**where, "action": action, "inputs": inputs})
        pressed = Pressed.of(answer, message.conversation, message.id)
        if pressed.dialog is not None:
            self.office.dialogs[self.person.aad_id] = pressed.dialog
        return pressed

    @property
    def dialog(self) -> Dialog:
        """The dialog that stands open. CannotDoError when there is none."""
        found = self.office.dialogs.get(self.person.aad_id)
        if found is None:
            raise CannotDoError(f"{self.person.name} has no dialog open")
        return found

    def closes_dialog(self) -> None:
        """The dialog is closed with its cross, and what was typed in it is gone; the bot is not told."""
        self.office.dialogs.pop(self.person.aad_id, None)

    async def sends_dialog(self, dialog: Dialog, action: Json, inputs: dict[str, str]) -> Pressed:
        """The bot has this action of the dialog; then the dialog closes, or the next one takes its place."""
        where: Json = {"conversation": dialog.conversation, "message": dialog.message}
        press: Json = {**where, "action": action, "inputs": inputs, "command": dialog.command}
        pressed = Pressed.of(await self._do("submits", press), dialog.conversation, dialog.message, dialog.command)
        self.office.dialogs.pop(self.person.aad_id, None)
        if pressed.dialog is not None:
            self.office.dialogs[self.person.aad_id] = pressed.dialog
        return pressed

    async def asks(self, name: str, value: Json, *, channel: str | None = None) -> Json:
        """The bot's answer to an invoke that is about no message, as `composeExtension/query`, checked."""
        where = await self._conversation(channel)
        return await self._do("asks", {"conversation": where, "name": name, "value": value})

    async def looks_at(self, message: SeenMessage) -> Pressed | None:
        """The person sees the message; if its card asks to be refreshed it is. None when it does not ask."""
        answer = await self._do("looks", {"conversation": message.conversation, "message": message.id})
        return None if answer is None else Pressed.of(answer)

    async def waits_for(
        self,
        what: Callable[[SeenMessage], bool],
        *,
        channel: str | None = None,
        within_s: float = 10.0,
    ) -> SeenMessage:
        """The newest message that is so, as soon as there is one. CannotDoError when none comes in time (seconds)."""

        async def look() -> SeenMessage | None:
            return next((one for one in reversed(await self.sees(channel)) if what(one)), None)

        where = channel or "the personal chat"
        in_vain = f"no such message for {self.person.name} in {where}"
        return await self.office.control.wait(look, within_s=within_s, what=in_vain)

    async def edits(self, list_name: str, item_id: str, /, **fields: Any) -> Row:
        """The row is as typed into the browser."""
        return _row(await self._do("edits", {"list": list_name, "item": item_id, "fields": fields}))

    async def creates(self, list_name: str, /, **fields: Any) -> Row:
        """A new row stands in the list."""
        return _row(await self._do("creates", {"list": list_name, "fields": fields}))

    async def deletes(self, list_name: str, item_id: str) -> None:
        """The row is in the recycle bin."""
        await self._do("deletes", {"list": list_name, "item": item_id})

    async def restores(self, list_name: str, item_id: str) -> Row:
        """The row is back from the recycle bin."""
        return _row(await self._do("restores", {"list": list_name, "item": item_id}))

    async def uninstalls(self) -> None:
        """The app is no longer there for the person."""
        await self._do("removes")

    async def blocks_bot(self) -> None:
        """The bot's messages to the person are refused."""
        await self._do("blocks")

    async def leaves_the_force(self) -> None:
        """The account is gone."""
        await self._do("leaves")

    async def _card_with(self, button: str, channel: str | None) -> SeenMessage:
        """The newest card with the button, waited for: a bot may post a form after it has answered the press for it."""
        cards = [one for one in await self.sees(channel) if button in one.buttons]
        if cards:
            return cards[-1]
        try:
            return await self.waits_for(
                lambda one: button in one.buttons, channel=channel, within_s=self.office.patience_s
            )
        except CannotDoError:
            return await self.latest_card(channel)

    async def _conversation(self, channel: str | None) -> str | None:
        if channel is None:
            return None
        found = self._find(await self.office.control.state(), channel)
        return None if found is None else found["id"]

    def _find(self, state: Json, channel: str | None) -> Json | None:
        all_of_them: list[Json] = state["conversations"]
        if channel is None:
            return next((one for one in all_of_them if one["person"] == self.person.aad_id), None)
        for one in all_of_them:
            if one["kind"] == "channel" and channel in (one["title"], one["id"]):
                return one
        raise CannotDoError(f"There is no channel {channel}")

    async def _do(self, verb: str, body: Json | None = None) -> Any:
        return await self.office.control.call("POST", f"/people/{self.person.aad_id}/{verb}", body or {})


@asynccontextmanager
async def people_at_work(m365: Local365 | str, *, patience_s: float = 10.0) -> AsyncGenerator[Office]:
    """The people of a running local Microsoft 365, given as its handle or as its URL.

    `patience_s`: how long they wait for a button which is not there yet, in seconds.
    """
    longest = aiohttp.ClientTimeout(total=120 + patience_s)  # an act ends when Teams has given the bot up
    url = m365 if isinstance(m365, str) else m365.url
    async with aiohttp.ClientSession(timeout=longest) as session:
        control = ControlClient(session, url)
        people = [Person.from_json(one) for one in (await control.state())["people"]]
        yield Office(control=control, people=tuple(people), patience_s=patience_s)


def _row(item: Json) -> Row:
    return Row(id=item["id"], etag=item["etag"], fields=item["fields"], modified_by=item["modified_by"])
