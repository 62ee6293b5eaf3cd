"""Golden files: what a card looks like, kept beside the tests and changed only on purpose."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def golden_text(card: Mapping[str, object]) -> str:
    """The card as it is kept: indented, readable words, one newline at the end."""
    return json.dumps(card, indent=2, ensure_ascii=False) + "\n"


def may_write() -> bool:
    """True only where a person asked for it (`make goldens`), never in CI."""
    return os.environ.get("UPDATE_GOLDENS") == "1" and not os.environ.get("CI")


def assert_golden(name: str, card: Mapping[str, object], folder: Path = FOLDER) -> None:
    """The card is the one kept under this name; `make goldens` keeps it as it is now."""
    kept, text = folder / f"{name}.json", golden_text(card)
    if may_write():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert kept.exists(), f"{kept.name} is not kept yet: look at the card, then run `make goldens`"

    assert kept.read_text(encoding="utf-8") == text, f"{kept.name} differs: look at it, then run `make goldens`"
