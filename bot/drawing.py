"""The cards that are kept current, drawn from the state of this moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cards.casework import not_in_teams
from cards.hub_card import hub_card
from hub.cases import Case
from hub.ports import Store, UnitOfWork


def hub_card_now(store: Store, number: str, *, at: datetime, banner: str = "") -> dict[str, Any]:
    """The case's hub card as it is now. Refused (UnknownCase) when there is no such case."""
    with store.read() as uow:
        return hub_card_in(uow, uow.cases.get(number), at=at, banner=banner)


def hub_card_in(uow: UnitOfWork, case: Case, *, at: datetime, banner: str = "") -> dict[str, Any]:
    """The same, inside a transaction of the caller's."""
    row = uow.tracker.row(case.number)
    return hub_card(
        case,
        at=at,
        reachable=_reachable(uow, case),
        banner=banner,
        row_deleted=row is not None and row.deleted,
    )


def _reachable(uow: UnitOfWork, case: Case) -> str:
    submitter = case.submitter
    if submitter is None or (submitter.aad_id is not None and uow.people.chat_of(submitter.aad_id) is not None):
        return ""
    return not_in_teams(submitter)
