"""When each list row was last seen or written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Every mirror has room for it; for those there are it is not known."""
    op.add_column("tracker_rows", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
