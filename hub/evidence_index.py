"""The evidence library, searched by what somebody has typed or by what a case says; best first.

Words that few items have count for most (Robertson and Spärck Jones' weight), as measured for cases: facts: rare-words.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from hub.evidence import Award, EvidenceItem, EvidenceKind, Library
from hub.evidence_words import also, is_asking, said_otherwise, stem
from hub.search import first_letters, may_be_misspelt, nearest, singular, words_in

Weights = dict[int, float]
"""How much a word says of each item that has it, by the item's place in the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found, best first, and the typed words that stand nowhere in the library; either may be empty."""

    items: Sequence[EvidenceItem]
    unknown: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceIndex:
    """The library with its words. Built once, by `index_of`; then only read, by any number of threads.

    `having`: the items that have a word. `words`: all words, in order. `families`: the words with the same stem.
    """

    library: Library
    having: Mapping[str, Weights]
    words: Sequence[str]
    families: Mapping[str, Sequence[str]]

    def search(self, text: str) -> Findings:
        """The items for what somebody typed; the first looks when that says nothing of a problem, place, year or kind.

        An item is left out when it has less than a third of what the best ones have.
        """
        words = _asked(text, _MOST_TYPED)
        if not words:
            return Findings(items=self._first_looks())
        meant = {word: self._meant(word) for word in words}
        unknown = [word for word in dict.fromkeys(words_in(text)) if word in meant and not meant[word]]
        return Findings(items=self._ranked(list(meant.values())), unknown=unknown)

    def for_case(self, title: str, details: str) -> Findings:
        """The items that the words of a case point to.

        Looked for by the few words that say most, of those that the title of a guide has: a street or a day of the week
        points nowhere. Words of the title count twice, and nothing is guessed at.
        """
        in_title = _asked(title, _MOST_READ)
        known = {word: self._known(word) for word in (*in_title, *_asked(details, _MOST_READ))}
        telling = {word: meant for word, meant in known.items() if self._names_a_guide(meant)}

        def says(word: str) -> float:
            return self._rarity(telling[word]) * (_TITLE_OF_CASE if word in in_title else 1)

        rarest = sorted(telling, key=lambda word: (-says(word), word))[:_MOST_OF_A_CASE]
        return Findings(items=self._ranked([telling[word] for word in rarest]))

    def _first_looks(self) -> Sequence[EvidenceItem]:
        """What to show before anything is asked: the problem guides, by title."""
        guides = [item for item in self.library.items if item.kind is EvidenceKind.PROBLEM_GUIDE]
        return sorted(guides, key=lambda item: item.title.casefold())

    def _ranked(self, meant: Sequence[Weights]) -> Sequence[EvidenceItem]:
        has: Weights = defaultdict(float)
        score: Weights = defaultdict(float)
        for weights in meant:
            rarity = self._rarity(weights)
            for place, weight in weights.items():
                has[place] += rarity
                score[place] += rarity * weight
        enough = max(has.values(), default=0.0) * _ENOUGH
        found = [(self.library.items[place], says) for place, says in score.items() if has[place] > enough]
        return [item for item, _ in sorted(found, key=_order)]

    def _names_a_guide(self, weights: Weights) -> bool:
        return any(self.library.items[place].is_guide and weight > _BESIDE for place, weight in weights.items())

    def _rarity(self, weights: Weights) -> float:
        return math.log(1 + len(self.library.items) / len(weights)) if weights else 0.0

    def _meant(self, word: str) -> Weights:
        """What has the word, or else a word that begins so, or else one that is a slip of the finger away."""
        return self._known(word) or self._begun(word) or self._misspelt(word)

    def _known(self, word: str) -> Weights:
        """What has the word itself or, for a little less, another for the same or of the same family."""
        single = singular(word)
        others = also(word) | also(single)
        family = {one for other in (single, *others) for one in self.families.get(stem(other), ())}
        worth = {**dict.fromkeys(family, _FAMILY), **dict.fromkeys(others, _OTHER_WORD), word: 1.0, single: 1.0}
        return _best_of((self.having.get(one, {}), factor) for one, factor in worth.items())

    def _begun(self, word: str) -> Weights:
        if len(word) < _SHORTEST_BEGINNING:
            return {}
        begun = takewhile(lambda one: one.startswith(word), self.words[bisect_left(self.words, word) :])
        return _best_of((self.having[one], _FAMILY) for one in _not_too_long(begun, word))

    def _misspelt(self, word: str) -> Weights:
        if not may_be_misspelt(word):
            return {}
        near = _not_too_long((one for one in self.words if one.startswith(first_letters(word))), word)
        return _best_of((self._known(one), _FAMILY) for one in nearest(word, near))


