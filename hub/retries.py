"""What a failed delivery leads to: later, or a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.errors import DeliveryFailed, FailureKind

FIRST_WAIT_S = 2.0  # seconds; doubles with each attempt
LONGEST_WAIT_S = 600.0  # ten minutes: a service that is down all night is asked some fifty times
LONGEST_PAUSE_S = 86_400.0
"""One day, whatever a service asks for: nothing that Microsoft documents asks for more (Teams' longest window is an
hour), and a slip in a header of theirs must not silence us for a year."""

CONFIG_WAIT_S = 60.0  # a wrong secret or permission is mended by a person; then delivery goes on by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Deliver again, not before `at`. `pauses` is True when nothing else can be delivered there either."""

    at: datetime
    pauses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Park:
    """Repeating cannot help: set aside for a person, with the reason."""

    reason: str


def after_failure(failed: DeliveryFailed, *, attempt: int, at: datetime) -> Later | Park:
    """The next step after attempt number `attempt`, counted from 1."""
    match failed.kind:
        case FailureKind.PERMANENT:
            return Park(reason=failed.code)
        case FailureKind.CONFIG:
            return Later(at=at + timedelta(seconds=CONFIG_WAIT_S), pauses=True)
        case FailureKind.TRANSIENT:
            wait_s = failed.retry_after_s
            if wait_s is None:
                wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(attempt - 1, 20))
            return Later(at=at + timedelta(seconds=wait_s))
