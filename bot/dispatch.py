"""Activity or invoke → verb → handler; what the handler wants shown → what the client that asked can take."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from bot import cases, casework, evidence, installs, raising, search
from bot.answering import Answering
from bot.answers import Answer, InvokeAnswer
from bot.dialogs import dialog_answer
from bot.edge import Edge
from bot.results import Post, Replace, Result, Say, View
from bot.turn import ADAPTIVE_CARD_ACTION, AUTOMATIC, Turn, TurnKind
from cards import help as help_cards
from cards.actions import ForYourOwnChat, Press, UnreadablePress, Verb, read_press
from cards.refusals import OPENED_ALREADY, POSTED_BELOW, not_refreshed, sentence
from hub.errors import Refused
from hub.people import NobodyKnown
from hub.submissions import Question
from store.deliveries import Claimed

log = structlog.get_logger()

Handler = Callable[[Edge, Turn, Press], Awaitable[Result]]
InvokeHandler = Callable[[Edge, Turn], Awaitable[Answer]]


async def _help(edge: Edge, turn: Turn, press: Press) -> Result:  # noqa: ARG001  the shape of every handler
    return Post(card=help_cards.help_card())


HANDLERS: dict[Verb, Handler] = {
    Verb.NEW: lambda edge, turn, press: cases.on_new(edge, turn, press.inputs.get(Question.DETAILS.value, "")),
    Verb.AFRESH: lambda edge, turn, _: cases.on_afresh(edge, turn),
    Verb.MY_CASES: lambda edge, turn, _: cases.on_my_cases(edge, turn),
    Verb.FIND: search.on_show,
    Verb.EVIDENCE: evidence.on_look,
    Verb.CASE_EVIDENCE: evidence.on_case,
    Verb.HELP: _help,
    Verb.SUBMIT: cases.on_submit,
    Verb.ANSWER_FORM: cases.on_answer_form,
    Verb.ANSWER: cases.on_answer,
    Verb.ADD_FORM: cases.on_add_form,
    Verb.ADD: cases.on_add,
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

FOR_ONE_PERSON = frozenset({Verb.NEW, Verb.AFRESH, Verb.MY_CASES, Verb.FIND})
"""What would be posted for everybody to read where others are; a dialog is its presser's alone."""

INVOKES: dict[str, InvokeHandler] = {
    "composeExtension/query": search.on_query,
    "composeExtension/fetchTask": raising.on_action,
    "composeExtension/submitAction": raising.on_action_sent,
    "application/search": search.on_options,
}
"""Every invoke but a press on a card or in a dialog that a card opened, by the name Teams gives it."""


def _somebody(turn: Turn) -> None:
    """Refused for a guest or a client without an Entra object id: all of them would be one and the same person."""
    if not turn.aad_id:
        raise NobodyKnown


async def work(edge: Edge, turn: Turn) -> Result | None:
    """What the turn asks is done; returns what is to be shown for it, if anything is. Safe to call twice."""
    if turn.kind is TurnKind.INSTALLATION:
        return await installs.on_installed(edge, turn)
    return await done(edge, turn)


async def done(edge: Edge, turn: Turn) -> Result:
    """What somebody pressed or wrote is done; returns what to show, a Refusal as a sentence. Safe to call twice."""
    try:
        _somebody(turn)
        return await (_on_press(edge, turn) if turn.value else _on_words(edge, turn))
    except Refused as refused:
        said = sentence(refused)
    if turn.trigger == AUTOMATIC:
        return Replace(card=not_refreshed(said))  # nobody pressed, so that nobody is told off
    return Say(sentence=said)


async def _on_press(edge: Edge, turn: Turn) -> Result:
    press = read_press(turn.data, turn.verb)
    if turn.trigger == AUTOMATIC and press.verb is not Verb.REFRESH:
        raise UnreadablePress
    if press.verb in FOR_ONE_PERSON and turn.conversation_type in {"channel", "groupChat"} and not turn.is_dialog:
        raise ForYourOwnChat
    return await HANDLERS[press.verb](edge, turn, press)


async def _on_words(edge: Edge, turn: Turn) -> Result:
    if turn.conversation_type != "personal":
        return await installs.on_channel_text(edge, turn)
    asked = search.asked_in_chat(turn.text)
    return await (cases.on_text(edge, turn) if asked is None else asked.look(edge, turn, asked.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatcher:
    """The handler the gateway is given. `deliver` carries out an effect that is in hand."""

    edge: Edge
    answering: Answering
    deliver: Callable[[Claimed], Coroutine[Any, Any, None]]

    async def __call__(self, turn: Turn) -> Answer | None:
        """The activity has been taken in and answered; an activity that comes again is answered once.

        None for an invoke that nobody knows, which the gateway answers as Teams expects it: 501.
        """
        match turn.kind:
            case TurnKind.INVOKE:
                return await self._on_invoke(turn)
            case TurnKind.MESSAGE if not (turn.value or turn.is_for_bot):
                pass  # what people in a channel say to each other is not kept
            case TurnKind.MESSAGE | TurnKind.INSTALLATION:
                if claimed := await self.answering.take_in(turn):
                    await self.deliver(claimed)
            case TurnKind.CONVERSATION_UPDATE:
                await installs.on_conversation_update(self.edge, turn)
        return None

    async def _on_invoke(self, turn: Turn) -> Answer | None:
        if turn.invoke_name == ADAPTIVE_CARD_ACTION:
            return await self._on_press_invoke(turn)
        handle = INVOKES.get(turn.invoke_name)
        if handle is not None:
            return await handle(self.edge, turn)
        if turn.is_dialog:
            return await self._on_dialog(turn)
        log.warning("unknown_invoke", invoke=turn.invoke_name[:60], add="a handler to INVOKES in bot/dispatch.py")
        return None

    async def _on_press_invoke(self, turn: Turn) -> Answer:
        """Answered from our own state; what needs Teams as well is kept first, and done once the answer is out."""
        await installs.remember_chat(self.edge, turn)
        match await done(self.edge, turn):
            case Replace(card=card) | View(card=card):
                return InvokeAnswer(card=card)
            case Say(sentence=said):
                return InvokeAnswer(message=said)
            case Post():
                posts = await self._answer_after(turn)
                return InvokeAnswer(message=POSTED_BELOW if posts else OPENED_ALREADY)

    async def _on_dialog(self, turn: Turn) -> Answer:
        await installs.remember_chat(self.edge, turn)
        return dialog_answer(turn, await done(self.edge, turn))

    async def _answer_after(self, turn: Turn) -> bool:
        claimed = await self.answering.take_in(turn)
        if claimed:
            self.edge.after(self.deliver(claimed))
        return claimed is not None
