"""The tables. A change here needs a new version in `migrations/`; a test compares the two."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

from hub.cases import Outcome, Status
from hub.effects import Destination
from hub.notices import AlarmKind, Deed, NoticeKind
from hub.people import Role
from hub.ports import Surface
from hub.reach import Unreachable
from hub.submissions import Door, Kind
from store.column_types import ByValue, Instant, JsonText, Words
from store.effects import State


def _rising_id() -> Column[Any]:
    # SQLite hands out rising numbers only to a column that is exactly INTEGER
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


def _word(name: str, *, null: bool = False, key: bool = False) -> Column[Any]:
    return Column(name, Words, nullable=null, primary_key=key)


def _case(*, key: bool = False) -> Column[Any]:
    return Column("case", Words, ForeignKey("cases.number"), nullable=False, primary_key=key)


def _person(role: str) -> list[Column[Any]]:
    return [_word(f"{role}_{field}", null=True) for field in ("aad_id", "name", "email")]


def _conversation() -> list[Column[Any]]:
    return [_word(field) for field in ("service_url", "conversation_id", "tenant_id")]


metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

case_counters = Table(
    "case_counters",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    _word("number", key=True),
    *_person("submitter"),
    *_person("holder"),
    Column("kind", ByValue(Kind), nullable=False),
    *(_word(name) for name in ("title", "details", "tried", "good")),
    Column("door", ByValue(Door), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("promise", Date, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("status", ByValue(Status), nullable=False),
    Column("held_since", Instant),
    *(_word(name) for name in ("theme", "hub_notes", "question", "answer", "guidance")),
    Column("outcome", ByValue(Outcome)),
    _word("decision"),
    Column("first_response_at", Instant),
    Column("version", Integer, nullable=False),
    Column("added", Words, nullable=False, server_default=""),  # since version 0004, for the cases that were there
    Index("cases_of_submitter", "submitter_aad_id", "received_at"),
    Index("cases_by_age", "received_at"),
)

# By code point on both databases, so that what begins with the same letters stands together
_IN_ORDER = Text().with_variant(Text(collation="C"), "postgresql")

case_words = Table(
    "case_words",
    metadata,
    Column("word", _IN_ORDER, nullable=False, primary_key=True),
    _case(key=True),
    Index("case_words_of_case", "case"),
)

roster = Table(
    "roster",
    metadata,
    _word("aad_id", key=True),
    _word("name"),
    _word("email"),
    Column("role", ByValue(Role), nullable=False),
)

accounts = Table("accounts", metadata, _word("aad_id", key=True), _word("account"), Column("active_at", Instant))

chats = Table("chats", metadata, _word("aad_id", key=True), *_conversation())

unreachable = Table(
    "unreachable",
    metadata,
    _word("aad_id", key=True),
    Column("why", ByValue(Unreachable), nullable=False),
    Column("at", Instant, nullable=False),
)

hub_channel = Table(
    "hub_channel",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    *_conversation(),
    _word("team_id"),
    _word("group_id"),
    _word("lost"),  # what became of it; empty while it is there
    CheckConstraint("id = 1", name="one_hub"),
)

inbox = Table(
    "inbox", metadata, _word("key", key=True), _word("result"), Column("taken_in_at", Instant, nullable=False)
)

entries = Table(
    "entries",
    metadata,
    _rising_id(),
    _case(),
    Column("at", Instant, nullable=False),
    _word("who"),
    Column("deed", ByValue(Deed), nullable=False),
    _word("text"),
    Index("entries_of_case", "case", "id"),
)

listed_entries = Table(
    "listed_entries", metadata, _case(key=True), Column("upto", BigInteger, nullable=False)
)  # how far each case's entries are rows of the list Case log

notices = Table(
    "notices",
    metadata,
    _rising_id(),
    _word("notice"),
    _case(),
    Column("kind", ByValue(NoticeKind), nullable=False),
    _word("text"),
    Column("status", ByValue(Status), nullable=False),
    Column("at", Instant, nullable=False),
    Index("notices_once", "notice", unique=True),
    Index("notices_of_case", "case", "kind", "id"),
)

alarms = Table(
    "alarms",
    metadata,
    _word("id", key=True),
    Column("kind", ByValue(AlarmKind), nullable=False),
    Column("details", JsonText, nullable=False),
    Column("at", Instant, nullable=False),
)

shown_cards = Table(
    "shown_cards",
    metadata,
    _case(key=True),
    Column("surface", ByValue(Surface), primary_key=True),
    *_conversation(),
    _word("activity_id"),
    Column("version", Integer, nullable=False),
    Column("drawn_on", Date),  # the London day; unknown for cards from before it was kept
)

drafts = Table(
    "drafts",
    metadata,
    _word("aad_id", key=True),
    Column("answers", JsonText, nullable=False),
    Column("at", Instant, nullable=False),
    Column("form", Words, nullable=False, primary_key=True, server_default=""),  # since version 0007
)

tracker_rows = Table(
    "tracker_rows",
    metadata,
    _case(key=True),
    _word("item_id", null=True),
    _word("etag", null=True),
    Column("values", JsonText, nullable=False),
    Column("pending", JsonText, nullable=False),
    _word("note"),
    Column("deleted", Boolean, nullable=False),
    Column("seen_at", Instant),  # unknown for rows from before it was kept
    Index("tracker_rows_one_per_item", "item_id", unique=True),
)

site_people = Table("site_people", metadata, _word("number", key=True), _word("aad_id"), _word("name"))

cursors = Table("cursors", metadata, _word("name", key=True), _word("value"))

pushes = Table(
    "pushes",
    metadata,
    _word("key", key=True),
    _word("content"),
    _word("digest"),
    Column("at", Instant, nullable=False),
    Column("waits", Boolean, nullable=False),
    _word("case", null=True),
    Index("pushes_waiting", "waits", "at"),
)

pauses = Table(
    "pauses",
    metadata,
    Column("destination", ByValue(Destination), primary_key=True),
    Column("until", Instant, nullable=False),
)

resting = Table("resting", metadata, _word("conversation", key=True), Column("until", Instant, nullable=False))

ONLY_WAITING = text("state = 'waiting'")
_ONLY_CLAIMED = text("state = 'claimed'")
_ONLY_PARKED = text("due_at IS NULL")

outbox = Table(
    "outbox",
    metadata,
    _rising_id(),
    Column("destination", ByValue(Destination), nullable=False),
    _word("lane"),
    _word("key"),
    _word("kind"),
    Column("identity", JsonText, nullable=False),
    Column("state", ByValue(State), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("due_at", Instant),  # waiting: not before then; claimed: the lease ends then; parked: none
    Column("attempts", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    _word("claimant"),
    _word("reason"),
    Column("parked_at", Instant),
    Column("priority", Integer, nullable=False),  # 0: somebody may be looking; 1: the nightly sweep
    _word("waits_for"),  # the conversation it was found to be meant for; empty until it was tried
    Column("unsure", Boolean, nullable=False),  # an attempt may have delivered it all the same
    Index("outbox_due", "destination", "priority", "due_at", "id"),
    Index("outbox_lane", "lane", "id"),
    Index("outbox_one_waiting", "key", unique=True, sqlite_where=ONLY_WAITING, postgresql_where=ONLY_WAITING),
    Index("outbox_one_claimed", "lane", unique=True, sqlite_where=_ONLY_CLAIMED, postgresql_where=_ONLY_CLAIMED),
    Index("outbox_parked", "key", sqlite_where=_ONLY_PARKED, postgresql_where=_ONLY_PARKED),
    sqlite_autoincrement=True,  # an id that comes back would let a stale fence settle somebody else's effect
)
