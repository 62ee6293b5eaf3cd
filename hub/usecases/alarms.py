"""The hub hears of trouble once, and once more when the same trouble comes again later."""

from __future__ import annotations

import hashlib
from datetime import datetime

from hub.effects import AlarmId, PostAlarm, TellLead
from hub.notices import Alarm, AlarmKind
from hub.ports import Store, UnitOfWork


def raise_alarm(store: Store, topic: str, kind: AlarmKind, details: tuple[str, ...], *, at: datetime) -> None:
    """The hub's channel will read the alarm. Safe to call with each poll: the same trouble is told once."""
    alarm_id = _alarm_id(topic, kind, details)
    with store.begin() as uow:
        if uow.cursors.get(_cursor(topic)) == alarm_id:
            return
        uow.cursors.set(_cursor(topic), alarm_id)
        uow.journal.clear_alarm(alarm_id)
        uow.journal.raise_alarm(Alarm(id=alarm_id, kind=kind, details=details, at=at))
        uow.outbox.add(PostAlarm(alarm=alarm_id), at=at)


def tell_leads(uow: UnitOfWork, kind: AlarmKind, details: tuple[str, ...], *, at: datetime) -> None:
    """Each hub lead will read the alarm in their own chat, once. Takes part in the caller's transaction."""
    alarm = Alarm(id=AlarmId(f"{kind.value}-{at.isoformat()}"), kind=kind, details=details, at=at)
    uow.journal.raise_alarm(alarm)
    for lead in uow.people.leads():
        if lead.aad_id:
            uow.outbox.add(TellLead(lead=lead.aad_id, alarm=alarm.id), at=at)


def settle_alarm(store: Store, topic: str) -> bool:
    """The trouble about `topic` is over; False when there was none."""
    with store.read() as uow:
        raised = uow.cursors.get(_cursor(topic))
    if raised:
        with store.begin() as uow:
            uow.cursors.set(_cursor(topic), "")
            uow.journal.clear_alarm(raised)
    return bool(raised)


def _cursor(topic: str) -> str:
    return f"alarm:{topic}"


def _alarm_id(topic: str, kind: AlarmKind, details: tuple[str, ...]) -> AlarmId:
    digest = hashlib.sha256("\n".join(details).encode()).hexdigest()[:12]
    return AlarmId(f"{topic}-{kind.value}-{digest}")
