"""The outbox as the deliverers see it: claim, deliver, settle.

A claim is a lease: when its time is over, somebody else may claim the effect, and the first claimant's fence is stale.
One effect per lane is claimed at a time, in order; what is parked blocks nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from hub import effects
from hub.effects import Destination, Effect
from hub.errors import DeliveryFailed
from hub.retries import Later, Park, after_failure
from store.database import hold
from store.effects import State, effect_of
from store.outbox import FIRST, wait_again
from store.tables import outbox, pauses, resting
from store.unit_of_work import SqlStore
from store.upserts import insert_into, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An effect that is the claimant's to deliver until its lease ends.

    `attempt` counts from 1 and is kept before the delivery starts. `unsure`: an earlier one may have delivered it, for
    its answer, or its process, was lost.
    """

    id: int
    effect: Effect
    attempt: int
    fence: int
    unsure: bool

    @classmethod
    def first(cls, id_: int, effect: Effect) -> Claimed:
        """The claim of an effect that was under way from birth (`Outbox.begin`)."""
        return cls(id=id_, effect=effect, attempt=FIRST, fence=FIRST, unsure=False)


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
        self,
        destination: Destination,
        *,
        at: datetime,
        limit: int,
        lease_s: float,
        claimant: str,
        busy: Collection[str] = (),
    ) -> list[Claimed]:
        """Up to `limit` effects of different lanes are the claimant's for `lease_s` seconds; the longest due first.

        None while the destination is paused, none for a conversation that rests or is among the `busy`, and one at most
        for each of the others, so that a slow conversation takes one place and not all of them.
        """
        with self._database.writing() as connection:
            hold(connection, f"claim:{destination.value}")  # one claimant at a time, or two could share a lane
            until = _paused_until(connection, destination)
            if until is not None and until > at:
                return []
            due = select(outbox.c.id, outbox.c.waits_for, outbox.c.unsure).where(
                _is_head(destination), outbox.c.due_at <= at, _may_be_spoken_to(at, busy)
            )
            ordered = due.order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id).limit(limit * _LOOK_AHEAD)
            rows = connection.execute(ordered.with_for_update(skip_locked=True)).all()
            chosen = _one_for_each([(row.id, row.waits_for) for row in rows])[:limit]
            unsure = {row.id: row.unsure for row in rows if row.id in chosen}
            return _take(connection, unsure, lease_ends=at + timedelta(seconds=lease_s), claimant=claimant)

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

    def retry(self, claimed: Claimed, *, not_before: datetime, reason: str, unsure: bool = True) -> bool:
        """The effect waits again, at its place in the lane. False, and nothing changes, when the fence is stale.

        `unsure`: whether the attempt may have delivered it.
        """
        with self._database.writing() as connection:
            row = _taken_out(connection, claimed)
            if row is not None:
                wait_again(connection, row, due_at=not_before, reason=reason, unsure=unsure or claimed.unsure)
            return row is not None

    def put_off(self, claimed: Claimed, conversation: str, *, until: datetime | None, reason: str, tried: bool) -> bool:
        """The effect waits for the conversation, which rests `until` then; nothing was delivered. False as in `retry`.

        None when it does not rest but is being spoken to. What was not even `tried` counts as no attempt.
        """
        with self._database.writing() as connection:
            if until is not None:
                _rest(connection, conversation, until)
            row = _taken_out(connection, claimed)
            if row is not None:
                attempts = row["attempts"] - (0 if tried else 1)
                known = {"waits_for": conversation, "unsure": claimed.unsure, "attempts": attempts}
                wait_again(connection, row, due_at=row["added_at"], reason=reason, **known)
            return row is not None

    def resting(self, at: datetime) -> dict[str, datetime]:
        """The conversations that rest then, and until when."""
        with self._database.reading() as connection:
            rows = connection.execute(select(resting).where(resting.c.until > at))
            return {row.conversation: row.until for row in rows}

    def park(self, claimed: Claimed, *, reason: str, at: datetime) -> bool:
        """The effect is set aside until it is released. False, and nothing changes, when the fence is stale.

        Released, it is in doubt: days have passed, and a 500 says nothing of what was done.
        """
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
                self.retry(claimed, not_before=not_before, reason=failure.code, unsure=failure.ambiguous)
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

    def paused_until(self, destination: Destination) -> datetime | None:
        """When the last pause ends or ended; None when there is none."""
        with self._database.reading() as connection:
            return _paused_until(connection, destination)

    def next_due(self, destination: Destination, at: datetime) -> datetime | None:
        """The next moment, `at` or later, at which something can be claimed if nothing else happens; None for never."""
        with self._database.reading() as connection:
            later = case((resting.c.until > outbox.c.due_at, resting.c.until), else_=outbox.c.due_at)
            among = outbox.outerjoin(resting, resting.c.conversation == outbox.c.waits_for)
            first = connection.scalar(select(func.min(later)).select_from(among).where(_is_head(destination)))
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

    def oldest_waiting(self, destination: Destination) -> datetime | None:
        """Since when the longest waiting effect has waited, whatever for; None when none does. The parked do not."""
        with self._database.reading() as connection:
            waits = and_(outbox.c.destination == destination, outbox.c.due_at.is_not(None))
            return connection.scalar(select(func.min(outbox.c.added_at)).where(waits))

    def waiting(self) -> int:
        """How many effects are still to be delivered: all but the parked."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).where(outbox.c.due_at.is_not(None))) or 0


_CLAIMED = outbox.c.state == State.CLAIMED
_LOOK_AHEAD = 4  # how many more rows are looked at than claimed: some are for the same conversation


def _may_be_spoken_to(at: datetime, busy: Collection[str]) -> ColumnElement[bool]:
    rests = exists().where(resting.c.conversation == outbox.c.waits_for, resting.c.until > at)
    return or_(outbox.c.waits_for == "", and_(outbox.c.waits_for.not_in(busy), ~rests))


def _one_for_each(rows: Sequence[tuple[int, str]]) -> list[int]:
    """The ids of those rows that are the first for their conversation, or for one that is not known yet."""
    firsts: dict[str, int] = {}
    return [row for row, waits_for in rows if not waits_for or firsts.setdefault(waits_for, row) == row]


def _taken_out(connection: Connection, claimed: Claimed) -> RowMapping | None:
    statement = delete(outbox).where(_is_held(claimed)).returning(outbox)
    return connection.execute(statement).mappings().one_or_none()


def _rest(connection: Connection, conversation: str, until: datetime) -> None:
    statement = insert_into(connection, resting).values(conversation=conversation, until=until)
    later = case((statement.excluded.until > resting.c.until, statement.excluded.until), else_=resting.c.until)
    connection.execute(statement.on_conflict_do_update(index_elements=["conversation"], set_={"until": later}))


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


def _take(connection: Connection, unsure: Mapping[int, bool], *, lease_ends: datetime, claimant: str) -> list[Claimed]:
    """The rows with these ids, in this order; `unsure`: whether each was before this attempt."""
    ids = list(unsure)
    taken = {
        "state": State.CLAIMED,
        "unsure": True,  # until we know better: from here on the process may die at any moment
        "due_at": lease_ends,
        "claimant": claimant,
        "attempts": outbox.c.attempts + 1,
        "fence": outbox.c.fence + 1,
    }
    rows = connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(taken).returning(outbox)).all()
    claimed = [
        Claimed(
            id=row.id,
            effect=effect_of(row.kind, row.identity),
            attempt=row.attempts,
            fence=row.fence,
            unsure=unsure[row.id],
        )
        for row in rows
    ]
    return sorted(claimed, key=lambda one: ids.index(one.id))


def _is_held(claimed: Claimed) -> ColumnElement[bool]:
    return and_(outbox.c.id == claimed.id, outbox.c.fence == claimed.fence, outbox.c.state == State.CLAIMED)


def _forget_parked(connection: Connection, keys: list[str]) -> None:
    connection.execute(delete(outbox).where(outbox.c.due_at.is_(None), outbox.c.key.in_(keys)))


def _paused_until(connection: Connection, destination: Destination) -> datetime | None:
    return connection.scalar(select(pauses.c.until).where(pauses.c.destination == destination))
