"""A file of responses, exported from Microsoft Forms, is taken in: the same responses, through the same use case."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hub.cases import CaseNumber
from hub.ports import Store
from hub.submissions import Door
from hub.usecases.responses import Incoming, Taken, response_now, take_response
from sync.directory import Directory
from sync.headings import HeadingTrouble, Known
from sync.responses import Response, Responses, responses_in
from sync.sheets import Unreadable, Why, read_export

AT_ONCE = 200  # responses whose senders are looked up together


class ImportRefused(Exception):  # noqa: N818  said to a person at the command line
    """Nothing in the file was taken in."""


class Row(Enum):
    """What became of a row, in the words of the report."""

    NEW = "new case"
    KNOWN = "known already"
    EDITED = "case updated"
    EMPTY = "empty, nothing to take in"
    UNNUMBERED = "without an Id, not taken in"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """One response of the file. `row` is 0 for an empty one, `number` empty without one, `case` when there is none."""

    row: int
    number: str
    became: Row
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Takes in what `responses` holds. `directory` is None on a dry run: nobody is looked up and nothing is kept."""

    store: Store
    responses: Responses
    directory: Directory | None
    working_days: int
    clock: Callable[[], datetime]

    async def rows(self) -> AsyncIterator[RowReport]:
        """Each response of the file in its order, once it is settled. Stopped half-way, it can be run again."""
        found = self.responses.responses
        for start in range(0, len(found), AT_ONCE):
            some = found[start : start + AT_ONCE]
            if self.directory is not None:
                await self.directory.meet(response.submitter for response in some)
            for response in some:
                number, taken = await self._settle(response, self.directory)
                yield RowReport(row=response.row, number=response.number, became=_BECAME[taken], case=number or "")
        for empty in self.responses.empty:
            yield RowReport(row=0, number=empty, became=Row.EMPTY, case="")
        for row in self.responses.unnumbered:
            yield RowReport(row=row, number="", became=Row.UNNUMBERED, case="")

    async def _settle(self, response: Response, directory: Directory | None) -> tuple[CaseNumber | None, Taken]:
        incoming = Incoming(
            keys=response.keys,
            submission=response.submission,
            submitter=None if directory is None else await directory.known(response.submitter),
            at=self.clock(),
            working_days=self.working_days,
            edited=response.edited,
            pushed_as=response.pushed_as,
        )
        if directory is None:
            return await asyncio.to_thread(response_now, self.store, incoming)
        case, taken = await asyncio.to_thread(take_response, self.store, incoming)
        return case.number, taken


def responses_of_file(content: bytes, headings: Mapping[Known, tuple[str, ...]]) -> Responses:
    """What an exported xlsx or csv holds. ImportRefused with what to mend when it cannot be read without guessing."""
    sheets = read_export(content)
    if isinstance(sheets, Unreadable):
        raise ImportRefused(f"{_UNREADABLE[sheets.why]} Nothing was taken in.")
    found = responses_in(sheets, headings, door=Door.IMPORT)
    if isinstance(found, HeadingTrouble):
        lines = "\n".join(f"  {line}" for line in found.lines())
        raise ImportRefused(f"{_HEADINGS}\n{lines}")
    return found


def stopped(code: str) -> str:
    """Said when Graph or Entra could not be asked half-way."""
    return (
        f"It stopped there: Microsoft Graph did not answer as it should ({code}). What the report names was taken in. "
        "Run the same command again later: it goes on with the rest, and nothing becomes a case twice."
    )


_BECAME: dict[Taken, Row] = {Taken.NEW: Row.NEW, Taken.KNOWN: Row.KNOWN, Taken.EDITED: Row.EDITED}
_UNREADABLE: dict[Why, str] = {
    Why.ENCRYPTED: "The file is encrypted. Take the label or the password off, then import it again.",
    Why.DAMAGED: "The file is neither a workbook nor text with separators. Export it from Forms again.",
    Why.TOO_LARGE: "The file is far too large. Clear cells that stand far from the responses, or import it in parts.",
    Why.QUOTES: "A quotation mark in the file opens and never closes, or closes in the middle of an answer, so that "
    "nobody can tell where answers end. Export it from Forms again, as xlsx.",
}
_HEADINGS = (
    "The file cannot be read without guessing, so nothing was taken in. Mend the file, or name the Form's own "
    "headings in the file of PREVENTION_FIRST_FORMS_HEADINGS:"
)
