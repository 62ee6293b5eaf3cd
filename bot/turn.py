"""One activity that reached the bot: what happened, who did it, where, and how to answer. Knows no SDK."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

from hub.places import Conversation

THREAD_MARK = ";messageid="
"""What separates a channel's conversation id from the id of a thread's root message."""

ADAPTIVE_CARD_ACTION = "adaptiveCard/action"
"""The invoke that an `Action.Execute` sends."""

DIALOG_INVOKES = frozenset({"task/fetch", "task/submit", "composeExtension/submitAction"})
"""The invokes that ask for a dialog or send in what was filled in there; the last, where a message action opened it."""
AUTOMATIC = "automatic"
"""The trigger of a card that refreshes itself: nobody pressed anything."""

_SPACES = re.compile(r"(?:[ \t\xa0]|&nbsp;)+")


class TurnKind(Enum):
    """The activities that are handed to handlers; all others are accepted and dropped."""

    MESSAGE = "message"
    INVOKE = "invoke"
    INSTALLATION = "installationUpdate"
    CONVERSATION_UPDATE = "conversationUpdate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a conversation. `person_id` (`29:…`, a bot's `28:…`) differs per bot; `aad_id` is the person."""

    person_id: str
    aad_id: str
    name: str
    email: str = ""
    is_guest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An `<at>` in a message. `text` is exactly what stands in the message for it."""

    person_id: str
    name: str
    text: str


def object_of(value: Any) -> dict[str, Any]:
    """`value` when it is a JSON object, else an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def text_of(value: Any) -> str:
    """`value` when it is a text, else an empty one."""
    return value if isinstance(value, str) else ""


def objects_of(value: Any) -> list[dict[str, Any]]:
    """The JSON objects in the list `value`; empty when it is no list."""
    return [object_of(one) for one in cast("list[Any]", value)] if isinstance(value, list) else []


def member_of(value: dict[str, Any]) -> Member:
    """A member as Teams writes one; the older calls say `objectId` and `userPrincipalName`."""
    return Member(
        person_id=text_of(value.get("id")),
        aad_id=text_of(value.get("aadObjectId") or value.get("objectId")),
        name=text_of(value.get("name")),
        email=text_of(value.get("email") or value.get("userPrincipalName")),
        is_guest=value.get("userRole") == "guest",
    )


