"""THE table of columns keeps what the list, Graph and the people who read it need."""

from __future__ import annotations

import re

from sync.columns import COLUMNS, ColumnType, Owner


def test_internal_names_are_plain_unique_and_short_enough_to_stay_as_they_are() -> None:
    names = [column.name for column in COLUMNS]

    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]{1,32}", name) for name in names)


def test_people_never_read_one_heading_twice() -> None:
    headings = [column.display_name for column in COLUMNS]

    assert len(set(headings)) == len(headings)


def test_only_the_case_number_is_unique_and_what_is_unique_is_indexed() -> None:
    assert [column.name for column in COLUMNS if column.unique] == ["CaseNumber"]
    assert all(column.indexed for column in COLUMNS if column.unique)


def test_what_we_filter_and_sort_by_is_indexed_and_no_long_text_is() -> None:
    indexed = [column.name for column in COLUMNS if column.indexed]

    assert indexed == ["CaseNumber", "Status", "AssignedTo", "SubmittedAt", "Promise"]
    assert not any(column.multiline and column.indexed for column in COLUMNS)


def test_staff_own_what_they_decide_and_nothing_else() -> None:
    theirs = [column.name for column in COLUMNS if column.owner is Owner.STAFF]

    assert theirs == ["Status", "AssignedTo", "Theme", "HubNotes", "Outcome", "Decision"]


def test_exactly_the_columns_of_choice_name_choices() -> None:
    assert all((column.type is ColumnType.CHOICE) == bool(column.choices) for column in COLUMNS)
