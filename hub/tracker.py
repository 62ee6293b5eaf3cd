"""What an admin may say in the Cases list, and what an edit there means for the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import TypeVar

from hub import casework
from hub.cases import MAY_FOLLOW, Case, CaseClosed, Outcome, OutcomeNeeded, Status
from hub.errors import Refused
from hub.people import Person
from hub.ports import TrackerRow

SOMEBODY = "Somebody in SharePoint"
"""Who deleted a row: Graph's tombstone names nobody. The site's recycle bin does."""

SUBMITTED_AT = "SubmittedAt"
"""The column that tells apart two cases that had one number, one before a store was restored and one after."""

GUIDANCE = "Guidance"

Choice = TypeVar("Choice", bound=Enum)


class StaffColumn(Enum):
    """The columns that admins own, by internal name."""

    THEME = "Theme"
    HUB_NOTES = "HubNotes"
    OUTCOME = "Outcome"
    DECISION = "Decision"
    ASSIGNED_TO = "AssignedTo"
    HOLDER = "Holder"
    STATUS = "Status"


class OwnedByProduct(Refused):
    """That column is written by Prevention First, so the edit was put back. What you typed is kept in this note."""


class UnknownName(Refused):
    """Nobody on the hub's roster has that name or e-mail address."""

    def __init__(self, staff: Sequence[Person]) -> None:
        """Carry the roster, so that the sentence can name who there is."""
        super().__init__()
        self.staff = tuple(staff)


class NotOnRoster(UnknownName):
    """That is not one person on the hub's roster, and only they can hold a case."""


class HolderCounts(Refused):
    """Holder names somebody else in the same edit, and Holder counts. What you typed is kept in this note."""


class ClearedByStatus(Refused):
    """The status changed in the same edit clears that column. What you typed is kept in this note."""


class RowIsThere(Refused):
    """The row of that case is in the list: it was restored, or put back already."""


