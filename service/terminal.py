"""What people typed, safe to show at a terminal."""

from __future__ import annotations

import unicodedata

from rich.text import Text

SHOWN = frozenset("\n\t\u200c\u200d")  # the last two join letters and pictures
REPLACED = frozenset({"Cc", "Cf", "Cs"})  # control, format (turns the writing direction round) and half characters


def plain(text: str) -> Text:
    """The text as it is, never as markup, and without what a terminal would obey instead of showing."""
    return Text("".join(_shown(one) for one in text))


def _shown(one: str) -> str:
    return "\ufffd" if one not in SHOWN and unicodedata.category(one) in REPLACED else one
