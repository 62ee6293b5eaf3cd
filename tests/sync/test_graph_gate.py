"""The gate is shut for as long as the longest pause anybody was asked to make."""

from __future__ import annotations

import pytest

from hub.retries import LONGEST_PAUSE_S
from sync.graph.gate import Gate, retry_after_s
from sync.graph.governor import Governor, Priority
from tests.sync.scripted import NOON, SteppedClock


@pytest.mark.parametrize("pauses", [(600.0, 1.0), (1.0, 600.0)])
def test_a_shorter_pause_never_ends_a_longer_one(time: SteppedClock, pauses: tuple[float, float]) -> None:
    gate = Gate(Governor(1_000), time.clock)

    for pause in pauses:
        gate.shut_for(pause)

    assert gate.wait_s() == 600.0


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("31", 31.0),
        ("2.128", 2.128),
        ("0", 0.0),
        ("Mon, 23 Nov 2026 12:10:00 GMT", 600.0),
        ("Mon, 23 Nov 2026 12:10:00", 600.0),
        ("999999999", LONGEST_PAUSE_S),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_PAUSE_S),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_pause_is_read_in_every_form(asked: str, seconds: float | None) -> None:
    assert retry_after_s({"Retry-After": asked}, NOON) == seconds


def test_the_gate_is_shut_for_a_day_at_most_also_by_an_older_note_or_a_reset(time: SteppedClock) -> None:
    gate = Gate(Governor(1_000), time.clock)
    gate.shut_for(10 * LONGEST_PAUSE_S)
    gate.heard({"RateLimit-Remaining": "0", "RateLimit-Reset": "999999999"})

    assert gate.shut_s == LONGEST_PAUSE_S
    assert gate.wait_s(1, Priority.BACKGROUND) == 86_400.0
