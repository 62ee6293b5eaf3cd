"""Everybody finds evidence, page by page; only hub staff find it for a case."""

from __future__ import annotations

import pytest

from hub.evidence import EvidenceItem, EvidenceKind, Library
from hub.evidence_index import EvidenceIndex, index_of
from hub.people import AadId, NotHubStaff
from hub.usecases.evidence import evidence_for_case, find_evidence
from store.unit_of_work import SqlStore
from tests.usecases.world import sent_in

BIRCHS, OAKS = AadId("aad-birch"), AadId("aad-oak")


class ShortShelf:
    """Five guides on burglary and one on graffiti."""

    def read(self) -> EvidenceIndex:
        names = (*(f"Burglary {letter}" for letter in "ABCDE"), "Graffiti")
        items = tuple(EvidenceItem(kind=EvidenceKind.PROBLEM_GUIDE, title=name) for name in names)
        return index_of(Library(items=items, flaws={}))


def test_pages_follow_one_another_without_a_gap_and_the_last_says_so() -> None:
    pages = [find_evidence(ShortShelf(), "burglary", skip=skip, most=2) for skip in (0, 2, 4, 6)]

    assert [[item.title[-1] for item in page.items] for page in pages] == [["A", "B"], ["C", "D"], ["E"], []]
    assert [page.more for page in pages] == [True, True, False, False]


def test_words_that_the_library_has_not_got_are_said() -> None:
    assert find_evidence(ShortShelf(), "zebra", most=2).unknown == ("zebra",)


def test_hub_staff_find_the_evidence_for_a_case_by_its_own_words(hub: SqlStore) -> None:
    case = sent_in(hub, "card:1")

    found_for, found = evidence_for_case(hub, ShortShelf(), case.number, by=OAKS, most=3)

    assert found_for.number == case.number
    assert [item.title for item in found.items] == ["Burglary A", "Burglary B", "Burglary C"]


def test_nobody_else_finds_evidence_for_a_case_not_even_its_submitter(hub: SqlStore) -> None:
    case = sent_in(hub, "card:1")

    with pytest.raises(NotHubStaff):
        evidence_for_case(hub, ShortShelf(), case.number, by=BIRCHS, most=3)
