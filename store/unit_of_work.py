"""One transaction and everything that takes part in it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from hub.search import WORDS_VERSION
from store.accounts import SqlAccounts
from store.cases import SqlCases
from store.cursors import SqlCursors
from store.database import Database
from store.drafts import SqlDrafts
from store.engines import StoreSettings
from store.hub import SqlHub
from store.inbox import SqlInbox
from store.journal import SqlJournal
from store.outbox import SqlOutbox
from store.people import SqlPeople
from store.pushes import SqlPushes
from store.schema import NotThisVersion, newest_version, upgrade, version_there
from store.shown import SqlShown
from store.tracker import SqlTracker


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlUnitOfWork:
    """One transaction and everything that takes part in it."""

    cases: SqlCases
    people: SqlPeople
    accounts: SqlAccounts
    hub: SqlHub
    inbox: SqlInbox
    outbox: SqlOutbox
    journal: SqlJournal
    shown: SqlShown
    drafts: SqlDrafts
    tracker: SqlTracker
    cursors: SqlCursors
    pushes: SqlPushes


class SqlStore:
    """The product's state in one database. Safe to use from many threads; a transaction belongs to one of them."""

    def __init__(self, database: Database) -> None:
        """Take the database, whose tables are there already."""
        self.database = database

    @contextmanager
    def begin(self) -> Generator[SqlUnitOfWork]:
        """A transaction that writes: kept when the block ends, undone when it raises."""
        with self.database.writing() as connection:
            yield _unit_of_work(connection, writes=True)

    @contextmanager
    def read(self) -> Generator[SqlUnitOfWork]:
        """A transaction that only reads, all of it at one moment; it never waits for a writer."""
        with self.database.reading() as connection:
            yield _unit_of_work(connection, writes=False)

    def close(self) -> None:
        """The database is not open any more. Safe to call twice."""
        self.database.close()


def open_store(settings: StoreSettings) -> SqlStore:
    """The store, with the newest tables. Two processes may open it at once. UnknownDatabase or NotThisVersion else."""
    database = Database(settings)
    upgrade(settings)
    store = SqlStore(database)
    _keep_the_index_current(store)
    return store


def open_to_read(settings: StoreSettings) -> SqlStore:
    """The store as it is, for whoever only reads beside a service that runs; nothing is made and nothing upgraded.

    Raises NotThisVersion when its tables are of another version, or there are none, and UnknownDatabase.
    """
    there = version_there(settings)
    if there != newest_version():
        raise NotThisVersion(there)
    return SqlStore(Database(settings))


def _keep_the_index_current(store: SqlStore) -> None:
    """Every case is found by the words that this version of the product gives it."""
    with store.read() as uow:
        if uow.cursors.get(_INDEX) == WORDS_VERSION:
            return
    with store.begin() as uow:
        uow.cases.reindex()
        uow.cursors.set(_INDEX, WORDS_VERSION)


def _unit_of_work(connection: Connection, *, writes: bool) -> SqlUnitOfWork:
    return SqlUnitOfWork(
        cases=SqlCases(connection, writes=writes),
        people=SqlPeople(connection),
        accounts=SqlAccounts(connection),
        hub=SqlHub(connection),
        inbox=SqlInbox(connection, writes=writes),
        outbox=SqlOutbox(connection),
        journal=SqlJournal(connection),
        shown=SqlShown(connection),
        drafts=SqlDrafts(connection),
        tracker=SqlTracker(connection, writes=writes),
        cursors=SqlCursors(connection, writes=writes),
        pushes=SqlPushes(connection, writes=writes),
    )


_INDEX = "index of words"  # the cursor that holds the version of the words in the index
