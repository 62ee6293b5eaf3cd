"""Who can be written to, where, and why somebody cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.effects import UpdateHubCard
from hub.people import AadId
from hub.places import Conversation
from hub.ports import Store, UnitOfWork
from hub.reach import Unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """How a person is reached. `chat`: their own with the bot. `place`: anywhere in the tenant's Teams.

    `why_not`: why they could not be reached last; None when they could, or nobody tried.
    """

    chat: Conversation | None
    place: Conversation | None
    why_not: Unreachable | None


def whereabouts(store: Store, aad_id: AadId) -> Whereabouts:
    """What is known of how to reach the person."""
    with store.read() as uow:
        channel = uow.hub.channel()
        return Whereabouts(
            chat=uow.people.chat_of(aad_id),
            place=channel.conversation if channel else uow.people.any_chat(),
            why_not=uow.people.unreachable(aad_id),
        )


def cannot_reach(store: Store, aad_id: AadId, why: Unreachable, *, at: datetime) -> None:
    """It is known why the person cannot be reached, and the hub cards of their open cases say so."""
    with store.begin() as uow:
        if uow.people.unreachable(aad_id) is why:
            return
        uow.people.set_unreachable(aad_id, why, at=at)
        if why is not Unreachable.BLOCKED:
            uow.people.forget_chat(aad_id)
        _show(uow, aad_id, at=at)


def reached(store: Store, aad_id: AadId, *, at: datetime) -> None:
    """The person can be reached again, and the hub cards of their open cases say so no more. Safe to call twice."""
    with store.begin() as uow:
        reached_in(uow, aad_id, at=at)


def reached_in(uow: UnitOfWork, aad_id: AadId, *, at: datetime) -> None:
    """The same, inside a transaction of the caller's; what was parked for it is on its way."""
    if uow.people.unreachable(aad_id) is None:
        return
    uow.people.set_reachable(aad_id)
    _show(uow, aad_id, at=at)
    for case in uow.cases.sent_in_by(aad_id, limit=ALL):
        for why in Unreachable:
            uow.outbox.release(lane_prefix=f"teams:{case.number}", reason=why.value, at=at)


def remember_chat(store: Store, aad_id: AadId, chat: Conversation) -> None:
    """The person's own chat is there. Safe to call twice."""
    with store.begin() as uow:
        uow.people.remember_chat(aad_id, chat)


def forget_chat(store: Store, aad_id: AadId) -> None:
    """Where the person's chat is is not known any more. Safe to call twice."""
    with store.begin() as uow:
        uow.people.forget_chat(aad_id)


def _show(uow: UnitOfWork, aad_id: AadId, *, at: datetime) -> None:
    for case in uow.cases.sent_in_by(aad_id, limit=ALL):
        if not case.is_closed:
            uow.outbox.add(UpdateHubCard(case=case.number), at=at)


ALL = 10_000  # more cases than one person sends in
