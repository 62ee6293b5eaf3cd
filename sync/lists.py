"""Every list of the product on its site: its columns, and the views people would like of it.

The product writes *Cases* and *Case log*. The others are made ready for people, and for what comes later.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.columns import COLUMNS, LIST_NAME, Column, ColumnType

_TEXT, _MULTILINE, _CHOICE = ColumnType.TEXT, ColumnType.MULTILINE, ColumnType.CHOICE
_DATE, _DATE_TIME = ColumnType.DATE, ColumnType.DATE_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view as a person makes it in the browser: Graph v1.0 has no call for it."""

    name: str
    shows: str  # the filter, in words
    sorted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteList:
    """One list. `name` is internal, given by SharePoint from the first title; people may call it otherwise later."""

    name: str
    description: str
    columns: tuple[Column, ...]
    views: tuple[View, ...] = ()


def _title(display_name: str, description: str, *, unique: bool = False) -> Column:
    return Column(
        name="Title",
        display_name=display_name,
        type=_TEXT,
        description=description,
        built_in=True,
        indexed=unique,
        unique=unique,
    )


def _theirs(
    name: str,
    display_name: str,
    kind: ColumnType,
    description: str,
    *,
    indexed: bool = False,
    choices: tuple[str, ...] = (),
    default: str = "",
) -> Column:
    return Column(
        name=name,
        display_name=display_name,
        type=kind,
        description=description,
        indexed=indexed,
        choices=choices,
        default=default,
    )


def _ours(name: str, display_name: str, kind: ColumnType, description: str, *, unique: bool = False) -> Column:
    return Column(
        name=name,
        display_name=display_name,
        type=kind,
        description=description,
        indexed=kind is not _MULTILINE,
        unique=unique,
    )


CASES = SiteList(
    name=LIST_NAME,
    description="Every case of the prevention hub. Kept in step with Teams by Prevention First.",
    columns=COLUMNS,
    views=(
        View(name="Open cases", shows="Status is not equal to Closed", sorted_by="Promised by, ascending"),
        View(name="My cases", shows="Holder is equal to [Me]", sorted_by="Promised by, ascending"),
        View(name="Waiting for us", shows="Status is equal to New", sorted_by="Submitted at, ascending"),
    ),
)

CASE_LOG = SiteList(
    name="Case log",
    description="What happened to each case, one row for each thing, written by Prevention First. It is a log: what "
    "you change or delete here changes nothing anywhere else, and a deleted row does not come back.",
    columns=(
        _title("What happened", "The case and what happened to it. Written once; a change here is not read."),
        _ours("EntryKey", "Entry", _TEXT, "The row's own key, by which it is written once.", unique=True),
        _ours("CaseNumber", "Case number", _TEXT, "The case it happened to."),
        _ours("HappenedAt", "Happened at", _DATE_TIME, "When it happened."),
        _ours("Who", "Who", _TEXT, "Who did it, by the name of that day."),
        _ours("Deed", "Deed", _TEXT, "What kind of thing it was."),
        _ours("Words", "Words", _MULTILINE, "What was written, word for word; it may be for the hub alone."),
    ),
    views=(View(name="By case", shows="everything", sorted_by="Case number, then Happened at"),),
)

EVIDENCE = SiteList(
    name="Evidence",
    description="What is known to work, and what is not: for the hub's answers.",
    columns=(
        _title("Evidence", "What it is, in one sentence."),
        _theirs("Theme", "Theme", _TEXT, "What it is about, as in the list Themes.", indexed=True),
        _theirs(
            "SourceKind",
            "Kind of source",
            _CHOICE,
            "Where it comes from.",
            choices=("What Works", "Research", "Another force", "Our own cases", "Other"),
            indexed=True,
        ),
        _theirs("Summary", "What it says", _MULTILINE, "What was found, in a few sentences."),
        _theirs("Limits", "Where it does not hold", _MULTILINE, "What it does not show, and for whom not."),
        _theirs("Source", "Source", _MULTILINE, "Title, author, year and address."),
        _theirs("CheckedOn", "Checked on", _DATE, "When somebody last looked whether it still holds.", indexed=True),
    ),
    views=(View(name="To be checked", shows="everything", sorted_by="Checked on, ascending"),),
)

STAKEHOLDERS = SiteList(
    name="Stakeholders",
    description="Who leads for which area or theme: to work with, never around.",
    columns=(
        _title("Name", "The person's name."),
        _theirs("Email", "E-mail", _TEXT, "Their e-mail address.", indexed=True),
        _theirs("Area", "Area", _TEXT, "The area they lead for.", indexed=True),
        _theirs("Theme", "Theme", _TEXT, "The theme they lead for, as in the list Themes.", indexed=True),
        _theirs("Post", "Post", _TEXT, "Their rank or post."),
        _theirs("Active", "Active", ColumnType.BOOLEAN, "Whether they lead today.", default="1"),
    ),
    views=(View(name="Today", shows="Active is equal to Yes", sorted_by="Area, ascending"),),
)

LEARNING = SiteList(
    name="Learning",
    description="What was expected, what happened, why, and what we change: also when it went wrong.",
    columns=(
        _title("Learning", "What we learned, in one sentence."),
        _theirs("CaseNumber", "Case number", _TEXT, "The case it came from; may be empty.", indexed=True),
        _theirs("Theme", "Theme", _TEXT, "What it is about, as in the list Themes.", indexed=True),
        _theirs("Expected", "What was expected", _MULTILINE, "What we thought would happen."),
        _theirs("Happened", "What happened", _MULTILINE, "What did happen."),
        _theirs("Why", "Why", _MULTILINE, "Why it was different."),
        _theirs("Change", "What we change", _MULTILINE, "What we do otherwise from now on."),
        _theirs("SharedOn", "Shared on", _DATE, "When it was shared.", indexed=True),
    ),
)

THEMES = SiteList(
    name="Themes",
    description="The themes that cases, evidence and learning are sorted by. The hub keeps this list.",
    columns=(
        _title("Theme", "The theme, as it is written everywhere.", unique=True),
        _theirs("Meaning", "What belongs to it", _MULTILINE, "What belongs to it, and what does not."),
        _theirs("Active", "Active", ColumnType.BOOLEAN, "Whether it is still used.", default="1"),
        _theirs("Position", "Position", ColumnType.NUMBER, "Its place when themes are offered; smaller is earlier."),
    ),
)

PEOPLE = SiteList(
    name="People",
    description="Who works in the hub and what they know. Who may do what is decided by the members of the hub's team.",
    columns=(
        _title("Name", "The person's name."),
        _theirs("Email", "E-mail", _TEXT, "Their e-mail address.", indexed=True),
        _theirs("Post", "Post", _TEXT, "Their rank or post."),
        _theirs("Knows", "What they know about", _MULTILINE, "What to ask them about."),
        _theirs("Active", "Active", ColumnType.BOOLEAN, "Whether they work in the hub today.", default="1"),
    ),
)

LISTS: tuple[SiteList, ...] = (CASES, CASE_LOG, EVIDENCE, STAKEHOLDERS, LEARNING, THEMES, PEOPLE)
