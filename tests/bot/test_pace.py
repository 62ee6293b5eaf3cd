"""How fast Teams lets a bot speak: into one conversation, and to one tenant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from bot.pace import TENANT_WINDOWS, WINDOWS, Pace

CASES, OTHER = "19:cases", "19:other"
HOUR_S = 3600.0


@dataclass(kw_only=True)
class Clock:
    """Seconds that pass only when somebody waits."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list[float])

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock_s=clock, sleep=clock.sleep)


def call(pace: Pace, clock: Clock, conversation: str = CASES, *, takes_s: float = 0.0) -> None:
    """One call, answered after so many seconds."""
    with pace.counted(conversation):
        clock.now += takes_s


def sent_at(pace: Pace, clock: Clock, count: int) -> Iterator[tuple[float, float]]:
    """When each of so many calls started and was answered, each as soon as it may."""
    for number in range(count):
        clock.now += pace.wait_s(CASES)
        started = clock.now
        call(pace, clock, takes_s=0.05 * (number % 3))
        yield started, clock.now


def most_within(times: list[tuple[float, float]], seconds: float) -> int:
    """The most calls that Teams can have seen within so long: each reached it between its start and its answer."""
    return max(sum(1 for other, _ in times[index:] if other - end < seconds) for index, (_, end) in enumerate(times))


def test_no_window_ever_holds_more_calls_than_teams_allows(pace: Pace, clock: Clock) -> None:
    times = list(sent_at(pace, clock, 2000))

    for seconds, most in WINDOWS:
        assert most_within(times, seconds) <= most


def test_a_few_calls_leave_at_once(pace: Pace, clock: Clock) -> None:
    for _ in range(7):
        assert pace.wait_s(CASES) == 0
        call(pace, clock)

    assert 1.0 <= pace.wait_s(CASES) <= 1.1


def test_each_conversation_has_a_pace_of_its_own(pace: Pace, clock: Clock) -> None:
    for _ in range(7):
        call(pace, clock)

    assert pace.wait_s(OTHER) == 0


def test_a_window_runs_from_the_answer_because_teams_may_have_counted_only_then(pace: Pace, clock: Clock) -> None:
    for _ in range(7):
        call(pace, clock, takes_s=0.1)

    assert pace.wait_s(CASES) >= 1.0 - 0.6  # the first was answered 0.6 s ago


def test_a_conversation_that_is_spoken_to_is_busy_until_it_has_answered(pace: Pace) -> None:
    with pace.counted(CASES):
        assert (pace.is_busy(CASES), pace.busy(), pace.is_busy(OTHER)) == (True, [CASES], False)

    assert (pace.is_busy(CASES), pace.busy()) == (False, [])


def test_calls_under_way_fill_a_window_too(pace: Pace) -> None:
    with ExitStack() as answers:
        for _ in range(7):
            answers.enter_context(pace.counted(CASES))

        assert pace.wait_s(CASES) == float("inf")


@pytest.mark.parametrize(("asked_s", "rests_s"), [(None, 2.0), (0.0, 0.0), (1.5, 1.5), (600.0, 600.0)])
def test_a_conversation_rests_as_long_as_teams_asks(pace: Pace, asked_s: float | None, rests_s: float) -> None:
    pace.rest(CASES, asked_s)
    pace.rest(CASES, 0.0)

    assert (pace.wait_s(CASES), pace.wait_s(OTHER)) == (rests_s, 0)


async def test_the_tenant_is_spoken_to_fifty_times_a_second_whatever_the_conversations(
    pace: Pace, clock: Clock
) -> None:
    times: list[tuple[float, float]] = []
    for number in range(500):
        await pace.room()
        times.append((clock.now, clock.now))
        call(pace, clock, f"19:{number}")

    [(seconds, most)] = TENANT_WINDOWS
    assert most_within(times, seconds) <= most
    assert sum(clock.slept) < 10 * 1.1  # 500 calls at 50 a second


def test_what_no_window_looks_at_any_more_is_forgotten(pace: Pace, clock: Clock) -> None:
    for number in range(999):
        call(pace, clock, f"19:{number}")
    clock.now += HOUR_S + 1
    call(pace, clock)

    assert pace.remembered() == 1
