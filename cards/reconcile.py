"""Each difference between the Form, the cases, the list and the cards in a sentence, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cards import deliveries
from cards.reach import cannot_be_reached
from cards.tracker import row_not_ours
from hub.ports import Surface
from hub.reconcile import Difference, Kind, Mend


def explained(one: Difference) -> str:
    """What differs, and why as far as that is known."""
    return _SENTENCES[one.kind](one)


def settled_by(one: Difference) -> str:
    """What `--repair` does about it, or what a person does."""
    return _TO_DO.get(one.kind, lambda _: _BY_PROGRAM[one.mend])(one)


def sides(*, responses: int | None, cases: int, rows: int, hub_cards: int, receipts: int) -> str:
    """How much there is on each side."""
    form = "no Form" if responses is None else _many(responses, "Form response")
    shown = f"{_many(hub_cards, 'hub card')} and {_many(receipts, 'receipt')} shown"
    return f"{form}, {_many(cases, 'case')}, {_many(rows, 'list row')}, {shown}."


def outcome(*, differences: int, under_way: int, unproved: bool) -> str:
    """How it ended, in a sentence or two."""
    way = f" {_many(under_way, 'delivery', 'deliveries')} under way, which the running service carries out."
    told = way if under_way else ""
    if differences:
        return f"{_many(differences, 'difference')} left.{told}"
    if unproved:
        return f"Nothing else differs.{told} Run it again then: only that proves it."
    return f"All equal.{told}"


def could_not_look(code: str) -> str:
    """Nothing is known, because a side could not be read."""
    return f"Could not look: {code}. Nothing is known to be equal or different; try again when it can be reached."


def nothing_to_mend() -> str:
    """Said when nothing that was found can be mended without a person."""
    return "Nothing that a program could mend."


LOOKING_AGAIN = "Waiting for what is on its way, then looking once more"
MENDED_TITLE = "Mended: it is read, written or drawn again"


def more(left: int) -> str:
    """Said under a table that was cut off."""
    return f"… and {left} more; --json shows all."


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one}" if count == 1 else f"{count} {several or one + 's'}"


def _lines(one: Difference) -> str:
    return "; ".join(line.rstrip(".") for line in one.columns)


def _columns(one: Difference) -> str:
    return ", ".join(one.columns)


def _card(one: Difference) -> str:
    return "hub card" if one.surface is Surface.HUB_CARD else "receipt"


def _older_or_late(one: Difference) -> str:
    if one.shown == one.now:
        return f"The {_card(one)} shows the promise as kept, and its day has passed."
    return f"The {_card(one)} shows version {one.shown} of the case, which is at version {one.now}."


def _no_case(one: Difference) -> str:
    if not one.case:
        return f"Row {one.item} names no case."
    return f"Row {one.item} names {one.case} and is no row of a case here: of another database, or typed by hand."


def _of_no_case(one: Difference) -> str:
    if not one.case:
        return row_not_ours()
    return (
        "Do not delete it unseen: where the database was restored from a copy, it may be all that is left of a case. "
        "Work it from the list, or send it in anew. Only if somebody added it by hand is there nothing to lose."
    )


def _stuck(one: Difference) -> str:
    if one.waiting is None:
        return ""
    return f"{deliveries.what(one.waiting.effect)}: {deliveries.stands(one.waiting)}"


def _not_reached(one: Difference) -> str:
    if one.person is None or one.why is None:
        return ""
    return f"{cannot_be_reached(one.person, one.why)} {_many(one.now, 'message')} parked."


def _released(one: Difference) -> str:
    if one.waiting is None:
        return ""
    return f"Settle the reason, then: {deliveries.release_command(one.waiting)}"


_SENTENCES: Mapping[Kind, Callable[[Difference], str]] = {
    Kind.WORKBOOK_UNREAD: lambda one: f"No response of the workbook can be read: {_lines(one)}.",
    Kind.WORKBOOK_AWAY: lambda one: f"Microsoft Graph does not give the workbook now: {_lines(one)}.",
    Kind.RESPONSE_WITHOUT_CASE: lambda one: f"Response {one.response} of the Form has no case: it was not read yet.",
    Kind.RESPONSE_EDITED: lambda one: f"Response {one.response} was edited in the Form, and its case was not changed.",
    Kind.RESPONSE_OLDER: lambda one: (
        f"Response {one.response} says something in the workbook that was said before; the case has a later wording. "
        "An older copy of the workbook, or the row was changed back."
    ),
    Kind.RESPONSE_EMPTY: lambda one: f"Response {one.response} holds not a word, so it was refused.",
    Kind.RESPONSE_ERASED: lambda one: f"Response {one.response} was {one.case}, which is not kept any more.",
    Kind.CASE_WITHOUT_RESPONSE: lambda _: "It came from the Form, and its row is not in the workbook (any more).",
    Kind.LIST_SHAPE: lambda one: f"The Cases list is not written to: {_lines(one)}.",
    Kind.LIST_AWAY: lambda one: f"Microsoft Graph does not give the Cases list, or not all of it: {_lines(one)}.",
    Kind.CASE_WITHOUT_ROW: lambda _: "The list has no row for it, and none is on its way.",
    Kind.ROW_GONE: lambda one: f"Its row {one.item} is not in the list, and nobody noticed yet.",
    Kind.ROW_DELETED: lambda _: "Somebody deleted its row; the hub card says so, and the case goes on.",
    Kind.ROW_BACK: lambda one: f"Its row was deleted, and row {one.item} is in the list again.",
    Kind.ROW_NOT_TAKEN_UP: lambda one: f"Row {one.item} is in the list, and we do not know it as the case's.",
    Kind.TWO_ROWS: lambda one: f"Row {one.item} has its number too, beside the row that is kept in step.",
    Kind.ROW_OF_NO_CASE: _no_case,
    Kind.EDIT_NOT_READ: lambda one: f"Row {one.item} was changed and not read since; it differs in: {_columns(one)}.",
    Kind.ROW_BEHIND: lambda one: f"Row {one.item} does not say what the case says, and nobody edited: {_columns(one)}.",
    Kind.NO_CHANNEL: lambda _: "The hub has no channel, or lost it, so that no hub card can be shown.",
    Kind.CARD_UNKNOWN: lambda one: f"No {_card(one)} was shown, and none is on its way.",
    Kind.CARD_OLDER: _older_or_late,
    Kind.PARKED: _stuck,
    Kind.OVERDUE: _stuck,
    Kind.UNREACHABLE: _not_reached,
    Kind.PERSON_GONE: _not_reached,
}

_BY_PROGRAM: Mapping[Mend, str] = {
    Mend.READ_WORKBOOK: "--repair reads the workbook again.",
    Mend.READ_ROW: "--repair reads the row again.",
    Mend.WRITE_ROW: "--repair has the row read and written again.",
    Mend.DRAW_CARD: "--repair has the card drawn again.",
    Mend.NOTHING: "Nothing to do.",
    Mend.PERSON: "A person must look.",
}

_LATER = "Run it again when it can be reached; until then nothing is known of what is missing here."

_TO_DO: Mapping[Kind, Callable[[Difference], str]] = {
    Kind.WORKBOOK_AWAY: lambda _: _LATER,
    Kind.LIST_AWAY: lambda _: _LATER,
    Kind.WORKBOOK_UNREAD: lambda _: "Mend the workbook; the hub's channel was told as well. Nothing in it is lost.",
    Kind.RESPONSE_OLDER: lambda _: "Put the newer workbook back, or leave it: the case is not changed.",
    Kind.CASE_WITHOUT_RESPONSE: lambda _: (
        "If it should be there, restore the workbook from its version history; the case is not changed."
    ),
    Kind.LIST_SHAPE: lambda _: "prevention-first provision mends what it can and says the rest.",
    Kind.ROW_DELETED: lambda _: "Nothing to do; “Put the row back” on the hub card writes it anew.",
    Kind.TWO_ROWS: lambda _: "Copy what is needed from it into the other row, then delete it.",
    Kind.ROW_OF_NO_CASE: _of_no_case,
    Kind.NO_CHANNEL: lambda _: "A hub lead writes “hub here” in the hub's channel.",
    Kind.PARKED: _released,
    Kind.OVERDUE: lambda _: "Look whether the service runs, and at its /health.",
    Kind.UNREACHABLE: lambda _: "It goes by itself once the person can be reached.",
}
