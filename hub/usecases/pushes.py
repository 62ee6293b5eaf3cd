"""A pushed response is kept at once and taken in by the worker; a repeat is known by its key."""

from __future__ import annotations

from collections.abc import Sequence

from hub.cases import CaseNumber
from hub.errors import Refused
from hub.ports import Store
from hub.pushed import PushedResponse


class KeyReused(Refused):
    """That idempotency key came before with another response. Send each response under a key of its own."""


def keep_push(store: Store, response: PushedResponse) -> bool:
    """The response is kept and will be taken in; False when it was before. Safe to call twice.

    Refused (KeyReused) when the same key came with something else.
    """
    with store.begin() as uow:
        before = uow.pushes.digest_of(response.key)
        if before is None:
            uow.pushes.keep(response)
            return True
        if before != response.digest:
            raise KeyReused
        return False


def pushes_waiting(store: Store, *, skip: int = 0) -> Sequence[PushedResponse]:
    """Those that are not taken in yet, longest first, without the first `skip`; at most MOST_AT_ONCE."""
    with store.read() as uow:
        return uow.pushes.waiting(skip=skip, limit=MOST_AT_ONCE)


def push_settled(store: Store, key: str, case: CaseNumber) -> None:
    """The response has its case; its words are not kept twice."""
    with store.begin() as uow:
        uow.pushes.settle(key, case=case)


MOST_AT_ONCE = 100
