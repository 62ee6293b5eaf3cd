"""What somebody typed and we could not take is kept, and comes back when they open that form again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from hub.effects import AnswerActivity
from hub.people import AadId
from hub.ports import Store
from hub.submissions import LONGEST_ANSWER
from hub.usecases.telling import show_everybody

DRAFTS_LAST = timedelta(days=90)  # nobody finishes it after that, and it may name people
SUBMISSION = ""
"""The form on which something is sent in; every other form is one of a case, and named for what it does."""


def keep_draft(
    store: Store,
    aad_id: AadId,
    typed: Mapping[str, str],
    *,
    form: str = SUBMISSION,
    shown: AnswerActivity | None = None,
    at: datetime,
) -> None:
    """What was typed and could not be taken, by input, is kept; nothing is when nothing was typed.

    A card too large for Teams shows a long answer shortened; pressed again unchanged, it does not shorten the draft.
    `shown`: the press whose card comes back with it, to everybody who sees that card. Safe to call twice.
    """
    with store.begin() as uow:
        before = uow.drafts.of(aad_id, form=form, since=at - DRAFTS_LAST)
        kept = {name: _longer(text, before.get(name, "")) for name, text in typed.items()}
        if any(text.strip() for text in kept.values()):
            uow.drafts.keep(aad_id, kept, form=form, at=at)
        if shown is not None:
            show_everybody(uow, shown, at=at)


def draft_of(store: Store, aad_id: AadId, *, form: str = SUBMISSION, at: datetime) -> Mapping[str, str]:
    """What is kept of that form for that person, by input; may be empty, and is after DRAFTS_LAST."""
    with store.read() as uow:
        return uow.drafts.of(aad_id, form=form, since=at - DRAFTS_LAST)


def drop_draft(store: Store, aad_id: AadId) -> None:
    """The person starts afresh on what they send in. Safe to call twice."""
    with store.begin() as uow:
        uow.drafts.drop(aad_id, form=SUBMISSION)


def _longer(text: str, before: str) -> str:
    return before if text and len(before) > LONGEST_ANSWER and before.startswith(text) else text
