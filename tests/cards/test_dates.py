"""Dates and times on cards."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cards.dates import clock, day, day_of


def test_a_day_is_written_with_its_weekday() -> None:
    assert day(date(2026, 11, 30)) == "Mon 30 Nov 2026"


def test_a_summer_evening_in_utc_is_the_next_day_in_london() -> None:
    at = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)

    assert (day_of(at), clock(at)) == ("Sat 1 Aug 2026", "00:30")


def test_in_winter_london_keeps_utc() -> None:
    assert clock(datetime(2026, 11, 30, 14, 2, tzinfo=UTC)) == "14:02"
