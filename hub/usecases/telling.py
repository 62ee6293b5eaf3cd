"""What a change owes the world: the hub card, the receipt, the row, its log, the card pressed, sometimes a notice."""

from __future__ import annotations

from datetime import datetime

from hub.cases import Case
from hub.effects import (
    AnswerActivity,
    NoticeId,
    SendNotice,
    UpdateHubCard,
    UpdateReceipt,
    WriteCaseLog,
    WriteTrackerRow,
)
from hub.notices import Entry, Notice, NoticeKind
from hub.ports import UnitOfWork


def tell_everybody(uow: UnitOfWork, case: Case, *, at: datetime) -> None:
    """The hub card, the receipt and the tracker row will show the case as it is."""
    receipt = [UpdateReceipt(case=case.number)] if is_reachable(case) else []
    uow.outbox.add(UpdateHubCard(case=case.number), *receipt, WriteTrackerRow(case=case.number), at=at)


def keep_in_log(uow: UnitOfWork, entry: Entry) -> None:
    """The entry is in the case's log, and will be a row of the list Case log."""
    uow.journal.write(entry)
    uow.outbox.add(WriteCaseLog(case=entry.case), at=entry.at)


def send_notice(uow: UnitOfWork, case: Case, kind: NoticeKind, text: str, *, at: datetime) -> None:
    """One notice about this version of the case is on its way; none when nobody could read it."""
    if not kind.is_for_hub and not is_reachable(case):
        return
    notice = Notice(
        id=NoticeId(f"{case.number}-{case.version}-{kind.value}"),
        case=case.number,
        kind=kind,
        text=text,
        status=case.status,
        at=at,
    )
    uow.journal.add_notice(notice)
    uow.outbox.add(SendNotice(case=case.number, notice=notice.id), at=at)


def show_everybody(uow: UnitOfWork, asked: AnswerActivity, *, at: datetime) -> None:
    """The card that was pressed will show everybody what the presser was answered with. Safe to call twice."""
    if uow.inbox.seen(asked.key) is None:
        uow.inbox.record(asked.key, result="taken in", at=at)
        uow.outbox.add(asked, at=at)


def is_reachable(case: Case) -> bool:
    """True when the submitter is somebody the directory knows."""
    return case.submitter is not None and case.submitter.aad_id is not None
