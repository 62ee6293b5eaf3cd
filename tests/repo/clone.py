"""A fresh clone of the checkout, and what is run in it: started, reached, stopped, and nothing left."""

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from uuid import uuid4

from tests.repo.tracked import GIT, ROOT, tracked_files

URL = re.compile(r"http://(?P<host>localhost|127\.0\.0\.1):(?P<port>\d+)")
# Of the machine that runs the test, not of a newcomer's.
NOT_A_NEWCOMERS = ("VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "UV_PROJECT_ENVIRONMENT")
PORTS_TOGETHER = 3


def free_ports() -> int:
    """The first of three neighbouring ports that nobody listens on."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with suppress(OSError):
                for neighbour in range(1, PORTS_TOGETHER):
                    with socket.socket() as other:
                        other.bind(("127.0.0.1", port + neighbour))
                return port


@dataclass(frozen=True, slots=True, kw_only=True)
class Clone:
    """A folder as `git clone` makes it, and a mark by which every process started in it is known."""

    folder: Path
    mark: str

    def environment(self) -> dict[str, str]:
        """A newcomer's: nothing of this test's own, and ports of its own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
        for name in NOT_A_NEWCOMERS:
            kept.pop(name, None)
        return kept | {"PREVENTION_FIRST_LOCAL_PORT": str(free_ports()), "README_TEST": self.mark}

    def ends(self, command: str) -> subprocess.CompletedProcess[str]:
        """The command was run to its end."""
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def left_behind(self) -> list[str]:
        """The command lines of processes that were started here and still run."""
        return [_command_line(pid) for pid in _pids() if f"README_TEST={self.mark}".encode() in _read(pid, "environ")]


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it ended while we looked
        return b""


def _command_line(pid: int) -> str:
    return _read(pid, "cmdline").replace(b"\0", b" ").decode().strip()


@contextmanager
def fresh_clone(folder: Path) -> Generator[Clone]:
    """A clone, with what is not committed yet laid over it, so that what is tested is what would be committed."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], env=GIT, check=True, capture_output=True)
    kept = tracked_files()
    for path in set(tracked_files(folder)) - set(kept):
        (folder / path).unlink()
    for path in kept:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    yield Clone(folder=folder, mark=uuid4().hex)
    # 50,000 files: rm needs seconds where shutil.rmtree needs a minute.
    subprocess.run(["rm", "-rf", str(folder)], check=True)


class Running:
    """A command that stays: what it said, and where it answers."""

    def __init__(self, clone: Clone, command: str) -> None:
        self.started = monotonic()
        self.said: list[str] = []
        self._process = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=clone.folder,
            env=clone.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._printed = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self.said.append(line)
            if URL.search(line):
                self._printed.set()
        self._printed.set()

    def output(self) -> str:
        return "".join(self.said)

    def answers_within(self, seconds: float) -> float:
        """Seconds from the start until the printed address had answered. AssertionError when later, or not.

        One request and no second try: an address that is printed must answer.
        """
        self._printed.wait(seconds)
        found = URL.search(self.output())
        assert found, f"no address within {seconds} s:\n{self.output()}"
        connection = HTTPConnection(found["host"], int(found["port"]), timeout=seconds)
        with closing(connection):
            connection.request("GET", "/")
            status = connection.getresponse().status
        assert status == HTTPStatus.OK, f"{found[0]} answered {status}"
        return monotonic() - self.started

    def ctrl_c(self) -> int:
        """What a terminal does at Ctrl-C was done, and it ended; returns the exit status."""
        os.killpg(self._process.pid, signal.SIGINT)
        ended = self._process.wait(timeout=30)
        self._reader.join(timeout=30)
        return ended

    def kill(self) -> None:
        """It is gone, whatever it was doing. Safe to call when it has ended."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()
