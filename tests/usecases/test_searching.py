"""Everybody finds their own cases, hub staff find all, and nobody finds more than that."""

from __future__ import annotations

import pytest

from hub.people import AadId, NotHubStaff
from hub.usecases.search import find_cases, find_colleagues
from store.unit_of_work import SqlStore
from tests.hub.builders import OAK, ROWAN
from tests.usecases.world import sent_in

BIRCHS, OAKS = AadId("aad-birch"), AadId("aad-oak")


def numbers(store: SqlStore, text: str, *, by: AadId) -> list[str]:
    """The numbers found, in order."""
    return [case.number for case in find_cases(store, text, by=by).cases]


def test_an_officer_finds_their_own_and_the_hub_finds_all(hub: SqlStore) -> None:
    sent_in(hub, "card:1")
    sent_in(hub, "card:2", submitter=ROWAN)
    sent_in(hub, "card:3", submitter=None)

    assert numbers(hub, "burglaries", by=BIRCHS) == ["PF-2026-0001"]
    assert numbers(hub, "burglaries", by=OAKS) == ["PF-2026-0003", "PF-2026-0002", "PF-2026-0001"]
    assert numbers(hub, "PF-2026-0002", by=BIRCHS) == []


def test_a_page_says_whether_there_are_more(hub: SqlStore) -> None:
    for key in ("a", "b", "c"):
        sent_in(hub, key)

    first = find_cases(hub, "", by=BIRCHS, most=2)

    assert (len(first.cases), first.more, first.everybodys) == (2, True, False)


@pytest.mark.parametrize("text", ["", "oak", "sample o", "OAK", "sample.oak", "smaple oak"])
def test_a_colleague_is_found_by_any_part_of_their_name(hub: SqlStore, text: str) -> None:
    assert OAK in find_colleagues(hub, text, by=OAKS)


def test_a_colleague_who_does_not_match_is_not_found(hub: SqlStore) -> None:
    assert list(find_colleagues(hub, "rowan", by=OAKS)) == [ROWAN]
    assert list(find_colleagues(hub, "zebra", by=OAKS)) == []


def test_the_roster_is_shown_to_hub_staff_alone(hub: SqlStore) -> None:
    with pytest.raises(NotHubStaff):
        find_colleagues(hub, "", by=BIRCHS)
