"""The case somebody means by what they typed, and the cases they may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hub.cases import CaseNumber, case_number


def case_meant(text: str) -> tuple[int, int] | None:
    """Year and counter of the reference, however it is written (`pf 2026/42`); None when it is no reference."""
    found = _REFERENCE.fullmatch(text.strip())
    return (int(found["year"]), int(found["counter"])) if found else None


def counted(number: str) -> tuple[int, int] | None:
    """Year and counter of a number that `case_number` may have given; None for any other text."""
    meant = case_meant(number)
    return meant if meant and meant[1] <= _MOST_IN_A_YEAR and case_number(*meant) == number else None


def canonical(text: str) -> str:
    """The reference as cases are numbered, or the text as it is when it is none."""
    meant = case_meant(text)
    return case_number(*meant) if meant else text.strip()


def near_references(text: str, numbers: Iterable[CaseNumber]) -> Sequence[CaseNumber]:
    """The few of `numbers` that are a slip or two away from what was typed, nearest first; may be empty."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  40 modules that no start needs

    wanted = canonical(text).upper()
    ranked = sorted((OSA.distance(wanted, number, score_cutoff=_SLIPS), number) for number in numbers)
    return [number for slips, number in ranked if slips <= _SLIPS][:_MOST]


_REFERENCE = re.compile(r"(?:pf)?[\s_/-]*(?P<year>20\d\d)[\s_/-]+0*(?P<counter>\d{1,9})", re.IGNORECASE)
_MOST_IN_A_YEAR = 999_999  # what is more was typed by somebody
_SLIPS = 2  # characters wrong, missing, too many or turned round
_MOST = 5
