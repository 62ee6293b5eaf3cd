"""The opaque text that says how far a delta feed was read."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from local365.graph_errors import GraphError, invalid_request

LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeltaToken:
    """Where a feed goes on: in the first enumeration after an item, later from a position in the order of changes."""

    list_id: str
    generation: int
    position: int
    """Changes from here on are still to come."""
    after: int | None = None
    """Set during the first enumeration: the item it has come to."""
    empty_came: bool = False
    issued: int
    """Seconds since 1970."""

    def encoded(self) -> str:
        """The text of a link."""
        after = -1 if self.after is None else self.after
        parts = (self.list_id, self.generation, self.position, after, int(self.empty_came), self.issued)
        return urlsafe_b64encode(";".join(map(str, parts)).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, list_id: str) -> Self:
        """The token of a link. 400 for a text that is none, or of another list."""
        try:
            plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            owner, *numbers = plain.split(";")
            generation, position, after, empty_came, issued = map(int, numbers)
        except ValueError as error:
            raise malformed() from error
        token = cls(
            list_id=owner,
            generation=generation,
            position=position,
            after=None if after < 0 else after,
            empty_came=bool(empty_came),
            issued=issued,
        )
        # What is written another way than a link writes it was never in a link.
        if owner != list_id or token.encoded() != text:
            raise malformed()
        return token

    def is_gone(self, *, generation: int, days: float, at: datetime) -> bool:
        """True when the service no longer knows what has changed since."""
        return self.generation != generation or at.timestamp() - self.issued >= timedelta(days=days).total_seconds()


def malformed() -> GraphError:
    """400 for a text that never was a token; seen in the service."""
    return invalid_request("Provided sync token is malformed")
