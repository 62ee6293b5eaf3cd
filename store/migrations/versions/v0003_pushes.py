"""Responses that a flow pushed wait here for the worker."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The table is there."""
    op.create_table(
        "pushes",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits", sa.Boolean, nullable=False),
        sa.Column("case", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pushes_pkey"),
    )
    op.create_index("pushes_waiting", "pushes", ["waits", "at"])
