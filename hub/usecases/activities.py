"""What reaches us from Teams is taken in once, and answered whatever happens to this process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.effects import AnswerActivity
from hub.ports import Store
from hub.usecases.roster import Met, met_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who answers first, and for how long it is theirs alone, in seconds."""

    claimant: str
    lease_s: float


def take_in(store: Store, asked: AnswerActivity, *, met: Met | None, claim: Claim, at: datetime) -> int | None:
    """The activity will be answered, by the claimant or by whoever comes after; returns the effect's id.

    None when it was taken in before. `met`: who it came from, when it came from their own chat; they are remembered.
    Safe to call twice, also at the same instant.
    """
    with store.begin() as uow:
        if uow.inbox.seen(asked.key) is not None:
            return None
        uow.inbox.record(asked.key, result="taken in", at=at)
        if met is not None:
            met_in(uow, met, at=at)
        return uow.outbox.begin(asked, at=at, lease_s=claim.lease_s, claimant=claim.claimant)
