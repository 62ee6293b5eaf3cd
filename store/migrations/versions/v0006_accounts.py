"""Who each person is to this bot in Teams, and when they last worked a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The table of accounts is there; it fills when the roster is read and as people write."""
    op.create_table(
        "accounts",
        sa.Column("aad_id", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("aad_id", name="accounts_pkey"),
    )
