"""Who looks at a case's card: what they may do from it, and for whom it draws itself anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import NewType, Protocol

from hub.cases import Case
from hub.people import AadId, Role, may_work_cases

AccountId = NewType("AccountId", str)
"""A person as Teams knows them to this bot, `29:…`: for refreshing cards and mentions, never for authorising."""

MOST_REFRESHED = 60
"""Ids in `refresh.userIds`. Source:
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views
"""


class Viewer(Enum):
    """Whose eyes a hub card is drawn for."""

    EVERYBODY = "everybody"  # the message itself, which whoever is in the channel can read
    STAFF = "staff"  # of a case that nobody holds
    HOLDER = "holder"
    COLLEAGUE = "colleague"  # of whoever holds it
    LEAD = "lead"
    OUTSIDER = "outsider"  # in the channel, but not on the roster

    @property
    def is_hub(self) -> bool:
        """True for those who read hub notes and the theme."""
        return self not in (Viewer.EVERYBODY, Viewer.OUTSIDER)


class Accounts(Protocol):
    """Everybody as Teams knows them to this bot, and when they last worked a case."""

    def know(self, aad_id: AadId, account: AccountId) -> None:
        """The person is `account`. Safe to call twice."""
        ...

    def acted(self, aad_id: AadId, *, at: datetime) -> None:
        """The person worked a case at that instant."""
        ...

    def of(self, aad_id: AadId) -> AccountId | None:
        """The person's account; None when Teams has not named it yet."""
        ...

    def of_staff(self) -> Sequence[tuple[AadId, AccountId]]:
        """Everybody on the roster whose account is known, most recently active first; the same order each time."""
        ...


def viewer_of(case: Case, aad_id: AadId, role: Role) -> Viewer:
    """Whose eyes these are."""
    if not may_work_cases(role):
        return Viewer.OUTSIDER
    if case.holder is None:
        return Viewer.STAFF
    if case.holder.aad_id == aad_id:
        return Viewer.HOLDER
    return Viewer.LEAD if role is Role.LEAD else Viewer.COLLEAGUE


def who_refreshes(case: Case, staff: Sequence[tuple[AadId, AccountId]]) -> list[AccountId]:
    """The accounts for which the hub card draws itself anew: the holder, then `staff` in order, as many as may be.

    `staff` comes most recently active first, so that whoever acted last follows the holder.
    """
    held_by = case.holder.aad_id if case.holder else None
    holder_first = sorted(staff, key=lambda one: one[0] != held_by)
    return [account for _, account in holder_first][:MOST_REFRESHED]
