"""What is due at this instant."""

from datetime import timedelta

from sync.schedule import Schedule
from tests.hub.builders import MONDAY


def schedule() -> Schedule:
    return Schedule(every_s={"tracker": 30, "forms": 60})


def test_everything_is_due_at_first_and_then_once_per_interval() -> None:
    plan = schedule()
    due = [plan.is_due("tracker", MONDAY + timedelta(seconds=second)) for second in (0, 1, 29, 30, 31, 60)]

    assert due == [True, False, False, True, False, True]


def test_the_rest_lasts_until_the_next_thing_is_due() -> None:
    plan = schedule()
    plan.is_due("tracker", MONDAY)
    plan.is_due("forms", MONDAY)

    assert plan.rest_s(MONDAY + timedelta(seconds=10)) == 20
    assert plan.rest_s(MONDAY + timedelta(seconds=90)) == 0
