"""Processes that share a store, and processes that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub.cases import case_number
from store.deliveries import Deliveries
from store.engines import StoreSettings
from store.unit_of_work import SqlStore, open_store
from tests.hub.builders import a_case
from tests.postgres import PostgresServer
from tests.store.delivering import HUB_CARD, LEASE_S, add, claim


@contextmanager
def at_work(deed: str, settings: StoreSettings, root: Path) -> Generator[subprocess.Popen[str]]:
    """A process that does the deed; it has ended when the block has."""
    command = [sys.executable, "-m", "tests.store.at_work", deed, settings.url]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def first_word(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def killed_at(deed: str, settings: StoreSettings, root: Path) -> None:
    """A process did the deed up to its first word and was then killed, as a power cut would."""
    with at_work(deed, settings, root) as process:
        assert first_word(process)
        os.kill(process.pid, signal.SIGKILL)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> StoreSettings:
    """A database without tables."""
    if request.param == "sqlite":
        return StoreSettings(url=f"sqlite:///{tmp_path / 'not' / 'there' / 'store.sqlite3'}")
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return StoreSettings(url=server.new_database())


@pytest.mark.kill
def test_two_processes_that_start_at_once_both_find_the_tables(empty_database: StoreSettings, root: Path) -> None:
    with at_work("open_it", empty_database, root) as one, at_work("open_it", empty_database, root) as two:
        words = [one.communicate()[0].strip(), two.communicate()[0].strip()]

    assert words == ["open", "open"]


@pytest.mark.kill
def test_two_processes_take_a_hundred_numbers_without_a_gap_and_none_twice(
    store: SqlStore, settings: StoreSettings, root: Path
) -> None:
    with at_work("take_numbers", settings, root) as one, at_work("take_numbers", settings, root) as two:
        taken = one.communicate()[0].split() + two.communicate()[0].split()

    assert sorted(taken) == [case_number(2026, counter) for counter in range(1, 101)]
    with store.begin() as uow:
        assert uow.cases.next_number(2026) == "PF-2026-0101"


@pytest.mark.kill
def test_a_process_killed_in_a_transaction_leaves_nothing_and_blocks_nobody(
    store: SqlStore, settings: StoreSettings, root: Path
) -> None:
    killed_at("stop_in_a_transaction", settings, root)
    with store.begin() as uow:
        seen, number, cases = uow.inbox.seen("card:1"), uow.cases.next_number(2026), list(uow.cases.open_cases())
        uow.cases.add(a_case())

    assert (seen, number, cases, Deliveries(store).waiting()) == (None, "PF-2026-0001", [], 0)


@pytest.mark.kill
def test_what_a_killed_process_was_delivering_is_delivered_when_its_lease_ends_as_a_second_attempt(
    store: SqlStore, settings: StoreSettings, root: Path
) -> None:
    add(store, HUB_CARD)
    killed_at("stop_while_delivering", settings, root)
    early = claim(store, at=LEASE_S - 1)

    assert (early, [(one.effect, one.attempt) for one in claim(store, at=LEASE_S)]) == ([], [(HUB_CARD, 2)])


def test_what_was_kept_is_there_after_the_store_was_closed_and_opened_again(settings: StoreSettings) -> None:
    before = open_store(settings)
    with before.begin() as uow:
        uow.cases.add(a_case())
    before.close()
    after = open_store(settings)
    with after.read() as uow:
        found = uow.cases.get("PF-2026-0001")
    after.close()

    assert found == a_case()
