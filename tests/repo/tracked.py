"""The files of the checkout as git sees them: what is committed, and what would be."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "cards", "hub", "local365", "service", "store", "sync")
# A checkout that belongs to another user (a container's mount) is still ours to read.
GIT = os.environ | {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}


def tracked_files(root: Path = ROOT) -> list[Path]:
    """Every file that is kept, relative to the checkout, in order; what .gitignore names is not there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, env=GIT, capture_output=True, check=True, text=True).stdout
    names = sorted({name for name in listed.split("\0") if name})
    return [Path(name) for name in names if (root / name).is_file()]


def python_files(*folders: str, root: Path = ROOT) -> list[Path]:
    """The Python files in these folders, relative to the checkout."""
    return [path for path in tracked_files(root) if path.suffix == ".py" and path.parts[0] in folders]
