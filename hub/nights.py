"""When the night's work is due. Pure: instants are passed in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hub.promises import LONDON

NIGHT_AT = time(3)  # in London: nobody looks, and the day has changed


def last_night(at: datetime) -> date:
    """The London day whose night's work is due at that instant: today's from 03:00 on, yesterday's before.

    A night in which everything was switched off is thereby made up for, once.
    """
    here = at.astimezone(LONDON)
    today = here.date()
    return today if here.time() >= NIGHT_AT else today - timedelta(days=1)
