"""A terminal that nobody looks at, and what was printed on it."""

import io
import json
from typing import Any

from rich.console import Console


def quiet(*, terminal: bool = False) -> Console:
    """One as wide as a large screen; plain, as when piped, unless it is to be a real one."""
    return Console(file=io.StringIO(), width=400, force_terminal=terminal)


def said(screen: Console) -> str:
    """All that was printed on it."""
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def said_json(screen: Console) -> Any:
    """The JSON that was printed on it."""
    return json.loads(said(screen))
