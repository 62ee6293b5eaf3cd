"""Card presses, list edits, a Form by its three doors, deletions, faults and `kill -9` in any order: all settle."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from operator import attrgetter
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from hub.cases import Outcome, Status
from local365.server import Settings, running_local365
from local365.tenant import Patience
from tests.kill.any_order import OFFICERS, PRESSES, World, any_order
from tests.kill.at_rest import assert_all_is_as_it_must_be
from tests.kill.mishaps import FAULTS, SWITCHES
from tests.kill.test_kill import A_DAY_S, free_port

pytestmark = pytest.mark.kill

# To look for longer than a gate may: ANY_ORDER_EXAMPLES=500 pytest tests/kill/test_any_order.py
EXAMPLES = int(os.environ.get("ANY_ORDER_EXAMPLES", "12"))
DAYS, ACTS_A_DAY = 5, 8  # at most, of one example
AGAIN = Patience(answer_s=15.0, waits_s=(0.2,) * 300)  # Teams sends an activity again until a process is back

officers, staff = st.sampled_from(OFFICERS), st.sampled_from(["Oak", "Rowan"])
places = st.integers(0, 7)  # the first, the second, … of those there are
names = st.sampled_from(["Sample Oak", "Sample Rowan", "sample.willow@force.example", "Nobody We Know", ""])
people = st.sampled_from(["Sample Oak", "Sample Rowan", "Sample Willow", "Sample Maple", ""])
columns = st.sampled_from(["Theme", "HubNotes", "Decision", "Title"])

PEOPLE = st.one_of(
    st.tuples(st.just("sends_in"), officers),
    st.tuples(st.just("responds"), officers),
    st.tuples(st.just("responds_late"), officers),
    st.tuples(st.just("form.catches_up")),
    st.tuples(st.just("edits_response"), places),
    st.tuples(st.sampled_from(["form.pushes", "form.pushes_meanwhile"]), places),
    st.tuples(st.just("form.exports")),
    st.tuples(st.sampled_from(["form.imports", "form.imports_meanwhile"]), places),
    st.tuples(st.just("answers"), officers),
    st.tuples(st.just("opens_form"), staff, places),
    st.tuples(st.just("sends_form"), staff),
    st.tuples(st.just("presses"), staff, st.sampled_from(PRESSES), places),
    st.tuples(st.just("looks")),
    st.tuples(st.just("presses_old"), staff, st.sampled_from(PRESSES), places),
    st.tuples(st.just("types"), places, columns, st.sampled_from([None, None, ""])),
    st.tuples(st.just("types"), places, st.just("Status"), st.sampled_from([one.value for one in Status])),
    st.tuples(st.just("types"), places, st.just("Outcome"), st.sampled_from([one.value for one in Outcome])),
    st.tuples(st.just("types"), places, st.just("AssignedTo"), names),
    st.tuples(st.just("types"), places, st.just("Holder"), people),
    st.tuples(st.just("adds_a_row")),
    st.tuples(st.just("deletes"), places),
    st.tuples(st.just("restores")),
)
MISHAPS = st.one_of(
    st.tuples(st.just("goes_wrong"), st.sampled_from(sorted(FAULTS))),
    st.tuples(st.just("is_strange"), st.sampled_from(sorted(SWITCHES))),
    st.tuples(st.just("dies_at_request"), st.integers(1, 25)),
    st.tuples(st.just("dies_at_commit"), st.integers(1, 40)),
)
TURNS = st.tuples(st.just("turns"))
ACTS = st.sampled_from([PEOPLE, PEOPLE, MISHAPS, TURNS]).flatmap(
    lambda kind: kind
)  # so often each: one_of would mix them


class AnyOrder(RuleBasedStateMachine):
    """One force: on a day people act, things go wrong and the workers turn, in any order; some days end in rest."""

    def __init__(self) -> None:
        super().__init__()
        self.runner, self.open = asyncio.Runner(), AsyncExitStack()
        folder = Path(self.open.enter_context(tempfile.TemporaryDirectory(prefix="any-order-")))
        m365 = self.open.enter_context(running_local365(settings=Settings(arrive_every_s=A_DAY_S, patience=AGAIN)))
        self.world: World = self._now(self.open.enter_async_context(any_order(m365, folder, free_port())))

    def _now(self, act: Awaitable[Any]) -> Any:
        async def acting() -> Any:
            return await act

        return self.runner.run(acting())

    @initialize(first=officers, second=officers)
    def two_were_sent_in_before(self, first: str, second: str) -> None:
        self._now(self.world.sends_in(first))
        self._now(self.world.responds(second))
        self._now(self.world.settles())

    @rule(acts=st.lists(ACTS, min_size=3, max_size=ACTS_A_DAY), ends_in_rest=st.booleans())
    def a_day(self, acts: list[tuple[Any, ...]], ends_in_rest: bool) -> None:
        for name, *how in acts:
            self._now(attrgetter(name)(self.world)(*how))
        if ends_in_rest:
            self._comes_to_rest()

    def _comes_to_rest(self) -> None:
        self._now(self.world.settles())
        self._now(assert_all_is_as_it_must_be(self.world))

    def teardown(self) -> None:
        """What is left settles; then the force is put away."""
        try:
            self._comes_to_rest()
        finally:
            self._now(self.open.aclose())
            self.runner.close()


def test_in_any_order_list_store_and_cards_come_to_say_the_same_and_no_word_is_lost() -> None:
    chosen = settings(max_examples=EXAMPLES, stateful_step_count=DAYS, phases=[Phase.explicit, Phase.generate])
    run_state_machine_as_test(AnyOrder, settings=chosen)
