"""In CI nothing may skip: a witness that did not look has seen nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 failed"), ("", "1 skipped")])
def test_a_skipped_test_fails_in_ci_and_nowhere_else(tmp_path: Path, ci: str, outcome: str) -> None:
    skips = tmp_path / "test_skips.py"
    skips.write_text("import pytest\n\n\ndef test_it():\n    pytest.skip('no database here')\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-q", str(skips)],
        cwd=tmp_path,
        env=os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.stdout.splitlines()[-1].startswith(outcome), ended.stdout
