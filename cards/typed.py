"""What a person typed, made fit to be shown: nothing that could break a card, and no longer than its place."""

from __future__ import annotations

import json
import re
import unicodedata

_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_MARKDOWN = re.compile(r"[\\`*_~\[\]()<>#|&]")

_JOINS = ("\u200d", "\ufe0e", "\ufe0f")  # joiner and variation selectors: part of the emoji before them
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")


def clean(text: str) -> str:
    """`text` with every line end a newline; without control characters, halves of characters and turns of direction."""
    return _UNSHOWABLE.sub("", _LINE_ENDS.sub("\n", text))


def tidy(text: str) -> str:
    """`text` as it stands in a box to type in: clean, and at most one blank line at a time."""
    return _BLANK_LINES.sub("\n\n", clean(text)).strip()


def readable(text: str) -> str:
    """`text` as it is shown in a card: tidy, and no function of cards in it."""
    return tidy(text).replace("{{", "{\u2060{")  # {{DATE(…)}} would become a date


def one_line(text: str) -> str:
    """`text` as it is shown in a line of its own."""
    return " ".join(readable(text).split())


def bare(text: str) -> str:
    """`text` in one line and without the signs that Markdown or HTML understand, for places that read them."""
    return one_line(_MARKDOWN.sub("", text))


def shorten(text: str, longest: int, *, lines: int = 0, rest: str = "…") -> str:
    """`text` when it has at most `longest` characters and `lines` lines (0: any); else its beginning and `rest`."""
    few = "\n".join(text.split("\n")[:lines]) if lines else text
    if len(few) > longest:
        few = few[: _good_end(few, longest)]
    return text if few == text else few.rstrip() + rest


def weight(text: str) -> int:
    """What `text` adds to a card, in bytes of UTF-16, escapes included: the measure of Teams' size limit."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-16-le")) - len('""'.encode("utf-16-le"))


def fit(text: str, most: int) -> str:
    """`text`, or as much of its beginning as weighs at most `most` bytes."""
    while weight(text) > most:
        text = shorten(text, len(text) * most // weight(text) - 1, rest="")
    return text


def _good_end(text: str, longest: int) -> int:
    """The last place to cut before `longest`: after a word when one ends nearby, never inside an emoji."""
    word_end = max(text.rfind(" ", 0, longest + 1), text.rfind("\n", 0, longest + 1))
    if word_end > max(0, longest - _LONG_WORD):
        return word_end
    end = longest
    while 0 < end < len(text) and _belong_together(text[end - 1], text[end]):
        end -= 1
    return end


def _belong_together(left: str, right: str) -> bool:
    joined = left == _JOINS[0] or right in _JOINS
    return joined or bool(unicodedata.combining(right)) or _SKIN_TONES[0] <= right <= _SKIN_TONES[1]


_LONG_WORD = 30  # characters; few English words are longer
