"""What reaches us from Teams is taken in once, and answered whatever happens to this process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.effects import AnswerActivity
from hub.ports import Store, UnitOfWork
from hub.usecases.roster import Met, met_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who answers first, and for how long it is theirs alone, in seconds."""

    claimant: str
    lease_s: float


def take_in(
    store: Store,
    asked: AnswerActivity,
    *,
    met: Met | None,
    claim: Claim,
    at: datetime,
    opens: str = "",
) -> int | None:
    """The activity will be answered, by the claimant or by whoever comes after; returns the effect's id.

    None when it was taken in before, or when it `opens` a form that the same press, which that names, has just opened
    under another activity id. `met`: who it came from, when it came from their own chat; they are remembered. Safe to
    call twice, also at the same instant.
    """
    with store.begin() as uow:
        if uow.inbox.seen(asked.key) is not None:
            return None
        uow.inbox.record(asked.key, result="taken in", at=at)
        if opens and _just_opened(uow, opens, at=at):
            return None
        if met is not None:
            met_in(uow, met, at=at)
        return uow.outbox.begin(asked, at=at, lease_s=claim.lease_s, claimant=claim.claimant)


def _just_opened(uow: UnitOfWork, opens: str, *, at: datetime) -> bool:
    """Whether that press opened a form within SAME_PRESS; if not, it does now."""
    span = int(at.timestamp() // SAME_PRESS.total_seconds())  # a key is recorded once, so each span has its own
    for one in (span, span - 1):
        opened_at = uow.inbox.seen(f"{opens}:{one}")
        if opened_at is not None and at - datetime.fromisoformat(opened_at) < SAME_PRESS:
            return True
    uow.inbox.record(f"{opens}:{span}", result=at.isoformat(), at=at)
    return False


SAME_PRESS = timedelta(seconds=30)
"""How long one press may come again: Teams sends it again after 15 s, and a client may do so under another id."""
