"""What provisioning would make, and what it says about what people changed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from sync.columns import Column, ColumnType
from sync.list_plan import FoundColumn, FoundList, MakeColumn, MendColumn, blocking, by_hand, plan
from sync.lists import CASES, LISTS, THEMES, SiteList


def as_made(column: Column) -> FoundColumn:
    return FoundColumn(
        name=column.name,
        type=column.type,
        display_name=column.display_name,
        choices=column.choices,
        indexed=column.indexed,
        unique=column.unique,
    )


BY_NAME = {column.name: as_made(column) for column in CASES.columns}


def found(*but: str) -> FoundList:
    """The Cases list as we made it, without the columns in `but`."""
    columns = tuple(column for key, column in BY_NAME.items() if key not in but)
    return FoundList(id="1", name="Cases", display_name="Cases", columns=columns)


def with_column(column: FoundColumn) -> FoundList:
    """The same with that column."""
    return replace(found(), columns=tuple((BY_NAME | {column.name: column}).values()))


def test_a_list_as_we_made_it_wants_nothing() -> None:
    planned = plan(CASES, found())

    assert (planned.changes, planned.drift) == ((), ())
    assert planned.already == ("list Cases", *(f"Cases: column {column.name}" for column in CASES.columns))


@pytest.mark.parametrize("one", LISTS, ids=[one.name for one in LISTS])
def test_a_list_that_is_not_there_is_made_whole_with_what_its_own_title_column_lacks(one: SiteList) -> None:
    planned = plan(one, None)

    assert planned.changes[0] == f"list {one.name}"
    assert [step.column.name for step in planned.steps if step.column.name != "Title"] == []


def test_the_title_of_a_theme_becomes_unique_and_gets_its_heading() -> None:
    assert plan(THEMES, None).changes[1:] == ("Themes: column Title gets an index, unique values, the heading Theme",)


def test_a_column_that_is_missing_is_made_and_one_that_is_not_ours_is_left_alone() -> None:
    planned = plan(
        CASES, replace(found("Theme"), columns=(*found("Theme").columns, FoundColumn(name="Budget", type=None)))
    )

    assert planned.steps == (MakeColumn(column=next(c for c in CASES.columns if c.name == "Theme")),)
    assert (planned.changes, planned.drift) == (("Cases: column Theme",), ())


@pytest.mark.parametrize(
    ("name", "changed", "words"),
    [
        ("CaseNumber", {"unique": False}, "unique values"),
        ("Status", {"indexed": False}, "an index"),
        ("Status", {"choices": ("New", "In progress")}, "the choices Waiting for submitter, Answered, Closed"),
    ],
)
def test_what_a_column_lost_is_added_again(name: str, changed: dict[str, object], words: str) -> None:
    one = replace(BY_NAME[name], **changed)  # pyright: ignore[reportArgumentType]  one change each

    assert plan(CASES, with_column(one)).changes == (f"Cases: column {name} gets {words}",)


def test_choices_that_staff_added_are_kept_and_come_first() -> None:
    staffs = replace(BY_NAME["Outcome"], choices=("Sent to the academy", *BY_NAME["Outcome"].choices[:2]))

    (mend,) = plan(CASES, with_column(staffs)).steps

    assert isinstance(mend, MendColumn)
    assert mend.choices == (*staffs.choices, *BY_NAME["Outcome"].choices[2:])


def test_a_choice_that_staff_added_is_no_drift() -> None:
    staffs = replace(BY_NAME["Outcome"], choices=(*BY_NAME["Outcome"].choices, "Sent to the academy"))

    assert plan(CASES, with_column(staffs)).changes == ()


def test_what_people_call_a_list_or_a_column_is_respected_and_said() -> None:
    planned = plan(
        CASES, replace(with_column(replace(BY_NAME["Theme"], display_name="Topic")), display_name="Our cases")
    )

    assert planned.changes == ()
    assert [line for line in planned.already if "called" in line] == [
        "list Cases, called “Our cases” here",
        "Cases: column Theme, called “Topic” here",
    ]


@pytest.mark.parametrize(
    ("name", "other"), [("Details", ColumnType.TEXT), ("Promise", None), ("Status", ColumnType.MULTILINE)]
)
def test_a_retyped_column_is_left_to_a_person_with_what_to_do(name: str, other: ColumnType | None) -> None:
    planned = plan(CASES, with_column(replace(BY_NAME[name], type=other)))

    assert planned.changes == ()
    (sentence,) = planned.drift
    assert sentence.startswith(f"Cases: Column {name} is not of the type ")
    assert "copy what it holds elsewhere" in sentence


def test_nothing_blocks_a_list_that_is_whole_or_only_slower() -> None:
    assert blocking(CASES, with_column(replace(BY_NAME["Status"], indexed=False, choices=()))) == ()


def test_a_list_that_is_missing_blocks() -> None:
    assert blocking(CASES, None) == ("The list Cases is not on the site: `prevention-first provision` makes it.",)


@pytest.mark.parametrize(
    ("there", "words"),
    [
        (
            with_column(replace(BY_NAME["CaseNumber"], unique=False)),
            "Column CaseNumber must enforce unique values",
        ),
        (found("Promise"), "Column Promise is missing: `prevention-first provision` makes it again."),
        (with_column(replace(BY_NAME["Theme"], type=ColumnType.NUMBER)), "Column Theme is not of the type text: copy"),
    ],
)
def test_what_would_lose_or_double_a_case_blocks_writing_with_what_to_do(there: FoundList, words: str) -> None:
    (sentence,) = blocking(CASES, there)

    assert sentence.startswith(words)


def test_the_views_are_click_paths() -> None:
    assert by_hand([CASES])[0] == (
        "Cases: All Items, Save view as, Open cases; then Edit current view:"
        " show Status is not equal to Closed, sort by Promised by, ascending"
    )


def test_the_worker_starts_without_the_sdk() -> None:
    """Its imports cost a second and 45 MB, which only provisioning pays."""
    started = "import sys, sync.provision, sync.graph.messages, sync.graph.files, sync.graph.people, sync.graph.delta"
    loaded = "print([name for name in ('msgraph', 'kiota_http', 'httpx', 'azure.identity') if name in sys.modules])"

    process = subprocess.run([sys.executable, "-c", f"{started}\n{loaded}"], capture_output=True, text=True, check=True)

    assert process.stdout.strip() == "[]"
