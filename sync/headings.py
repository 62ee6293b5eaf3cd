"""Which column of a Forms workbook holds what. The mapping is configuration; these are the headings of our own form."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import cast

from hub.submissions import Question


class Meta(Enum):
    """The columns that Forms adds by itself. Seen in more than fifteen public samples (facts: forms-workbook)."""

    ID = "id"
    START = "start"
    COMPLETION = "completion"
    EMAIL = "email"
    NAME = "name"
    MODIFIED = "modified"
    OTHER = "other"  # nothing that anybody typed


Known = Question | Meta

HEADINGS: Mapping[Known, tuple[str, ...]] = {
    Meta.ID: ("ID",),
    Meta.START: (
        "Start time",
        "Startzeit",
        "Heure de début",
        "Hora de inicio",
        "Hora de início",
        "Ora di inizio",
        "Begintijd",
        "Amser dechrau",
    ),
    Meta.COMPLETION: (
        "Completion time",
        "Abschlusszeit",
        "Heure de fin",
        "Hora de finalización",
        "Hora de conclusão",
        "Ora di completamento",
        "Tijd van voltooien",
        "Amser cwblhau",
    ),
    Meta.EMAIL: ("Email", "E-Mail", "Adresse de messagerie", "Correo electrónico", "Posta elettronica", "E-bost"),
    Meta.NAME: ("Name", "Nom", "Nombre", "Nome", "Naam", "Enw"),
    Meta.MODIFIED: ("Last modified time", "Uhrzeit der letzten Änderung", "Hora de la última modificación"),
    Meta.OTHER: ("Language", "Sprache", "Total points", "Quiz feedback"),
    Question.KIND: ("Is this an idea, an operational problem or an inefficiency?",),
    Question.TITLE: ("In one sentence, what is it?",),
    Question.DETAILS: ("What happens, where, how often, and who is affected?",),
    Question.TRIED: ("What has been tried or what do you already know about what works?",),
    Question.GOOD: ("What would good look like, and what help do you want from the hub?",),
}
"""The headings by which each column is known, in any letter case and spacing.

Forms writes its own in the language of the form's owner. English and German are seen in public samples, the others are
what its interface calls them: a wrong one costs nothing, and a missing one is told and added to the settings.
"""

NEEDED: tuple[Known, ...] = (Meta.ID, Meta.EMAIL, *Question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where everything is. `extra`: columns we do not know, whose answers are kept all the same."""

    columns: Mapping[Known, int]
    extra: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingTrouble:
    """Why a workbook cannot be read without guessing: headings as people see them."""

    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    unknown: tuple[str, ...]
    too_long: tuple[int, ...] = ()  # rows with more cells than there are headings: which is which nobody can tell

    def lines(self) -> tuple[str, ...]:
        """One line a heading or row, with what is the matter with it."""
        troubles = {"missing": self.missing, "doubled": self.doubled, "unknown": self.unknown}
        of_headings = (f"{what}: {heading}" for what, headings in troubles.items() for heading in headings)
        return (*of_headings, *(f"more cells than headings: row {row}" for row in self.too_long))


def with_questions(headings: Mapping[str, Sequence[str]]) -> Mapping[Known, tuple[str, ...]]:
    """The mapping with a force's own headings.

    They take the place of ours for the questions it names (`kind`, `title`, `details`, `tried`, `good`), and are known
    beside ours for the columns that Forms adds (`id`, `start`, `completion`, `email`, `name`, `modified`, `other`).
    ValueError when a name is none of these.
    """
    own = {_named(name): tuple(texts) for name, texts in headings.items()}
    return {
        known: own.get(known, texts) if isinstance(known, Question) else (*texts, *own.get(known, ()))
        for known, texts in HEADINGS.items()
    }


def own_headings(text: str) -> Mapping[Known, tuple[str, ...]]:
    """The mapping with a force's own headings, from a JSON object of lists. ValueError says what must be mended."""
    try:
        said: object = json.loads(text)
    except json.JSONDecodeError as wrong:
        raise ValueError(f"is no JSON, from line {wrong.lineno} on") from None
    if not isinstance(said, dict):
        raise ValueError("must be a JSON object: the name of each question, and a list of its headings")  # noqa: TRY004  said of a file
    for name, texts in cast("dict[str, object]", said).items():
        if name not in _NAMES:
            raise ValueError(f"names {name!r}, which is none of {', '.join(_NAMES)}")
        listed = cast("list[object]", texts) if isinstance(texts, list) else [None]
        if not all(isinstance(one, str) and one.strip() for one in listed):
            raise ValueError(f"must have a list of headings for {name}")
    return with_questions(cast("dict[str, list[str]]", said))


_NAMES = tuple(one.value for one in (*Question, *Meta))


def _named(name: str) -> Known:
    try:
        return Question(name)
    except ValueError:
        return Meta(name)


def layout_of(row: Sequence[str], headings: Mapping[Known, tuple[str, ...]]) -> Layout | HeadingTrouble:
    """Where each column is in a workbook whose first row is `row`, in any order; or what is in the way."""
    meaning = {_plain(text): known for known, texts in headings.items() for text in texts}
    meaning |= {_plain(f"Points - {text}"): Meta.OTHER for question in Question for text in headings[question]}
    columns: dict[Known, int] = {}
    doubled: list[str] = []
    extra: list[int] = []
    others: set[str] = set()
    for index, heading in enumerate(row):
        plain = _plain(heading)
        known = meaning.get(plain)
        if known is None:
            extra.append(index)
        elif known is Meta.OTHER and plain not in others:
            others.add(plain)
        elif known is not Meta.OTHER and known not in columns:
            columns[known] = index
        elif isinstance(known, Question) or known is Meta.ID:
            doubled.append(heading.strip())
        else:
            extra.append(index)  # Forms' own columns come first: a second one is a question of that name
    missing = tuple(headings[known][0] for known in NEEDED if known not in columns)
    if missing or doubled:
        unknown = tuple(row[index].strip() for index in extra if row[index].strip())
        return HeadingTrouble(missing=missing, doubled=tuple(doubled), unknown=unknown)
    return Layout(columns=columns, extra=tuple(extra))


def _plain(heading: str) -> str:
    """The heading as it is compared: without what Forms or a person's hand adds and no reader sees or minds."""
    text = _TAG.sub("", unicodedata.normalize("NFKC", heading)).translate(_STRAIGHT)
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split()).casefold().rstrip(" ?!.:*")


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014", "''\"\"-----")
