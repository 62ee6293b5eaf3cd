"""What the bot sends, read as strictly as Teams reads it.

Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

import re
from dataclasses import dataclass
from typing import Any, cast

from local365.card_checks import card_fault
from local365.chat_messages import ADAPTIVE_CARD
from local365.connector_errors import bad_argument, message_too_big
from local365.wire import Json

# Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
LARGEST_BYTES = 100 * 1024
BASE64_IMAGE = re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+")

TYPES = frozenset({"message", "typing"})
TEXT_FORMATS = frozenset({"plain", "markdown", "xml"})
CARDS = "application/vnd.microsoft."
# Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
CONTENT_TYPES = frozenset(
    {
        ADAPTIVE_CARD,
        f"{CARDS}card.hero",
        f"{CARDS}card.thumbnail",
        f"{CARDS}card.receipt",
        f"{CARDS}card.signin",
        f"{CARDS}card.oauth",
        f"{CARDS}teams.card.list",
        f"{CARDS}teams.card.o365connector",
        f"{CARDS}teams.card.file.consent",
        f"{CARDS}teams.card.file.info",
        f"{CARDS}teams.file.download.info",
        "image/png",
        "image/jpeg",
        "image/gif",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentActivity:
    """An activity the bot has sent, checked."""

    type: str
    text: str | None
    attachments: tuple[Json, ...]
    entities: tuple[Json, ...]
    recipient: str | None

    @property
    def is_message(self) -> bool:
        """False for a typing indicator, which leaves nothing behind."""
        return self.type == "message"


def check_size(body: str) -> None:
    """The body is not too large. 413 over 100 KB of UTF-16, images inside it not counted."""
    if len(BASE64_IMAGE.sub("", body).encode("utf-16-le")) > LARGEST_BYTES:
        raise message_too_big()


def read_activity(body: Any) -> SentActivity:
    """The activity in the body. 400 when Teams would not take it."""
    if not isinstance(body, dict):
        raise bad_argument("Invalid request body: an activity is a JSON object")
    activity = cast("Json", body)
    if not _is_among(TYPES, activity.get("type")):
        raise bad_argument(f"Unknown activity type: {activity.get('type')!r}")
    sent = SentActivity(
        type=activity["type"],
        text=_text(activity),
        attachments=tuple(_attachment(one) for one in _objects(activity, "attachments")),
        entities=tuple(_objects(activity, "entities")),
        recipient=_recipient(activity.get("recipient")),
    )
    if sent.is_message and not sent.text and not sent.attachments:
        raise bad_argument("Activity has neither text nor attachments")
    return sent


def _is_among(words: frozenset[str], value: Any) -> bool:
    return isinstance(value, str) and value in words


def _text(activity: Json) -> str | None:
    text, text_format = activity.get("text"), activity.get("textFormat", "markdown")
    if text is not None and not isinstance(text, str):
        raise bad_argument("text is not a string")
    if text_format is not None and not _is_among(TEXT_FORMATS, text_format):
        raise bad_argument(f"Unknown textFormat: {text_format!r}")
    return text


def _objects(activity: Json, name: str) -> list[Json]:
    found: Any = activity.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in cast("list[Any]", found)):
        raise bad_argument(f"{name} is not a list of objects")
    return cast("list[Json]", found)


def _attachment(attachment: Json) -> Json:
    content_type = attachment.get("contentType")
    if not _is_among(CONTENT_TYPES, content_type):
        raise bad_argument(f"Unknown attachment type: {content_type!r}")
    fault = card_fault(attachment.get("content")) if content_type == ADAPTIVE_CARD else None
    if fault is not None:
        raise bad_argument(fault)
    return attachment


def _recipient(recipient: Any) -> str | None:
    if not isinstance(recipient, dict):
        return None
    found = cast("Json", recipient).get("id")
    return found if isinstance(found, str) and found else None
