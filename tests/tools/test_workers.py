"""The suite's workers: tests of one group share one, and a test that never ends ends the run as failed."""

import subprocess
import sys
from pathlib import Path

GROUP = """
import os
import pytest

pytestmark = pytest.mark.xdist_group("one")


@pytest.mark.parametrize("number", range(6))
def test_it(number, pytestconfig):
    with open(pytestconfig.rootpath / "workers", "a") as workers:
        workers.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""
HANGS = """
import threading
import pytest


@pytest.mark.parametrize("number", range(6))
def test_it(number):
    if number == 2:
        threading.Event().wait()
"""


def run(folder: Path, root: Path, tests: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The tests ran on two workers, as ours do."""
    (folder / "test_them.py").write_text(tests, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(root / "pyproject.toml"), "--rootdir", str(folder)]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-n", "2", "--dist", "loadgroup", *more, str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_group_stays_with_one_worker(tmp_path: Path, root: Path) -> None:
    """They share the Playground and the browser that their module starts once."""
    ended = run(tmp_path, root, GROUP)
    workers = (tmp_path / "workers").read_text(encoding="utf-8").splitlines()

    assert (ended.returncode, len(workers)) == (0, 6), ended.stdout
    assert len(set(workers)) == 1


def test_a_test_that_never_ends_fails_and_says_where_it_stood(tmp_path: Path, root: Path) -> None:
    ended = run(tmp_path, root, HANGS, "-o", "faulthandler_timeout=2")

    assert ended.returncode == 1, ended.stdout
    assert "crashed while running 'test_them.py::test_it[2]'" in ended.stdout
    assert "in test_it" in ended.stderr
