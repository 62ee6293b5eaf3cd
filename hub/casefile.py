"""Everything that is kept about one case, read at one moment: for comparing, and for explaining what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.cases import Case
from hub.effects import Destination, Effect
from hub.notices import Entry, Notice
from hub.people import Person
from hub.places import HubChannel
from hub.ports import ShownCard, Surface, TrackerRow
from hub.reach import Unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An effect that is still in the outbox.

    `due_at`: the next try, or the end of the lease while it is `claimed`; None when it is parked. `attempts`: how often
    it was tried. `unsure`: an attempt may have delivered it all the same. `waits_for`: the conversation, once known.
    """

    id: int
    effect: Effect
    added_at: datetime
    due_at: datetime | None
    parked_at: datetime | None
    reason: str
    attempts: int
    claimed: bool
    unsure: bool
    waits_for: str
    background: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The case, its row as last seen or written, where its cards are, what waits for it, oldest first.

    `why_not`: why the submitter cannot be reached; None when they can, or nobody tried. `pushed`: a flow sent it.
    """

    case: Case
    row: TrackerRow | None
    cards: Mapping[Surface, ShownCard]
    waiting: tuple[Waiting, ...]
    why_not: Unreachable | None
    pushed: bool

    def awaits(self, kind: type[Effect]) -> bool:
        """True when an effect of that kind is in the outbox, parked or not."""
        return any(isinstance(one.effect, kind) for one in self.waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """Something that came in and is known by `key`, so that it is never taken in twice."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A notice, and when its reader had it; None when it waits, or when that is longer ago than is remembered."""

    notice: Notice
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfReach:
    """Somebody who takes part in the case and cannot be reached."""

    person: Person
    why: Unreachable
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A case and all that happened to it; each part oldest first.

    `paused`: the destinations to which nothing goes, and until when. `channel`: the hub's, also while it is lost.
    """

    file: CaseFile
    taken_in: tuple[TakenIn, ...]
    log: tuple[Entry, ...]
    notices: tuple[Sent, ...]
    out_of_reach: tuple[OutOfReach, ...]
    paused: Mapping[Destination, datetime]
    channel: HubChannel | None
    channel_is_lost: bool
