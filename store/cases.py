"""Cases as rows: the five answers and both people in columns, so that lists can be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from hub.cases import Case, CaseNumber, Status, UnknownCase, case_number
from hub.people import AadId, Person
from hub.submissions import Submission
from store.search import found_by, index, index_new, reindex
from store.tables import case_counters, cases
from store.upserts import insert_into


class StaleCase(Exception):  # noqa: N818  named for what was met
    """A case was saved that does not follow the one in the store: a bug, or it was read outside the transaction."""


class SqlCases:
    """The cases, in one transaction."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        """Take part in the connection's transaction; one that `writes` locks the cases it gets."""
        self._connection = connection
        self._writes = writes

    def next_number(self, year: int) -> CaseNumber:
        """The next free number of that year; given back when the transaction is undone."""
        statement = insert_into(self._connection, case_counters).on_conflict_do_update(
            index_elements=["year"], set_={"last": case_counters.c.last + 1}
        )
        first = {"year": year, "last": 1}
        return case_number(
            year, self._connection.execute(statement.returning(case_counters.c.last), first).scalar_one()
        )

    def pass_over(self, year: int, counter: int) -> None:
        """The next free number of that year comes after this one. Safe to call twice."""
        statement = insert_into(self._connection, case_counters)
        later = statement.on_conflict_do_update(
            index_elements=["year"],
            set_={"last": statement.excluded.last},
            where=case_counters.c.last < statement.excluded.last,
        )
        self._connection.execute(later, {"year": year, "last": counter})

    def add(self, case: Case) -> None:
        """The new case is kept."""
        self._connection.execute(insert(cases), _values(case))
        index_new(self._connection, case)

    def get(self, number: str) -> Case:
        """The case, locked until a transaction that writes ends. Refused (UnknownCase) when there is none."""
        statement = select(cases).where(cases.c.number == number)
        if self._writes:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).mappings().one_or_none()
        if row is None:
            raise UnknownCase
        return case_of(row)

    def some(self, numbers: Sequence[str]) -> Sequence[Case]:
        """Those cases, in the order asked for, as `get` gives each. Refused (UnknownCase) when one is not there."""
        statement = select(cases).where(cases.c.number.in_(numbers)).order_by(cases.c.number)
        found = {case.number: case for case in self._cases(statement.with_for_update() if self._writes else statement)}
        if len(found) != len(set(numbers)):
            raise UnknownCase
        return [found[CaseNumber(number)] for number in numbers]

    def save(self, case: Case) -> None:
        """The case is kept as it is now. Raises StaleCase unless its version is the stored one and one more."""
        statement = update(cases).where(cases.c.number == case.number, cases.c.version == case.version - 1)
        if self._connection.execute(statement, _values(case)).rowcount != 1:
            raise StaleCase(f"{case.number} version {case.version}")
        index(self._connection, case)

    def sent_in_by(self, aad_id: AadId, *, limit: int) -> Sequence[Case]:
        """That person's cases, newest first; may be empty."""
        return self._cases(_newest_first(select(cases).where(cases.c.submitter_aad_id == aad_id)).limit(limit))

    def search(self, words: Sequence[str], *, sent_in_by: AadId | None, skip: int, limit: int) -> Sequence[Case]:
        """The cases that have every word, newest first; of that person's own only, unless it is None.

        A word that none of them has stands for those a slip of the finger away. Words: `hub.search.sought`; without
        any, every case is found.
        """
        condition = found_by(self._connection, words, sent_in_by=sent_in_by)
        if condition is None:
            return []
        page = _newest_first(select(cases.c.number).where(condition)).offset(skip).limit(limit).subquery()
        return self._cases(_newest_first(select(cases).where(cases.c.number.in_(select(page.c.number)))))

    def reindex(self) -> None:
        """Every case is found by the words that it has by now. Safe to call twice."""
        reindex(self._connection, self._cases(select(cases)))

    def held_by(self, aad_id: AadId) -> Sequence[Case]:
        """The open cases that person holds, oldest first."""
        held = select(cases).where(cases.c.holder_aad_id == aad_id, cases.c.status != Status.CLOSED)
        return [case_of(row) for row in self._connection.execute(held.order_by(*_AGE)).mappings()]

    def open_cases(self) -> Sequence[CaseNumber]:
        """The numbers of all cases that are not closed, oldest first."""
        statement = select(cases.c.number).where(cases.c.status != Status.CLOSED).order_by(*_AGE)
        return list(self._connection.scalars(statement))

    def _cases(self, statement: Select[Any]) -> list[Case]:
        return [case_of(row) for row in self._connection.execute(statement).mappings()]


def _newest_first(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(*(column.desc() for column in _AGE))


def _values(case: Case) -> dict[str, Any]:
    submission = {field.name: getattr(case.submission, field.name) for field in fields(Submission)}
    plain = {name: getattr(case, name) for name in _PLAIN}
    return plain | submission | _person_values("submitter", case.submitter) | _person_values("holder", case.holder)


def case_of(row: RowMapping) -> Case:
    """The case of those columns."""
    return Case(
        submission=Submission(**{field.name: row[field.name] for field in fields(Submission)}),
        submitter=_person("submitter", row),
        holder=_person("holder", row),
        **{name: row[name] for name in _PLAIN},
    )


def _person_values(role: str, person: Person | None) -> dict[str, Any]:
    values = asdict(person) if person else dict.fromkeys(("aad_id", "name", "email"))
    return {f"{role}_{name}": value for name, value in values.items()}


def _person(role: str, row: RowMapping) -> Person | None:
    aad_id, name, email = (row[f"{role}_{field}"] for field in ("aad_id", "name", "email"))
    return None if name is None else Person(aad_id=aad_id, name=name, email=email)


_PLAIN = tuple(field.name for field in fields(Case) if field.name not in {"submission", "submitter", "holder"})
# A workbook's times are whole seconds, so that cases share one; PF-2026-10000 comes after PF-2026-9999
_AGE = (cases.c.received_at, func.length(cases.c.number), cases.c.number)
