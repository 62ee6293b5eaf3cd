"""Whatever is added, claimed, settled, released and paused in whatever order: nothing is lost, lanes keep theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete

from hub.effects import Destination, Effect, collapse_key, lane
from store.deliveries import Claimed, Deliveries
from store.effects import State
from store.tables import outbox, pauses, resting
from store.unit_of_work import SqlStore
from tests.store.delivering import (
    HUB_CARD,
    LEASE_S,
    NOTICE,
    OTHER_HUB_CARD,
    RECEIPT,
    SECOND_NOTICE,
    add,
    claim,
    release,
    second,
)

EFFECTS = [HUB_CARD, RECEIPT, NOTICE, SECOND_NOTICE, OTHER_HUB_CARD]  # two lanes
REASONS = ["not installed", "gone"]
TEAMS = Destination.TEAMS
CHANNEL = "19:cases"


@dataclass(kw_only=True)
class Row:
    """What must be in the outbox. `place` is the order of adding; `due` is in seconds, for a claim its lease's end."""

    place: int
    effect: Effect
    due: float
    state: State = State.WAITING
    attempts: int = 0
    claimed: Claimed | None = None
    reason: str = ""
    added: float = 0
    waits_for: str = ""

    @property
    def is_live(self) -> bool:
        return self.state is not State.PARKED


