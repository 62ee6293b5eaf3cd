"""Who is the hub, where it works, and where each person's own chat is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.effects import UpdateHubCard
from hub.notices import AlarmKind
from hub.people import AadId, NotALead, Person, Role
from hub.places import Conversation, HubChannel
from hub.ports import Store, Surface, UnitOfWork
from hub.reach import Unreachable
from hub.usecases import reach
from hub.usecases.alarms import tell_leads
from hub.viewers import AccountId


def hub_is_here(store: Store, channel: HubChannel, *, by: Person, has_code: bool, at: datetime) -> None:
    """The channel is the hub's, and `by` is a hub lead. Refused without the set-up code to all but hub leads.

    The cards of all open cases will be posted there. Safe to call twice.
    """
    with store.begin() as uow:
        if not has_code and (by.aad_id is None or uow.people.role(by.aad_id) is not Role.LEAD):
            raise NotALead
        uow.people.set_lead(by)
        before = uow.hub.channel() or uow.hub.lost_channel()
        is_back = uow.hub.lost_channel() is not None
        uow.hub.move_to(channel)
        moved = before is None or before.conversation.conversation_id != channel.conversation.conversation_id
        if moved or is_back:
            _show_open_cases(uow, anew=moved, at=at)


def roster_is(store: Store, people: Collection[Person], accounts: Mapping[AadId, AccountId], *, at: datetime) -> int:
    """The hub's roster is the members of its team, known to Teams by those accounts; returns how many there are.

    The cards of open cases whose holder is not among them any more say so, and the hub leads are told, once.
    """
    with store.begin() as uow:
        before = uow.people.staff()
        uow.people.set_staff(people)
        for aad_id, account in accounts.items():
            uow.accounts.know(aad_id, account)
        left = [one for one in before if uow.people.role(AadId(one.aad_id or "")) is Role.OFFICER]
        _hand_over(uow, left, at=at)
        return len(uow.people.staff())


def hub_lost(store: Store, why: AlarmKind, *, at: datetime) -> None:
    """The hub's channel is gone: cases wait for another, and the hub leads are told in their own chats. Safe twice."""
    with store.begin() as uow:
        if uow.hub.channel() is not None:
            uow.hub.lose(why)
            tell_leads(uow, why, (), at=at)


def hub_back(store: Store, *, at: datetime) -> None:
    """The hub's channel is there again: its cards are brought up to date, and what waited for it is on its way."""
    with store.begin() as uow:
        channel = uow.hub.lost_channel()
        if channel is not None:
            uow.hub.move_to(channel)
            _show_open_cases(uow, anew=False, at=at)


def known_channel(store: Store) -> HubChannel | None:
    """The hub's channel, be it lost or not; None until a lead has said which it is."""
    with store.read() as uow:
        return uow.hub.channel() or uow.hub.lost_channel()


def hub_channel(store: Store) -> HubChannel | None:
    """The hub's channel, or None until a lead has said which it is."""
    with store.read() as uow:
        return uow.hub.channel()


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Somebody in their own chat, as Teams knows them there."""

    aad_id: AadId
    chat: Conversation
    account: AccountId


def met(store: Store, somebody: Met, *, at: datetime) -> bool:
    """The person's own chat is known; what waited for them to have one is on its way. Safe to call twice.

    False when chat and account were known already.
    """
    with store.read() as uow:
        if _is_known(uow, somebody):
            return False
    with store.begin() as uow:
        return met_in(uow, somebody, at=at)


def met_in(uow: UnitOfWork, somebody: Met, *, at: datetime) -> bool:
    """The same, inside a transaction of the caller's."""
    if _is_known(uow, somebody):
        return False
    uow.people.remember_chat(somebody.aad_id, somebody.chat)
    uow.accounts.know(somebody.aad_id, somebody.account)
    reach.reached_in(uow, somebody.aad_id, at=at)
    return True


def _is_known(uow: UnitOfWork, somebody: Met) -> bool:
    chat, account = uow.people.chat_of(somebody.aad_id), uow.accounts.of(somebody.aad_id)
    return (chat, account) == (somebody.chat, somebody.account) and uow.people.unreachable(somebody.aad_id) is None


def left(store: Store, aad_id: AadId) -> None:
    """The bot was removed from that person's chat."""
    with store.begin() as uow:
        uow.people.forget_chat(aad_id)


def left_the_force(store: Store, aad_id: AadId, *, at: datetime) -> None:
    """The person's account is gone: nobody messages them, and the open cases they hold need a new holder."""
    with store.begin() as uow:
        staff = uow.people.staff()
        uow.people.set_staff([one for one in staff if one.aad_id != aad_id])
        _hand_over(uow, [one for one in staff if one.aad_id == aad_id], at=at)
    reach.cannot_reach(store, aad_id, Unreachable.GONE, at=at)


def _hand_over(uow: UnitOfWork, left: Sequence[Person], *, at: datetime) -> None:
    held = [(one, case) for one in left if one.aad_id for case in uow.cases.held_by(one.aad_id)]
    for _, case in held:
        uow.outbox.add(UpdateHubCard(case=case.number), at=at)
    if held:
        details = tuple(f"{case.number}, held by {who.name}: {case.title}" for who, case in held)
        tell_leads(uow, AlarmKind.HOLDER_LEFT, details, at=at)


def _show_open_cases(uow: UnitOfWork, *, anew: bool, at: datetime) -> None:
    uow.outbox.release(reason=NO_CHANNEL, at=at)
    for number in uow.cases.open_cases():
        if anew:
            uow.shown.drop_card(number, Surface.HUB_CARD)
        uow.outbox.add(UpdateHubCard(case=number), at=at)


NO_CHANNEL = "the hub has no channel"  # the reason under which what is for the hub's channel is parked
