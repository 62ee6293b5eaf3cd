"""Activity or invoke → verb → handler; what the handler wants shown → what the client that asked can take."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot import cases, casework, installs
from bot.answers import Answer, InvokeAnswer
from bot.edge import Edge
from bot.results import Post, Replace, Result, Say
from bot.turn import ADAPTIVE_CARD_ACTION, Turn, TurnKind
from cards import help as help_cards
from cards.actions import Press, Verb, read_press
from cards.elements import as_message
from cards.refusals import POSTED_BELOW, refusal_card, sentence
from hub.errors import DeliveryFailed, Refused
from hub.people import NobodyKnown

log = structlog.get_logger()

Handler = Callable[[Edge, Turn, Press], Awaitable[Result]]
InvokeHandler = Callable[[Edge, Turn], Awaitable[Answer]]


async def _help(edge: Edge, turn: Turn, press: Press) -> Result:  # noqa: ARG001  the shape of every handler
    return Post(card=help_cards.help_card())


HANDLERS: dict[Verb, Handler] = {
    Verb.NEW: lambda edge, turn, _: cases.on_new(edge, turn),
    Verb.MY_CASES: lambda edge, turn, _: cases.on_my_cases(edge, turn),
    Verb.HELP: _help,
    Verb.SUBMIT: cases.on_submit,
    Verb.ANSWER: cases.on_answer,
    Verb.CLAIM: casework.on_claim,
    Verb.ASK_FORM: casework.on_form,
    Verb.REPLY_FORM: casework.on_form,
    Verb.CLOSE_FORM: casework.on_form,
    Verb.ASSIGN_FORM: casework.on_form,
    Verb.STATUS_FORM: casework.on_form,
    Verb.ASK: casework.on_filled_in,
    Verb.REPLY: casework.on_filled_in,
    Verb.CLOSE: casework.on_filled_in,
    Verb.ASSIGN: casework.on_filled_in,
    Verb.STATUS: casework.on_filled_in,
    Verb.PUT_ROW_BACK: casework.on_put_row_back,
    Verb.CANCEL: casework.on_cancel,
    Verb.REFRESH: casework.on_refresh,
}

INVOKES: dict[str, InvokeHandler] = {}
"""Every invoke but a press on a card, by the name Teams gives it: `task/fetch`, `composeExtension/query` and so on."""


def _as_new(result: Result) -> dict[str, Any]:
    match result:
        case Say(sentence=said):
            return refusal_card(said)
        case Replace(card=card) | Post(card=card):
            return card


def _somebody(turn: Turn) -> None:
    """Refused for a guest or a client without an Entra object id: all of them would be one and the same person."""
    if not turn.aad_id:
        raise NobodyKnown


class Dispatcher:
    """The handler the gateway is given."""

    def __init__(self, edge: Edge) -> None:
        """Serve with the edge's tools."""
        self._edge = edge

    async def __call__(self, turn: Turn) -> Answer | None:
        """The activity has been taken in and answered; an activity that comes again is answered once.

        None for an invoke that nobody knows, which the gateway answers as Teams expects it: 501.
        """
        match turn.kind:
            case TurnKind.INVOKE:
                return await self._on_invoke(turn)
            case TurnKind.MESSAGE:
                await self._once(turn, self._on_message)
            case TurnKind.INSTALLATION:
                await self._once(turn, self._on_installed)
            case TurnKind.CONVERSATION_UPDATE:
                await installs.on_members_changed(self._edge, turn)
        return None

    async def _once(self, turn: Turn, handle: Callable[[Turn], Awaitable[None]]) -> None:
        key = f"activity:{turn.conversation.conversation_id}:{turn.activity_id}"
        if turn.activity_id and await asyncio.to_thread(self._answered, key):
            return
        await handle(turn)
        if turn.activity_id:
            await asyncio.to_thread(self._record_answered, key)

    async def _on_invoke(self, turn: Turn) -> Answer | None:
        if turn.invoke_name == ADAPTIVE_CARD_ACTION:
            return await self._on_press_invoke(turn)
        handle = INVOKES.get(turn.invoke_name)
        if handle is None:
            log.warning("unknown_invoke", invoke=turn.invoke_name[:60], add="a handler to INVOKES in bot/dispatch.py")
            return None
        return await handle(self._edge, turn)

    async def _on_press_invoke(self, turn: Turn) -> Answer:
        await installs.remember_chat(self._edge, turn)
        result = await self._press(turn)
        match result:
            case Replace(card=card):
                self._show_to_all(turn, result)
                return InvokeAnswer(card=card)
            case Post(card=card):
                await turn.reply(as_message(card))
                return InvokeAnswer(message=POSTED_BELOW)
            case Say(sentence=said):
                return InvokeAnswer(message=said)

    async def _on_message(self, turn: Turn) -> None:
        await installs.remember_chat(self._edge, turn)
        if not turn.value:
            if turn.is_for_bot:
                await turn.reply(as_message(_as_new(await self._told(self._on_words(turn)))))
            return
        result = await self._press(turn)
        if isinstance(result, Replace) and turn.reply_to:
            await self._edge.gateway.update(turn.conversation, turn.reply_to, as_message(result.card))
        else:
            await turn.reply(as_message(_as_new(result)))

    async def _on_words(self, turn: Turn) -> Result:
        _somebody(turn)
        if turn.conversation_type == "personal":
            return await cases.on_text(self._edge, turn)
        return await installs.on_channel_text(self._edge, turn)

    async def _on_installed(self, turn: Turn) -> None:
        welcome = await installs.on_installed(self._edge, turn)
        if welcome is not None:
            await turn.reply(as_message(welcome.card))

    async def _press(self, turn: Turn) -> Result:
        return await self._told(self._on_press(turn))

    async def _on_press(self, turn: Turn) -> Result:
        _somebody(turn)
        press = read_press(turn.data, turn.verb)
        return await HANDLERS[press.verb](self._edge, turn, press)

    async def _told(self, work: Awaitable[Result]) -> Result:
        try:
            return await work
        except Refused as refused:
            return Say(sentence=sentence(refused))

    def _show_to_all(self, turn: Turn, result: Replace) -> None:
        if result.for_all and turn.reply_to:
            self._edge.after(self._update(turn, result.card))

    async def _update(self, turn: Turn, card: dict[str, Any]) -> None:
        try:
            await self._edge.gateway.update(turn.conversation, turn.reply_to, as_message(card))
        except DeliveryFailed as failed:
            log.warning("card_not_shown_to_all", code=failed.code)

    def _answered(self, key: str) -> bool:
        with self._edge.store.read() as uow:
            return uow.inbox.seen(key) is not None

    def _record_answered(self, key: str) -> None:
        with self._edge.store.begin() as uow:
            if uow.inbox.seen(key) is None:
                uow.inbox.record(key, result="answered", at=self._edge.clock())
