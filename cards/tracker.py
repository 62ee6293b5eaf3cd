"""What a tracker row's sync note says to the person who edited the row, and what a line of the Case log says."""

from __future__ import annotations

from typing import LiteralString

from cards.refusals import sentence
from cards.typed import one_line, shorten
from hub.cases import MayNotFollow
from hub.errors import Refused
from hub.notices import Entry

TOO_LONG_FOR_THE_LIST: LiteralString = "… The rest is longer than this list can hold. Prevention First keeps all of it."
LONGEST_NOTE = 500  # characters; two lines of a list column, and far below what it takes


def put_back(column: str, typed: str, refused: Refused) -> str:
    """Why what was typed in `column` does not stand there any more, and what it said."""
    note = f"{column} was put back{_to(refused)}: {sentence(refused)}"
    left = LONGEST_NOTE - len(note) - len(" It had been changed to “…”.")
    if not typed.strip() or left < _WORTH_QUOTING:
        return shorten(note, LONGEST_NOTE - 1)
    return f"{note} It had been changed to “{shorten(one_line(typed), left)}”."


def row_not_ours(stood: str = "") -> str:
    """Said on a row that somebody added to the list by hand; `stood`: what they had written where it is said."""
    note = (
        "This row is not a case: Prevention First did not make it, and nobody is told of it. To open a case, send it "
        "in through Teams or the Microsoft Form, then delete this row. What you wrote in it stays until you do."
    )
    return f"{note}\n{stood}" if stood.strip() else note


def log_line(entry: Entry) -> str:
    """What happened, as the title of its row in the list Case log."""
    return f"{entry.case}: {entry.deed.value}"


def _to(refused: Refused) -> str:
    return f" to “{refused.case.status.value}”" if isinstance(refused, MayNotFollow) else ""


_WORTH_QUOTING = 20  # characters
