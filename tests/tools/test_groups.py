"""Tests of one `xdist_group` share a worker, and so the Playground and the browser that their module starts once."""

import subprocess
import sys
from pathlib import Path

TESTS = """
import os
import pytest

pytestmark = pytest.mark.xdist_group("one")


@pytest.mark.parametrize("number", range(6))
def test_it(number, pytestconfig):
    with open(pytestconfig.rootpath / "workers", "a") as workers:
        workers.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


def test_a_group_stays_with_one_worker(tmp_path: Path) -> None:
    (tmp_path / "test_group.py").write_text(TESTS, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir", str(tmp_path), "-n", "2", "--dist", "loadgroup", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    workers = (tmp_path / "workers").read_text(encoding="utf-8").splitlines()

    assert (ended.returncode, len(workers)) == (0, 6), ended.stdout
    assert len(set(workers)) == 1
