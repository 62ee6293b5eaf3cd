"""CI runs what a person runs, and can be told from its last line."""

import os
import subprocess

import pytest

from tests.repo.tracked import ROOT

SCRIPTS = (".ci/run", ".ci/tools")


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_script_is_bash_that_stops_at_the_first_error(script: str) -> None:
    text = (ROOT / script).read_text(encoding="utf-8")

    assert text.startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in text
    assert subprocess.run(["bash", "-n", str(ROOT / script)], check=False).returncode == 0
    assert os.access(ROOT / script, os.X_OK)


def test_ci_runs_make_test_and_nothing_else() -> None:
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1] == "exec make test </dev/null"


def test_pytest_is_the_last_thing_make_test_runs() -> None:
    planned = subprocess.run(
        ["make", "--dry-run", "--always-make", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert " .venv/bin/pytest " in planned.splitlines()[-1]
    assert [gate for gate in GATES if gate not in planned] == []


GATES = (
    *(".venv/bin/ruff check .", ".venv/bin/ruff format --check .", ".venv/bin/basedpyright", ".venv/bin/lint-imports"),
    *("prevention-first package", "pytest -m repo", "--cov-branch", "--cov-fail-under="),
)


def test_the_tools_are_not_installed_twice() -> None:
    ended = subprocess.run([str(ROOT / ".ci/tools")], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
