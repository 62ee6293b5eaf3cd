"""Rows of a workbook, an export or a push become responses: one reading for every road a Form's answers take."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hub.people import Person
from hub.submissions import LONGEST_TITLE, Door, Kind, Question, Submission, first_sentence
from sync.headings import NEEDED, HeadingTrouble, Known, Layout, Meta, layout_of
from sync.instants import days_come_first, to_the_minute
from sync.sheets import Rows

DEEPEST = 20  # rows; a title and notes may stand above the headings, and nothing further down is looked at
ANONYMOUS = frozenset({"", "anonymous", "anonym", "anonyme", "anónimo", "anonimo", "anoniem"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response. `keys` name it in every copy of the workbook, the exact wording last; `submitter` has no Entra id.

    `row`: its row in the file, as a spreadsheet counts. `number`: its Id in the Form. `edited`: when it was edited
    last, to the minute; empty when never. `pushed_as`: what a flow that pushed it has named it; empty when unknown.
    """

    row: int
    number: str
    keys: tuple[str, ...]
    submission: Submission
    submitter: Person | None
    edited: str
    pushed_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """What a file holds, in its own order. `empty` are the ids of responses without a word in them.

    `unnumbered` are the rows that hold words and no id: whose they are, and whether they are new, nobody can tell.
    `unknown` are the headings of columns we do not know; their answers stand in the details.
    """

    responses: tuple[Response, ...]
    empty: tuple[str, ...]
    unnumbered: tuple[int, ...]
    unknown: tuple[str, ...]


def responses_in(
    sheets: Sequence[Rows], headings: Mapping[Known, tuple[str, ...]], *, door: Door = Door.FORM
) -> Responses | HeadingTrouble:
    """Every response in the first sheet whose headings can be read, or why none is taken. Nothing is guessed."""
    troubles: list[HeadingTrouble] = []
    for rows in sheets:
        for above, row in enumerate(rows[:DEEPEST]):
            layout = layout_of(row, headings)
            if isinstance(layout, Layout):
                return _under(rows, above, layout, door)
            troubles.append(layout)
    nothing = HeadingTrouble(missing=tuple(headings[known][0] for known in NEEDED), doubled=(), unknown=())
    return min((*troubles, nothing), key=lambda one: len(one.missing))


