"""What the tests of the use cases ask the store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hub.cases import Case
from hub.effects import Destination, Effect, SendNotice, WriteCaseLog
from hub.notices import Deed, NoticeKind
from hub.people import AadId
from hub.usecases import casework
from hub.usecases.submissions import Arrival, submit
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, LATER, MONDAY, OAK, a_submission


def sent_in(store: SqlStore, key: str = "card:1", **changes: Any) -> Case:
    """Sample Birch has sent something in."""
    return submit(store, a_submission(), replace(Arrival(key=key, at=MONDAY, submitter=BIRCH), **changes))


def press(case: Case, key: str, by: AadId | None = OAK.aad_id) -> casework.Press:
    """A press of Sample Oak's."""
    assert by is not None
    return casework.Press(case=case.number, by=by, key=key, at=LATER)


def case_now(store: SqlStore, number: str) -> Case:
    """The case as it is kept."""
    with store.read() as uow:
        return uow.cases.get(number)


def deeds(store: SqlStore, case: Case) -> list[Deed]:
    """What the case's log says happened, oldest first."""
    with store.read() as uow:
        return [entry.deed for entry in uow.journal.of(case.number)]


def delivered(store: SqlStore) -> list[Effect]:
    """Everything that waits in the outbox, delivered to nobody, in order; what waits for the Case log is left out."""
    deliveries, effects = Deliveries(store), list[Effect]()
    for destination in Destination:
        while claimed := deliveries.claim(destination, at=LATER, limit=50, lease_s=60, claimant="test"):
            effects += [one.effect for one in claimed]
            deliveries.done_many(claimed)
    return [one for one in effects if not isinstance(one, WriteCaseLog)]


def notices(effects: list[Effect]) -> list[NoticeKind]:
    """The kinds of the notices among them."""
    return [NoticeKind(one.notice.rsplit("-", 1)[1]) for one in effects if isinstance(one, SendNotice)]
