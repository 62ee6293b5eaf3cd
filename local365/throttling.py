"""Resource units per minute, as SharePoint meters an application in a tenant.

Source: https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from local365.graph_errors import GraphError

WINDOW = timedelta(minutes=1)
# Share of the budget from which SharePoint sends RateLimit headers.
WARNING = 0.8


@dataclass(slots=True, kw_only=True)
class Throttling:
    """What an application has spent."""

    units_spent: int = 0
    """Since the start, throttled or not, metered or not."""
    window_start: datetime | None = None
    window_spent: int = 0

    def charge(self, units: int, at: datetime, budget: int | None) -> dict[str, str]:
        """The units are spent; the RateLimit headers to answer with, if any. 429 when the minute's budget is used up.

        A throttled call counts too. Without a budget nobody is throttled.
        """
        self.units_spent += units
        if budget is None:
            return {}
        if self.window_start is None or at - self.window_start >= WINDOW:
            self.window_start, self.window_spent = at, 0
        self.window_spent += units
        headers = self._headers(budget, self.window_start + WINDOW - at)
        if self.window_spent > budget:
            raise throttled({"Retry-After": headers["RateLimit-Reset"]} | headers)
        return headers if self.window_spent >= WARNING * budget else {}

    def _headers(self, budget: int, left: timedelta) -> dict[str, str]:
        """Headers of the IETF draft 03; the reset is in seconds from now."""
        reset = max(1, ceil(left.total_seconds()))
        remaining = max(0, budget - self.window_spent)
        return {
            "RateLimit-Limit": str(budget),
            "RateLimit-Remaining": str(remaining),
            "RateLimit-Reset": str(reset),
        }


def throttled(headers: dict[str, str]) -> GraphError:
    """429: the application has spent its budget."""
    message = "The request has been throttled"
    return GraphError(429, "activityLimitReached", message, inner="throttledRequest", headers=headers)
