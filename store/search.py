"""The words by which cases are found, kept in the transaction that changes the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, or_, select

from hub.cases import Case
from hub.people import AadId
from hub.search import beginnings, first_letters, may_be_misspelt, nearest, words_of
from store.tables import case_words, cases


def index_new(connection: Connection, case: Case) -> None:
    """The case, which no words are kept of, is found by those it has."""
    connection.execute(insert(case_words), [{"word": word, "case": case.number} for word in sorted(words_of(case))])


def index(connection: Connection, case: Case) -> None:
    """The case is found by the words it has now, and by no others. Safe to call twice."""
    wanted = words_of(case)
    its_own = case_words.c.case == case.number
    kept = set(connection.scalars(select(case_words.c.word).where(its_own)))
    if gone := kept - wanted:
        connection.execute(delete(case_words).where(its_own, case_words.c.word.in_(gone)))
    if new := wanted - kept:
        connection.execute(insert(case_words), [{"word": word, "case": case.number} for word in sorted(new)])


def reindex(connection: Connection, everything: Iterable[Case]) -> None:
    """These cases, which are all there are, are found by the words they have now. Safe to call twice."""
    connection.execute(delete(case_words))
    if rows := [{"word": word, "case": case.number} for case in everything for word in words_of(case)]:
        connection.execute(insert(case_words), rows)


def found_by(connection: Connection, words: Sequence[str], *, sent_in_by: AadId | None) -> ColumnElement[bool] | None:
    """What is true of the cases that have every one of `words`; None when no case can have them all.

    A word that no case has stands for the few that are a slip away from it. With `sent_in_by`, only that person's cases
    are found, and only their words are known.
    """
    scope = [] if sent_in_by is None else [cases.c.submitter_aad_id == sent_in_by]
    own = [case_words.c.case.in_(select(cases.c.number).where(*scope))] if scope else []
    conditions: list[ColumnElement[bool]] = list(scope)
    for word in words:
        meant = _meant(connection, word, own)
        if meant is None:
            return None
        conditions.append(cases.c.number.in_(select(case_words.c.case).where(meant)))
    return and_(True, *conditions)


def _meant(connection: Connection, word: str, own: Sequence[ColumnElement[bool]]) -> ColumnElement[bool] | None:
    typed = or_(*(_begins(part) for part in beginnings(word)))
    if connection.execute(_some(own).where(typed).limit(1)).first() is not None:
        return typed
    if not may_be_misspelt(word):
        return None
    letters = or_(*(_begins(letter) for letter in first_letters(word)))
    guesses = nearest(word, connection.scalars(_some(own).where(letters).distinct()).all())
    return case_words.c.word.in_(guesses) if guesses else None


def _some(own: Sequence[ColumnElement[bool]]) -> Select[str]:
    return select(case_words.c.word).where(*own)


def _begins(part: str) -> ColumnElement[bool]:
    """A range, and no LIKE: the index serves it on both databases, whatever the word holds."""
    return and_(case_words.c.word >= part, case_words.c.word < part + _LAST)


_LAST = "\U0010ffff"  # sorts behind every character that a word can hold