class UnknownChoice(Refused):
    """That is not one of the choices."""

    def __init__(self, choices: Sequence[str]) -> None:
        """Carry the choices there are."""
        super().__init__()
        self.choices = tuple(choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """One edit that could not stand: the column, what was typed, and why not."""

    column: str
    typed: str
    refused: Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of the edits in a row: the case afterwards, the columns taken over, and those put back.

    `taken_back`: the product's own columns that said what it had forgotten.
    """

    case: Case
    taken: tuple[StaffColumn, ...]
    put_back: tuple[PutBack, ...]
    taken_back: tuple[str, ...] = ()


def staff_values(case: Case) -> dict[str, str]:
    """What the admins' columns say when the row says what the case says, by internal name.

    *Holder* is told by the Entra object id: names and addresses change.
    """
    return {
        StaffColumn.THEME.value: case.theme,
        StaffColumn.HUB_NOTES.value: case.hub_notes,
        StaffColumn.OUTCOME.value: case.outcome.value if case.outcome else "",
        StaffColumn.DECISION.value: case.decision,
        StaffColumn.ASSIGNED_TO.value: case.holder.name if case.holder else "",
        StaffColumn.HOLDER.value: (case.holder.aad_id or "") if case.holder else "",
        StaffColumn.STATUS.value: case.status.value,
    }


def tells_of(said: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """True when a row that says this is the row of the case that wants it to say `wanted`, however it was edited."""
    return said.get(SUBMITTED_AT, "") == wanted.get(SUBMITTED_AT, "")


def is_forgotten(row: TrackerRow, etag: str) -> bool:
    """True when our application has saved the row, at `etag`, in a way of which its mirror knows nothing.

    Each write is in the mirror before it is sent, and stays there as pending until its end is known. So a later save of
    ours with nothing pending was not this store's: it was restored from a copy. Without proof by the eTags, False.
    """
    return row.etag is not None and not row.pending and is_older(row.etag, than=etag)


def is_older(etag: str, than: str) -> bool:
    """True when one item's eTag `"guid,version"` is of an earlier save than the other; False when they cannot tell."""
    saves = saves_between(etag, than)
    return saves is not None and saves > 0


def saves_between(etag: str, later: str) -> int | None:
    """How many saves one item's eTag is behind the other at most; None when they cannot tell."""
    item, _, version = etag.strip('"').rpartition(",")
    same_item, _, later_version = later.strip('"').rpartition(",")
    if item != same_item or not version.isdecimal() or not later_version.isdecimal():
        return None
    return int(later_version) - int(version)


def overtaken(before: Case, after: Case, *, base: Mapping[str, str]) -> dict[str, str]:
    """What the case said and the row did not say yet, and an edit in the list has now replaced, by column.

    `base` is what the row said when it was last seen or written. *Assigned to* speaks for *Holder*, by name.
    """
    said, says = staff_values(before), staff_values(after)
    del said[StaffColumn.HOLDER.value]
    return {
        column: text for column, text in said.items() if text and text != says[column] and text != base.get(column, "")
    }


def edits(seen: Mapping[str, str], *, known: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The columns in which somebody typed something: those that say what none of `known` says.

    `known` holds what the row said when we last saw it, what we last sent, and what the case says now, so that
    our own writes never look like an edit, even when we never heard that they arrived.
    """
    return {column: text for column, text in seen.items() if all(text != version.get(column, "") for version in known)}


def merge(case: Case, typed: Mapping[str, str], *, staff: Sequence[Person], at: datetime) -> Merged:
    """Each edit is taken over into the case or put back; none stops the others."""
    taken: list[StaffColumn] = []
    put_back = [
        PutBack(column=column, typed=text, refused=OwnedByProduct())
        for column, text in typed.items()
        if column not in _STAFF_COLUMNS
    ]
    loser = _loser(typed)
    for column in _in_order(case):
        if column.value not in typed or column is loser:
            continue
        try:
            case = _applied(case, column, typed[column.value].strip(), staff=staff, at=at)
            taken.append(column)
        except Refused as refused:
            put_back.append(PutBack(column=column.value, typed=typed[column.value], refused=refused))
    if loser is StaffColumn.ASSIGNED_TO and not _agrees(case.holder, typed[loser.value].strip()):
        put_back.append(PutBack(column=loser.value, typed=typed[loser.value], refused=HolderCounts()))
    says = staff_values(case)
    cleared = [column for column in taken if typed[column.value].strip() and not says[column.value]]
    put_back += [
        PutBack(column=column.value, typed=typed[column.value], refused=ClearedByStatus()) for column in cleared
    ]
    return Merged(case=case, taken=tuple(one for one in taken if one not in cleared), put_back=tuple(put_back))


def merge_forgotten(case: Case, said: Mapping[str, str], *, staff: Sequence[Person], at: datetime) -> Merged:
    """What we wrote in the row ourselves and have forgotten since is in the case again, or is put back as an edit is.

    Its status need not follow the one the case has: the steps in between were judged when they were made.
    """
    ours = {column: text for column, text in said.items() if column in _TAKEN_BACK}
    case = replace(case, **{_TAKEN_BACK[column]: text for column, text in ours.items()})
    if ours.get(GUIDANCE):
        case = replace(case, first_response_at=case.first_response_at or at)
    status = said.get(StaffColumn.STATUS.value, case.status.value)
    if status != case.status.value and all(status != one.value for one in MAY_FOLLOW[case.status]):
        case = casework.change_status(case, to=Status.IN_PROGRESS, at=at)  # from which every other may follow
    merged = merge(case, {name: text for name, text in said.items() if name not in ours}, staff=staff, at=at)
    return replace(merged, taken_back=tuple(ours))


def _loser(typed: Mapping[str, str]) -> StaffColumn | None:
    """Which of the two columns of the holder is not judged when both were edited: an empty one, else the text."""
    if not {StaffColumn.HOLDER.value, StaffColumn.ASSIGNED_TO.value} <= typed.keys():
        return None
    return StaffColumn.ASSIGNED_TO if typed[StaffColumn.HOLDER.value] else StaffColumn.HOLDER


def _agrees(holder: Person | None, text: str) -> bool:
    """True when the text names the holder, or nobody."""
    return not text or (holder is not None and _is_called(holder, text))


def _is_called(person: Person, text: str) -> bool:
    return text.casefold() in (person.name.casefold(), person.email.casefold())


def _in_order(case: Case) -> list[StaffColumn]:
    """The status last, because closing needs the rest of the edit; first for a closed case: reopening clears."""
    others = [column for column in StaffColumn if column is not StaffColumn.STATUS]
    return [StaffColumn.STATUS, *others] if case.is_closed else [*others, StaffColumn.STATUS]


def _applied(case: Case, column: StaffColumn, text: str, *, staff: Sequence[Person], at: datetime) -> Case:
    match column:
        case StaffColumn.THEME:
            return casework.describe(case, at=at, theme=text)
        case StaffColumn.HUB_NOTES:
            return casework.describe(case, at=at, hub_notes=text)
        case StaffColumn.OUTCOME:
            return casework.describe(case, at=at, outcome=_outcome(text, case))
        case StaffColumn.DECISION:
            return casework.describe(case, at=at, decision=_needed_when_closed(text, case))
        case StaffColumn.ASSIGNED_TO | StaffColumn.HOLDER:
            return _assigned(case, column, text, staff=staff, at=at)
        case StaffColumn.STATUS:
            return casework.change_status(case, to=_status(text), at=at)


def _assigned(case: Case, column: StaffColumn, text: str, *, staff: Sequence[Person], at: datetime) -> Case:
    if case.is_closed:
        raise CaseClosed(case)
    if not text:
        return casework.release(case, at=at)
    chosen = column is StaffColumn.HOLDER
    found = [one for one in staff if (one.aad_id == text if chosen else _is_called(one, text))]
    if len(found) != 1:
        raise NotOnRoster(staff) if chosen else UnknownName(staff)
    return casework.assign(case, to=found[0], at=at)


def _outcome(text: str, case: Case) -> Outcome | None:
    if not text:
        _needed_when_closed(text, case)
        return None
    return _choice(Outcome, text)


def _status(text: str) -> Status:
    return _choice(Status, text)


def _choice(choices: type[Choice], text: str) -> Choice:
    try:
        return choices(text)
    except ValueError as error:
        raise UnknownChoice([choice.value for choice in choices]) from error


def _needed_when_closed(text: str, case: Case) -> str:
    if case.is_closed and not text:
        raise OutcomeNeeded
    return text


_STAFF_COLUMNS = frozenset(column.value for column in StaffColumn)
_TAKEN_BACK = {GUIDANCE: "guidance", "Added": "added"}
"""The product's own columns that nothing but the case says; the other answers are in the Form or never change."""
