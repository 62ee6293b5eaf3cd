"""How a request to Graph and its answer are told apart from others. https://learn.microsoft.com/graph/errors"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

CLIENT = "client-request-id"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestIds:
    """The id Graph gives a request, and the one its client gave it."""

    request: str
    client: str

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Self:
        """Those of a request with these headers; a client that names none, or bytes that are no text, has Graph's."""
        request = str(uuid.uuid4())
        given = headers.get(CLIENT, "")
        return cls(request=request, client=given if given.isprintable() and given else request)

    def headers(self) -> dict[str, str]:
        """What every answer of Graph carries."""
        return {"request-id": self.request, CLIENT: self.client}
