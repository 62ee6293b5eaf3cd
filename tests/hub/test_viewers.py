"""Whose eyes look at a hub card, and for whom it draws itself anew."""

from __future__ import annotations

from hub.people import AadId, Role
from hub.viewers import MOST_REFRESHED, AccountId, Viewer, viewer_of, who_refreshes
from tests.hub.builders import OAK, ROWAN, a_case

OAK_ID, ROWAN_ID = AadId("aad-oak"), AadId("aad-rowan")
NEW, HELD = a_case(), a_case(holder=OAK)
STAFF = [(AadId(f"aad-{n}"), AccountId(f"29:{n}")) for n in range(80)]


def test_each_viewer_is_told_apart() -> None:
    assert viewer_of(NEW, OAK_ID, Role.LEAD) is Viewer.STAFF
    assert viewer_of(HELD, OAK_ID, Role.LEAD) is Viewer.HOLDER
    assert viewer_of(HELD, ROWAN_ID, Role.HUB) is Viewer.COLLEAGUE
    assert viewer_of(HELD, ROWAN_ID, Role.LEAD) is Viewer.LEAD


def test_whoever_is_not_on_the_roster_is_an_outsider_even_as_the_holder() -> None:
    assert viewer_of(HELD, OAK_ID, Role.OFFICER) is Viewer.OUTSIDER


def test_a_card_refreshes_for_sixty_at_most_the_most_active_first() -> None:
    assert who_refreshes(NEW, STAFF) == [account for _, account in STAFF[:MOST_REFRESHED]]


def test_the_holder_is_first_however_long_ago_they_acted() -> None:
    staff = [*STAFF, (ROWAN_ID, AccountId("29:rowan"))]

    refreshed = who_refreshes(a_case(holder=ROWAN), staff)

    assert refreshed[:2] == ["29:rowan", "29:0"]
    assert len(refreshed) == MOST_REFRESHED


def test_a_holder_who_is_not_among_the_staff_any_more_is_not_named() -> None:
    assert "29:oak" not in who_refreshes(HELD, STAFF)
