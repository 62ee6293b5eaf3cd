"""Why a submitter cannot be reached, as the hub card says it."""

from __future__ import annotations

from typing import assert_never

from hub.people import Person
from hub.reach import Unreachable


def cannot_be_reached(person: Person, why: Unreachable) -> str:
    """The reason, what becomes of messages, and another way when there is one."""
    other_way = f" Write to {person.email}." if person.email and why is not Unreachable.GONE else ""
    return f"{person.name} cannot be reached: {_because(why)}{other_way}"


def _because(why: Unreachable) -> str:
    match why:
        case Unreachable.NOT_INSTALLED:
            return "Prevention First is not installed for them in Teams. Messages wait until it is."
        case Unreachable.MAY_NOT_INSTALL:
            return (
                "Prevention First is not installed for them in Teams, and may not install itself: "
                "ask IT for the permission. Messages wait until then."
            )
        case Unreachable.NOT_IN_CATALOGUE:
            return (
                "Prevention First is not installed for them in Teams, and is not among the organisation's apps: "
                "ask IT to publish it. Messages wait until then."
            )
        case Unreachable.GONE:
            return "they have left the force. The case goes on, and no more messages are sent."
        case Unreachable.BLOCKED:
            return "they have blocked Prevention First in Teams. Messages wait until they write to it again."
        case Unreachable.DISABLED:
            return "an administrator has switched Prevention First off for them. Messages wait until they write to it."
        case _:
            assert_never(why)
