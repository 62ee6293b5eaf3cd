"""Who is the hub, where it works, and where each person's own chat is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from hub.effects import UpdateHubCard
from hub.people import AadId, NotALead, Person, Role
from hub.places import Conversation, HubChannel
from hub.ports import Store, Surface, UnitOfWork
from hub.viewers import AccountId

NOT_INSTALLED = "not installed"  # the reason under which notices to people without the app are parked


def hub_is_here(store: Store, channel: HubChannel, *, by: Person, has_code: bool, at: datetime) -> None:
    """The channel is the hub's, and `by` is a hub lead. Refused without the set-up code to all but hub leads.

    The cards of all open cases will be posted there. Safe to call twice.
    """
    with store.begin() as uow:
        if not has_code and (by.aad_id is None or uow.people.role(by.aad_id) is not Role.LEAD):
            raise NotALead
        uow.people.set_lead(by)
        before = uow.hub.channel()
        uow.hub.move_to(channel)
        moved = before is None or before.conversation.conversation_id != channel.conversation.conversation_id
        if moved:
            _repost_open_cases(uow, at=at)


def roster_is(store: Store, people: Collection[Person], accounts: Mapping[AadId, AccountId]) -> int:
    """The hub's roster is the members of its team, known to Teams by those accounts; returns how many there are."""
    with store.begin() as uow:
        uow.people.set_staff(people)
        for aad_id, account in accounts.items():
            uow.accounts.know(aad_id, account)
        return len(uow.people.staff())


def hub_channel(store: Store) -> HubChannel | None:
    """The hub's channel, or None until a lead has said which it is."""
    with store.read() as uow:
        return uow.hub.channel()


def met(store: Store, aad_id: AadId, chat: Conversation, *, account: AccountId, at: datetime) -> bool:
    """The person's own chat is `chat`; what waited for them to have one is on its way. Safe to call twice.

    False when chat and account were known already.
    """
    with store.read() as uow:
        if uow.people.chat_of(aad_id) == chat and uow.accounts.of(aad_id) == account:
            return False
    with store.begin() as uow:
        uow.people.remember_chat(aad_id, chat)
        uow.accounts.know(aad_id, account)
        for case in uow.cases.sent_in_by(aad_id, limit=_ALL):
            uow.outbox.release(lane_prefix=f"teams:{case.number}", reason=NOT_INSTALLED, at=at)
        return True


def left(store: Store, aad_id: AadId) -> None:
    """The bot was removed from that person's chat."""
    with store.begin() as uow:
        uow.people.forget_chat(aad_id)


def _repost_open_cases(uow: UnitOfWork, *, at: datetime) -> None:
    for number in uow.cases.open_cases():
        uow.shown.drop_card(number, Surface.HUB_CARD)
        uow.outbox.add(UpdateHubCard(case=number), at=at)


_ALL = 10_000  # more cases than one person sends in
