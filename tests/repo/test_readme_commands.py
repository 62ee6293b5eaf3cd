"""A newcomer types what the README says, in a fresh clone, and it works."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.repo.clone import Clone, Running, fresh_clone
from tests.repo.readme import Command, Kind, commands
from tests.repo.tracked import ROOT, tracked_files

# A run of its own, before the others (`make test`): what answers within seconds is measured on a machine that is free.
pytestmark = pytest.mark.repo

ANSWERS_WITHIN_S = 10  # what the README promises once everything is installed
SAID = commands((ROOT / "README.md").read_text(encoding="utf-8"))
STAYING = [command for command in SAID if command.kind is Kind.STAYS]
# Two that every newcomer tries, and whatever else the README says.
EVERYBODYS = [Command("make"), Command(".venv/bin/prevention-first --help")]
ENDING = EVERYBODYS + [command for command in SAID if command.kind is Kind.ENDS]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Generator[Clone]:
    """A clone in which everything was installed the README's way: from Python, pip, make and npm."""
    with fresh_clone(tmp_path_factory.mktemp("newcomer") / "prevention-first") as made:
        installed = made.ends("make install")
        assert installed.returncode == 0, installed.stdout
        yield made


@contextmanager
def running(clone: Clone, command: Command) -> Generator[Running]:
    started = Running(clone, command.line)
    try:
        yield started
    finally:
        started.kill()


@pytest.mark.parametrize("command", STAYING, ids=lambda command: command.line)
def test_it_answers_in_time_and_ctrl_c_ends_it_cleanly(clone: Clone, command: Command) -> None:
    with running(clone, command) as started:
        took = started.answers_within(ANSWERS_WITHIN_S)
        ended = started.ctrl_c()

    assert took < ANSWERS_WITHIN_S
    # make passes Ctrl-C on and then ends by it itself; had the command failed, make would say "Error".
    assert ended in {0, -signal.SIGINT}, started.output()
    assert "Error" not in started.output()
    assert "Traceback" not in started.output()
    assert clone.left_behind() == []


@pytest.mark.parametrize("command", ENDING, ids=lambda command: command.line)
def test_it_ends_well(clone: Clone, command: Command) -> None:
    ended = clone.ends(command.line)

    assert ended.returncode == 0, ended.stdout
    assert clone.left_behind() == []


def test_a_second_installation_has_nothing_to_do(clone: Clone) -> None:
    assert clone.ends("make install").stdout == "make: Nothing to be done for 'install'.\n"


def test_installing_and_running_leave_nothing_that_git_would_keep(clone: Clone) -> None:
    assert set(tracked_files(clone.folder)) - set(tracked_files()) == set()


def test_make_reset_forgets_the_state(clone: Clone) -> None:
    kept = clone.folder / "var/something"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("state", encoding="utf-8")
    clone.ends("make reset")

    assert not kept.parent.exists()


def test_make_help_names_every_target(clone: Clone) -> None:
    said = clone.ends("make").stdout
    makefile = Path(clone.folder / "Makefile").read_text(encoding="utf-8")
    targets = [line.split()[1] for line in makefile.splitlines() if line.startswith(".PHONY: ")]

    assert [target for target in targets if f"make {target} " not in said] == []
