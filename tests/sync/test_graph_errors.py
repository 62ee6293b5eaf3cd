"""The table of statuses says what the deliverer needs."""

from __future__ import annotations

import pytest

from hub.errors import FailureKind
from sync.graph.errors import VERDICTS, AlreadyThere, Passing, failure, verdict

UNIQUE = {"error": {"code": "invalidRequest", "message": "ONE OR MORE FIELDS WITH UNIQUE CONSTRAINTS already has it."}}


def test_exactly_what_may_be_done_all_the_same_is_ambiguous() -> None:
    assert [status for status, row in VERDICTS.items() if row.ambiguous] == [408, 500, 502, 503, 504]


def test_exactly_what_may_pass_at_once_is_repeated_within_a_call() -> None:
    assert [status for status, row in VERDICTS.items() if row.again] == [408, 429, 502, 503, 504]
    assert all((row.failure is Passing) == row.again for row in VERDICTS.values())


def test_every_row_says_what_happened_in_one_sentence() -> None:
    assert all(row.sentence.endswith(".") and row.sentence[0].isupper() for row in VERDICTS.values())


@pytest.mark.parametrize(("status", "kind"), [(418, FailureKind.PERMANENT), (599, FailureKind.TRANSIENT)])
def test_a_status_outside_the_table_goes_by_its_hundreds(status: int, kind: FailureKind) -> None:
    assert verdict(status).kind is kind


def test_a_reading_is_never_ambiguous() -> None:
    assert [failure(504, None, method=method).ambiguous for method in ("GET", "DELETE", "POST", "PATCH")] == [
        False,
        False,
        True,
        True,
    ]


def test_a_unique_violation_is_known_by_its_message_and_only_as_a_bad_request() -> None:
    assert isinstance(failure(400, UNIQUE, method="POST"), AlreadyThere)
    assert not isinstance(failure(409, UNIQUE, method="POST"), AlreadyThere)


@pytest.mark.parametrize("body", [None, [], {"error": "text"}, {"error": {"code": 5, "message": None}}, "<html>"])
def test_a_body_of_any_shape_still_gives_an_error(body: object) -> None:
    assert failure(400, body, method="GET").code == "graph.400"
