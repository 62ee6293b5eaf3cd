"""What provisioning would make, and what it says about what people changed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from sync.columns import COLUMNS, Column, ColumnType
from sync.provision import FoundColumn, compare, drift_of


def as_made(column: Column) -> FoundColumn:
    return FoundColumn(
        name=column.name, type=column.type, choices=column.choices, indexed=column.indexed, unique=column.unique
    )


BY_NAME = {column.name: column for column in COLUMNS}
WHOLE = [as_made(column) for column in COLUMNS]


def test_a_list_as_we_made_it_wants_nothing() -> None:
    missing, report = compare(WHOLE)

    assert (missing, report.created, report.drift) == ([], (), ())
    assert len(report.already) == len(COLUMNS) + 1  # and the list itself


def test_a_column_that_is_missing_is_made_and_one_that_is_not_ours_is_left_alone() -> None:
    theirs = FoundColumn(name="Budget", type=None)

    missing, report = compare([*[each for each in WHOLE if each.name != "Theme"], theirs])

    assert ([column.name for column in missing], report.created) == (["Theme"], ("column Theme",))
    assert report.drift == ()


@pytest.mark.parametrize(
    ("name", "changed", "words"),
    [
        ("CaseNumber", {"unique": False}, "unique values"),
        ("Status", {"indexed": False}, "not indexed"),
        ("Status", {"choices": ("New", "In progress")}, "lacks the choices Waiting for submitter, Answered, Closed"),
        ("Details", {"type": ColumnType.TEXT}, "text, several lines"),
        ("Promise", {"type": None}, "date only"),
    ],
)
def test_each_drift_is_a_sentence_that_names_the_column(name: str, changed: dict[str, object], words: str) -> None:
    found = replace(as_made(BY_NAME[name]), **changed)  # pyright: ignore[reportArgumentType]  one change each

    (sentence,) = drift_of(BY_NAME[name], found)

    assert sentence.startswith(f"Column {name} ")
    assert words in sentence


def test_a_choice_that_staff_added_is_no_drift() -> None:
    found = replace(as_made(BY_NAME["Outcome"]), choices=(*BY_NAME["Outcome"].choices, "Sent to the academy"))

    assert drift_of(BY_NAME["Outcome"], found) == []


def test_the_worker_starts_without_the_sdk() -> None:
    """Its imports cost a second and 45 MB, which only provisioning pays."""
    started = "import sys, sync.provision, sync.graph.messages, sync.graph.files, sync.graph.people, sync.graph.delta"
    loaded = "print([name for name in ('msgraph', 'kiota_http', 'httpx', 'azure.identity') if name in sys.modules])"

    process = subprocess.run([sys.executable, "-c", f"{started}\n{loaded}"], capture_output=True, text=True, check=True)

    assert process.stdout.strip() == "[]"
