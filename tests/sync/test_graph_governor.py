"""The pace: half of the tenant's band, people first, slower when SharePoint says so."""

from __future__ import annotations

import pytest

from sync.graph.governor import Governor, Priority, units_a_minute, units_of

SITE = "/sites/force.sharepoint.example,1,2"


@pytest.mark.parametrize(
    ("licences", "units"),
    [(1, 1_200), (1_000, 1_200), (1_001, 2_400), (15_000, 3_600), (50_000, 4_800), (50_001, 6_000)],
)
def test_the_band_follows_the_licences(licences: int, units: int) -> None:
    assert units_a_minute(licences) == units


@pytest.mark.parametrize(
    ("method", "path", "units"),
    [
        ("GET", f"{SITE}/lists/l/items/1?$expand=fields", 1),
        ("GET", f"{SITE}/lists/l", 1),
        ("GET", f"{SITE}/lists/l/items/delta?token=abc", 1),
        ("GET", f"{SITE}/lists/l/items/delta(token='abc')", 1),
        ("GET", f"{SITE}/lists/l/items/delta?$expand=fields", 2),
        ("GET", f"{SITE}/lists/l/items?$expand=fields", 2),
        ("GET", f"{SITE}/drive/root:/Forms/Prevention%20First.xlsx?$select=id", 1),
        ("GET", "/sites/force.sharepoint.example:/sites/prevention", 1),
        ("GET", "/drives/d/items/i/content", 1),
        ("POST", f"{SITE}/lists/l/items", 2),
        ("PATCH", f"{SITE}/lists/l/items/1/fields", 2),
        ("DELETE", f"{SITE}/lists/l/items/1", 2),
        ("GET", f"{SITE}/lists/l/items/1/permissions", 5),
        ("GET", "/users/sample.birch@force.example", 0),
        ("GET", "/teams/t/channels/c/messages", 0),
    ],
)
def test_each_call_has_microsofts_price(method: str, path: str, units: int) -> None:
    assert units_of(method, path) == units


def test_any_sixty_seconds_stay_at_half_of_the_band() -> None:
    governor = Governor(1_000)
    for second in range(300):
        governor.spend(2, at=second / 10)  # 600 units, half of 1,200, within the first half minute

    waits = [governor.wait_s(2, Priority.PERSON, at=at) for at in (30.0, 59.9, 60.0)]

    assert waits == [30.0, pytest.approx(0.1), 0.0]  # pyright: ignore[reportUnknownMemberType]  pytest leaves it open


def test_background_work_leaves_two_fifths_of_the_pace_to_people() -> None:
    governor = Governor(1_000)
    governor.spend(360, at=0.0)  # 60 % of 600

    waits = [governor.wait_s(1, priority, at=1.0) for priority in (Priority.BACKGROUND, Priority.PERSON)]

    assert waits == [59.0, 0.0]


def test_a_call_larger_than_the_whole_pace_still_goes_when_nothing_is_in_use() -> None:
    assert Governor(1_000).wait_s(10_000, Priority.BACKGROUND, at=0.0) == 0.0


def test_a_low_remainder_holds_back_the_background_at_once_and_people_when_it_is_used_up() -> None:
    governor = Governor(1_000)
    governor.heard({"RateLimit-Remaining": "3", "RateLimit-Reset": "5"}, at=10.0)

    background = governor.wait_s(1, Priority.BACKGROUND, at=10.0)
    first_person = governor.wait_s(2, Priority.PERSON, at=10.0)
    governor.spend(2, at=10.0)
    second_person = governor.wait_s(2, Priority.PERSON, at=10.0)
    after_the_reset = governor.wait_s(2, Priority.BACKGROUND, at=15.0)

    assert (background, first_person, second_person, after_the_reset) == (5.0, 0.0, 5.0, 0.0)


@pytest.mark.parametrize("headers", [{}, {"RateLimit-Remaining": "soon", "RateLimit-Reset": "5"}])
def test_headers_that_say_nothing_change_nothing(headers: dict[str, str]) -> None:
    governor = Governor(1_000)
    governor.heard(headers, at=0.0)

    assert governor.wait_s(2, Priority.BACKGROUND, at=0.0) == 0.0


def test_what_is_older_than_a_minute_no_longer_counts() -> None:
    governor = Governor(1_000)
    governor.spend(600, at=0.0)

    waits_s = [governor.wait_s(600, Priority.PERSON, at=at) for at in (59.0, 60.0)]
    assert waits_s == [1.0, 0.0]


@pytest.mark.parametrize(("limit", "fits"), [("1200", 600), ("400", 200), ("6000", 600), ("0", 600), ("many", 600)])
def test_the_pace_is_half_of_the_limit_that_sharepoint_names_and_never_more_than_half_of_the_band(
    limit: str, fits: int
) -> None:
    governor = Governor(1_000)
    governor.heard({"RateLimit-Limit": limit}, at=0.0)

    assert governor.wait_s(fits, Priority.PERSON, at=0.0) == 0.0
    governor.spend(fits, at=0.0)
    assert governor.wait_s(1, Priority.PERSON, at=0.0) == 60.0
