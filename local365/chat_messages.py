"""One message of a Teams conversation, as everybody sees it and as each person sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from local365.wire import Json

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands now.

    `id` is its creation in milliseconds, as Teams names messages. `thread`: the root message's id; None for a root and
    in a personal chat. `aad_id`: None when the bot wrote it. `views`: the card that one person sees instead, by aad_id.
    `only_for`: the only person who sees a targeted message.
    """

    id: str
    thread: str | None = None
    aad_id: str | None = None
    name: str
    text: str | None = None
    attachments: tuple[Json, ...] = ()
    entities: tuple[Json, ...] = ()
    views: Mapping[str, Json] = field(default_factory=dict[str, Json])
    only_for: str | None = None
    at: datetime
    edited_at: datetime | None = None
    deleted: bool = False

    @property
    def is_bots(self) -> bool:
        """True when the bot wrote it."""
        return self.aad_id is None

    @property
    def root(self) -> str:
        """The id of the thread it stands in, which is its own for a root."""
        return self.thread or self.id

    @property
    def card(self) -> Json | None:
        """Its first Adaptive Card, as everybody sees it."""
        return next((one["content"] for one in self.attachments if one["contentType"] == ADAPTIVE_CARD), None)

    def card_for(self, aad_id: str) -> Json | None:
        """Its card as this person sees it."""
        return self.views.get(aad_id) or self.card

    def to_json(self) -> Json:
        """The message as the snapshot and the events show it."""
        shown = not self.deleted
        return {
            "id": self.id,
            "thread": self.thread,
            "from": {"aad_id": self.aad_id, "name": self.name, "bot": self.is_bots},
            "text": self.text if shown else None,
            "card": self.card if shown else None,
            "views": dict(self.views) if shown else {},
            "only_for": self.only_for,
            "at": self.at.isoformat(),
            "edited_at": self.edited_at and self.edited_at.isoformat(),
            "deleted": self.deleted,
        }

    def to_store(self) -> Json:
        """What `from_store` reads back."""
        return {
            **self.to_json(),
            "text": self.text,
            "views": dict(self.views),
            "attachments": list(self.attachments),
            "entities": list(self.entities),
        }

    @classmethod
    def from_store(cls, data: Json) -> Self:
        """The message that `to_store` wrote."""
        return cls(
            id=data["id"],
            thread=data["thread"],
            aad_id=data["from"]["aad_id"],
            name=data["from"]["name"],
            text=data["text"],
            attachments=tuple(data["attachments"]),
            entities=tuple(data["entities"]),
            views=data["views"],
            only_for=data["only_for"],
            at=datetime.fromisoformat(data["at"]),
            edited_at=datetime.fromisoformat(data["edited_at"]) if data["edited_at"] else None,
            deleted=data["deleted"],
        )
