"""Dates and times as people here write them, on the wall clock of London."""

from __future__ import annotations

from datetime import date, datetime

from hub.promises import LONDON, london_day

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    """“Mon 30 Nov 2026”."""
    return f"{_WEEKDAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]} {on.year}"


def day_of(at: datetime) -> str:
    """The day of that instant, “Mon 30 Nov 2026”."""
    return day(london_day(at))


def moment(at: datetime) -> str:
    """Day and time of that instant, “Mon 30 Nov 2026 14:02”."""
    return f"{day_of(at)} {clock(at)}"


def clock(at: datetime) -> str:
    """The time of that instant, “14:02”."""
    return f"{at.astimezone(LONDON):%H:%M}"
