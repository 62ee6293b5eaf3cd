"""What the tests of the outbox do: add effects, and be a deliverer at a stated second."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from hub.cases import CaseNumber
from hub.effects import (
    AlarmId,
    Destination,
    Effect,
    NoticeId,
    PostAlarm,
    SendNotice,
    UpdateHubCard,
    UpdateReceipt,
    WriteTrackerRow,
)
from store.deliveries import Claimed, Deliveries
from store.unit_of_work import SqlStore
from tests.hub.builders import MONDAY

ONE, TWO = CaseNumber("PF-2026-0001"), CaseNumber("PF-2026-0002")
HUB_CARD, RECEIPT, ROW = UpdateHubCard(case=ONE), UpdateReceipt(case=ONE), WriteTrackerRow(case=ONE)
NOTICE = SendNotice(case=ONE, notice=NoticeId("PF-2026-0001-2-question"))
SECOND_NOTICE = SendNotice(case=ONE, notice=NoticeId("PF-2026-0001-3-decision"))
OTHER_HUB_CARD, OTHER_ROW = UpdateHubCard(case=TWO), WriteTrackerRow(case=TWO)
ALARM = PostAlarm(alarm=AlarmId("workbook-headings"))
LEASE_S = 60.0


def second(number: float) -> datetime:
    """That many seconds into the test."""
    return MONDAY + timedelta(seconds=number)


def add(store: SqlStore, *effects: Effect, at: float = 0) -> None:
    """The effects are in the outbox, added one after the other in one transaction."""
    with store.begin() as uow:
        for effect in effects:
            uow.outbox.add(effect, at=second(at))


def release(store: SqlStore, *, at: float = 0, lane_prefix: str = "", reason: str = "") -> int:
    """What is parked waits again; returns how many."""
    with store.begin() as uow:
        return uow.outbox.release(lane_prefix=lane_prefix, reason=reason, at=second(at))


def claim(
    store: SqlStore,
    *,
    at: float = 0,
    limit: int = 50,
    destination: Destination = Destination.TEAMS,
    busy: Iterable[str] = (),
) -> list[Claimed]:
    """What a deliverer gets at that second, with a lease of LEASE_S; it speaks to the `busy` conversations already."""
    return Deliveries(store).claim(
        destination, at=second(at), limit=limit, lease_s=LEASE_S, claimant="test", busy=[*busy]
    )


def effects(claimed: Iterable[Claimed]) -> list[Effect]:
    """Which effects those are."""
    return [one.effect for one in claimed]


def deliver_all(store: SqlStore, *, at: float, destination: Destination = Destination.TEAMS) -> list[Effect]:
    """Everything that can be delivered from that second on, lane after lane, in the order it was delivered."""
    delivered: list[Effect] = []
    while claimed := claim(store, at=at, destination=destination):
        delivered += effects(claimed)
        Deliveries(store).done_many(claimed)
    return delivered


def park(store: SqlStore, *, at: float, reason: str) -> None:
    """The hub card of case ONE was added, claimed and parked, all at that second."""
    add(store, HUB_CARD, at=at)
    Deliveries(store).park(claim(store, at=at)[0], reason=reason, at=second(at))