def _under(rows: Rows, above: int, layout: Layout, door: Door) -> Responses | HeadingTrouble:
    """The responses in the rows under the headings, which have so many rows `above` them."""
    first, below = rows[above], list(enumerate(rows[above + 1 :], start=above + 2))
    too_long = tuple(row for row, cells in below if any(cells[len(first) :]))
    if too_long:
        return HeadingTrouble(missing=(), doubled=(), unknown=(), too_long=too_long)
    day_first = days_come_first(_start(cells, layout) for _, cells in below)
    table = _Table(first=first, layout=layout, door=door, day_first=day_first)
    found: list[Response] = []
    empty: list[str] = []
    unnumbered: list[int] = []
    for row, cells in below:
        number = _cell(cells, layout, Meta.ID)
        response = table.response(row, number, cells)
        if number and response is not None:
            found.append(response)
        elif number:
            empty.append(number)
        elif response is not None:
            unnumbered.append(row)
    return Responses(
        responses=tuple(found),
        empty=tuple(empty),
        unnumbered=tuple(unnumbered),
        unknown=tuple(first[column] for column in layout.extra if first[column]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """How the rows under these headings are read."""

    first: Sequence[str]
    layout: Layout
    door: Door
    day_first: bool

    def response(self, row: int, number: str, cells: Sequence[str]) -> Response | None:
        """The response in the row; None when there is not a word in it."""
        submission = self._submission(cells)
        if submission is None:
            return None
        submitter = _submitter(cells, self.layout)
        start, edited = (
            to_the_minute(text, day_first=self.day_first)
            for text in (_start(cells, self.layout), _cell(cells, self.layout, Meta.MODIFIED))
        )
        sender = submitter.email.casefold() if submitter else ""
        answers = (sender, *(_cell(cells, self.layout, question) for question in Question))
        return Response(
            row=row,
            number=number,
            keys=tuple(_keys(number, start, answers, _wording(edited, sender, submission))),
            submission=submission,
            submitter=submitter,
            edited=edited,
            pushed_as=pushed_as(number, submitter, start[:_DAY]),
        )

    def _submission(self, cells: Sequence[str]) -> Submission | None:
        """The five answers of the row, as far as there are any."""
        title, details, tried, good = (_cell(cells, self.layout, question) for question in _WRITTEN)
        title = " ".join(title.split())  # a title has one line
        extra = list(self._extra(cells))
        if not any((title, details, tried, good, *extra)):
            return None
        if len(title) > LONGEST_TITLE:
            title, details = first_sentence(title), f"{title}\n\n{details}".strip()
        return Submission(
            kind=_kind(_cell(cells, self.layout, Question.KIND)),
            title=title or first_sentence(details or tried or good or extra[0]),
            details="\n\n".join(text for text in (details, *extra) if text),
            tried=tried,
            good=good,
            door=self.door,
        )

    def _extra(self, cells: Sequence[str]) -> Iterator[str]:
        """The answers in columns that we do not know: nothing typed is lost, and the sender is not said twice."""
        sender = {_cell(cells, self.layout, Meta.EMAIL), _cell(cells, self.layout, Meta.NAME), ""}
        for column in self.layout.extra:
            if column < len(cells) and cells[column] not in sender:
                yield f"{self.first[column]}: {cells[column]}" if self.first[column] else cells[column]


def _keys(number: str, start: str, answers: Sequence[str], wording: str) -> Iterator[str]:
    """By its start, which no edit changes; by its answers, whichever road they came; and by its exact words."""
    if start:
        yield f"response:{number}:{start}"
    said = (" ".join(answer.split()).rstrip(";").casefold() for answer in answers)
    yield f"response:{number}:~{_digest(said)}"
    yield f"response:{number}:={wording}"


def _wording(edited: str, sender: str, submission: Submission) -> str:
    """A digest of the exact words, which no export's way of writing dates changes.

    When it was edited last belongs to the wording: what was changed and changed back is an edit twice.
    """
    words = (getattr(submission, question.value) for question in _WRITTEN)
    return _digest((edited, sender, submission.kind.value, *words))


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(words).encode("utf-8", "replace")).hexdigest()[:32]


def pushed_as(number: str, submitter: Person | None, day: str) -> str:
    """What tells that a push and a row are one response although its author edited it in between.

    A flow knows neither the start of a response nor when it was edited. Nobody's is empty: two strangers may answer two
    Forms with one number on a day.
    """
    return f"same-day:{number}:{submitter.email.casefold()}:{day}" if submitter and day else ""


def _start(cells: Sequence[str], layout: Layout) -> str:
    return _cell(cells, layout, Meta.START) or _cell(cells, layout, Meta.COMPLETION)


def _submitter(cells: Sequence[str], layout: Layout) -> Person | None:
    email = _cell(cells, layout, Meta.EMAIL)
    if email.casefold() in ANONYMOUS:
        return None
    return Person(aad_id=None, name=_cell(cells, layout, Meta.NAME) or email, email=email)


def _kind(text: str) -> Kind:
    wanted = text.rstrip(";").strip().casefold()
    return next((kind for kind in Kind if kind.value.casefold() == wanted), Kind.NOT_SAID)


def _cell(cells: Sequence[str], layout: Layout, known: Known) -> str:
    index = layout.columns.get(known)
    return cells[index] if index is not None and index < len(cells) else ""


_WRITTEN = (Question.TITLE, Question.DETAILS, Question.TRIED, Question.GOOD)
_DAY = 10  # characters of a date, as in 2026-11-02
