"""What a person does with an app's message extension: acts on a message, looks for something, shares what was found.

Sources: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module,
https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search,
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
"""

import uuid
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from local365.card_checks import card_fault
from local365.chat_messages import ADAPTIVE_CARD, Message
from local365.chat_view import ChatView
from local365.clients import Press, TeamsClient
from local365.control_errors import ControlError
from local365.conversations import Conversation, Kind
from local365.posting import Chat
from local365.wire import Json

PAGE_SIZE = 25
MOST_OPTIONS = 15
# What an app is told of the message; Graph's chatMessage has more.
PAYLOAD = (
    *("id", "replyToId", "createdDateTime", "lastModifiedDateTime", "subject", "summary", "importance", "locale"),
    *("body", "from", "reactions", "mentions", "attachments"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionClient:
    """The app's message extension in one person's Teams client."""

    client: TeamsClient

    async def act_on(self, conversation_id: str | None, message_id: str, command: str) -> Json:
        """The person has chosen the action in the message's menu: the bot's answer, checked."""
        value = self._about(conversation_id, message_id, command)
        return await self.client.ask(conversation_id, "composeExtension/fetchTask", value)

    async def send(self, press: Press, command: str) -> Json:
        """The bot has what was filled in in the action's dialog: its answer, with `task` None when it closes."""
        if press.action.get("type") != "Action.Submit":
            raise ControlError(400, "In a dialog only a plain Action.Submit reaches the bot")
        about = self._about(press.conversation_id, press.message_id, command)
        data = {**cast("Json", press.action.get("data") or {}), **press.inputs}
        return await self.client.ask(press.conversation_id, "composeExtension/submitAction", {**about, "data": data})

    async def search(self, conversation_id: str | None, command: str, words: Json, *, skip: int = 0) -> Json:
        """What the bot found, checked. `words`: what was typed, by parameter; none when the search has just opened."""
        parameters = [{"name": name, "value": typed} for name, typed in words.items() if typed]
        value = {
            "commandId": command,
            "parameters": parameters or [{"name": "initialRun", "value": "true"}],
            "queryOptions": {"skip": skip, "count": PAGE_SIZE},
            "context": {"theme": "default"},
        }
        return await self.client.ask(conversation_id, "composeExtension/query", value)

    async def options(self, conversation_id: str | None, dataset: str, words: str) -> Json:
        """What the bot offers for what is typed into an input of a card, checked."""
        value = {"queryText": words, "queryOptions": {"skip": 0, "top": MOST_OPTIONS}, "dataset": dataset}
        return await self.client.ask(conversation_id, "application/search", value)

    def share(self, conversation_id: str | None, attachment: Json, thread: str | None = None) -> Json:
        """The card stands in the conversation as the person's message. The bot is not told: nobody mentioned it."""
        fault = card_fault(attachment.get("content")) if attachment.get("contentType") == ADAPTIVE_CARD else None
        if fault is not None:
            raise ControlError(400, fault)
        shared = {name: part for name, part in attachment.items() if name != "preview"}
        tenant = self.client.tenant
        with tenant.lock:
            place = self.client.place(conversation_id, thread)
            message = Chat(tenant=tenant).person_posts(place, self.client.person, None, attachments=(shared,))
            return message.to_json()

    def _about(self, conversation_id: str | None, message_id: str, command: str) -> Json:
        with self.client.tenant.lock:
            place = self.client.place(conversation_id)
            message = self.client.message(place.conversation, message_id)
            return {
                "commandId": command,
                "commandContext": "message",
                "requestId": uuid.uuid4().hex,
                "messagePayload": _payload(place.conversation, message),
                "context": {"theme": "default"},
            }


def _payload(conversation: Conversation, message: Message) -> Json:
    shown = ChatView(conversation=conversation).show(message)
    kept: dict[str, Any] = {name: shown[name] for name in PAYLOAD}
    return {**kept, "deleted": message.deleted, "linkToMessage": shown["webUrl"] or _chat_link(conversation, message)}


def _chat_link(conversation: Conversation, message: Message) -> str:
    assert conversation.kind is Kind.PERSONAL  # noqa: S101  a channel's message has a web address
    chat = quote(conversation.graph_id, safe="")
    context = quote('{"contextType":"chat"}', safe="")
    return f"https://teams.microsoft.com/l/message/{chat}/{message.id}?context={context}"
