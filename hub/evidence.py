"""What is known to work: guides and projects of the evidence library, made fit to be found and shown.

The rules by which a dirty row is put right stand here, and in words in store/library/README.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit


class EvidenceKind(Enum):
    """What an evidence item is."""

    PROBLEM_GUIDE = "Problem guide"
    RESPONSE_GUIDE = "Response guide"
    TOOL_GUIDE = "Tool guide"
    FOUNDATION = "Handbook"
    PROJECT = "Project"


class Award(Enum):
    """How a project fared in the Goldstein award, best first."""

    WINNER = "Winner"
    FINALIST = "Finalist"
    HONOURABLE_MENTION = "Honourable mention"
    ENTERED = "Entered"


class Flaw(Enum):
    """What was wrong with a row and could not be mended. The first three cost it its place in the library."""

    NO_TITLE = "no title"
    UNKNOWN_KIND = "unknown kind"
    TWICE = "the same row twice"
    UNKNOWN_AWARD = "unknown award"
    NO_LINK = "a link that is no web address"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One guide or project. Texts are in one line, and empty when the library does not say; `year` is None then.

    `url` is a web address or empty. `award_by_file_name`: only the document's own name says so. `link_year`: the year
    in the address, when it is not `year`. `sections`: what a guide covers, in its order, without back matter.
    """

    kind: EvidenceKind
    title: str
    author: str = ""
    place: str = ""
    year: int | None = None
    award: Award | None = None
    award_by_file_name: bool = False
    url: str = ""
    link_year: int | None = None
    sections: tuple[str, ...] = ()

    @property
    def is_guide(self) -> bool:
        """True for what sums up a problem, a response or a method; False for what one force did."""
        return self.kind is not EvidenceKind.PROJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The evidence items, in the order of their rows, and how often each flaw was met."""

    items: tuple[EvidenceItem, ...]
    flaws: Mapping[Flaw, int]


def library_of(rows: Iterable[Mapping[str, str | None]]) -> Library:
    """Every row that can be shown, put right, once. A column that is missing counts as empty."""
    flaws: Counter[Flaw] = Counter()
    items: dict[EvidenceItem, None] = {}
    for row in rows:
        item = _item({name: value or "" for name, value in row.items()}, flaws)
        if item in items:
            flaws[Flaw.TWICE] += 1
        elif item is not None:
            items[item] = None
    return Library(items=tuple(items), flaws=flaws)


def is_web_address(url: str) -> bool:
    """True for what may become a link: http or https, a host, and no character that an address cannot hold."""
    if not _ADDRESS.fullmatch(url):
        return False
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _item(row: Mapping[str, str], flaws: Counter[Flaw]) -> EvidenceItem | None:
    title = tidy_title(row.get("title", ""))
    kind = _kind(row)
    if not title or kind is None:
        flaws[Flaw.UNKNOWN_KIND if title else Flaw.NO_TITLE] += 1
        return None
    url = row.get("url", "").strip()
    if url and not is_web_address(url):
        flaws[Flaw.NO_LINK] += 1
        url = ""
    year, link_year = _year(row.get("year", "")), _year("".join(_PATH_YEAR.findall(url)[-1:]))
    award, by_file_name = _award(row.get("award", ""), url, flaws)
    return EvidenceItem(
        kind=kind,
        title=title,
        author=_one_line(row.get("author_or_agency", "")),
        place=_one_line(row.get("place", "")).replace("Ontaorio", "Ontario"),
        year=year,
        award=award,
        award_by_file_name=by_file_name,
        url=url,
        link_year=link_year if year is not None and link_year != year else None,
        sections=_sections(row.get("sections", "")),
    )


def tidy_title(title: str) -> str:
    """The title in one line, a blank behind each colon, without what a lost subtitle left at its end."""
    return _GLUED_COLON.sub(": ", _one_line(title)).rstrip(",;: ")


def _kind(row: Mapping[str, str]) -> EvidenceKind | None:
    if row.get("kind", "").strip().casefold() == "project":
        return EvidenceKind.PROJECT
    return _GUIDES.get(_letters(row.get("resource_type", "")))


def _award(said: str, url: str, flaws: Counter[Flaw]) -> tuple[Award | None, bool]:
    """The award, and whether only the document's name says so, which counts where the row says no more than entered."""
    letters = _letters(said)
    award = _AWARDS.get(letters)
    if letters and award is None:
        flaws[Flaw.UNKNOWN_AWARD] += 1
    marks = _ARCHIVE_MARK.findall(url)
    if award is Award.ENTERED and marks:
        return _MARKS[marks[-1]], True
    return award, False


def _year(said: str) -> int | None:
    return int(said) if _YEAR.fullmatch(said.strip()) else None


def _sections(said: str) -> tuple[str, ...]:
    named = (tidy_title(one) for one in said.split("|"))
    return tuple(dict.fromkeys(one for one in named if one and one.casefold() not in _BACK_MATTER))


def _one_line(said: str) -> str:
    return " ".join(said.split())


def _letters(said: str) -> str:
    return " ".join(_WORD.findall(said.casefold()))


_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"\\^`{|}]{1,2000}", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PATH_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_GLUED_COLON = re.compile(r":(?=[A-Za-z])")
_ARCHIVE_MARK = re.compile(r"\((W|F)\)\.\w+$")  # as in 96-57(W).pdf
_WORD = re.compile(r"[a-z]+")
_GUIDES = {
    "problem guide": EvidenceKind.PROBLEM_GUIDE,
    "response guide": EvidenceKind.RESPONSE_GUIDE,
    "tool guide": EvidenceKind.TOOL_GUIDE,
    "foundational resource": EvidenceKind.FOUNDATION,
}
_AWARDS = {
    "winner": Award.WINNER,
    "finalist": Award.FINALIST,
    "honorable mention": Award.HONOURABLE_MENTION,
    "honourable mention": Award.HONOURABLE_MENTION,
    "submission": Award.ENTERED,
}
_MARKS = {"W": Award.WINNER, "F": Award.FINALIST}
_BACK_MATTER = frozenset(
    {
        *("additional resources", "conclusion", "conclusions", "endnotes"),
        *("references", "related pop projects", "related videos"),
    }
)
