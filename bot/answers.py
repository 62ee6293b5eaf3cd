"""What an invoke is answered with; here, a press on a card.

Source: learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model, put right where that page and what
Teams accepts differ (facts: card-answers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from cards.dialogs import DIALOG_TITLE


class Answer(Protocol):
    """What any invoke is answered with. The HTTP status is 200; what Teams makes of it is in the body."""

    def body(self) -> dict[str, Any]:
        """The JSON that Teams expects for this invoke; an empty object for an answer without a body."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogAnswer:
    """The answer to `task/fetch` and `task/submit`: a card in a dialog, or a sentence.

    Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
    """

    card: dict[str, Any] | None = None
    message: str | None = None

    def __post_init__(self) -> None:
        """Refuse neither and both."""
        if (self.card is None) == (self.message is None):
            raise ValueError("A dialog is answered with a card or with a sentence.")

    def body(self) -> dict[str, Any]:
        """The JSON that Teams expects. Without a height the dialog is as tall as its card."""
        if self.card is None:
            return {"task": {"type": "message", "value": self.message}}
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": self.card}
        info = {"title": DIALOG_TITLE, "width": "medium", "card": attachment}
        return {"task": {"type": "continue", "value": info}}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeError:
    """Why a press could not be served. `status`: 400 the press is at fault, 500 we are."""

    code: str
    message: str
    status: int = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeAnswer:
    """The answer to an invoke: exactly one of the card that takes the old one's place, a sentence, or an error."""

    card: dict[str, Any] | None = None
    message: str | None = None
    error: InvokeError | None = None

    def __post_init__(self) -> None:
        """Refuse none or two."""
        if [self.card, self.message, self.error].count(None) != 2:  # noqa: PLR2004  two of the three stay empty
            raise ValueError("An invoke has one answer: a card, a message or an error.")

    def body(self) -> dict[str, Any]:
        """The JSON that Teams expects, sent with HTTP 200 whatever `statusCode` says."""
        if self.error is not None:
            value = {"code": self.error.code, "message": self.error.message}
            return {"statusCode": self.error.status, "type": "application/vnd.microsoft.error", "value": value}
        if self.card is not None:
            return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": self.card}
        return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": self.message}
