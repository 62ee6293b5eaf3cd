"""Why somebody cannot be written to in Teams, and what follows from it."""

from __future__ import annotations

from enum import Enum

from hub.errors import DeliveryFailed, FailureKind


class Unreachable(Enum):
    """Why not. The value is the reason under which their notices are parked, as `prevention-first parked` shows it."""

    NOT_INSTALLED = "the app is not installed for the person"
    MAY_NOT_INSTALL = "the app is not installed for the person, and we lack the permission to install it"
    NOT_IN_CATALOGUE = "the app is not installed for the person, and not in the organisation's catalogue"
    GONE = "the person has left"
    BLOCKED = "the person has blocked the app"
    DISABLED = "an administrator has switched the app off for the person"


class CannotReach(DeliveryFailed):
    """The person cannot be written to; parked until they write to the bot or install it themselves."""

    def __init__(self, why: Unreachable) -> None:
        """Carry why."""
        super().__init__(why.value, kind=FailureKind.PERMANENT)
        self.why = why
