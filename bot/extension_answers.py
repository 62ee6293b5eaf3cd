"""What a search from the compose box and a search from within an input are answered with.

Sources: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search,
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Things found, each an attachment with its preview; may be none, which ends a list that was read page by page."""

    attachments: Sequence[dict[str, Any]]

    def body(self) -> dict[str, Any]:
        """The JSON that Teams expects."""
        found = {"type": "result", "attachmentLayout": "list", "attachments": list(self.attachments)}
        return {"composeExtension": found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Why there is nothing to show, in the place of the results."""

    words: str

    def body(self) -> dict[str, Any]:
        """The JSON that Teams expects."""
        return {"composeExtension": {"type": "message", "text": self.words}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of an input, each a value and its title; may be none."""

    choices: Sequence[tuple[str, str]]

    def body(self) -> dict[str, Any]:
        """The JSON that Teams expects."""
        results = [{"title": title, "value": value} for value, title in self.choices]
        return {
            "statusCode": 200,
            "type": "application/vnd.microsoft.search.searchResponse",
            "value": {"results": results},
        }
