"""The date by which the submitter hears: working days of England and Wales, in Europe/London."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FIRST_RESPONSE_DAYS = 5  # working days; the default of the setting


def london_day(at: datetime) -> date:
    """The date on the wall in London at that instant."""
    return at.astimezone(LONDON).date()


def is_working_day(day: date) -> bool:
    """True on Monday to Friday, except the bank holidays of England and Wales."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


@cache  # a year's never change, and working them out costs a millisecond
def _bank_holidays(year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415  40 modules that no start needs

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def promise_for(received_at: datetime, *, working_days: int = FIRST_RESPONSE_DAYS) -> date:
    """The day that is `working_days` working days after the London day of receipt, which itself does not count."""
    day = london_day(received_at)
    for _ in range(working_days):
        day = _next_working_day(day)
    return day


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


_SATURDAY = 5
