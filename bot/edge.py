"""What every conversation of the bot has at hand."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog

from bot.gateway import Gateway
from bot.settings import CaseworkSettings
from bot.turn import ADAPTIVE_CARD_ACTION, Turn
from hub.effects import AnswerActivity
from hub.ports import Store
from hub.usecases.evidence import Evidence

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The Teams edge's tools. `nudge` wakes the deliverers; `clock` gives aware times."""

    store: Store
    evidence: Evidence
    gateway: Gateway
    settings: CaseworkSettings
    clock: Callable[[], datetime]
    nudge: Callable[[], None]
    _later: set[asyncio.Task[object]] = field(default_factory=set[asyncio.Task[object]])

    def after(self, work: Coroutine[Any, Any, object]) -> None:
        """`work` runs once the answer is on its way; `finish` waits for it."""
        task = asyncio.create_task(work)
        self._later.add(task)
        task.add_done_callback(self._settled)

    async def finish(self) -> None:
        """All that was to run after an answer has run."""
        await asyncio.gather(*self._later, return_exceptions=True)

    def _settled(self, task: asyncio.Task[object]) -> None:
        self._later.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.warning("after_answer_failed", error=type(task.exception()).__name__)


def asked_in(turn: Turn) -> AnswerActivity:
    """The duty to answer the activity; its key is the same when Teams sends the activity again."""
    key = f"activity:{turn.conversation.conversation_id}:{turn.activity_id or uuid4()}"  # without an id it is new
    return AnswerActivity(key=key, activity=turn.activity)


def shown_by(turn: Turn) -> AnswerActivity | None:
    """What shows everybody the card that this press changes, for the transaction that the press is.

    None where the answer itself does: in a dialog, and in a client that sends presses as messages.
    """
    pressed = turn.invoke_name == ADAPTIVE_CARD_ACTION and turn.reply_to and turn.activity_id
    return asked_in(turn) if pressed else None


def nonce_of(turn: Turn) -> str:
    """The nonce of a card drawn in answer to this activity: the same when Teams sends the activity again."""
    seen = f"{turn.conversation.conversation_id}\n{turn.activity_id}"
    return hashlib.sha256(seen.encode()).hexdigest()[:20]
