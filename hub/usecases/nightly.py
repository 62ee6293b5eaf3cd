"""The night's work: cards that show what is no longer so are brought up to date, and what nobody needs is forgotten.

Any number of processes may do it together: each step is one transaction that takes up where the last one ended.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.cases import CaseNumber
from hub.effects import UpdateHubCard, UpdateReceipt
from hub.nights import last_night
from hub.ports import ShownKey, Store, Surface, UnitOfWork
from hub.promises import london_day
from hub.usecases.drafts import DRAFTS_LAST

PAGE = 200  # cards looked up and put in the outbox at once
BATCH = 500  # rows forgotten in one transaction
LEDGER_DAYS = 90  # days; Teams sends an activity again within minutes, and a card is pressed again within weeks
FORGOTTEN = ("activity:", "opened:", "press:", "form:", "answer:", "sent:")
"""What may be forgotten of the inbox: nothing that opened a case (`card:`, `response:`, `push:`), which stays known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Progress:
    """How far which night's work has come. `after`: the last card looked at; None once all were."""

    night: str
    after: ShownKey | None
    is_done: bool = False


def night_step(store: Store, *, at: datetime) -> bool:
    """One step of the night's work is done; False when none is left, or the outbox must be emptied first."""
    night = last_night(at).isoformat()
    with store.read() as uow:
        if _progress(uow, night).is_done:
            return False
    with store.begin() as uow:
        progress = _progress(uow, night)
        if progress.is_done or uow.outbox.background() >= PAGE:
            return False
        progress = _forget(uow, progress, at=at) if progress.after is None else _sweep(uow, progress, at=at)
        uow.cursors.set(_CURSOR, _written(progress))
        return True


def _sweep(uow: UnitOfWork, progress: _Progress, *, at: datetime) -> _Progress:
    found = uow.shown.out_of_date(after=progress.after or _FIRST, today=london_day(at), limit=PAGE)
    for case, surface in found:
        effect = UpdateHubCard(case=case) if surface is Surface.HUB_CARD else UpdateReceipt(case=case)
        uow.outbox.add(effect, at=at, background=True)
    return replace(progress, after=found[-1] if len(found) == PAGE else None)


def _forget(uow: UnitOfWork, progress: _Progress, *, at: datetime) -> _Progress:
    before = at - timedelta(days=LEDGER_DAYS)
    uow.outbox.forget_rests(before=at)
    uow.journal.forget_alarms(before=before)
    uow.drafts.drop_before(at - DRAFTS_LAST)
    return replace(progress, is_done=uow.inbox.forget(FORGOTTEN, before=before, limit=BATCH) < BATCH)


def _progress(uow: UnitOfWork, night: str) -> _Progress:
    text = uow.cursors.get(_CURSOR)
    kept: dict[str, str] = json.loads(text) if text else {}
    if kept.get("night") != night:
        return _Progress(night=night, after=_FIRST)
    case, surface = kept["case"], kept["surface"]
    after = (CaseNumber(case), Surface(surface)) if surface else None
    return _Progress(night=night, after=after, is_done=kept["done"] == "yes")


def _written(progress: _Progress) -> str:
    case, surface = progress.after or ("", None)
    done = "yes" if progress.is_done else ""
    return json.dumps(
        {"night": progress.night, "case": case, "surface": surface.value if surface else "", "done": done}
    )


_CURSOR = "nightly"
_FIRST: ShownKey = (CaseNumber(""), Surface.HUB_CARD)  # before every card there is
