"""What the use cases need of the store. Every change made inside one `begin()` is kept together or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from hub.cases import Case, CaseNumber
from hub.effects import Effect, NoticeId
from hub.notices import Alarm, AlarmKind, Entry, EntryId, Notice
from hub.people import AadId, People
from hub.places import Conversation, HubChannel
from hub.pushed import Pushes
from hub.viewers import Accounts


class Surface(Enum):
    """A card of a case that is kept current."""

    HUB_CARD = "hub card"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """Where a card is, and the case version it shows. `drawn_on`: the London day; None when that is not known."""

    conversation: Conversation
    activity_id: str
    version: int
    drawn_on: date | None = None


ShownKey = tuple[CaseNumber, Surface]
"""What names a shown card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerRow:
    """The mirror of one list item: `values` as last seen or written, `pending` as last sent and not yet confirmed.

    Both map an internal column name to its text. `note` is the row's sync note. `etag` is None until the item is seen.
    `seen_at`: when the item was last seen or written, or seen to be gone; None when that is not known.
    """

    case: CaseNumber
    item_id: str | None
    etag: str | None
    values: Mapping[str, str]
    pending: Mapping[str, str]
    note: str = ""
    deleted: bool = False
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePerson:
    """Somebody by the number that the site's person columns hold for good. `name`: as the site had it that day."""

    number: str
    aad_id: AadId
    name: str


class Cases(Protocol):
    """The cases."""

    def next_number(self, year: int) -> CaseNumber:
        """The next free number of that year; two callers never get the same."""
        ...

    def pass_over(self, year: int, counter: int) -> None:
        """The next free number of that year comes after this one."""
        ...

    def add(self, case: Case) -> None:
        """The new case is kept."""
        ...

    def get(self, number: str) -> Case:
        """The case, locked until the transaction ends. Refused (UnknownCase) when there is none."""
        ...

    def some(self, numbers: Sequence[str]) -> Sequence[Case]:
        """Those cases, in the order asked for, as `get` gives each."""
        ...

    def save(self, case: Case) -> None:
        """The case is kept as it is now."""
        ...

    def sent_in_by(self, aad_id: AadId, *, limit: int) -> Sequence[Case]:
        """That person's cases, newest first; may be empty."""
        ...

    def search(self, words: Sequence[str], *, sent_in_by: AadId | None, skip: int, limit: int) -> Sequence[Case]:
        """The cases that have every one of the words, newest first; only that person's own, unless it is None."""
        ...

    def held_by(self, aad_id: AadId) -> Sequence[Case]:
        """The open cases that person holds, oldest first."""
        ...

    def open_cases(self) -> Sequence[CaseNumber]:
        """The numbers of all cases that are not closed, oldest first."""
        ...


class Hub(Protocol):
    """The hub's channel."""

    def channel(self) -> HubChannel | None:
        """The hub's channel, or None until a lead has said which it is, and while it is lost."""
        ...

    def move_to(self, channel: HubChannel) -> None:
        """The hub's channel is `channel` from now on, and it is there."""
        ...

    def lost_channel(self) -> HubChannel | None:
        """The hub's channel while it is lost; None while it is there."""
        ...

    def lose(self, why: AlarmKind) -> None:
        """The hub's channel cannot be written to until it comes back or a lead says which it is."""
        ...


class Inbox(Protocol):
    """What has been taken in already."""

    def seen(self, key: str) -> str | None:
        """The result recorded under `key`, or None when it is new."""
        ...

    def record(self, key: str, *, result: str, at: datetime) -> None:
        """`key` has been taken in with `result`. A second record of the same key fails the transaction."""
        ...

    def record_all(self, results: Mapping[str, str], *, at: datetime) -> None:
        """As `record`, for many keys with the result of each."""
        ...

    def forget(self, prefixes: Collection[str], *, before: datetime, limit: int) -> int:
        """At most `limit` keys with one of these beginnings, recorded before then, are forgotten; returns how many."""
        ...

    def known(self, keys: Collection[str]) -> set[str]:
        """Those of `keys` that have been taken in."""
        ...

    def results(self, keys: Collection[str]) -> Mapping[str, str]:
        """The same, each with the result recorded under it."""
        ...


class Outbox(Protocol):
    """What the world must still be told."""

    def add(self, *effects: Effect, at: datetime, background: bool = False) -> None:
        """The effects will be delivered; each joins one that is waiting unclaimed with the same collapse key.

        What is in the `background` goes after all others.
        """
        ...

    def forget_rests(self, *, before: datetime) -> None:
        """Conversations whose rest ended before then are not remembered."""
        ...

    def background(self) -> int:
        """How many effects wait in the background, so that no more are added than can be delivered."""
        ...

    def begin(self, effect: Effect, *, at: datetime, lease_s: float, claimant: str) -> int:
        """The effect is being delivered by `claimant`, who has it for `lease_s` seconds; returns its id.

        When that is not settled by then, or the claimant is gone, a deliverer takes it up as a second attempt.
        """
        ...

    def release(self, *, lane_prefix: str = "", reason: str = "", at: datetime) -> int:
        """Parked effects whose lane starts and whose reason matches are waiting again; returns how many."""
        ...


