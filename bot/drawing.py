"""The cards that are kept current, drawn from the state of this moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from bot.results import View
from bot.turn import Turn, channel_of
from cards.cases import receipt
from cards.casework import not_in_teams
from cards.hub_card import Eyes, hub_card
from cards.reach import cannot_be_reached
from hub.cases import Case
from hub.people import AadId, NotHubStaff, NotYourCase, may_work_cases
from hub.ports import Store, UnitOfWork
from hub.usecases.casework import holder_left
from hub.viewers import viewer_of, who_refreshes


def hub_view(store: Store, number: str, turn: Turn, *, at: datetime, banner: str = "") -> View:
    """The case's hub card as whoever sent the activity may see it, and as everybody else in the channel does.

    Refused (NotHubStaff) to those who are neither on the roster nor in the hub's channel, which shows the card anyway.
    """
    reader = AadId(turn.aad_id)
    with store.read() as uow:
        if not _may_look(uow, reader, turn):
            raise NotHubStaff
        case = uow.cases.get(number)
        eyes = Eyes(viewer=viewer_of(case, reader, uow.people.role(reader)), reader=reader)
        draw = _drawn_in(uow, case, at=at)
        return View(card=draw(eyes=eyes, banner=banner), shared=draw(), said=banner)


def hub_card_in(uow: UnitOfWork, case: Case, *, at: datetime) -> dict[str, Any]:
    """The case's hub card as it is now, for everybody, inside a transaction of the caller's."""
    return _drawn_in(uow, case, at=at)()


def _drawn_in(uow: UnitOfWork, case: Case, *, at: datetime) -> Callable[..., dict[str, Any]]:
    row = uow.tracker.row(case.number)
    return partial(
        hub_card,
        case,
        at=at,
        accounts=who_refreshes(case, uow.accounts.of_staff()),
        reachable=_reachable(uow, case),
        holder_left=not case.is_closed and holder_left(uow, case),
        row_deleted=row is not None and row.deleted,
    )


def receipt_now(store: Store, number: str, *, of: AadId, at: datetime) -> dict[str, Any]:
    """The receipt as it is now. Refused (NotYourCase) to everybody but the submitter."""
    with store.read() as uow:
        case = uow.cases.get(number)
        if not case.is_from(of):
            raise NotYourCase
        return receipt_in(uow, case, at=at)


def receipt_in(uow: UnitOfWork, case: Case, *, at: datetime) -> dict[str, Any]:
    """The same, inside a transaction of the caller's."""
    submitter = case.submitter.aad_id if case.submitter else None
    return receipt(case, at=at, account=uow.accounts.of(submitter) if submitter else None)


def _may_look(uow: UnitOfWork, reader: AadId, turn: Turn) -> bool:
    channel = uow.hub.channel()
    here = channel_of(turn.conversation.conversation_id)
    in_channel = channel is not None and channel.conversation.conversation_id == here
    return in_channel or may_work_cases(uow.people.role(reader))


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
