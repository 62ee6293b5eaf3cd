"""Somebody looks for a case or for a colleague: answered from the store alone, and only with what they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.cases import Case
from hub.people import AadId, Person, may_work_cases
from hub.ports import Store
from hub.search import beginnings, may_be_misspelt, nearest, sought
from hub.usecases.casework import staff_member

MOST_FOUND = 25  # cases on one page; what Teams asks a message extension for


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of cases, newest first. `more`: others come after them. `everybodys`: all cases were looked through."""

    cases: tuple[Case, ...]
    more: bool
    everybodys: bool


def find_cases(store: Store, text: str, *, by: AadId, skip: int = 0, most: int = MOST_FOUND) -> Found:
    """The cases with all the words of `text`: hub staff look among all, everybody else among their own.

    Without words, the newest.
    """
    with store.read() as uow:
        staff = may_work_cases(uow.people.role(by))
        own = None if staff else by
        cases = uow.cases.search(sought(text), sent_in_by=own, skip=skip, limit=most + 1)
    return Found(cases=tuple(cases[:most]), more=len(cases) > most, everybodys=staff)


def find_colleagues(store: Store, text: str, *, by: AadId, skip: int = 0, most: int = MOST_FOUND) -> Sequence[Person]:
    """The people on the hub's roster with all the words of `text` in name or e-mail, by name.

    Refused (NotHubStaff) to everybody who is not on it.
    """
    with store.read() as uow:
        staff_member(uow, by)
        staff = uow.people.staff()
    words = sought(text)
    found = [person for person in staff if all(_is_in(word, _words_of(person)) for word in words)]
    return found[skip : skip + most]


def _words_of(person: Person) -> Sequence[str]:
    return sought(f"{person.name} {person.email.partition('@')[0]}")


def _is_in(word: str, known: Sequence[str]) -> bool:
    if any(one.startswith(beginnings(word)) for one in known):
        return True
    return may_be_misspelt(word) and bool(nearest(word, known))
