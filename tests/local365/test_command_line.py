"""`python -m local365` says where it is, and stops when it is told to."""

import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local365.snapshot import FILE


@contextmanager
def started(*arguments: str) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "local365", "--tls-port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_one_line_and_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with started("--port", "0", "--state", str(tmp_path), "--bot", "http://127.0.0.1:9/x") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(number)
        rest, errors = process.communicate(timeout=20)

    assert line.startswith("local365 at http://127.0.0.1:")
    assert (rest, errors, process.returncode, (tmp_path / FILE).exists()) == ("", "", 0, True)


def test_a_port_that_is_taken_is_named_in_one_line() -> None:
    with started("--port", "0") as first:
        assert first.stdout is not None
        port = first.stdout.readline().split("http://127.0.0.1:")[1].split()[0]
        with started("--port", port) as second:
            _, errors = second.communicate(timeout=20)

    assert (second.returncode, errors.startswith("local365 cannot start: "), errors.count("\n")) == (1, True, 1)
