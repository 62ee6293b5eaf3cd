"""Forms rows = cases = list rows = cards: what differs, and what mends it. Pure: what was read in, differences out.

What is on its way in the outbox is no difference; what is stuck there is one of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from hub.casefile import CaseFile, Waiting
from hub.cases import Case, CaseNumber
from hub.effects import UpdateHubCard, UpdateReceipt, WriteTrackerRow
from hub.people import Person
from hub.ports import ShownCard, Surface, TrackerRow
from hub.reach import Unreachable
from hub.submissions import Door, Submission
from hub.tracker import is_forgotten, is_older, tells_of
from hub.usecases.telling import is_reachable

OVERDUE_AFTER = timedelta(minutes=15)  # a service that runs delivers within seconds; Teams rests for minutes at most
PUSHED_FIRST_FOR = timedelta(days=1)  # Forms may write its workbook long after a flow has pushed the response


class Kind(Enum):
    """A class of difference; the value is its heading in the report."""

    WORKBOOK_UNREAD = "the workbook cannot be read"
    WORKBOOK_AWAY = "the workbook could not be looked at"
    RESPONSE_WITHOUT_CASE = "response without a case"
    RESPONSE_EDITED = "edit in the workbook not taken in"
    RESPONSE_OLDER = "the workbook says something else than the case"
    RESPONSE_EMPTY = "response without a word"
    RESPONSE_ERASED = "response of a case that is not kept any more"
    CASE_WITHOUT_RESPONSE = "case without its response"
    LIST_SHAPE = "the list is not as it must be"
    LIST_AWAY = "the list could not be looked at"
    CASE_WITHOUT_ROW = "case without a row"
    ROW_GONE = "row gone, not noticed yet"
    ROW_DELETED = "row deleted"
    ROW_BACK = "deleted row is back"
    ROW_NOT_TAKEN_UP = "row not taken up"
    TWO_ROWS = "two rows for one case"
    ROW_OF_NO_CASE = "row of no case"
    EDIT_NOT_READ = "edit in the list not read yet"
    ROW_BEHIND = "row behind the case"
    NO_CHANNEL = "no hub channel"
    CARD_UNKNOWN = "card not known"
    CARD_OLDER = "card shows another version"
    PARKED = "delivery parked"
    OVERDUE = "delivery overdue"
    UNREACHABLE = "person cannot be reached"
    PERSON_GONE = "person has left the force"


class Mend(Enum):
    """What settles a difference."""

    READ_WORKBOOK = "the workbook is read again"
    READ_ROW = "the row is read again"
    WRITE_ROW = "the row is written"
    DRAW_CARD = "the card is drawn"
    PERSON = "a person"
    NOTHING = "nothing: it is explained, and counts as equal"


MENDED_BY: Mapping[Kind, Mend] = {
    Kind.RESPONSE_WITHOUT_CASE: Mend.READ_WORKBOOK,
    Kind.RESPONSE_EDITED: Mend.READ_WORKBOOK,
    Kind.RESPONSE_EMPTY: Mend.NOTHING,
    Kind.RESPONSE_ERASED: Mend.NOTHING,
    Kind.CASE_WITHOUT_ROW: Mend.WRITE_ROW,
    Kind.ROW_GONE: Mend.READ_ROW,
    Kind.ROW_DELETED: Mend.NOTHING,
    Kind.ROW_BACK: Mend.READ_ROW,
    Kind.ROW_NOT_TAKEN_UP: Mend.READ_ROW,
    Kind.EDIT_NOT_READ: Mend.READ_ROW,
    Kind.ROW_BEHIND: Mend.WRITE_ROW,
    Kind.CARD_UNKNOWN: Mend.DRAW_CARD,
    Kind.CARD_OLDER: Mend.DRAW_CARD,
    Kind.PERSON_GONE: Mend.NOTHING,
}
"""What settles each; a person, for those that are not named."""

UNREAD = (Kind.WORKBOOK_UNREAD, Kind.WORKBOOK_AWAY, Kind.LIST_AWAY)
"""What is not a difference but the lack of a side to compare with."""
AWAY = (Kind.WORKBOOK_AWAY, Kind.LIST_AWAY)
"""Those of them that pass by themselves: Microsoft Graph did not answer for that side."""

DifferenceId = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference, with what its sentence needs. `item`: a list item's id. `response`: its number in the Form.

    `columns`: which ones, or what is wrong line by line. `shown`: the version that the card shows, of `now`.
    """

    kind: Kind
    case: str = ""
    item: str = ""
    response: str = ""
    columns: tuple[str, ...] = ()
    surface: Surface | None = None
    shown: int = 0
    now: int = 0
    waiting: Waiting | None = None
    person: Person | None = None
    why: Unreachable | None = None

    @property
    def id(self) -> DifferenceId:
        """The same for the same difference seen a second time."""
        part = self.surface.value if self.surface else str(self.waiting.id) if self.waiting else self.response
        return self.kind.value, self.case, self.item, part

    @property
    def mend(self) -> Mend:
        """What settles it."""
        return MENDED_BY.get(self.kind, Mend.PERSON)

    @property
    def counts(self) -> bool:
        """False for what is explained and equal all the same."""
        return self.mend is not Mend.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRead:
    """A list item as it was read: every column of ours as text, the sync note among them. `case`: its number's text."""

    case: str
    item_id: str
    etag: str
    values: Mapping[str, str]
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What was read beside the store. `rows`: the cases whose row was seen; `responses`: those the workbook names.

    `responses` is None where there is no workbook, or it could not be read; `rows`, where not the whole list could.
    """

    rows: Collection[str] | None
    responses: Collection[str] | None
    has_channel: bool
    at: datetime
    today: date


def of_response(
    number: str,
    keys: Sequence[str],
    submission: Submission,
    *,
    taken: Mapping[str, str],
    cases: Mapping[CaseNumber, Case],
) -> Difference | None:
    """How a response of the workbook differs. `taken`: those of its names that are known, each with its case."""
    known = [taken[key] for key in keys if key in taken]
    if not known:
        return Difference(kind=Kind.RESPONSE_WITHOUT_CASE, response=number)
    case = cases.get(CaseNumber(known[0]))
    if case is None:
        return Difference(kind=Kind.RESPONSE_ERASED, response=number, case=known[0])
    if keys[-1] not in taken:
        return Difference(kind=Kind.RESPONSE_EDITED, response=number, case=case.number)
    if replace(submission, door=case.submission.door) != case.submission:
        return Difference(kind=Kind.RESPONSE_OLDER, response=number, case=case.number)
    return None


def of_row(read: RowRead, file: CaseFile | None, *, wanted: Mapping[str, str]) -> Difference | None:
    """How a row of the list differs. `file`: of the case whose row it is, or else of the case it names.

    `wanted`: what the row says when it says what the case says; empty without a file.
    """
    if file is None or _is_anothers(read, file, wanted):
        return Difference(kind=Kind.ROW_OF_NO_CASE, item=read.item_id, case=read.case)
    found = Difference(kind=Kind.ROW_NOT_TAKEN_UP, item=read.item_id, case=file.case.number)
    row = file.row
    if row is None or row.item_id is None:
        return None if file.awaits(WriteTrackerRow) else found
    if row.deleted:
        return replace(found, kind=Kind.ROW_BACK)
    if row.item_id != read.item_id:
        return replace(found, kind=Kind.TWO_ROWS)
    differing = tuple(name for name, text in wanted.items() if read.values.get(name, "") != text)
    if not differing or file.awaits(WriteTrackerRow) or _is_overtaken(read, row):
        return None
    edited = is_forgotten(row, read.etag) if read.is_ours else row.etag is not None and read.etag != row.etag
    return replace(found, kind=Kind.EDIT_NOT_READ if edited else Kind.ROW_BEHIND, columns=differing)


def of_case(file: CaseFile, sides: Sides) -> list[Difference]:
    """How a case differs from what was read, and what is stuck on its way from it."""
    found = [*_response_of(file, sides), *_row_of(file, sides), *_cards_of(file, sides), *_stuck(file, at=sides.at)]
    return [replace(one, case=file.case.number) for one in found]


def of_effect(waiting: Waiting, *, at: datetime) -> Difference | None:
    """What is wrong with an effect that is still in the outbox; None when it is simply on its way."""
    if waiting.parked_at is not None:
        return Difference(kind=Kind.PARKED, waiting=waiting)
    if not waiting.background and at - waiting.added_at > OVERDUE_AFTER:
        return Difference(kind=Kind.OVERDUE, waiting=waiting)
    return None


def _is_anothers(read: RowRead, file: CaseFile, wanted: Mapping[str, str]) -> bool:
    """True for a row that has the number of a case without a row, and tells of another case."""
    row = file.row
    has_none = row is None or row.item_id is None or (row.deleted and row.item_id != read.item_id)
    return has_none and not tells_of(read.values, wanted)


def _is_overtaken(read: RowRead, row: TrackerRow) -> bool:
    """True when the reading is older than what we know: we have written since."""
    return row.etag is not None and is_older(read.etag, row.etag)


def _response_of(file: CaseFile, sides: Sides) -> Iterator[Difference]:
    case = file.case
    if sides.responses is None or case.submission.door is not Door.FORM or case.number in sides.responses:
        return
    if not (file.pushed and sides.at - case.received_at < PUSHED_FIRST_FOR):
        yield Difference(kind=Kind.CASE_WITHOUT_RESPONSE)


def _row_of(file: CaseFile, sides: Sides) -> Iterator[Difference]:
    row = file.row
    if sides.rows is None or file.case.number in sides.rows:
        return
    if row is not None and row.deleted:
        yield Difference(kind=Kind.ROW_DELETED, item=row.item_id or "")
    elif row is not None and row.item_id is not None:
        yield Difference(kind=Kind.ROW_GONE, item=row.item_id)
    elif not file.awaits(WriteTrackerRow):
        yield Difference(kind=Kind.CASE_WITHOUT_ROW)


def _cards_of(file: CaseFile, sides: Sides) -> Iterator[Difference]:
    case = file.case
    expected = {
        Surface.HUB_CARD: sides.has_channel and not case.is_closed,
        Surface.RECEIPT: is_reachable(case) and not case.is_closed and file.why_not is None,
    }
    for surface, kind in _DRAWN_BY.items():
        card = file.cards.get(surface)
        if file.awaits(kind):
            continue
        if card is None and expected[surface]:
            yield Difference(kind=Kind.CARD_UNKNOWN, surface=surface, now=case.version)
        elif card is not None and (card.version != case.version or _shows_an_old_promise(case, card, sides)):
            yield Difference(kind=Kind.CARD_OLDER, surface=surface, shown=card.version, now=case.version)


def _shows_an_old_promise(case: Case, card: ShownCard, sides: Sides) -> bool:
    """True for a card drawn before the case became late, once a night has passed that should have mended it."""
    became_late = case.is_late(sides.at) and (card.drawn_on is None or card.drawn_on <= case.promise)
    return became_late and (sides.today - case.promise).days > 1


def _stuck(file: CaseFile, *, at: datetime) -> Iterator[Difference]:
    """What is stuck, and once for a person who cannot be reached, whatever waits for them."""
    for_person = [one for one in file.waiting if one.parked_at and file.why_not and one.reason == file.why_not.value]
    if for_person:
        kind = Kind.PERSON_GONE if file.why_not is Unreachable.GONE else Kind.UNREACHABLE
        yield Difference(kind=kind, person=file.case.submitter, why=file.why_not, now=len(for_person))
    stuck = (of_effect(one, at=at) for one in file.waiting if one not in for_person)
    yield from (one for one in stuck if one is not None)


_DRAWN_BY: Mapping[Surface, type[UpdateHubCard | UpdateReceipt]] = {
    Surface.HUB_CARD: UpdateHubCard,
    Surface.RECEIPT: UpdateReceipt,
}
