"""Responses that were pushed to us, kept until each has its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hub.cases import CaseNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedResponse:
    """A response as a flow pushed it. `digest` tells a repeat under the same `key` from something else."""

    key: str
    content: str
    digest: str
    at: datetime


class Pushes(Protocol):
    """Responses that were pushed."""

    def digest_of(self, key: str) -> str | None:
        """The digest of what came under that key; None when nothing did."""
        ...

    def keep(self, response: PushedResponse) -> None:
        """The response waits to be taken in."""
        ...

    def waiting(self, *, skip: int, limit: int) -> Sequence[PushedResponse]:
        """Those that wait, longest first, without the first `skip` of them."""
        ...

    def settle(self, key: str, *, case: CaseNumber) -> None:
        """It does not wait any more; its content is forgotten, its key and digest stay."""
        ...