class Journal(Protocol):
    """The log of every case, its notices, and alarms."""

    def write(self, entry: Entry) -> None:
        """The entry is kept, after all others of its case."""
        ...

    def of(self, case: CaseNumber) -> Sequence[Entry]:
        """The case's log, oldest first."""
        ...

    def unlisted(self, case: CaseNumber, *, limit: int) -> Sequence[tuple[EntryId, Entry]]:
        """The case's oldest entries that are no rows of the list Case log yet, oldest first."""
        ...

    def listed(self, case: CaseNumber, upto: EntryId) -> None:
        """The case's entries up to this one are rows of the list Case log."""
        ...

    def add_notice(self, notice: Notice) -> None:
        """The notice is kept, to be sent."""
        ...

    def notice(self, notice: NoticeId) -> Notice | None:
        """The notice with that id; None when there is none, because ids come back from cards."""
        ...

    def question_of(self, case: CaseNumber) -> Notice | None:
        """The newest question about that case; None when none was asked."""
        ...

    def raise_alarm(self, alarm: Alarm) -> bool:
        """The alarm is kept; False when the same one was raised before and has not been cleared."""
        ...

    def alarm(self, alarm_id: str) -> Alarm | None:
        """The alarm, or None when it was cleared."""
        ...

    def forget_alarms(self, *, before: datetime) -> None:
        """Alarms raised before then are not kept any more."""
        ...

    def clear_alarm(self, alarm_id: str) -> None:
        """The trouble is over; the same one may be raised again."""
        ...


class Shown(Protocol):
    """Where cards and notices were put."""

    def card(self, case: CaseNumber, surface: Surface) -> ShownCard | None:
        """Where that card is, or None when it has not been posted."""
        ...

    def put_card(self, case: CaseNumber, surface: Surface, card: ShownCard) -> None:
        """The card is there and shows that version."""
        ...

    def out_of_date(self, *, after: ShownKey, today: date, limit: int) -> Sequence[ShownKey]:
        """The next cards, in a fixed order, that show an old version, or a promise as kept that is late by `today`.

        Not those whose update waits or is parked already.
        """
        ...

    def drop_card(self, case: CaseNumber, surface: Surface) -> None:
        """The card is gone; the next update posts it anew."""
        ...


class Drafts(Protocol):
    """What was typed in a form and could not be taken."""

    def keep(self, aad_id: AadId, typed: Mapping[str, str], *, form: str, at: datetime) -> None:
        """The person's draft of that form is this, by input; the newest wins."""
        ...

    def of(self, aad_id: AadId, *, form: str, since: datetime) -> Mapping[str, str]:
        """The person's draft of that form; empty when there is none that was kept since then."""
        ...

    def drop(self, aad_id: AadId, *, form: str) -> None:
        """The person has no draft of that form."""
        ...

    def drop_before(self, at: datetime) -> None:
        """No draft is left that was kept before then."""
        ...


class Tracker(Protocol):
    """The mirror of the Cases list, and how far it was read."""

    def row(self, case: CaseNumber) -> TrackerRow | None:
        """The mirror of that case's row; None before the first write."""
        ...

    def rows(self, numbers: Sequence[CaseNumber]) -> Mapping[CaseNumber, TrackerRow]:
        """The mirrors of those cases' rows, as `row` gives each; without those that were never written."""
        ...

    def row_of_item(self, item_id: str) -> TrackerRow | None:
        """The mirror of that list item; None when it is not one of ours."""
        ...

    def items(self) -> Collection[str]:
        """The ids of all list items that are there as far as we know."""
        ...

    def pending(self) -> Sequence[TrackerRow]:
        """The rows of which a write was sent and not confirmed; mostly none."""
        ...

    def etags(self, items: Collection[str]) -> Mapping[str, str]:
        """The eTag at which each of these list items was seen or written last; only those that are there."""
        ...

    def put_row(self, row: TrackerRow) -> None:
        """The mirror is this."""
        ...

    def put_rows(self, rows: Sequence[TrackerRow]) -> None:
        """The mirror is these."""
        ...

    def site_people(self) -> Sequence[SitePerson]:
        """Everybody whose number on the site is known; they are those who were ever chosen or shown as a holder."""
        ...

    def know_site_person(self, person: SitePerson) -> None:
        """The person has that number on the site; the newest wins."""
        ...

    def forget_site_person(self, aad_id: AadId) -> None:
        """The person's number on the site is not known any more."""
        ...

    def forget_columns(self, names: Collection[str]) -> Sequence[CaseNumber]:
        """The rows hold nothing in those columns any more, which were made anew; returns the cases of all rows."""
        ...


class Cursors(Protocol):
    """How far something outside was read."""

    def get(self, name: str) -> str:
        """The cursor, or an empty text when nothing was read yet."""
        ...

    def set(self, name: str, value: str) -> None:
        """Read up to there; kept in the same transaction as what was read."""
        ...


class UnitOfWork(Protocol):
    """One transaction and everything that takes part in it."""

    @property
    def cases(self) -> Cases: ...
    @property
    def people(self) -> People: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def hub(self) -> Hub: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def shown(self) -> Shown: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def tracker(self) -> Tracker: ...
    @property
    def cursors(self) -> Cursors: ...
    @property
    def pushes(self) -> Pushes: ...


class Store(Protocol):
    """Where the product's state is."""

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that writes: kept when the block ends, undone when it raises."""
        ...

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that only reads; it never waits for a writer."""
        ...