def channel_of(conversation_id: str) -> str:
    """The channel a thread belongs to; any other conversation is its own."""
    return conversation_id.partition(THREAD_MARK)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One activity. Every text is empty, and every object and list too, when the activity does not carry it.

    `activity`: the JSON as it came; client-controlled but for `from`, `conversation` and `channelData`.
    `reply`: sends an activity into the same conversation and thread; returns its id. DeliveryFailed when Teams refuses.
    """

    activity: dict[str, Any]
    reply: Callable[[dict[str, Any]], Awaitable[str]]

    @property
    def kind(self) -> TurnKind:
        """What happened."""
        return TurnKind(self.activity["type"])

    @property
    def activity_id(self) -> str:
        """With the conversation id, what a re-sent activity has in common with the first."""
        return text_of(self.activity.get("id"))

    @property
    def name(self) -> str:
        """The display name of who did it."""
        return text_of(self._sender.get("name"))

    @property
    def aad_id(self) -> str:
        """Who did it: the Entra object id, the only identity to authorise on."""
        return text_of(self._sender.get("aadObjectId"))

    @property
    def person_id(self) -> str:
        """Who did it, as this bot knows the person (`29:…`): for mentions, never for authorising."""
        return text_of(self._sender.get("id"))

    @property
    def bot_id(self) -> str:
        """The bot itself (`28:…`)."""
        return text_of(object_of(self.activity.get("recipient")).get("id"))

    @property
    def conversation(self) -> Conversation:
        """Where it happened; in a channel, the thread."""
        return Conversation(
            service_url=text_of(self.activity.get("serviceUrl")),
            conversation_id=text_of(self._place.get("id")),
            tenant_id=text_of(self._place.get("tenantId") or object_of(self._channel_data.get("tenant")).get("id")),
        )

    @property
    def conversation_type(self) -> str:
        """`personal`, `channel` or `groupChat`."""
        return text_of(self._place.get("conversationType"))

    @property
    def thread_root(self) -> str:
        """In a channel: the id of the thread's root message."""
        return text_of(self._place.get("id")).partition(THREAD_MARK)[2]

    @property
    def team_id(self) -> str:
        """The team's own conversation id, which is also its General channel's."""
        return text_of(object_of(self._channel_data.get("team")).get("id"))

    @property
    def channel_id(self) -> str:
        """The channel's conversation id, without a thread."""
        named = text_of(object_of(self._channel_data.get("channel")).get("id"))
        return named or (channel_of(text_of(self._place.get("id"))) if self.conversation_type == "channel" else "")

    @property
    def event_type(self) -> str:
        """Of a conversationUpdate in a team: `teamMemberAdded`, `channelDeleted` and so on."""
        return text_of(self._channel_data.get("eventType"))

    @property
    def action(self) -> str:
        """Of an installationUpdate: `add`, `remove`, `add-upgrade` or `remove-upgrade`."""
        return text_of(self.activity.get("action"))

    @property
    def members_added(self) -> tuple[Member, ...]:
        """Who joined; the bot itself is the one whose `person_id` is `bot_id`."""
        return tuple(member_of(one) for one in objects_of(self.activity.get("membersAdded")))

    @property
    def members_removed(self) -> tuple[Member, ...]:
        """Who left."""
        return tuple(member_of(one) for one in objects_of(self.activity.get("membersRemoved")))

    @property
    def text(self) -> str:
        """What was typed: mentions of the bot are gone, those of others are plain names, blanks are single."""
        text = text_of(self.activity.get("text"))
        for mention in self.mentions:
            text = text.replace(mention.text, "" if mention.person_id == self.bot_id else mention.name)
        return _SPACES.sub(" ", text).strip()

    @property
    def is_for_bot(self) -> bool:
        """True in a chat of one's own, and where the bot is mentioned.

        With ChannelMessage.Read.Group Teams sends every message of the team's channels. Source:
        https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-with-rsc
        """
        mentioned = any(mention.person_id == self.bot_id for mention in self.mentions)
        return self.conversation_type == "personal" or mentioned

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Who is named with an `<at>`, in order."""
        entities = [one for one in objects_of(self.activity.get("entities")) if one.get("type") == "mention"]
        found = ((object_of(one.get("mentioned")), text_of(one.get("text"))) for one in entities)
        return tuple(
            Mention(person_id=text_of(who.get("id")), name=text_of(who.get("name")), text=text)
            for who, text in found
            if text
        )

    @property
    def reply_to(self) -> str:
        """The message a press or an answer belongs to: on a press, the card's activity id."""
        return text_of(self.activity.get("replyToId"))

    @property
    def invoke_name(self) -> str:
        """Of an invoke: `adaptiveCard/action`, `task/fetch` and so on."""
        return text_of(self.activity.get("name"))

    @property
    def value(self) -> dict[str, Any]:
        """What a press carries, as it came."""
        return object_of(self.activity.get("value"))

    @property
    def verb(self) -> str:
        """What a press asks for: the verb of an Action.Execute, or `verb` in the data of a submit or a dialog."""
        return text_of(self._pressed.get("verb") if self._executes else self.data.get("verb"))

    @property
    def data(self) -> dict[str, Any]:
        """A press's own data with every input merged in, by id. Written by the client: trust none of it."""
        if self._executes:
            return object_of(self._pressed.get("data"))
        return object_of(self.value.get("data")) if self.is_dialog else self.value

    @property
    def is_dialog(self) -> bool:
        """True when a dialog was asked for or filled in: the message it was opened from is not the form."""
        return self.kind is TurnKind.INVOKE and self.invoke_name in DIALOG_INVOKES

    @property
    def trigger(self) -> str:
        """Of an Action.Execute: `manual`, or `automatic` when a card refreshes itself."""
        return text_of(self.value.get("trigger")) if self._executes else ""

    @property
    def _executes(self) -> bool:
        return self.kind is TurnKind.INVOKE and self.invoke_name == ADAPTIVE_CARD_ACTION

    @property
    def _pressed(self) -> dict[str, Any]:
        return object_of(self.value.get("action"))

    @property
    def _sender(self) -> dict[str, Any]:
        return object_of(self.activity.get("from"))

    @property
    def _place(self) -> dict[str, Any]:
        return object_of(self.activity.get("conversation"))

    @property
    def _channel_data(self) -> dict[str, Any]:
        return object_of(self.activity.get("channelData"))
