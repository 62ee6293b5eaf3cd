"""Who takes part, and what each may do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType, Protocol

from hub.errors import Refused
from hub.places import Conversation
from hub.reach import Unreachable

AadId = NewType("AadId", str)
"""An Entra object id: the only identity we authorise on."""


class Role(Enum):
    """What a person may do; each role may do all that the ones before it may."""

    OFFICER = "officer"  # send in, follow and answer their own cases
    HUB = "hub"  # work any case
    LEAD = "lead"  # say which channel is the hub's


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the force. `aad_id` is None when the directory does not know the e-mail a Form gave."""

    aad_id: AadId | None
    name: str
    email: str = ""


class People(Protocol):
    """Hub staff, and where each person's own chat is."""

    def role(self, aad_id: AadId) -> Role:
        """What the person may do; OFFICER for everybody who is not on the hub's roster."""
        ...

    def staff(self) -> Sequence[Person]:
        """Everybody on the hub's roster, by name."""
        ...

    def leads(self) -> Sequence[Person]:
        """The hub leads, by name."""
        ...

    def set_staff(self, people: Collection[Person]) -> None:
        """The hub's roster is exactly `people`; a lead who is still on it stays one."""
        ...

    def set_lead(self, person: Person) -> None:
        """The person is a hub lead."""
        ...

    def remember_chat(self, aad_id: AadId, conversation: Conversation) -> None:
        """The person's own chat with the bot is there; the newest wins."""
        ...

    def chat_of(self, aad_id: AadId) -> Conversation | None:
        """The person's own chat, or None when they have not met the bot."""
        ...

    def forget_chat(self, aad_id: AadId) -> None:
        """The bot was removed from that person's chat."""
        ...

    def any_chat(self) -> Conversation | None:
        """Some person's chat: it says where the tenant's Teams is. None when nobody has one."""
        ...

    def unreachable(self, aad_id: AadId) -> Unreachable | None:
        """Why the person could not be reached last; None when they could."""
        ...

    def set_unreachable(self, aad_id: AadId, why: Unreachable, *, at: datetime) -> None:
        """The person cannot be reached; the newest reason wins."""
        ...

    def set_reachable(self, aad_id: AadId) -> None:
        """The person can be reached."""
        ...


class NobodyKnown(Refused):
    """Teams did not say who you are, so nothing was done.

    Sign in to Teams with your force account, then try again.
    """


class NotHubStaff(Refused):
    """Only hub staff can work a case.

    If you have joined the hub, ask a hub lead to add you to the hub's team in Teams.
    """


class NotYourCase(Refused):
    """That case number is not one of yours. Write “my cases” to see the ones you sent in."""


class NotALead(Refused):
    """To make this channel the hub's, write the set-up code as well: hub here CODE.

    The person who installed the app has the code.
    """


def may_work_cases(role: Role) -> bool:
    """True for hub staff and hub leads."""
    return role in (Role.HUB, Role.LEAD)