def index_of(library: Library) -> EvidenceIndex:
    """The index in which every word of every item stands."""
    having: dict[str, Weights] = defaultdict(dict)
    for place, item in enumerate(library.items):
        for word, weight in _weights(item).items():
            having[word][place] = weight
    families: dict[str, list[str]] = defaultdict(list)
    for word in having:
        families[stem(word)].append(word)
    return EvidenceIndex(library=library, having=dict(having), words=sorted(having), families=dict(families))


def _order(found: tuple[EvidenceItem, float]) -> tuple[float, int, str]:
    item, says = found
    return -says * _worth(item), -(item.year or 0), item.title


def _asked(text: str, most: int) -> Sequence[str]:
    words = dict.fromkeys(words_in(said_otherwise(text)))
    return [word for word in words if not is_asking(word)][:most]


def _best_of(meanings: Iterable[tuple[Weights, float]]) -> Weights:
    """What has any of them, each by the weight that is most once it is multiplied."""
    best: Weights = {}
    for weights, factor in meanings:
        for place, weight in weights.items():
            best[place] = max(best.get(place, 0.0), weight * factor)
    return best


def _not_too_long(words: Iterable[str], typed: str) -> Sequence[str]:
    return [word for word in words if len(word) <= _LONGEST_END * len(typed)]


def _weights(item: EvidenceItem) -> Mapping[str, float]:
    """How much each of its words says of the item: those of a title most, and more in a short one."""
    title = words_in(item.title)
    award = item.award.value if item.award and item.award is not Award.ENTERED else ""
    kind = item.kind.value
    weights: dict[str, float] = {}
    for weight, words in (
        (_TITLE + _SHORT_TITLE / max(len(title), 1), [*title, *words_in(_GLUED_WORDS.sub(" ", item.title))]),
        (_BESIDE, words_in(f"{item.author} {item.place} {item.year or ''} {award} {kind} {kind.replace(' ', '')}")),
        (_SECTION, words_in(" ".join(item.sections))),
    ):
        for word in words:
            for form in {word, singular(word)}:
                weights[form] = max(weights.get(form, 0.0), weight)
    return weights


def _worth(item: EvidenceItem) -> float:
    """What sums up what is known comes before what one force did, and what won an award before what did not."""
    return _WORTH.get(item.kind, 1.0) * (_WORTH_OF_AWARD.get(item.award, 1.0) if item.award else 1.0)


_GLUED_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")  # where a hyphen was lost, as in AntiGraffiti

_TITLE, _SHORT_TITLE, _BESIDE, _SECTION = 3.0, 2.0, 1.5, 1.0
_OTHER_WORD, _FAMILY = 0.9, 0.8  # of an exact word's weight
_ENOUGH = 0.34  # of what the best items have
_TITLE_OF_CASE = 2.0
_MOST_TYPED = 8  # words
_MOST_READ = 400  # words of a case that are looked at
_MOST_OF_A_CASE = 6  # words; more make it slower and no better (facts: rare-words)
_SHORTEST_BEGINNING = 3  # letters
_LONGEST_END = 2  # times as long as its beginning: staff does not mean Staffordshire
_WORTH = {
    EvidenceKind.PROBLEM_GUIDE: 1.4,
    EvidenceKind.RESPONSE_GUIDE: 1.2,
    EvidenceKind.TOOL_GUIDE: 1.1,
    EvidenceKind.FOUNDATION: 1.1,
}
_WORTH_OF_AWARD = {Award.WINNER: 1.2, Award.FINALIST: 1.1, Award.HONOURABLE_MENTION: 1.05}
