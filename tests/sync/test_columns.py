"""THE table of columns keeps what the list, Graph and the people who read it need."""

from __future__ import annotations

import re

import pytest

from hub.tracker import StaffColumn
from sync.columns import COLUMNS, ColumnType
from sync.lists import LISTS, SiteList

EVERY_LIST = pytest.mark.parametrize("one", LISTS, ids=[one.name for one in LISTS])
MOST_INDEXES = 20  # of one list


@EVERY_LIST
def test_internal_names_are_plain_unique_and_short_enough_to_stay_as_they_are(one: SiteList) -> None:
    names = [column.name for column in one.columns]

    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]{1,32}", name) for name in names)


@EVERY_LIST
def test_people_never_read_one_heading_twice(one: SiteList) -> None:
    headings = [column.display_name for column in one.columns]

    assert len(set(headings)) == len(headings)


@EVERY_LIST
def test_an_index_is_where_sharepoint_can_keep_one(one: SiteList) -> None:
    indexed = [column for column in one.columns if column.indexed]

    assert not any(column.type is ColumnType.MULTILINE for column in indexed)
    assert len(indexed) <= MOST_INDEXES
    assert all(column.indexed for column in one.columns if column.unique)


@EVERY_LIST
def test_a_list_is_described_and_so_is_every_column(one: SiteList) -> None:
    assert [text for text in (one.description, *(c.description for c in one.columns)) if not text.endswith(".")] == []


def test_the_issues_lists_are_there() -> None:
    names = ["Cases", "Case log", "Evidence", "Stakeholders", "Learning", "Themes", "People"]

    assert [one.name for one in LISTS] == names


def test_only_the_case_number_is_unique_and_what_is_unique_is_indexed() -> None:
    assert [column.name for column in COLUMNS if column.unique] == ["CaseNumber"]
    assert all(column.indexed for column in COLUMNS if column.unique)


def test_what_we_filter_and_sort_by_is_indexed_and_no_long_text_is() -> None:
    indexed = [column.name for column in COLUMNS if column.indexed]

    assert indexed == ["CaseNumber", "Status", "AssignedTo", "Holder", "SubmittedAt", "Promise"]
    assert not any(column.type is ColumnType.MULTILINE and column.indexed for column in COLUMNS)


def test_staff_own_what_they_decide_and_nothing_else() -> None:
    theirs = [column.name for column in COLUMNS if column.name in {one.value for one in StaffColumn}]

    assert len(theirs) == len(StaffColumn)
    assert theirs == ["Status", "AssignedTo", "Holder", "Theme", "HubNotes", "Outcome", "Decision"]


@EVERY_LIST
def test_exactly_the_columns_of_choice_name_choices(one: SiteList) -> None:
    assert all((column.type is ColumnType.CHOICE) == bool(column.choices) for column in one.columns)
