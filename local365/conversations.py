"""The conversations of the tenant: the channels of its team and each person's chat with the bot."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from local365.chat_messages import Message
from local365.wire import Json

THREAD_MARK = ";messageid="


class Kind(StrEnum):
    """Where a conversation takes place."""

    PERSONAL = "personal"
    CHANNEL = "channel"


@dataclass(slots=True, kw_only=True)
class Conversation:
    """A personal chat with the bot or a channel, with its messages in the order they were written.

    `id` is the Bot Connector's (`a:...` or `19:...@thread.tacv2`), `graph_id` the one Graph uses for the same thing.
    """

    id: str
    graph_id: str
    kind: Kind
    title: str
    person: str | None = None
    team: str | None = None
    messages: dict[str, Message] = field(default_factory=dict[str, Message])

    def put(self, message: Message) -> Message:
        """The message stands in the conversation, in place of its former self if there was one."""
        self.messages[message.id] = message
        return message

    def roots(self) -> list[Message]:
        """The messages that start a thread, oldest first."""
        return [one for one in self.messages.values() if one.thread is None]

    def replies(self, root: str) -> list[Message]:
        """The replies of a thread, oldest first."""
        return [one for one in self.messages.values() if one.thread == root]

    def to_json(self) -> Json:
        """The conversation as the snapshot shows it."""
        return {**self._head(), "messages": [one.to_json() for one in self.messages.values()]}

    def to_store(self) -> Json:
        """What `from_store` reads back."""
        stored = [one.to_store() for one in self.messages.values()]
        return {**self._head(), "graph_id": self.graph_id, "messages": stored}

    def _head(self) -> Json:
        return {"id": self.id, "kind": self.kind, "title": self.title, "person": self.person, "team": self.team}

    @classmethod
    def from_store(cls, data: Json) -> Self:
        """The conversation that `to_store` wrote."""
        messages = {one["id"]: Message.from_store(one) for one in data["messages"]}
        kept: Json = {**data, "kind": Kind(data["kind"]), "messages": messages}
        return cls(**kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a conversation id of the Bot Connector points at: a conversation, and in a channel perhaps one thread."""

    conversation: Conversation
    root: str | None = None

    @property
    def id(self) -> str:
        """The id as activities carry it."""
        return self.conversation.id if self.root is None else f"{self.conversation.id}{THREAD_MARK}{self.root}"


def personal_chat_id(aad_id: str, app_id: str) -> str:
    """The Bot Connector's id of a person's chat with the bot."""
    return "a:1" + hashlib.sha256(f"chat/{app_id}/{aad_id}".encode()).hexdigest()


def personal_chat(aad_id: str, name: str, app_id: str) -> Conversation:
    """A person's chat with the bot, still empty."""
    graph_id = f"19:{aad_id}_{app_id}@unq.gbl.spaces"
    chat_id = personal_chat_id(aad_id, app_id)
    return Conversation(id=chat_id, graph_id=graph_id, kind=Kind.PERSONAL, title=name, person=aad_id)


class Conversations:
    """All conversations, findable by id."""

    def __init__(self, conversations: Iterable[Conversation] = ()) -> None:
        self._all = {one.id: one for one in conversations}

    def __iter__(self) -> Iterator[Conversation]:
        return iter(self._all.values())

    def add(self, conversation: Conversation) -> Conversation:
        """The conversation exists."""
        self._all[conversation.id] = conversation
        return conversation

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation with exactly this id."""
        return self._all.get(conversation_id)

    def place(self, conversation_id: str) -> Place | None:
        """What the id points at, with its `;messageid=`; None when there is no such conversation or thread."""
        bare, _, root = conversation_id.partition(THREAD_MARK)
        conversation = self._all.get(bare)
        if conversation is None or (root and (conversation.kind is Kind.PERSONAL or root not in conversation.messages)):
            return None
        return Place(conversation=conversation, root=root or None)

    def by_graph_id(self, graph_id: str) -> Conversation | None:
        """The conversation Graph names so."""
        return next((one for one in self if one.graph_id == graph_id), None)

    def personal(self, aad_id: str) -> Conversation | None:
        """The person's chat with the bot, if it was ever opened."""
        return next((one for one in self if one.person == aad_id), None)
