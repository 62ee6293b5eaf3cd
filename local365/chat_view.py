"""A message as Microsoft Graph shows it.

Source: https://learn.microsoft.com/graph/api/resources/chatmessage
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

import orjson

from local365.chat_messages import Message
from local365.conversations import Conversation, Kind
from local365.seed import APP_ID, APP_NAME, CATALOGUE_APP_ID, TEAM_ID, TENANT_ID
from local365.wire import Json, iso_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatView:
    """Shows the messages of one conversation."""

    conversation: Conversation

    def show(self, message: Message) -> Json:
        """The chatMessage. A deleted one has neither text nor attachments."""
        created, changed = iso_ms(message.at), iso_ms(modified_at(message))
        is_channel = self.conversation.kind is Kind.CHANNEL
        attachments = [] if message.deleted else [_attachment(message, n) for n in range(len(message.attachments))]
        return {
            "id": message.id,
            "replyToId": message.thread,
            "etag": str(int(modified_at(message).timestamp() * 1000)),
            "messageType": "message",
            "createdDateTime": created,
            "lastModifiedDateTime": changed,
            "lastEditedDateTime": changed if message.edited_at and not message.deleted else None,
            "deletedDateTime": changed if message.deleted else None,
            "subject": None,
            "summary": None,
            "chatId": None if is_channel else self.conversation.graph_id,
            "importance": "normal",
            "locale": "en-us",
            "webUrl": self._web_url(message) if is_channel else None,
            "policyViolation": None,
            "eventDetail": None,
            "from": _author(message),
            "body": {"contentType": "html", "content": "" if message.deleted else _content(message, attachments)},
            "channelIdentity": {"teamId": TEAM_ID, "channelId": self.conversation.graph_id} if is_channel else None,
            "attachments": attachments,
            "mentions": [],
            "reactions": [],
        }

    def _web_url(self, message: Message) -> str:
        channel = quote(self.conversation.graph_id, safe="")
        query = f"groupId={TEAM_ID}&tenantId={TENANT_ID}&createdTime={message.id}&parentMessageId={message.root}"
        return f"https://teams.microsoft.com/l/message/{channel}/{message.id}?{query}"


def _author(message: Message) -> Json:
    if message.is_bots:
        bot = {"id": APP_ID, "displayName": APP_NAME, "applicationIdentityType": "bot"}
        return {"application": bot, "device": None, "user": None}
    user = {"id": message.aad_id, "displayName": message.name, "userIdentityType": "aadUser", "tenantId": TENANT_ID}
    return {"application": None, "device": None, "user": user}


def _attachment(message: Message, number: int) -> Json:
    """The content of a card is a JSON text, not an object."""
    attachment = message.attachments[number]
    content = attachment.get("content")
    return {
        "id": uuid.uuid5(uuid.UUID(APP_ID), f"{message.id}/{number}").hex,
        "contentType": attachment["contentType"],
        "contentUrl": attachment.get("contentUrl"),
        "content": None if content is None else orjson.dumps(content).decode(),
        "name": attachment.get("name"),
        "thumbnailUrl": attachment.get("thumbnailUrl"),
        "teamsAppId": CATALOGUE_APP_ID,
    }


def _content(message: Message, attachments: list[Json]) -> str:
    text = escape(message.text or "", quote=False)
    for entity in message.entities:
        if entity.get("type") == "mention":
            mention = escape(str(entity.get("text", "")), quote=False)
            text = text.replace(mention, f'<at id="0">{escape(entity["mentioned"]["name"])}</at>')
    marks = "".join(f'<attachment id="{one["id"]}"></attachment>' for one in attachments)
    return f"{text}{marks}"


def modified_at(message: Message) -> datetime:
    """When the message last changed: written, edited or deleted."""
    return message.edited_at or message.at
