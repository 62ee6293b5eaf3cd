"""Where the next page of items starts, as the opaque text of a nextLink."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, urlencode

from local365.graph_errors import bad_query


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipToken:
    """Where the next page starts: after an item, or at a place in an ordered result; and whether an empty one came."""

    after: int = 0
    place: int = 0
    empty_came: bool = False

    def encoded(self) -> str:
        """The opaque text of a nextLink."""
        text = urlencode({"Paged": "TRUE", "p_ID": self.after, "p_Place": self.place, "e": int(self.empty_came)})
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str | None) -> Self:
        """The place a nextLink names; the start without one. 400 for a text no nextLink carried."""
        if text is None:
            return cls()
        try:
            plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            parts = {name: int(values[0]) for name, values in parse_qs(plain).items() if name != "Paged"}
            token = cls(after=parts["p_ID"], place=parts["p_Place"], empty_came=bool(parts["e"]))
        except (ValueError, KeyError) as error:
            raise bad_query("The $skiptoken is malformed") from error
        # What is written another way than a nextLink writes it was never in one.
        if token.encoded() != text:
            raise bad_query("The $skiptoken is malformed")
        return token
