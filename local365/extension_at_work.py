"""The testing kit's message extension: a person raises a message, finds something and shares it, types into an input.

extension = ExtensionAtWork(birch)
await extension.acts_on(message, "raise")
found = await extension.searches("find", words="lighting")
await extension.shares(found.results[0], channel="Cases")
"""

from dataclasses import dataclass
from typing import Any

from local365 import card_reading
from local365.filling_in import CannotDoError
from local365.people_at_work import PersonAtWork
from local365.seen import Dialog, Pressed, SeenCard, SeenMessage
from local365.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(SeenCard):
    """One thing found: `preview` is what the list shows of it, `card` what is shared."""

    preview: str
    attachment: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundResults:
    """What a search showed: results, or a sentence in their place."""

    results: tuple[Result, ...]
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class ExtensionAtWork:
    """The app's message extension in the hands of one person."""

    who: PersonAtWork

    async def acts_on(self, message: SeenMessage, command: str) -> Pressed:
        """The action has been chosen in the menu of the message that was seen; its dialog stands open if it has one."""
        where: Json = {"conversation": message.conversation, "message": message.id}
        answer = await self._do("acts", {**where, "command": command})
        pressed = Pressed.of(answer, where["conversation"], where["message"], command)
        if pressed.dialog is not None:
            self.who.office.dialogs[self.who.person.aad_id] = pressed.dialog
        return pressed

    async def searches(
        self, command: str, /, *, skip: int = 0, conversation: str | None = None, **words: str
    ) -> FoundResults:
        """What is shown for `words`, each by its parameter's name; without any, what shows as the search opens."""
        body: Json = {"conversation": conversation, "command": command, "words": words, "skip": skip}
        extension: Json = (await self._do("searches", body))["composeExtension"]
        found = tuple(_result(one) for one in extension.get("attachments", []))
        return FoundResults(results=found, sentence=extension.get("text"))

    async def shares(self, result: Result, *, conversation: str | None = None) -> str:
        """The result's card stands in the conversation as a message of the person's: the message's id."""
        message = await self._do("shares", {"conversation": conversation, "attachment": result.attachment})
        return message["id"]

    async def types(self, shown: Dialog | SeenMessage, name: str, words: str) -> list[tuple[str, str]]:
        """The title and value of each option that the input `name` offers while `words` are typed.

        Its own choices that hold the words come first, as in Teams. CannotDoError when it takes no typing.
        """
        field = next((one for one in card_reading.inputs(shown.card or {}) if one["id"] == name), None)
        if field is None or "choices.data" not in field:
            raise CannotDoError(f"{name} is no input that looks things up")
        body: Json = {"conversation": shown.conversation, "dataset": field["choices.data"]["dataset"], "words": words}
        answer = await self._do("types", body)
        own = [
            (one["title"], one["value"]) for one in field.get("choices", []) if words.lower() in one["title"].lower()
        ]
        offered = [(one["title"], one["value"]) for one in answer["value"]["results"]]
        return [*own, *(one for one in offered if one not in own)]

    async def _do(self, verb: str, body: Json) -> Any:
        return await self.who.office.control.call("POST", f"/people/{self.who.person.aad_id}/{verb}", body)


def _result(attachment: Json) -> Result:
    preview: Json = attachment.get("preview", attachment)["content"]
    reads = "\n".join(str(preview[name]) for name in ("title", "subtitle", "text") if preview.get(name))
    return Result(card=attachment["content"], preview=reads, attachment=attachment)
