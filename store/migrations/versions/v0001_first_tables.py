"""The first tables: cases, people, the inbox and the outbox, the journal, and what is shown and mirrored."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The first tables are there."""
    _cases()
    _people()
    _inbox_and_outbox()
    _journal()
    _shown_and_mirrored()


def _cases() -> None:
    op.create_table(
        "case_counters",
        sa.Column("year", sa.Integer, autoincrement=False, nullable=False),
        _number("last"),
        sa.PrimaryKeyConstraint("year", name="case_counters_pkey"),
    )
    op.create_table(
        "cases",
        _text("number"),
        *_texts("submitter_aad_id", "submitter_name", "submitter_email", null=True),
        *_texts("holder_aad_id", "holder_name", "holder_email", null=True),
        *_texts("kind", "title", "details", "tried", "good", "door"),
        _moment("received_at"),
        sa.Column("promise", sa.Date, nullable=False),
        _moment("changed_at"),
        _text("status"),
        _moment("held_since", null=True),
        *_texts("theme", "hub_notes", "question", "answer", "guidance"),
        _text("outcome", null=True),
        _text("decision"),
        _moment("first_response_at", null=True),
        _number("version"),
        sa.PrimaryKeyConstraint("number", name="cases_pkey"),
    )
    op.create_index("cases_of_submitter", "cases", ["submitter_aad_id", "received_at"])


def _people() -> None:
    op.create_table(
        "roster",
        *_texts("aad_id", "name", "email", "role"),
        sa.PrimaryKeyConstraint("aad_id", name="roster_pkey"),
    )
    op.create_table(
        "chats",
        *_texts("aad_id", *_CONVERSATION),
        sa.PrimaryKeyConstraint("aad_id", name="chats_pkey"),
    )
    op.create_table(
        "hub_channel",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        *_texts(*_CONVERSATION, "team_id", "group_id"),
        sa.CheckConstraint("id = 1", name=op.f("hub_channel_one_hub_check")),
        sa.PrimaryKeyConstraint("id", name="hub_channel_pkey"),
    )


def _inbox_and_outbox() -> None:
    op.create_table(
        "inbox",
        *_texts("key", "result"),
        _moment("taken_in_at"),
        sa.PrimaryKeyConstraint("key", name="inbox_pkey"),
    )
    op.create_table(
        "outbox",
        _rising_id(),
        *_texts("destination", "lane", "key", "kind", "identity", "state"),
        _moment("added_at"),
        _moment("due_at", null=True),
        _number("attempts"),
        _number("fence"),
        *_texts("claimant", "reason"),
        _moment("parked_at", null=True),
        sa.PrimaryKeyConstraint("id", name="outbox_pkey"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_due", "outbox", ["destination", "due_at", "id"])
    op.create_index("outbox_lane", "outbox", ["lane", "id"])
    _partial_index("outbox_one_waiting", "key", "state = 'waiting'", unique=True)
    _partial_index("outbox_one_claimed", "lane", "state = 'claimed'", unique=True)
    _partial_index("outbox_parked", "key", "due_at IS NULL", unique=False)
    op.create_table(
        "pauses",
        _text("destination"),
        _moment("until"),
        sa.PrimaryKeyConstraint("destination", name="pauses_pkey"),
    )


def _journal() -> None:
    op.create_table(
        "entries",
        _rising_id(),
        _text("case"),
        _moment("at"),
        *_texts("who", "deed", "text"),
        _of_case("entries"),
        sa.PrimaryKeyConstraint("id", name="entries_pkey"),
    )
    op.create_index("entries_of_case", "entries", ["case", "id"])
    op.create_table(
        "notices",
        _rising_id(),
        *_texts("notice", "case", "kind", "text", "status"),
        _moment("at"),
        _of_case("notices"),
        sa.PrimaryKeyConstraint("id", name="notices_pkey"),
    )
    op.create_index("notices_once", "notices", ["notice"], unique=True)
    op.create_index("notices_of_case", "notices", ["case", "kind", "id"])
    op.create_table(
        "alarms",
        *_texts("id", "kind", "details"),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name="alarms_pkey"),
    )


def _shown_and_mirrored() -> None:
    op.create_table(
        "shown_cards",
        *_texts("case", "surface", *_CONVERSATION, "activity_id"),
        _number("version"),
        _of_case("shown_cards"),
        sa.PrimaryKeyConstraint("case", "surface", name="shown_cards_pkey"),
    )
    op.create_table(
        "drafts",
        *_texts("aad_id", "answers"),
        _moment("at"),
        sa.PrimaryKeyConstraint("aad_id", name="drafts_pkey"),
    )
    op.create_table(
        "tracker_rows",
        _text("case"),
        *_texts("item_id", "etag", null=True),
        *_texts("values", "pending", "note"),
        sa.Column("deleted", sa.Boolean, nullable=False),
        _of_case("tracker_rows"),
        sa.PrimaryKeyConstraint("case", name="tracker_rows_pkey"),
    )
    op.create_index("tracker_rows_one_per_item", "tracker_rows", ["item_id"], unique=True)
    op.create_table(
        "cursors",
        *_texts("name", "value"),
        sa.PrimaryKeyConstraint("name", name="cursors_pkey"),
    )


def _text(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=null)


def _texts(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [_text(name, null=null) for name in names]


def _moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _rising_id() -> sa.Column[Any]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, nullable=False)


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case"], ["cases.number"], name=f"{table}_case_fkey")


def _partial_index(name: str, column: str, where: str, *, unique: bool) -> None:
    condition = sa.text(where)
    op.create_index(name, "outbox", [column], unique=unique, sqlite_where=condition, postgresql_where=condition)


_CONVERSATION = ("service_url", "conversation_id", "tenant_id")
