"""The import contracts of the grid hold, and each of them bites when it is broken."""

import ast
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.repo.tracked import PACKAGES, ROOT, python_files

LINT_IMPORTS = ROOT / ".venv/bin/lint-imports"
# One forbidden import for each contract of pyproject.toml, by its name: the module that gets it, and the line.
BROKEN = {
    "The grid: service, then the edges, then cards and store, then hub": ("hub/rogue_grid.py", "import cards"),
    "The local Microsoft 365 is an independent witness: it imports none of ours": ("local365/rogue.py", "import hub"),
    "The app package is built apart: it imports none of ours": ("appmanifest/rogue.py", "import hub"),
    "None of ours imports the local Microsoft 365": ("store/rogue.py", "import local365"),
    "Only bot/gateway.py knows botbuilder": ("sync/rogue.py", "import botbuilder.core"),
    "Only sync talks to Graph": ("bot/rogue.py", "import msgraph"),
    "hub and cards are pure: no I/O libraries": ("cards/rogue.py", "import aiohttp"),
}


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their contracts, where a rogue import harms nobody."""
    for path in (*python_files(*PACKAGES, "appmanifest"), Path("pyproject.toml")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, tmp_path / path)
    return tmp_path


def test_every_contract_bites(copy: Path) -> None:
    for module, line in BROKEN.values():
        (copy / module).write_text(f"{line}\n", encoding="utf-8")
    said = linted(copy)

    assert said.returncode != 0
    assert [name for name in BROKEN if f"{name} BROKEN" not in said.stdout] == [], said.stdout


def imported(path: Path) -> set[str]:
    """The top-level names this module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.partition(".")[0])
    return names


def test_in_the_bot_only_the_gateway_knows_botbuilder() -> None:
    knowing = {path.name for path in python_files("bot") if imported(path) & {"botbuilder", "botframework", "msrest"}}

    assert knowing != set()
    assert [name for name in knowing if not name.startswith("gateway")] == []
