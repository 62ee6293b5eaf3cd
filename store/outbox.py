"""What the world must still be told, as the use cases see it. The deliverers' side is `store/deliveries.py`.

One row per effect; a delivered one is deleted. At most one row waits for each collapse key, by a unique index.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, update

from hub.effects import Effect
from store.effects import State, effect_values
from store.tables import ONLY_WAITING, outbox, resting
from store.upserts import insert_into

FOREGROUND, BACKGROUND = 0, 1  # what goes first

_BEHIND = update(outbox).where(outbox.c.lane == bindparam("hurried"), outbox.c.priority == BACKGROUND)

FIRST = 1
"""The attempt, and the fence, of an effect that is delivered from birth."""


class SqlOutbox:
    """The outbox, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def add(self, *effects: Effect, at: datetime, background: bool = False) -> None:
        """The effects will be delivered; each joins one that is waiting unclaimed with the same collapse key.

        What is in the `background` goes after all others, until somebody adds another to its lane, which would wait.
        """
        added = [effect_values(effect) for effect in effects]
        if not background:
            hurried = [{"hurried": values["lane"], "priority": FOREGROUND} for values in added]
            self._connection.execute(_BEHIND, hurried)
        waiting = {
            "state": State.WAITING,
            "added_at": at,
            "due_at": at,
            "attempts": 0,
            "fence": 0,
            "claimant": "",
            "reason": "",
            "priority": BACKGROUND if background else FOREGROUND,
            "waits_for": "",
            "unsure": False,
        }
        # Joining changes nothing, but it locks the row: nobody may claim and render it before this change is visible
        joins = insert_into(self._connection, outbox).on_conflict_do_update(
            index_elements=["key"], index_where=ONLY_WAITING, set_={"added_at": outbox.c.added_at}
        )
        self._connection.execute(joins, [{**values, **waiting} for values in added])

    def forget_rests(self, *, before: datetime) -> None:
        """Conversations whose rest ended before then are not remembered. Safe to call twice."""
        self._connection.execute(delete(resting).where(resting.c.until < before))

    def background(self) -> int:
        """How many effects wait in the background, so that no more are added than can be delivered."""
        waiting = select(func.count()).where(outbox.c.priority == BACKGROUND, outbox.c.due_at.is_not(None))
        return self._connection.scalar(waiting) or 0

    def begin(self, effect: Effect, *, at: datetime, lease_s: float, claimant: str) -> int:
        """The effect is the claimant's for `lease_s` seconds, as its first attempt; returns its id.

        Nothing of its lane may be under way: the transaction fails.
        """
        claimed = {
            **effect_values(effect),
            "state": State.CLAIMED,
            "added_at": at,
            "due_at": at + timedelta(seconds=lease_s),
            "attempts": FIRST,
            "fence": FIRST,
            "claimant": claimant,
            "reason": "",
            "priority": FOREGROUND,
            "waits_for": "",
            "unsure": True,  # whoever takes it up later cannot know what became of this attempt
        }
        return self._connection.execute(insert(outbox).returning(outbox.c.id), claimed).scalar_one()

    def release(self, *, lane_prefix: str = "", reason: str = "", at: datetime) -> int:
        """Parked effects whose lane starts with `lane_prefix` are waiting again; returns how many.

        Only those parked for exactly `reason`, unless it is empty.
        """
        lane_starts = func.substr(outbox.c.lane, 1, len(lane_prefix)) == lane_prefix
        parked = delete(outbox).where(outbox.c.due_at.is_(None), lane_starts)
        if reason:
            parked = parked.where(outbox.c.reason == reason)
        rows = self._connection.execute(parked.returning(outbox)).mappings().all()
        for row in rows:
            wait_again(self._connection, row, due_at=at)
        return len(rows)


def wait_again(connection: Connection, row: RowMapping, *, due_at: datetime, reason: str = "", **changes: Any) -> None:
    """The row, which was taken out, waits in its old place; a newer one that waits with the same key has joined it."""
    waiting = {"state": State.WAITING, "due_at": due_at, "parked_at": None, "claimant": "", "reason": reason}
    values = {**row, **waiting, **changes}
    statement = insert_into(connection, outbox).values(**values)
    joined: dict[str, Any] = {name: statement.excluded[name] for name in values}
    joined["priority"] = outbox.c.priority * statement.excluded.priority  # 0 and 1: either may have been in a hurry
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], index_where=ONLY_WAITING, set_=joined))
