"""A case number is understood however it is written, and a slip of the finger finds those that are near."""

import pytest

from hub.cases import CaseNumber, case_number
from hub.references import canonical, case_meant, near_references


@pytest.mark.parametrize(
    "text", ["PF-2026-0042", "pf-2026-42", " 2026-0042 ", "PF 2026/42", "pf_2026_00042", "PF2026-42"]
)
def test_these_all_mean_the_same_case(text: str) -> None:
    assert canonical(text) == "PF-2026-0042"
    assert case_meant(text) == (2026, 42)


@pytest.mark.parametrize("text", ["", "sheds", "PF-2026", "PF-2026-00O2", "42", "PF-1926-0042"])
def test_these_mean_none(text: str) -> None:
    assert case_meant(text) is None
    assert canonical(text) == text


def test_the_nearest_come_first_and_at_most_five() -> None:
    numbers = [case_number(2026, counter) for counter in range(1, 300)]

    near = near_references("PF-2026-0O42", numbers)

    assert near[0] == "PF-2026-0042"
    assert len(near) == 5


def test_nothing_is_near_what_is_far() -> None:
    assert near_references("sheds", [CaseNumber("PF-2026-0001")]) == []
