"""The cards that are kept current, drawn from the state of this moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cards.casework import not_in_teams
from cards.hub_card import hub_card
from cards.reach import cannot_be_reached
from hub.cases import Case
from hub.ports import Store, UnitOfWork
from hub.usecases.casework import holder_left


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
        holder_left=not case.is_closed and holder_left(uow, case),
        row_deleted=row is not None and row.deleted,
    )


def _reachable(uow: UnitOfWork, case: Case) -> str:
    submitter = case.submitter
    if submitter is None:
        return ""
    if submitter.aad_id is None:
        return not_in_teams(submitter)
    why = uow.people.unreachable(submitter.aad_id)
    if why is not None:
        return cannot_be_reached(submitter, why)
    return "" if uow.people.chat_of(submitter.aad_id) is not None else not_in_teams(submitter)
