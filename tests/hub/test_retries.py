"""What a failed delivery leads to."""

from datetime import timedelta

import pytest

from hub.errors import DeliveryFailed, FailureKind
from hub.retries import Later, Park, after_failure
from tests.hub.builders import LATER


def failed(kind: FailureKind, retry_after_s: float | None = None) -> DeliveryFailed:
    return DeliveryFailed("a code", kind=kind, retry_after_s=retry_after_s)


@pytest.mark.parametrize(("attempt", "wait_s"), [(1, 2), (2, 4), (3, 8), (9, 512), (10, 600), (99, 600)])
def test_a_passing_failure_is_tried_again_after_a_doubling_wait_of_ten_minutes_at_most(
    attempt: int, wait_s: int
) -> None:
    step = after_failure(failed(FailureKind.TRANSIENT), attempt=attempt, at=LATER)

    assert step == Later(at=LATER + timedelta(seconds=wait_s))


@pytest.mark.parametrize("asked_s", [0, 1.5, 600, 7200])
def test_the_wait_that_the_service_asks_for_is_kept_however_long(asked_s: float) -> None:
    step = after_failure(failed(FailureKind.TRANSIENT, asked_s), attempt=1, at=LATER)

    assert step == Later(at=LATER + timedelta(seconds=asked_s))


def test_what_repeating_cannot_help_is_parked_with_its_reason() -> None:
    assert after_failure(failed(FailureKind.PERMANENT), attempt=1, at=LATER) == Park(reason="a code")


def test_a_wrong_setting_pauses_the_destination_until_somebody_has_mended_it() -> None:
    step = after_failure(failed(FailureKind.CONFIG), attempt=1, at=LATER)

    assert step == Later(at=LATER + timedelta(seconds=60), pauses=True)
