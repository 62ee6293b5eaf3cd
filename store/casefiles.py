"""What is kept about cases, read together for operations. Nothing here changes the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import get_args

from sqlalchemy import Connection, RowMapping, func, or_, select

from hub.casefile import CaseFile, History, OutOfReach, Sent, TakenIn, Waiting
from hub.cases import Case, CaseNumber, UnknownCase
from hub.effects import Destination, Effect
from hub.people import Person
from hub.ports import ShownCard, Surface, TrackerRow
from hub.reach import Unreachable
from store.cases import case_of
from store.effects import State, effect_of
from store.hub import SqlHub
from store.journal import SqlJournal, notice_of
from store.shown import shown_card_of
from store.tables import (
    case_counters,
    cases,
    inbox,
    notices,
    outbox,
    pauses,
    pushes,
    shown_cards,
    tracker_rows,
    unreachable,
)
from store.unit_of_work import SqlStore


class CaseFiles:
    """The case files of a store. Each method reads one moment of the database, from any thread."""

    def __init__(self, store: SqlStore) -> None:
        """Read what `store` holds."""
        self._database = store.database

    def after(self, number: str, *, limit: int) -> list[CaseFile]:
        """The next files in the order of their numbers; empty when there are no more."""
        with self._database.reading() as connection:
            following = select(cases).where(cases.c.number > number).order_by(cases.c.number).limit(limit)
            return _files(connection, connection.execute(following).mappings().all())

    def sought(self, numbers: Collection[str], items: Collection[str] = ()) -> list[CaseFile]:
        """The files of those cases, and of those whose row is one of those list items; in no order."""
        with self._database.reading() as connection:
            of_items = select(tracker_rows.c.case).where(tracker_rows.c.item_id.in_(list(items)))
            wanted = select(cases).where(or_(cases.c.number.in_(list(numbers)), cases.c.number.in_(of_items)))
            return _files(connection, connection.execute(wanted).mappings().all())

    def history(self, number: str) -> History:
        """Everything that happened to the case. Refused (UnknownCase) when there is none."""
        with self._database.reading() as connection:
            rows = connection.execute(select(cases).where(cases.c.number == number)).mappings().all()
            if not rows:
                raise UnknownCase
            [file] = _files(connection, rows)
            hub = SqlHub(connection)
            there, lost = hub.channel(), hub.lost_channel()
            return History(
                file=file,
                taken_in=_taken_in(connection, number),
                log=tuple(SqlJournal(connection).of(file.case.number)),
                notices=_notices(connection, number),
                out_of_reach=_out_of_reach(connection, file.case),
                paused={row.destination: row.until for row in connection.execute(select(pauses))},
                channel=there or lost,
                channel_is_lost=lost is not None,
            )

    def count(self) -> int:
        """How many cases there are."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(cases)) or 0

    def numbers(self) -> list[CaseNumber]:
        """The numbers of all cases."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(cases.c.number)))

    def last_of(self, year: int) -> int:
        """The counter of the last case of that year; 0 when there was none. No counter is ever left out."""
        with self._database.reading() as connection:
            return connection.scalar(select(case_counters.c.last).where(case_counters.c.year == year)) or 0

    def of_no_case(self) -> list[Waiting]:
        """What waits in the outbox and is about no case: alarms and answers; longest first."""
        with self._database.reading() as connection:
            waiting = select(outbox).where(outbox.c.kind.in_(_OF_NO_CASE)).order_by(outbox.c.id)
            return [_waiting_of(row) for row in connection.execute(waiting).mappings()]


def _waiting_of(row: RowMapping) -> Waiting:
    return Waiting(
        id=row["id"],
        effect=effect_of(row["kind"], row["identity"]),
        added_at=row["added_at"],
        due_at=row["due_at"],
        parked_at=row["parked_at"],
        reason=row["reason"],
        attempts=row["attempts"],
        claimed=row["state"] is State.CLAIMED,
        unsure=row["unsure"],
        waits_for=row["waits_for"],
        background=bool(row["priority"]),
    )


def _files(connection: Connection, found: Sequence[RowMapping]) -> list[CaseFile]:
    every = [case_of(row) for row in found]
    numbers = [case.number for case in every]
    mirrors = select(tracker_rows).where(tracker_rows.c.case.in_(numbers))
    rows = {row["case"]: TrackerRow(**row) for row in connection.execute(mirrors).mappings()}
    cards, waiting = _cards(connection, numbers), _waiting(connection, numbers)
    why_not = _why_not(connection, every)
    pushed = set(connection.scalars(select(pushes.c.case).where(pushes.c.case.in_(numbers))))
    return [
        CaseFile(
            case=case,
            row=rows.get(case.number),
            cards=cards.get(case.number, {}),
            waiting=tuple(waiting.get(case.number, ())),
            why_not=why_not.get(case.submitter.aad_id) if case.submitter and case.submitter.aad_id else None,
            pushed=case.number in pushed,
        )
        for case in every
    ]


def _cards(connection: Connection, numbers: Sequence[str]) -> Mapping[str, Mapping[Surface, ShownCard]]:
    found: dict[str, dict[Surface, ShownCard]] = defaultdict(dict)
    shown = select(shown_cards).where(shown_cards.c.case.in_(numbers))
    for row in connection.execute(shown).mappings():
        found[row["case"]][row["surface"]] = shown_card_of(row)
    return found


def _waiting(connection: Connection, numbers: Sequence[str]) -> Mapping[str, list[Waiting]]:
    found: dict[str, list[Waiting]] = defaultdict(list)
    lanes = [f"{edge.value}:{number}" for edge in Destination for number in numbers]
    rows = connection.execute(select(outbox).where(outbox.c.lane.in_(lanes)).order_by(outbox.c.id)).mappings()
    for row in rows:
        found[row["lane"].partition(":")[2]].append(_waiting_of(row))
    return found


def _why_not(connection: Connection, every: Sequence[Case]) -> Mapping[str, Unreachable]:
    people = {case.submitter.aad_id for case in every if case.submitter and case.submitter.aad_id}
    rows = connection.execute(select(unreachable).where(unreachable.c.aad_id.in_(people)))
    return {row.aad_id: row.why for row in rows}


def _taken_in(connection: Connection, number: str) -> tuple[TakenIn, ...]:
    keys = select(inbox).where(inbox.c.result == number).order_by(inbox.c.taken_in_at, inbox.c.key)
    return tuple(TakenIn(key=row.key, at=row.taken_in_at) for row in connection.execute(keys))


def _notices(connection: Connection, number: str) -> tuple[Sent, ...]:
    rows = connection.execute(select(notices).where(notices.c.case == number).order_by(notices.c.id)).mappings().all()
    keys = [f"sent:{row['notice']}" for row in rows]
    sent = {row.key: row.taken_in_at for row in connection.execute(select(inbox).where(inbox.c.key.in_(keys)))}
    return tuple(Sent(notice=notice_of(row), at=sent.get(f"sent:{row['notice']}")) for row in rows)


def _out_of_reach(connection: Connection, case: Case) -> tuple[OutOfReach, ...]:
    people: dict[str, Person] = {one.aad_id: one for one in (case.submitter, case.holder) if one and one.aad_id}
    rows = connection.execute(select(unreachable).where(unreachable.c.aad_id.in_(people)))
    return tuple(OutOfReach(person=people[row.aad_id], why=row.why, since=row.at) for row in rows)


_OF_NO_CASE = [kind.__name__ for kind in get_args(Effect) if "case" not in {field.name for field in fields(kind)}]
