"""Transactions on one database, from any thread."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential

from store.engines import StoreSettings, engines


class Database:
    """The database of `settings`; its tables are there already."""

    def __init__(self, settings: StoreSettings) -> None:
        """Nothing is opened yet."""
        self._settings = settings
        self._engines = engines(settings)

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A transaction that writes: kept when the block ends, undone when it raises."""
        with begun(self._engines.writers, self._settings, writes=True) as connection:
            yield connection
            connection.commit()

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A transaction that sees one moment of the database and cannot change it."""
        with begun(self._engines.readers, self._settings, writes=False) as connection:
            yield connection

    def close(self) -> None:
        """No connection is open any more. Safe to call twice."""
        self._engines.writers.dispose()
        self._engines.readers.dispose()


def begun(engine: Engine, settings: StoreSettings, *, writes: bool) -> Connection:
    """A connection with its transaction begun; closing it undoes what was not committed.

    Tried again while the database is restarting or locked: nothing has been done yet, so nothing is done twice.
    """
    patiently = Retrying(
        retry=retry_if_exception_type(OperationalError),
        stop=stop_after_delay(settings.patience_s),
        wait=wait_exponential(multiplier=0.05, max=1),  # seconds
        reraise=True,
    )
    return patiently(_begun, engine, writes=writes)


def hold(connection: Connection, name: str) -> None:
    """No other transaction that writes holds `name` until this one ends. On SQLite it is the only one that writes."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _begun(engine: Engine, *, writes: bool) -> Connection:
    with ExitStack() as undo:
        connection = undo.enter_context(engine.connect())
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        undo.pop_all()
        return connection
