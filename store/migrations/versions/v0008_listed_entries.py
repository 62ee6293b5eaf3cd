"""Which entries of the cases' logs are rows of the list Case log, and who is who in the site's person columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """No entry is a row yet, so that the log of every case there is waits to be written; nobody is known."""
    op.create_table(
        "listed_entries",
        sa.Column("case", sa.Text, nullable=False),
        sa.Column("upto", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name="listed_entries_case_fkey"),
        sa.PrimaryKeyConstraint("case", name="listed_entries_pkey"),
    )
    op.create_table(
        "site_people",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("number", "aad_id", "name")),
        sa.PrimaryKeyConstraint("number", name="site_people_pkey"),
    )
    op.execute(
        "INSERT INTO outbox (destination, lane, key, kind, identity, state, added_at, due_at, attempts, fence,"
        " claimant, reason, priority, waits_for, unsure)"
        " SELECT 'case-log', 'case-log:' || number, 'WriteCaseLog:' || number, 'WriteCaseLog',"
        " '{\"case\": \"' || number || '\"}', 'waiting', changed_at, changed_at, 0, 0, '', '', 0, '', false FROM cases"
    )
