"""How much of SharePoint's quota we may use now. Pure: time is handed in, in seconds of any steady clock.

Source: https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from hub.retries import LONGEST_PAUSE_S

_BANDS = ((1_000, 1_200), (5_000, 2_400), (15_000, 3_600), (50_000, 4_800))  # licences up to, units a minute
_TOP_BAND = 6_000
_OUR_SHARE = 0.5  # of the application's minute: the other half is for what we cannot foresee
_MINUTE_S = 60.0


class Priority(Enum):
    """Who waits for the call. The value is the share of our pace that may be in use when it starts."""

    PERSON = 1.0
    BACKGROUND = 0.6


_PRICES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"/permissions\b"), 5),
    (re.compile(r"/delta\b.*token="), 1),
    (re.compile(r"/delta\b"), 2),
    (re.compile(r"/(content|items/[^/?]+|lists/[^/?]+|sites/[^/?]+(:/[^?]*)?|root:/[^?]*)(\?|$)"), 1),
)
_PRICE_OF_A_COLLECTION = 2
_PRICE_OF_A_WRITE = 2
_PRICED = ("/sites/", "/drives/")


@lru_cache(maxsize=1_024)  # the parts of a batch share few paths, and a search costs as much as all else of a part
def units_of(method: str, path: str) -> int:
    """Resource units that SharePoint charges for a call; 0 for a part of Graph with another quota."""
    if not path.startswith(_PRICED):
        return 0
    found = next((units for pattern, units in _PRICES if pattern.search(path)), _PRICE_OF_A_COLLECTION)
    return found if method == "GET" else max(found, _PRICE_OF_A_WRITE)


def units_a_minute(licences: int) -> int:
    """What SharePoint allows one application in a tenant of this size."""
    return next((units for up_to, units in _BANDS if licences <= up_to), _TOP_BAND)


class Governor:
    """Keeps any sixty seconds at or below half of what the tenant's band allows, people first."""

    def __init__(self, licences: int) -> None:
        """Start with nothing spent."""
        self._band = units_a_minute(licences)
        self._pace = self._band * _OUR_SHARE
        self._spent: deque[tuple[float, int]] = deque()
        self._used = 0
        self._squeezed_until = 0.0
        self._left = 0.0

    def wait_s(self, units: int, priority: Priority, at: float) -> float:
        """Seconds to wait before a call of `units` may start; 0 when it may start now."""
        self._forget(at)
        return max(self._wait_for_pace(units, self._pace * priority.value, at), self._wait_out(units, priority, at))

    def spend(self, units: int, at: float) -> None:
        """Count a call that starts now; throttled calls count as well."""
        if units:
            self._spent.append((at, units))
            self._used += units
            self._left -= units

    def heard(self, headers: Mapping[str, str], at: float) -> None:
        """Take notice of `RateLimit-Limit`, `-Remaining` and `-Reset`, which appear once 80 % of the quota is used."""
        limit = _number(headers.get("RateLimit-Limit"))
        if limit:  # a smaller band than the settings say is believed, a larger one is not
            self._pace = min(limit, self._band) * _OUR_SHARE
        remaining, reset = _number(headers.get("RateLimit-Remaining")), _number(headers.get("RateLimit-Reset"))
        if remaining is not None and reset is not None:
            self._left, self._squeezed_until = remaining, at + min(reset, LONGEST_PAUSE_S)

    def _forget(self, at: float) -> None:
        while self._spent and self._spent[0][0] <= at - _MINUTE_S:
            self._used -= self._spent.popleft()[1]

    def _wait_for_pace(self, units: int, allowed: float, at: float) -> float:
        in_use, wait = self._used, 0.0
        for started, spent in self._spent:
            if in_use + units <= allowed:
                break
            in_use -= spent
            wait = started + _MINUTE_S - at
        return wait

    def _wait_out(self, units: int, priority: Priority, at: float) -> float:
        squeezed = at < self._squeezed_until and (priority is Priority.BACKGROUND or self._left < units)
        return self._squeezed_until - at if squeezed else 0.0


def _number(text: str | None) -> float | None:
    return float(text) if text is not None and re.fullmatch(r"\d{1,9}(\.\d+)?", text.strip()) else None
