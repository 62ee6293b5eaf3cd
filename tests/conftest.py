"""Fixtures every folder of tests shares, and the two rules of this suite: marks are known, and in CI nothing skips."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from store.engines import StoreSettings
from store.schema import upgrade
from tests.postgres import PostgresServer, running_postgres

MARKS = {
    "browser": "drives headless Chromium; `make fast` leaves it out",
    "kill": "kills real processes and starts them again; `make fast` leaves it out",
    "repo": "builds a fresh clone and runs what the README says; `make fast` leaves it out",
}
ROOT = Path(__file__).parents[1]
NewDatabase = Callable[[Path], StoreSettings]
# A fresh clone first works out Unicode's tables, and two busy cores are slow: neither says anything about a property.
# In CI every run draws the same examples, so that a submission is judged by what it changed; elsewhere they vary.
settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    for name, meaning in MARKS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that two workers end together."""
    items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in ("kill", "browser")])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed one: a witness that did not look has seen nothing."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"In CI nothing may skip: {report.longrepr}"
    return report


@pytest.fixture
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """The folder the README names, where pictures of the journeys land."""
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Gives a SQLite file in a folder: a copy of one that has the tables and nothing in them."""
    tables = tmp_path_factory.mktemp("store") / "tables.sqlite3"
    upgrade(StoreSettings(url=f"sqlite:///{tables}"))

    def new(folder: Path) -> StoreSettings:
        shutil.copy(tables, folder / "store.sqlite3")
        return StoreSettings(url=f"sqlite:///{folder / 'store.sqlite3'}")

    return new


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole session."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A new, empty PostgreSQL database for this test, as a SQLAlchemy address."""
    return postgres_server.new_database()
