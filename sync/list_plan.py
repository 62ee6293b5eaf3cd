"""What a list lacks, and what would be done about it. Pure: what was found in, steps and sentences out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sync.columns import Column, ColumnType
from sync.lists import SiteList


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumn:
    """A column as the list has it. `type` is None for one that none of ours has."""

    name: str
    type: ColumnType | None
    id: str = ""
    display_name: str = ""
    choices: tuple[str, ...] = ()
    indexed: bool = False
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundList:
    """A list as the site has it. `name` stays what it was at first, whatever people call the list today."""

    id: str
    name: str
    display_name: str
    columns: tuple[FoundColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeColumn:
    """The column is added."""

    column: Column

    def says(self) -> str:
        """What is done, for the plan."""
        return f"column {self.column.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MendColumn:
    """A column that is there is completed; nothing is taken away. `choices` are all it offers afterwards."""

    column: Column
    index: bool = False
    unique: bool = False
    added_choices: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    heading: str = ""

    def says(self) -> str:
        """What is done, for the plan."""
        done = [
            "an index" if self.index else "",
            "unique values" if self.unique else "",
            f"the choices {', '.join(self.added_choices)}" if self.added_choices else "",
            f"the heading {self.heading}" if self.heading else "",
        ]
        return f"column {self.column.name} gets {', '.join(filter(None, done))}"


Step = MakeColumn | MendColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """What one list needs. `drift` says what only a person can settle."""

    site_list: SiteList
    steps: tuple[Step, ...]
    is_new: bool
    already: tuple[str, ...]
    drift: tuple[str, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """What would be made or mended, one line each."""
        made = (f"list {self.site_list.name}",) if self.is_new else ()
        return made + tuple(f"{self.site_list.name}: {step.says()}" for step in self.steps)


def plan(site_list: SiteList, found: FoundList | None) -> ListPlan:
    """The steps that bring the list to the table; none when it is as it should be."""
    new = found is None
    # SharePoint makes the built-in columns with the list, plain; the others come with it too, as we define them.
    columns = [_as_made(column) for column in site_list.columns] if found is None else found.columns
    there = {column.name: column for column in columns}
    steps: list[Step] = []
    already: list[str] = [] if new else [f"list {site_list.name}{_called(found, site_list.name)}"]
    drift: list[str] = []
    for column in site_list.columns:
        one = there.get(column.name)
        if one is None:
            steps.append(MakeColumn(column=column))
        elif one.type is not column.type:
            drift.append(f"{site_list.name}: {retyped(column)}")
        else:
            steps += _mends(column, one)
            already += [] if new else [f"{site_list.name}: column {column.name}{_called(one, column.display_name)}"]
    return ListPlan(site_list=site_list, steps=tuple(steps), is_new=new, already=tuple(already), drift=tuple(drift))


def blocking(site_list: SiteList, found: FoundList | None) -> tuple[str, ...]:
    """What must be mended before anything may be written to the list, and how; empty when all is well."""
    if found is None:
        return (f"The list {site_list.name} is not on the site: `prevention-first provision` makes it.",)
    there = {column.name: column for column in found.columns}
    return tuple(sentence for column in site_list.columns for sentence in _blocks(column, there.get(column.name)))


def emptied(site_list: SiteList, found: FoundList) -> frozenset[str]:
    """The columns that are not there, or of another type: made anew, they hold nothing of what they held."""
    types = {column.name: column.type for column in found.columns}
    return frozenset(column.name for column in site_list.columns if types.get(column.name) is not column.type)


def retyped(column: Column) -> str:
    """What to do about a column whose type somebody changed; a type cannot be changed back without a loss."""
    what = f"Column {column.name} is not of the type {column.type.value}"
    if column.type is ColumnType.PERSON:
        what = f"Column {column.name} does not hold one person: switch off “Allow multiple selections” in its settings"
        return f"{what}. If it is no column of people, delete it and run `prevention-first provision` to make ours."
    return f"{what}: copy what it holds elsewhere, delete it, and run `prevention-first provision` to make ours."


def _blocks(column: Column, found: FoundColumn | None) -> Iterator[str]:
    if found is None:
        yield f"Column {column.name} is missing: `prevention-first provision` makes it again."
    elif found.type is not column.type:
        yield retyped(column)
    elif column.unique and not found.unique:
        yield (
            f"Column {column.name} must enforce unique values, or a case may get two rows:"
            " `prevention-first provision` switches it on."
        )


def _mends(column: Column, found: FoundColumn) -> Iterator[MendColumn]:
    lost = tuple(choice for choice in column.choices if choice not in found.choices)
    mend = MendColumn(
        column=column,
        index=column.indexed and not found.indexed,
        unique=column.unique and not found.unique,
        added_choices=lost,
        choices=(*found.choices, *lost) if lost else (),
        # Only as SharePoint made it: a heading that somebody chose is respected.
        heading=column.display_name
        if column.built_in and found.display_name == column.name != column.display_name
        else "",
    )
    if mend != MendColumn(column=column):
        yield mend


def _as_made(column: Column) -> FoundColumn:
    if column.built_in:
        return FoundColumn(name=column.name, type=column.type, display_name=column.name)
    return FoundColumn(
        name=column.name,
        type=column.type,
        display_name=column.display_name,
        choices=column.choices,
        indexed=column.indexed,
        unique=column.unique,
    )


def _called(found: FoundList | FoundColumn | None, usual: str) -> str:
    """What people call it, when that is not what we called it."""
    if found is None or found.display_name in ("", usual, found.name):
        return ""
    return f", called “{found.display_name}” here"


def by_hand(lists: Sequence[SiteList]) -> tuple[str, ...]:
    """The views, as click paths: Graph v1.0 makes neither views nor column formatting.

    Source: https://learn.microsoft.com/graph/api/resources/list, which has no views
    """
    return tuple(
        f"{one.name}: All Items, Save view as, {view.name}; then Edit current view:"
        f" show {view.shows}, sort by {view.sorted_by}"
        for one in lists
        for view in one.views
    )
