"""`explain` and `reconcile` as they are typed: what they print, and what they end with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from hub.usecases.submissions import Arrival, submit
from service.cli import app
from store.engines import StoreSettings
from store.unit_of_work import open_store
from tests.hub.builders import BIRCH, MONDAY, a_submission


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command sets up the logs of its process, which here is everybody's, on a stream that ends with the command."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    """The settings of a force whose Graph nobody answers for, and whose store holds one case."""
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    store = open_store(StoreSettings(url=url))
    submit(store, a_submission(), Arrival(key="card:1", at=MONDAY, submitter=BIRCH))
    store.close()
    return {
        "PREVENTION_FIRST_TENANT_ID": "9a8b7c6d-0000-4000-8000-000000000001",
        "PREVENTION_FIRST_APP_ID": "9a8b7c6d-0000-4000-8000-000000000002",
        "PREVENTION_FIRST_CLIENT_SECRET": "an-invented-secret-of-nobody",
        "PREVENTION_FIRST_SETUP_CODE": "words-only-oak-knows",
        "PREVENTION_FIRST_SITE_URL": "https://force.sharepoint.com/sites/prevention",
        "PREVENTION_FIRST_DATABASE_URL": url,
    }


def typed(environment: Mapping[str, str], *words: str) -> Result:
    return CliRunner().invoke(app, list(words), env=dict(environment))


def test_explain_prints_the_history_and_ends_well(environment: Mapping[str, str]) -> None:
    ended = typed(environment, "explain", "pf-2026-1")

    assert (ended.exit_code, ended.exception) == (0, None)
    assert ended.stdout.startswith("PF-2026-0001: Shed burglaries on the allotments\n")
    assert "Mon 23 Nov 2026 09:30  Sample Birch: opened" in ended.stdout


def test_explain_prints_json_for_a_program(environment: Mapping[str, str]) -> None:
    ended = typed(environment, "explain", "PF-2026-0001", "--json")

    assert json.loads(ended.stdout)["file"]["case"]["submitter"]["name"] == "Sample Birch"


def test_explain_ends_with_1_when_there_is_no_such_case(environment: Mapping[str, str]) -> None:
    ended = typed(environment, "explain", "PF-2026-0003")

    assert ended.exit_code == 1
    assert ended.stdout.startswith("There is no case PF-2026-0003. The last of that year is PF-2026-0001.")
    assert ended.stdout.count("\n") == 1


def test_explain_beside_make_run_reads_what_that_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    ended = typed({}, "explain", "PF-2026-0001", "--local")

    assert (ended.exit_code, "There is no database yet" in ended.stdout) == (1, True)


def test_reconcile_ends_with_2_when_it_could_not_look(environment: Mapping[str, str], tmp_path: Path) -> None:
    unreachable = {
        "PREVENTION_FIRST_GRAPH_URL": "http://127.0.0.1:9/v1.0",
        "PREVENTION_FIRST_AUTHORITY": f"https://127.0.0.1:9/{environment['PREVENTION_FIRST_TENANT_ID']}",
        "PREVENTION_FIRST_DATABASE_URL": f"sqlite:///{tmp_path / 'store.sqlite3'}",
    }

    ended = typed({**environment, **unreachable}, "reconcile")

    assert ended.exit_code == 2
    assert ended.stdout.startswith("Could not look: ")
    assert "Traceback" not in ended.output


def test_reconcile_says_that_the_database_does_not_answer_and_not_what_it_said(environment: Mapping[str, str]) -> None:
    folder = Path(environment["PREVENTION_FIRST_DATABASE_URL"].removeprefix("sqlite:///")).parent
    (folder / "broken.sqlite3").write_bytes(b"no database" * 100)

    ended = typed(
        {**environment, "PREVENTION_FIRST_DATABASE_URL": f"sqlite:///{folder / 'broken.sqlite3'}"}, "reconcile"
    )

    assert ended.exit_code == 2
    assert ended.stdout.startswith("Could not look: the database does not answer.")
