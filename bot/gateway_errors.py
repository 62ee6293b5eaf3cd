"""What the Bot Connector's refusals mean to a deliverer.

Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages and
.../bots/build-conversational-capability, "Status codes from bot conversational APIs" (facts: refused-messages).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from bot.turn import object_of, text_of
from hub.errors import DeliveryFailed, FailureKind
from hub.retries import LONGEST_PAUSE_S

TRANSIENT = frozenset({412, 429, 502, 503, 504})
"""The only answers a bot may repeat a call after."""

AMBIGUOUS = frozenset({502, 503, 504})
"""A gateway in front of the connector gave up: the message may be there all the same."""

WRONG_HOST = "InvalidBotApiHost"
"""A 403 that is about nobody in particular: the service address belongs to another cloud than the conversation."""

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


def failure(status: int, headers: Mapping[str, str], body: bytes, *, posts: bool, at: datetime) -> DeliveryFailed:
    """The failure that an HTTP answer of the connector stands for.

    `posts`: the call made something new, so doing it again could make it twice. `at`: now, to read an HTTP date.
    """
    code = code_in(body) or f"HTTP{status}"
    return DeliveryFailed(
        code,
        kind=FailureKind.CONFIG if code == WRONG_HOST else _kind(status),
        retry_after_s=retry_after_s(headers.get("Retry-After", ""), at=at),
        ambiguous=posts and status in AMBIGUOUS,
        status=status,
    )


def _kind(status: int) -> FailureKind:
    if status in TRANSIENT:
        return FailureKind.TRANSIENT
    # 500 is not repeated: the page says to report it, and "bot must avoid retrying status codes that aren't specified"
    return FailureKind.CONFIG if status == 401 else FailureKind.PERMANENT  # noqa: PLR2004  401: our registration or secret


def retry_after_s(header: str, *, at: datetime) -> float | None:
    """Seconds to wait, LONGEST_PAUSE_S at most; None when the header names none.

    Understands whole seconds, decimals and an HTTP date.
    """
    try:
        seconds = float(header)
    except ValueError:
        seconds = _seconds_until(header, at=at)
    if seconds is None or seconds != seconds or seconds == float("inf"):  # noqa: PLR0124  nan differs from itself
        return None
    return min(max(0.0, seconds), LONGEST_PAUSE_S)


def _seconds_until(header: str, *, at: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(header)
    except ValueError:
        return None
    return (then.replace(tzinfo=then.tzinfo or UTC) - at).total_seconds()


def code_in(body: bytes) -> str:
    """The connector's own word for what went wrong; empty when it names none. Never its message: that may hold content.

    Seen: `{"error":{"code":…}}`, a flat `{"code":…}`, and `{"errorCode":209,"message":"{\\"subCode\\":…}"}`.
    """
    answer = _json(body)
    error = object_of(answer.get("error"))
    inner = _json(text_of(answer.get("message")).encode())
    words = (inner.get("subCode"), error.get("code"), answer.get("code"), answer.get("error"))
    return next((word for word in map(text_of, words) if _CODE.fullmatch(word)), _number(answer.get("errorCode")))


def _number(value: Any) -> str:
    return f"errorCode{value}" if isinstance(value, int) else ""


def _json(body: bytes) -> dict[str, Any]:
    try:
        return object_of(orjson.loads(body))
    except orjson.JSONDecodeError:
        return {}
