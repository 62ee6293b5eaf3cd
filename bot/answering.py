"""What somebody wrote or pressed is answered in its conversation: once, whatever happens to this process.

The activity and the duty to answer it are kept in one transaction before anything is said. Whoever took it in answers
at once; when that fails, or the process is killed, the duty waits in the outbox like every other effect.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson

from bot.edge import Edge, asked_in, nonce_of
from bot.installs import channel_of_turn, somebody_met
from bot.posting import Posting
from bot.results import Post, Replace, Result, Say, View
from bot.turn import Turn, TurnKind
from cards.actions import Verb
from cards.elements import marked
from cards.markers import answer_marker, apology_marker
from cards.refusals import NOT_ANSWERED, refusal_card
from hub.effects import AnswerActivity
from hub.people import AadId
from hub.usecases.activities import Claim, take_in
from store.deliveries import Claimed

LEASE_S = 60.0  # longer than drawing and posting one card takes, with its waits

Work = Callable[[Edge, Turn], Awaitable[Result | None]]
"""Does what a turn asks and says what is to be shown; None when nothing is. Safe to call twice with the same turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Takes activities in and answers them. `claimant` names this process."""

    edge: Edge
    posting: Posting
    work: Work
    claimant: str

    async def take_in(self, turn: Turn) -> Claimed | None:
        """The turn will be answered, and it is ours to do so now; None when it came before, whatever its id."""
        asked = asked_in(turn)
        taken = await asyncio.to_thread(
            take_in,
            self.edge.store,
            asked,
            met=somebody_met(turn),
            claim=Claim(claimant=self.claimant, lease_s=LEASE_S),
            at=self.edge.clock(),
            opens=_opens(turn),
        )
        return None if taken is None else Claimed.first(taken, asked)

    async def answer(self, asked: AnswerActivity, *, again: bool) -> None:
        """What was asked is done, and the conversation shows it. Safe to call twice."""
        turn = self._turn(dict(asked.activity))
        match await self.work(self.edge, turn):
            case None:
                return
            case Replace(for_all=False) | View() if turn.kind is TurnKind.INVOKE:
                return  # the answer to the invoke was the card, for nobody but the presser
            case View() as view:
                await self._show_view(turn, view, again=again)
            case Replace(card=card):
                await self._replace(turn, card, again=again)
            case Post(card=card):
                await self._post(turn, card, again=again)
            case Say(sentence=said):
                await self._post(turn, refusal_card(said), again=again)

    async def apologise(self, asked: AnswerActivity, *, again: bool) -> None:
        """Whoever asked reads that it did not work and that nothing is lost. Safe to call twice."""
        turn = self._turn(dict(asked.activity))
        await self._put(turn, refusal_card(NOT_ANSWERED), apology_marker(nonce_of(turn)), again=again)

    async def _show_view(self, turn: Turn, view: View, *, again: bool) -> None:
        """An older client cannot show one person a card of their own, unless nobody else sees it."""
        own = turn.conversation_type == "personal"
        await self._replace(turn, view.card if own else view.shared, again=again)
        if view.said and not own:
            await self._post(turn, refusal_card(view.said), again=again)

    async def _replace(self, turn: Turn, card: dict[str, Any], *, again: bool) -> None:
        shown = turn.reply_to and await self.posting.update(turn.conversation, turn.reply_to, card)
        if not shown and turn.kind is not TurnKind.INVOKE:  # somebody took the pressed card away meanwhile
            await self._post(turn, card, again=again)

    async def _post(self, turn: Turn, card: dict[str, Any], *, again: bool) -> None:
        await self._put(turn, card, answer_marker(nonce_of(turn)), again=again)

    async def _put(self, turn: Turn, card: dict[str, Any], marker: str, *, again: bool) -> None:
        card = marked(card, marker)
        if turn.thread_root:
            await self.posting.in_thread(channel_of_turn(turn), turn.thread_root, card, marker, again=again)
        else:
            await self.posting.in_chat(turn.conversation, AadId(turn.aad_id), card, marker, again=again)

    def _turn(self, activity: dict[str, Any]) -> Turn:
        async def reply(message: dict[str, Any]) -> str:
            return await self.edge.gateway.send(turn.conversation, message, reply_to=turn.activity_id)

        turn = Turn(activity=activity, reply=reply)
        return turn


def _opens(turn: Turn) -> str:
    """Names a press that opens a form: the same for the same person, card, button and inputs. Empty for all else."""
    if turn.verb not in OPENING:
        return ""
    pressed = [turn.conversation.conversation_id, turn.reply_to, turn.data]
    return f"opened:{turn.aad_id}:{hashlib.sha256(orjson.dumps(pressed, option=orjson.OPT_SORT_KEYS)).hexdigest()}"


OPENING = frozenset(
    verb.value
    for verb in (
        *(Verb.NEW, Verb.AFRESH, Verb.ADD_FORM, Verb.ANSWER_FORM),
        *(Verb.ASK_FORM, Verb.REPLY_FORM, Verb.CLOSE_FORM, Verb.ASSIGN_FORM, Verb.STATUS_FORM),
    )
)
"""The verbs of presses that post a form."""
