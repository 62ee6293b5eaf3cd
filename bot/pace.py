"""How fast Teams lets a bot speak into one conversation. Pure: instants are passed in, in seconds."""

from __future__ import annotations

from collections import deque

WINDOWS = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))
"""(seconds, sends) per bot and conversation.

Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit.
"""


class Pace:
    """The sends of the last hour, by conversation; asked before each send."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self._sent: dict[str, deque[float]] = {}

    def take(self, conversation: str, now: float, *, longest_s: float) -> float:
        """Seconds to wait before sending; the send is counted, unless the wait is longer than `longest_s`."""
        sent = self._sent.setdefault(conversation, deque(maxlen=WINDOWS[-1][1]))
        at = max(now, *(_free_at(sent, window, most) for window, most in WINDOWS))
        if at - now <= longest_s:
            sent.append(at)
        return at - now


def _free_at(sent: deque[float], window: float, most: int) -> float:
    return sent[-most] + window if len(sent) >= most else 0.0
