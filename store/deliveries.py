"""The outbox as the deliverers see it: claim, deliver, settle.

A claim is a lease: when its time is over, somebody else may claim the effect, and the first claimant's fence is stale.
One effect per lane is claimed at a time, in order; what is parked blocks nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, or_, select, tuple_, update

from hub import effects
from hub.effects import Destination, Effect
from hub.errors import DeliveryFailed
from hub.retries import Later, Park, after_failure
from store.database import hold
from store.effects import State, effect_of
from store.outbox import wait_again
from store.tables import outbox, pauses
from store.unit_of_work import SqlStore
from store.upserts import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An effect that is the claimant's to deliver until its lease ends.

    `attempt` counts from 1 and is kept before the delivery starts: above 1, it may have been delivered already.
    """

    id: int
    effect: Effect
    attempt: int
    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An effect that only a person can settle, and why. `attempts`: how often it was tried."""

    id: int
    effect: Effect
    lane: str
    reason: str
    attempts: int
    added_at: datetime
    parked_at: datetime


class Deliveries:
    """The deliverers' side of the outbox. Each method is a transaction of its own, from any thread."""

    def __init__(self, store: SqlStore) -> None:
        """Deliver what the store's outbox holds."""
        self._database = store.database

    def claim(
        self, destination: Destination, *, at: datetime, limit: int, lease_s: float, claimant: str
    ) -> list[Claimed]:
        """Up to `limit` effects of different lanes are the claimant's for `lease_s` seconds; the longest due first.

        None while the destination is paused.
        """
        with self._database.writing() as connection:
            hold(connection, f"claim:{destination.value}")  # one claimant at a time, or two could share a lane
            until = _paused_until(connection, destination)
            if until is not None and until > at:
                return []
            due = select(outbox.c.id).where(_is_head(destination), outbox.c.due_at <= at)
            first = due.order_by(outbox.c.due_at, outbox.c.id).limit(limit).with_for_update(skip_locked=True)
            ids = connection.scalars(first).all()
            return _take(connection, ids, lease_ends=at + timedelta(seconds=lease_s), claimant=claimant)

    def done(self, claimed: Claimed) -> bool:
        """The effect is delivered and forgotten. False, and nothing changes, when the fence is stale."""
        return bool(self.done_many([claimed]))

    def done_many(self, claimed: Collection[Claimed]) -> set[int]:
        """The effects are delivered and forgotten, with what was parked under their keys; returns the ids.

        Those whose fence is stale are not among them, and nothing changes for them.
        """
        with self._database.writing() as connection:
            mine = tuple_(outbox.c.id, outbox.c.fence).in_([(one.id, one.fence) for one in claimed])
            delivered = delete(outbox).where(mine, outbox.c.state == State.CLAIMED)
            rows = connection.execute(delivered.returning(outbox.c.id, outbox.c.key)).all()
            _forget_parked(connection, [row.key for row in rows])
            return {row.id for row in rows}

    def retry(self, claimed: Claimed, *, not_before: datetime, reason: str) -> bool:
        """The effect waits again, at its place in the lane. False, and nothing changes, when the fence is stale."""
        with self._database.writing() as connection:
            taken_out = delete(outbox).where(_is_held(claimed)).returning(outbox)
            row = connection.execute(taken_out).mappings().one_or_none()
            if row is not None:
                wait_again(connection, row, due_at=not_before, reason=reason)
            return row is not None

    def park(self, claimed: Claimed, *, reason: str, at: datetime) -> bool:
        """The effect is set aside until it is released. False, and nothing changes, when the fence is stale."""
        with self._database.writing() as connection:
            key = connection.scalar(select(outbox.c.key).where(_is_held(claimed)).with_for_update())
            if key is None:
                return False
            _forget_parked(connection, [key])
            parked = {"state": State.PARKED, "due_at": None, "parked_at": at, "claimant": "", "reason": reason}
            connection.execute(update(outbox).where(outbox.c.id == claimed.id).values(parked))
            return True

    def failed(self, claimed: Claimed, failure: DeliveryFailed, *, at: datetime) -> None:
        """What `after_failure` says has been done: the effect waits again or is parked, its destination pauses."""
        match after_failure(failure, attempt=claimed.attempt, at=at):
            case Park(reason=reason):
                self.park(claimed, reason=reason, at=at)
            case Later(at=not_before, pauses=pauses):
                self.retry(claimed, not_before=not_before, reason=failure.code)
                if pauses:
                    self.pause(effects.destination(claimed.effect), not_before)

    def claimants(self) -> list[str]:
        """Who holds claims now, by name."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(outbox.c.claimant).where(_CLAIMED).distinct()))

    def take_back(self, claimant: str, *, at: datetime) -> int:
        """What `claimant`, who is known to be gone, had claimed can be claimed again at once; returns how many."""
        with self._database.writing() as connection:
            theirs = update(outbox).where(_CLAIMED, outbox.c.claimant == claimant)
            return connection.execute(theirs.values(due_at=at)).rowcount

    def pause(self, destination: Destination, until: datetime) -> None:
        """Nothing is claimed for the destination before `until`, nor before an earlier pause of it ends."""
        with self._database.writing() as connection:
            hold(connection, f"claim:{destination.value}")
            earlier = _paused_until(connection, destination) or until
            upsert(connection, pauses, {"destination": destination, "until": max(earlier, until)})

    def resume(self, destination: Destination) -> None:
        """The destination is not paused. Safe to call twice."""
        with self._database.writing() as connection:
            connection.execute(delete(pauses).where(pauses.c.destination == destination))

    def paused_until(self, destination: Destination) -> datetime | None:
        """When the last pause ends or ended; None when there is none."""
        with self._database.reading() as connection:
            return _paused_until(connection, destination)

    def next_due(self, destination: Destination, at: datetime) -> datetime | None:
        """The next moment, `at` or later, at which something can be claimed if nothing else happens; None for never."""
        with self._database.reading() as connection:
            due = select(outbox.c.due_at).where(_is_head(destination))
            first = connection.scalar(due.order_by(outbox.c.due_at).limit(1))
            return first and max(first, at, _paused_until(connection, destination) or at)

    def parked(self) -> list[Parked]:
        """Everything that is parked, longest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(outbox).where(outbox.c.due_at.is_(None)).order_by(outbox.c.parked_at))
            return [
                Parked(
                    id=row.id,
                    effect=effect_of(row.kind, row.identity),
                    lane=row.lane,
                    reason=row.reason,
                    attempts=row.attempts,
                    added_at=row.added_at,
                    parked_at=row.parked_at,
                )
                for row in rows
            ]

    def waiting(self) -> int:
        """How many effects are still to be delivered: all but the parked."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).where(outbox.c.due_at.is_not(None))) or 0


_CLAIMED = outbox.c.state == State.CLAIMED


def _is_head(destination: Destination) -> ColumnElement[bool]:
    """The condition that finds the effect of each lane that is next: the claimed one, else the earliest."""
    other = outbox.alias("other")
    goes_first = or_(other.c.id < outbox.c.id, other.c.state == State.CLAIMED)
    blocked = exists().where(other.c.lane == outbox.c.lane, other.c.due_at.is_not(None), goes_first)
    return and_(
        outbox.c.destination == destination,
        outbox.c.due_at.is_not(None),
        or_(outbox.c.state == State.CLAIMED, ~blocked),
    )


def _take(connection: Connection, ids: Sequence[int], *, lease_ends: datetime, claimant: str) -> list[Claimed]:
    taken = {
        "state": State.CLAIMED,
        "due_at": lease_ends,
        "claimant": claimant,
        "attempts": outbox.c.attempts + 1,
        "fence": outbox.c.fence + 1,
    }
    rows = connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(taken).returning(outbox)).all()
    claimed = [
        Claimed(id=row.id, effect=effect_of(row.kind, row.identity), attempt=row.attempts, fence=row.fence)
        for row in rows
    ]
    return sorted(claimed, key=lambda one: ids.index(one.id))


def _is_held(claimed: Claimed) -> ColumnElement[bool]:
    return and_(outbox.c.id == claimed.id, outbox.c.fence == claimed.fence, outbox.c.state == State.CLAIMED)


def _forget_parked(connection: Connection, keys: list[str]) -> None:
    connection.execute(delete(outbox).where(outbox.c.due_at.is_(None), outbox.c.key.in_(keys)))


def _paused_until(connection: Connection, destination: Destination) -> datetime | None:
    return connection.scalar(select(pauses.c.until).where(pauses.c.destination == destination))
