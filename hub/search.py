"""What a case can be found by, and what somebody looks for: the same words whichever database keeps them.

Only what a submitter may know of their own case is findable: never a theme, a hub note or a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from hub.cases import Case

WORDS_VERSION = "1"
"""Raise it when `words_of` gives other words: every store then writes its index anew when it is opened."""


def words_of(case: Case) -> frozenset[str]:
    """The words that find the case: its number in every form, its title, its kind and where it stands."""
    number = case.number.casefold()
    counter = number.rpartition("-")[2]
    numbers = {number, counter, counter.lstrip("0")}
    stands = "" if case.is_closed else "open"
    said = words_in(f"{case.title} {case.submission.kind.value} {case.status.value} {stands}")[:_MOST_INDEXED]
    return frozenset(numbers | set(said) | {singular(word) for word in said}) - {""}


def sought(text: str) -> tuple[str, ...]:
    """The words that all have to be found, in order and each once; none when only small words were typed."""
    return tuple(dict.fromkeys(words_in(text)))[:_MOST_SOUGHT]


def beginnings(word: str) -> tuple[str, ...]:
    """What a word in the index may begin with to be the one that was typed, or is still being typed."""
    if _SHORT_NUMBER.fullmatch(word):
        return word, f"pf-{word}"
    single = singular(word)
    return (single,) if word.startswith(single) else (word, single)


def may_be_misspelt(word: str) -> bool:
    """True for a word long enough that a slip of the finger leaves it recognisable; never for a number."""
    return len(word) >= _SHORTEST_GUESSED and word.isalpha()


def first_letters(word: str) -> tuple[str, ...]:
    """The letters that the word somebody meant can begin with: a slip may leave out or turn round the first two."""
    return tuple(dict.fromkeys(word[:2]))


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The few known words that are at most a slip or two away from `word`, or begin so; nearest first."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  40 modules that no start needs

    most = 1 if len(word) < _LONG_WORD else 2
    ranked = sorted((_slips(OSA.distance, word, one, most), one) for one in known)
    return tuple(one for slips, one in ranked if slips <= most)[:_MOST_GUESSES]


def _slips(distance: Callable[..., int], word: str, known: str, most: int) -> int:
    whole = distance(word, known, score_cutoff=most)
    return min(whole, distance(word, known[: len(word)], score_cutoff=most))


def words_in(text: str) -> Sequence[str]:
    """All words of the text in order, in lower case and without accents; small words are left out."""
    bare = _APOSTROPHES.sub("", unicodedata.normalize("NFKD", text).casefold())
    folded = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(folded) if word not in _SMALL]


def singular(word: str) -> str:
    """The word for one of it; the word itself when it is no plural."""
    if len(word) < _SHORTEST_PLURAL or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


_APOSTROPHES = re.compile("['\u2019]")
_WORD = re.compile(r"pf(?:-\d+){1,2}|\d{4}-\d+|[^\W_]+")  # a case number is one word, whole or half typed
_SHORT_NUMBER = re.compile(r"\d{4}-\d+")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can for from has have if in is it its not of on or our pf so that the their "
        "there they this to was we were which with",
    )
)
_LONGEST_WORD = 40  # characters; longer ones are no words, and PostgreSQL cannot index them
_MOST_INDEXED = 80  # a title from the Form may be of any length
_MOST_SOUGHT = 8
_MOST_GUESSES = 5
_SHORTEST_PLURAL = 4
_SHORTEST_GUESSED = 5
_LONG_WORD = 8  # characters; from here on two slips still leave a word recognisable
