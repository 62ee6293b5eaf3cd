"""The store was restored from a copy, and the Cases list knows what the store has forgotten."""

from __future__ import annotations

from datetime import datetime

from hub.cases import CaseNumber
from hub.effects import AlarmId, Destination, PostAlarm
from hub.notices import Alarm, AlarmKind
from hub.ports import Store, UnitOfWork
from hub.promises import london_day
from hub.references import counted
from hub.usecases.alarms import raise_alarm

NUMBER_TAKEN = "another row has its number"
"""Why a case has no row yet, as an operator reads it among what is parked."""


def tell_number_taken(store: Store, case: CaseNumber, item: str, *, at: datetime) -> None:
    """The hub's channel will read, once, that this row of the list, which is not the case's, has the case's number."""
    raise_alarm(store, f"number-taken:{item}", AlarmKind.NUMBER_TAKEN, (case,), at=at)


def tell_store_is_older(uow: UnitOfWork, number: str, *, at: datetime) -> None:
    """The hub's channel will read, once a day at most, that the list knows more than the store: of `number`, for one.

    Takes part in the caller's transaction.
    """
    alarm = Alarm(
        id=AlarmId(f"{AlarmKind.STORE_OLDER.value}-{london_day(at).isoformat()}"),
        kind=AlarmKind.STORE_OLDER,
        details=(number,) if number else (),
        at=at,
    )
    if uow.journal.raise_alarm(alarm):
        uow.outbox.add(PostAlarm(alarm=alarm.id), at=at)


def lost_case_seen(uow: UnitOfWork, number: str, item: str, *, at: datetime) -> None:
    """A row that we made and whose case this store has lost: its number is not given again, and the hub is told once.

    The row is never told that it is none of ours: it may be the only copy of its case.
    """
    given = counted(number)
    if given is not None:
        uow.cases.pass_over(*given)
    key = f"lost-case:{item}"
    if uow.inbox.seen(key) is None:
        uow.inbox.record(key, result=number, at=at)
        tell_store_is_older(uow, number, at=at)


def numbers_may_be_free(uow: UnitOfWork, *, at: datetime) -> None:
    """Rows that wait for a number are tried again: a row that may have had it was changed or deleted."""
    uow.outbox.release(lane_prefix=f"{Destination.SHAREPOINT.value}:", reason=NUMBER_TAKEN, at=at)
