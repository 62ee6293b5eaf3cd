"""What a person at work sees: values a test can look at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from local365 import card_reading
from local365.chat_messages import ADAPTIVE_CARD
from local365.filling_in import CannotDoError
from local365.invoke_answers import ERROR, MESSAGE
from local365.wire import Json

OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCard:
    """Something with a card in it, as one person sees it."""

    card: Json | None

    @property
    def reads(self) -> str:
        """Everything there is to read, line by line."""
        return "\n".join(card_reading.texts(self.card or {}))

    @property
    def buttons(self) -> list[str]:
        """The titles of its buttons, in reading order."""
        return [one.title for one in card_reading.buttons(self.card or {})]

    @property
    def inputs(self) -> dict[str, str]:
        """What its inputs hold, by id; empty ones as ''."""
        return {one["id"]: str(one.get("value", "")) for one in card_reading.inputs(self.card or {})}

    def button(self, title: str) -> card_reading.Button:
        """The button with exactly this title. CannotDoError when there is none, or more than one."""
        found = [one for one in card_reading.buttons(self.card or {}) if one.title == title]
        if len(found) != 1:
            what = "no" if not found else f"more than one ({len(found)})"
            raise CannotDoError(f"There is {what} button {title!r} in the card; there are: {_list(self.buttons)}")
        return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog(SeenCard):
    """A dialog that stands before everything else. `message`: the message it was opened from; `url`: of a web page.

    `command`: the message action that it belongs to, if it was one that opened it.
    """

    conversation: str
    message: str
    title: str
    url: str | None = None
    command: str | None = None

    @classmethod
    def opened(cls, conversation: str, message: str, info: Json, command: str | None = None) -> Self:
        """The dialog that a bot's TaskInfo describes."""
        card = info["card"]["content"] if "card" in info else None
        title, url = info.get("title", ""), info.get("url")
        return cls(conversation=conversation, message=message, title=title, card=card, url=url, command=command)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMessage(SeenCard):
    """A message as one person sees it, with their own view of its card."""

    id: str
    conversation: str
    thread: str | None
    author: str
    by_bot: bool
    text: str | None
    at: datetime
    edited_at: datetime | None
    only_for_me: bool

    @classmethod
    def seen(cls, conversation: str, data: Json, aad_id: str) -> Self:
        """The snapshot's message through this person's eyes."""
        return cls(
            id=data["id"],
            conversation=conversation,
            thread=data["thread"],
            author=data["from"]["name"],
            by_bot=data["from"]["bot"],
            text=data["text"],
            card=data["views"].get(aad_id) or data["card"],
            at=datetime.fromisoformat(data["at"]),
            edited_at=datetime.fromisoformat(data["edited_at"]) if data["edited_at"] else None,
            only_for_me=data["only_for"] == aad_id,
        )

    @property
    def reads(self) -> str:
        """Everything there is to read, line by line: the text, then the card."""
        return "\n".join([*([self.text] if self.text else []), *card_reading.texts(self.card or {})])


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What became of something said. `status`: the bot's HTTP status; None when it did not hear or answer."""

    message_id: str
    heard: bool
    status: int | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What became of a press.

    `status`: the HTTP status of the bot for an Action.Submit, the statusCode of its answer for an Action.Execute.
    `card`, `text` and `dialog` are of the answer; `error` is what the person is shown instead.
    """

    status: int
    card: Json | None = None
    text: str | None = None
    error: str | None = None
    dialog: Dialog | None = None

    @classmethod
    def of(cls, answer: Json, conversation: str = "", message: str = "", command: str | None = None) -> Self:
        """The outcome in the control plane's answer; the press was about this message."""
        if "task" in answer:
            return cls._of_task(answer["task"], conversation, message, command)
        if "type" not in answer:
            return cls(status=answer["status"])
        value: Any = answer.get("value")
        status, kind = answer.get("statusCode", 200), str(answer["type"])
        if kind == ADAPTIVE_CARD:
            return cls(status=status, card=value)
        if kind == MESSAGE:
            return cls(status=status, text=value)
        return cls(status=status, error=value["message"] if kind == ERROR else kind)

    @classmethod
    def _of_task(cls, task: Json | None, conversation: str, message: str, command: str | None) -> Self:
        if task is None:
            return cls(status=OK)
        if task["type"] == "message":
            return cls(status=OK, text=task["value"])
        return cls(status=OK, dialog=Dialog.opened(conversation, message, task["value"], command))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item of a SharePoint list as the browser shows it."""

    id: str
    etag: str
    fields: Json
    modified_by: str


def _list(titles: list[str]) -> str:
    return ", ".join(repr(one) for one in titles) or "none"
