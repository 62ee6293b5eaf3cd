"""A draft belongs to a form: the submission card's, as all were until now, or one of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Every draft that was there is one of the submission card."""
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("drafts", _form())
        op.drop_constraint("drafts_pkey", "drafts")
        op.create_primary_key("drafts_pkey", "drafts", ["aad_id", "form"])
    else:
        _on_sqlite()


def _on_sqlite() -> None:
    """SQLite cannot give a table another key: the table is made anew."""
    op.rename_table("drafts", "drafts_before")
    op.create_table(
        "drafts",
        sa.Column("aad_id", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _form(),
        sa.PrimaryKeyConstraint("aad_id", "form", name="drafts_pkey"),
    )
    op.execute("INSERT INTO drafts SELECT *, '' FROM drafts_before")
    op.drop_table("drafts_before")


def _form() -> sa.Column[str]:
    return sa.Column("form", sa.Text, nullable=False, server_default="")
