"""How long the connector asks us to wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.gateway_errors import retry_after_s
from hub.retries import LONGEST_PAUSE_S

AT = datetime(2026, 11, 2, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("2", 2.0),
        ("2.128", 2.128),
        ("0", 0.0),
        ("7200", 7200.0),
        ("999999999", LONGEST_PAUSE_S),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_PAUSE_S),
        ("Mon, 02 Nov 2026 09:00:30 GMT", 30.0),
        ("Mon, 02 Nov 2026 10:00:30 +0100", 30.0),
        ("Mon, 02 Nov 2026 08:59:00 GMT", 0.0),
        ("Mon, 02 Nov 2026 09:00:30 -0000", 30.0),
        ("-5", 0.0),
    ],
)
def test_whole_seconds_decimals_and_dates_are_understood(header: str, seconds: float) -> None:
    assert retry_after_s(header, at=AT) == pytest.approx(seconds)


@pytest.mark.parametrize("header", ["", "soon", "nan", "inf", "32 Nov 2026"])
def test_what_names_no_time_is_none(header: str) -> None:
    assert retry_after_s(header, at=AT) is None
