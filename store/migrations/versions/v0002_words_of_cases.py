"""The words by which cases are found. `store/unit_of_work.py` fills them in for the cases that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Words can be kept, and cases read newest first."""
    op.create_table(
        "case_words",
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("case", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name="case_words_case_fkey"),
        sa.PrimaryKeyConstraint("word", "case", name="case_words_pkey"),
    )
    op.create_index("case_words_of_case", "case_words", ["case"])
    op.create_index("cases_by_age", "cases", ["received_at"])
