"""THE table: every column of the Cases list, its type and its words. Any other column is none of our business.

The other lists stand in `lists.py`, made of the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LIST_NAME = "Cases"


class ColumnType(Enum):
    """What a column holds. The value names the facet of Graph's columnDefinition."""

    TEXT = "text"
    MULTILINE = "text, several lines"
    CHOICE = "choice"
    DATE_TIME = "dateTime"
    DATE = "dateTime, date only"
    NUMBER = "number"
    BOOLEAN = "boolean"
    PERSON = "personOrGroup"  # one person


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `name` is internal and stays; `display_name` is what people read."""

    name: str
    display_name: str
    type: ColumnType
    description: str
    choices: tuple[str, ...] = ()
    indexed: bool = False
    unique: bool = False
    max_length: int | None = None  # characters; None: SharePoint's 255 in one line, no limit in several
    built_in: bool = False  # SharePoint makes it with the list
    default: str = ""  # what a new item holds when nobody says otherwise, as Graph's defaultValue writes it


_TEXT, _MULTILINE, _CHOICE = ColumnType.TEXT, ColumnType.MULTILINE, ColumnType.CHOICE

COLUMNS: tuple[Column, ...] = (
    Column(
        name="Title",
        display_name="Title",
        type=_TEXT,
        description="The submission in one sentence.",
        built_in=True,
    ),
    Column(
        name="CaseNumber",
        display_name="Case number",
        type=_TEXT,
        description="The number of the case, PF-2026-0001.",
        indexed=True,
        unique=True,
        max_length=20,
    ),
    Column(
        name="Status",
        display_name="Status",
        type=_CHOICE,
        description="Where the case stands. You may change it here.",
        choices=("New", "In progress", "Waiting for submitter", "Answered", "Closed"),
        indexed=True,
        default="New",
    ),
    Column(
        name="AssignedTo",
        display_name="Assigned to",
        type=_TEXT,
        description="Who holds the case, as a text: a name or an e-mail address. You may change it here, or in Holder.",
        indexed=True,
    ),
    Column(
        name="Holder",
        display_name="Holder",
        type=ColumnType.PERSON,
        description="Who holds the case: choose somebody of the hub. Empty when nobody does, or when the holder has "
        "never opened this site. You may change it here.",
        indexed=True,
    ),
    Column(
        name="Theme",
        display_name="Theme",
        type=_TEXT,
        description="What the case is about. You may change it here.",
    ),
    Column(
        name="HubNotes",
        display_name="Hub notes",
        type=_MULTILINE,
        description="Notes for the hub; the submitter does not see them. You may change them here.",
    ),
    Column(
        name="Outcome",
        display_name="Outcome",
        type=_CHOICE,
        description="How the case ended. You may change it here.",
        choices=("Adopted", "Guidance given", "Passed to the owner", "Already under way", "Not taken forward"),
    ),
    Column(
        name="Decision",
        display_name="Decision",
        type=_MULTILINE,
        description="The reason for the outcome, as the submitter reads it. You may change it here.",
    ),
    Column(
        name="Kind",
        display_name="Kind",
        type=_CHOICE,
        description="What was sent in.",
        choices=("Idea", "Operational problem", "Inefficiency", "Not said"),
    ),
    Column(
        name="Details",
        display_name="What happens",
        type=_MULTILINE,
        description="What happens, where, how often and who is affected.",
    ),
    Column(
        name="Tried",
        display_name="Tried or known to work",
        type=_MULTILINE,
        description="What has been tried, or is known to work.",
    ),
    Column(
        name="GoodLooksLike",
        display_name="What good looks like",
        type=_MULTILINE,
        description="What good looks like, and what help is wanted.",
    ),
    Column(
        name="SubmittedBy",
        display_name="Submitted by",
        type=_TEXT,
        description="The submitter's name; empty when it came without one.",
    ),
    Column(
        name="SubmitterEmail",
        display_name="Submitter e-mail",
        type=_TEXT,
        description="The submitter's e-mail address; empty when it came without one.",
    ),
    Column(
        name="SubmittedAt",
        display_name="Submitted at",
        type=ColumnType.DATE_TIME,
        description="When it came in.",
        indexed=True,
    ),
    Column(
        name="Promise",
        display_name="Promised by",
        type=ColumnType.DATE,
        description="The date by which the submitter hears.",
        indexed=True,
    ),
    Column(
        name="Door",
        display_name="Came in through",
        type=_CHOICE,
        description="The way it came in.",
        choices=("Teams card", "Microsoft Form", "File import"),
    ),
    Column(
        name="Guidance",
        display_name="Guidance",
        type=_MULTILINE,
        description="What the hub sent to the submitter.",
    ),
    Column(
        name="Added",
        display_name="Added since",
        type=_MULTILINE,
        description="What the submitter added after sending it in, newest first.",
    ),
    Column(
        name="SyncNote",
        display_name="Sync note",
        type=_MULTILINE,
        description="What Prevention First put back in this row, and why.",
    ),
)
