"""Each person's own chat with the bot: opened, installed where it was not, or known to be out of reach and why."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.edge import Edge
from bot.posting import GONE, Posting
from hub.errors import DeliveryFailed, FailureKind
from hub.people import AadId
from hub.places import Conversation
from hub.reach import CannotReach, Unreachable
from hub.usecases import reach
from hub.usecases.reach import Whereabouts

T = TypeVar("T")
FORBIDDEN = 403
FOR_GOOD = frozenset({Unreachable.GONE, Unreachable.BLOCKED, Unreachable.DISABLED})
"""Only the person, or an administrator, changes these; until the person writes, Teams is not even asked."""

REFUSALS: dict[str, Unreachable] = {
    "BotDisabledByAdmin": Unreachable.DISABLED,
    "ConversationBlockedByUser": Unreachable.BLOCKED,
    "MessageWritesBlocked": Unreachable.BLOCKED,
    "errorCode209": Unreachable.BLOCKED,
}
"""What a 403 of the connector means; any other says that the app is not installed (facts: refused-messages)."""

NOT_ABOUT_THE_PERSON = frozenset({"NotEnoughPermissions"})
"""403s that installing the app would not help against."""


class Installer(Protocol):
    """Installs the app for a person. Implemented at the Graph edge, given to us by `service`."""

    async def install(self, aad_id: AadId) -> None:
        """The app is installed for the person. CannotReach when that may or can not be. Safe to call twice."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Chats:
    """Reaches people in their own chats. `installer`: None where the app must not be installed for anybody."""

    edge: Edge
    posting: Posting
    installer: Installer | None

    async def reach(self, aad_id: AadId, act: Callable[[Conversation], Awaitable[T]]) -> T:
        """What `act` gives, done in the person's own chat. CannotReach when they cannot be reached, which is kept.

        Their first word to the bot, or their installing it, releases what was parked for that.
        """
        known = await asyncio.to_thread(reach.whereabouts, self.edge.store, aad_id)
        if known.why_not in FOR_GOOD:
            raise CannotReach(known.why_not)
        try:
            done = await self._try(aad_id, known, act)
        except CannotReach as cannot:
            await asyncio.to_thread(reach.cannot_reach, self.edge.store, aad_id, cannot.why, at=self.edge.clock())
            self.edge.nudge()
            raise
        if known.why_not is not None:
            await asyncio.to_thread(reach.reached, self.edge.store, aad_id, at=self.edge.clock())
        return done

    async def _try(self, aad_id: AadId, known: Whereabouts, act: Callable[[Conversation], Awaitable[T]]) -> T:
        try:
            return await act(known.chat or await self._open(aad_id, known.place))
        except DeliveryFailed as failed:
            why = refusal(failed)
            if why not in (None, Unreachable.NOT_INSTALLED):
                raise CannotReach(why) from failed
            if why is None and failed.status != GONE:
                raise
        if why is not None:
            await self._install(aad_id)
        await asyncio.to_thread(reach.forget_chat, self.edge.store, aad_id)
        try:
            return await act(await self._open(aad_id, known.place))
        except DeliveryFailed as failed:
            if (why := refusal(failed)) is None:
                raise
            raise CannotReach(why) from failed

    async def _install(self, aad_id: AadId) -> None:
        if self.installer is None:
            raise CannotReach(Unreachable.NOT_INSTALLED)
        await self.installer.install(aad_id)

    async def _open(self, aad_id: AadId, place: Conversation | None) -> Conversation:
        if place is None:
            raise CannotReach(Unreachable.NOT_INSTALLED)  # nobody told us yet where this tenant's Teams is
        conversation_id = await self.posting.open_chat(place.service_url, aad_id)
        chat = Conversation(service_url=place.service_url, conversation_id=conversation_id, tenant_id=place.tenant_id)
        await asyncio.to_thread(reach.remember_chat, self.edge.store, aad_id, chat)
        return chat


def refusal(failed: DeliveryFailed) -> Unreachable | None:
    """Why Teams will not have us write to a person; None for every other failure."""
    if failed.status != FORBIDDEN or failed.kind is not FailureKind.PERMANENT or failed.code in NOT_ABOUT_THE_PERSON:
        return None
    return REFUSALS.get(failed.code, Unreachable.NOT_INSTALLED)
