"""What a submitter adds to a case after sending it in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Every case has room for additions; those there are have none."""
    op.add_column("cases", sa.Column("added", sa.Text, nullable=False, server_default=""))
