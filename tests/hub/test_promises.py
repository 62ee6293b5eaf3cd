"""The date by which the submitter hears, counted in working days of England and Wales."""

from datetime import UTC, date, datetime

import pytest

from hub.promises import is_working_day, london_day, promise_for


@pytest.mark.parametrize(
    ("received", "promise"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), date(2026, 11, 30)),  # Monday: Tue 1 Wed 2 Thu 3 Fri 4 Mon 5
        (datetime(2026, 11, 28, 9, 0, tzinfo=UTC), date(2026, 12, 4)),  # Saturday: Mon 1 ... Fri 5
        (datetime(2026, 12, 23, 9, 0, tzinfo=UTC), date(2027, 1, 4)),  # 24 1, 29 2, 30 3, 31 4, 4 Jan 5
        (datetime(2026, 4, 2, 9, 0, tzinfo=UTC), date(2026, 4, 13)),  # Good Friday and Easter Monday do not count
    ],
)
def test_five_working_days_leave_out_weekends_and_bank_holidays(received: datetime, promise: date) -> None:
    assert promise_for(received) == promise


def test_the_day_of_receipt_is_the_day_on_the_wall_in_london() -> None:
    late_on_a_summer_evening = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert london_day(late_on_a_summer_evening) == date(2026, 7, 2)


def test_boxing_day_moved_to_a_monday_is_no_working_day() -> None:
    assert not is_working_day(date(2026, 12, 28))


def test_the_number_of_days_is_a_setting() -> None:
    assert promise_for(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), working_days=1) == date(2026, 11, 24)