class OutboxMachine(RuleBasedStateMachine):
    """The outbox beside a plain list of rows that says what it must do."""

    claims = Bundle("claims")

    def __init__(self, store: SqlStore) -> None:
        super().__init__()
        self.store, self.deliveries = store, Deliveries(store)
        self.rows: list[Row] = []
        self.now, self.paused_until, self.rests_until, self.step = 0.0, 0.0, 0.0, 0
        self.added_at: dict[Effect, int] = {}
        self.claimed_at: dict[tuple[int, int], int] = {}
        self.delivered_at: dict[Effect, int] = {}
        with store.database.writing() as connection:
            connection.execute(delete(outbox))
            connection.execute(delete(pauses))
            connection.execute(delete(resting))

    @rule(effect=st.sampled_from(EFFECTS))
    def adds(self, effect: Effect) -> None:
        self.step += 1
        self.added_at[effect] = self.step
        add(self.store, effect, at=self.now)
        if self._waiting_like(effect) is None:
            self.rows.append(Row(place=self.step, effect=effect, due=self.now, added=self.now))

    @rule(target=claims, limit=st.integers(1, 3))
    def claims_some(self, limit: int) -> object:
        self.step += 1
        expected = self._claimable()[:limit]
        claimed = claim(self.store, at=self.now, limit=limit)
        assert [(one.effect, one.attempt) for one in claimed] == [(row.effect, row.attempts + 1) for row in expected]
        for row, one in zip(expected, claimed, strict=True):
            row.state, row.due, row.attempts, row.claimed = State.CLAIMED, self.now + LEASE_S, one.attempt, one
            self.claimed_at[one.id, one.fence] = self.step
        return multiple(*claimed)

    @rule(one=claims)
    def is_delivered(self, one: Claimed) -> None:
        row = self._held(one)
        assert self.deliveries.done(one) == (row is not None)
        if row is not None:
            self._drop(row)
            self._drop_parked_like(row.effect)
            self.delivered_at[one.effect] = self.claimed_at[one.id, one.fence]

    @rule(one=claims, wait_s=st.sampled_from([0.0, 5.0, 90.0]))
    def is_retried(self, one: Claimed, wait_s: float) -> None:
        row = self._held(one)
        assert self.deliveries.retry(one, not_before=second(self.now + wait_s), reason="503") == (row is not None)
        if row is not None:
            self._wait_again(row, due=self.now + wait_s)

    @rule(one=claims, wait_s=st.sampled_from([None, 5.0, 90.0]), tried=st.booleans())
    def is_put_off(self, one: Claimed, wait_s: float | None, tried: bool) -> None:
        row = self._held(one)
        until = None if wait_s is None else second(self.now + wait_s)
        put_off = self.deliveries.put_off(one, CHANNEL, until=until, reason="pace", tried=tried)
        assert put_off == (row is not None)
        if wait_s is not None:
            self.rests_until = max(self.rests_until, self.now + wait_s)
        if row is not None:
            row.attempts -= not tried
            row.waits_for = CHANNEL
            self._wait_again(row, due=row.added)

    @rule(one=claims, reason=st.sampled_from(REASONS))
    def is_parked(self, one: Claimed, reason: str) -> None:
        row = self._held(one)
        assert self.deliveries.park(one, reason=reason, at=second(self.now)) == (row is not None)
        if row is not None:
            self._drop_parked_like(row.effect)
            row.state, row.claimed, row.reason = State.PARKED, None, reason

    @rule(reason=st.sampled_from(["", *REASONS]))
    def are_released(self, reason: str) -> None:
        released = [row for row in self.rows if not row.is_live and reason in ("", row.reason)]
        assert release(self.store, at=self.now, reason=reason) == len(released)
        for row in released:
            self._wait_again(row, due=self.now)

    @rule(seconds=st.sampled_from([1.0, 30.0, LEASE_S]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @precondition(lambda self: self.paused_until <= self.now)
    @rule(seconds=st.sampled_from([1.0, 45.0]))
    def is_paused(self, seconds: float) -> None:
        self.paused_until = self.now + seconds
        self.deliveries.pause(TEAMS, second(self.paused_until))

    @invariant()
    def the_figures_agree(self) -> None:
        live = [row.effect for row in self.rows if row.is_live]
        parked = {(row.effect, row.reason, row.attempts) for row in self.rows if not row.is_live}
        heads = [max(row.due, self.now, self.paused_until, self._rests(row)) for row in self._heads()]
        assert self.deliveries.waiting() == len(live)
        assert {(one.effect, one.reason, one.attempts) for one in self.deliveries.parked()} == parked
        assert self.deliveries.next_due(TEAMS, second(self.now)) == (second(min(heads)) if heads else None)

    def teardown(self) -> None:
        """Once nothing fails any more, every effect is delivered after it was added for the last time."""
        self.now += 1000
        release(self.store, at=self.now)
        while claimed := claim(self.store, at=self.now):
            self.step += 1
            for one in claimed:
                assert self.deliveries.done(one)
                self.delivered_at[one.effect] = self.step
        assert self.deliveries.waiting() == 0
        assert [effect for effect, at in self.added_at.items() if self.delivered_at[effect] <= at] == []

    def _claimable(self) -> list[Row]:
        if self.paused_until > self.now:
            return []
        due = (row for row in self._heads() if row.due <= self.now and self._rests(row) <= self.now)
        ordered = sorted(due, key=lambda row: (row.due, row.place))
        waiting = [row for row in ordered if row.waits_for]
        return [row for row in ordered if not row.waits_for or row is waiting[0]]

    def _rests(self, row: Row) -> float:
        return self.rests_until if row.waits_for else 0.0

    def _heads(self) -> Iterator[Row]:
        for name in {lane(row.effect) for row in self.rows if row.is_live}:
            here = [row for row in self.rows if row.is_live and lane(row.effect) == name]
            yield min(here, key=lambda row: (row.state is not State.CLAIMED, row.place))

    def _held(self, one: Claimed) -> Row | None:
        return next((row for row in self.rows if row.claimed == one), None)

    def _waiting_like(self, effect: Effect) -> Row | None:
        key = collapse_key(effect)
        return next((row for row in self.rows if row.state is State.WAITING and collapse_key(row.effect) == key), None)

    def _wait_again(self, row: Row, *, due: float) -> None:
        twin = self._waiting_like(row.effect)
        if twin is not None:
            self._drop(twin)
        row.state, row.due, row.claimed, row.reason = State.WAITING, due, None, ""

    def _drop_parked_like(self, effect: Effect) -> None:
        for row in [row for row in self.rows if not row.is_live and row.effect == effect]:
            self._drop(row)

    def _drop(self, row: Row) -> None:
        self.rows = [other for other in self.rows if other is not row]


def test_nothing_is_lost_and_lanes_keep_their_order_whatever_happens_in_whatever_order(store: SqlStore) -> None:
    class OnThisStore(OutboxMachine):
        def __init__(self) -> None:
            super().__init__(store)

    run_state_machine_as_test(
        OnThisStore,
        settings=settings(max_examples=15, stateful_step_count=25, derandomize=True, database=None),
    )
