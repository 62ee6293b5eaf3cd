"""What speaking to Teams needs to know: what goes first, which conversations rest, who cannot be reached."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The outbox knows what goes first, whither and how sure. Nothing that waits is lost."""
    op.create_table("resting", _text("conversation"), _moment("until"), _key("resting", "conversation"))
    op.create_table("unreachable", _text("aad_id"), _text("why"), _moment("at"), _key("unreachable", "aad_id"))
    if op.get_bind().dialect.name == "postgresql":
        _outbox_and_cards_on_postgresql()
    else:
        _outbox_on_sqlite()
        _cards_on_sqlite()
        _channel_on_sqlite()


def _outbox_and_cards_on_postgresql() -> None:
    op.add_column("outbox", sa.Column("priority", sa.Integer, nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("waits_for", sa.Text, nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("unsure", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE outbox SET unsure = (attempts > 0)")
    for name in ("priority", "waits_for", "unsure"):
        op.alter_column("outbox", name, server_default=None)
    op.drop_index("outbox_due", "outbox")
    op.create_index("outbox_due", "outbox", _DUE)
    op.add_column("shown_cards", sa.Column("drawn_on", sa.Date))
    op.add_column("hub_channel", sa.Column("lost", sa.Text, nullable=False, server_default=""))
    op.alter_column("hub_channel", "lost", server_default=None)


def _outbox_on_sqlite() -> None:
    """SQLite cannot add such columns: the table is made anew, and its numbers go on where they were."""
    for index in ("due", "lane", "one_waiting", "one_claimed", "parked"):
        op.drop_index(f"outbox_{index}", "outbox")
    op.rename_table("outbox", "outbox_before")
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        *_texts("destination", "lane", "key", "kind", "identity", "state"),
        _moment("added_at"),
        _moment("due_at", null=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("attempts", "fence")),
        *_texts("claimant", "reason"),
        _moment("parked_at", null=True),
        sa.Column("priority", sa.Integer, nullable=False),
        _text("waits_for"),
        sa.Column("unsure", sa.Boolean, nullable=False),
        _key("outbox", "id"),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO outbox SELECT *, 0, '', attempts > 0 FROM outbox_before")
    _numbers_go_on()
    op.drop_table("outbox_before")
    op.create_index("outbox_due", "outbox", _DUE)
    op.create_index("outbox_lane", "outbox", ["lane", "id"])
    _partial_index("outbox_one_waiting", "key", "state = 'waiting'", unique=True)
    _partial_index("outbox_one_claimed", "lane", "state = 'claimed'", unique=True)
    _partial_index("outbox_parked", "key", "due_at IS NULL", unique=False)


def _numbers_go_on() -> None:
    """A number that came back would let a stale fence settle somebody else's effect."""
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'outbox'")
    op.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox', seq FROM sqlite_sequence WHERE name = 'outbox_before'"
    )


def _cards_on_sqlite() -> None:
    op.rename_table("shown_cards", "shown_cards_before")
    op.create_table(
        "shown_cards",
        *_texts("case", "surface", "service_url", "conversation_id", "tenant_id", "activity_id"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("drawn_on", sa.Date),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name="shown_cards_case_fkey"),
        _key("shown_cards", "case", "surface"),
    )
    op.execute("INSERT INTO shown_cards SELECT *, NULL FROM shown_cards_before")
    op.drop_table("shown_cards_before")


def _channel_on_sqlite() -> None:
    op.rename_table("hub_channel", "hub_channel_before")
    op.create_table(
        "hub_channel",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        *_texts("service_url", "conversation_id", "tenant_id", "team_id", "group_id", "lost"),
        sa.CheckConstraint("id = 1", name=op.f("hub_channel_one_hub_check")),
        _key("hub_channel", "id"),
    )
    op.execute("INSERT INTO hub_channel SELECT *, '' FROM hub_channel_before")
    op.drop_table("hub_channel_before")


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [_text(name) for name in names]


def _moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"{table}_pkey")


def _partial_index(name: str, column: str, where: str, *, unique: bool) -> None:
    op.create_index(name, "outbox", [column], unique=unique, sqlite_where=sa.text(where))


_DUE = ["destination", "priority", "due_at", "id"]
