"""The store was restored from a copy, and the Cases list knows what the store has forgotten."""

from __future__ import annotations

from datetime import datetime

from hub.cases import CaseNumber
from hub.effects import Destination
from hub.notices import AlarmKind
from hub.ports import Store, UnitOfWork
from hub.usecases.alarms import raise_alarm

NUMBER_TAKEN = "another row has its number"
"""Why a case has no row yet, as an operator reads it among what is parked."""


def tell_number_taken(store: Store, case: CaseNumber, item: str, *, at: datetime) -> None:
    """The hub's channel will read, once, that this row of the list, which is not the case's, has the case's number."""
    raise_alarm(store, f"number-taken:{item}", AlarmKind.NUMBER_TAKEN, (case,), at=at)


def numbers_may_be_free(uow: UnitOfWork, *, at: datetime) -> None:
    """Rows that wait for a number are tried again: a row that may have had it was changed or deleted."""
    uow.outbox.release(lane_prefix=f"{Destination.SHAREPOINT.value}:", reason=NUMBER_TAKEN, at=at)
