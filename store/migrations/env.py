"""Alembic runs this file: the versions change the tables on the connection, and in the transaction, it was given."""

from __future__ import annotations

from alembic import context

from store.tables import metadata

# SQLite cannot alter a column, so that Alembic rebuilds the table there
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
