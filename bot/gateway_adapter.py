"""botbuilder's turn: its adapter and its activity handler, with our authentication and connector plugged in.

Not used, because botbuilder-core and -integration-aiohttp 4.17.1 have it wrong; tests/bot/test_gateway_workarounds.py
tells when each is right again:

- `CloudAdapter.process` serialises the body of an invoke answer twice and answers 500: we write the answer ourselves.
- `on_adaptive_card_invoke` drops `trigger`, and its error answers raise: we answer from `on_invoke_activity`.
- `TeamsActivityHandler` calls the connector once for each person who joins: we derive from `ActivityHandler`.
- `TurnContext.remove_mention_text` deletes the bot's name wherever it stands: bot/turn.py removes the mention only.
- `TurnContext.send_activity` copies what is sent and addresses the copy anew: a reply goes to the connector instead.
- `continue_conversation` answers to an activity id that it makes up: what the bot says unasked goes to the connector.
"""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from typing import Any, cast

import structlog
from botbuilder.core import ActivityHandler, CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, ActivityTypes, InvokeResponse
from botframework.connector.auth import AuthenticateRequestResult

from bot.answers import Answer, InvokeAnswer, InvokeError
from bot.dialogs import dialog_refused
from bot.gateway_activity import WireActivity
from bot.gateway_authentication import TeamsAuthentication
from bot.gateway_connector import Connector
from bot.turn import Turn
from cards import refusals
from hub.errors import DeliveryFailed

log = structlog.get_logger()

Handler = Callable[[Turn], Awaitable[Answer | None]]
"""What is done with a turn. The answer matters for an invoke only: None says that nobody knows this invoke (501)."""

CRASHED = InvokeError(code="InternalError", message=refusals.CRASHED, status=500)


class TurnCrashed(Exception):  # noqa: N818  named for what happened, as hub.errors are
    """A handler raised something that nobody foresaw; it is the cause of this."""


ANSWER_KEY = "BotFrameworkAdapter.InvokeResponse"
"""Where botbuilder's adapter looks for an invoke's answer when the turn is over."""


def answer_with(context: TurnContext, answer: Answer) -> None:
    """The invoke is answered with that JSON: HTTP 200 whatever it says.

    Left where the adapter looks for it: `send_activity` of botbuilder-core 4.17.1 would copy the whole card on its way
    there, at 0.2 ms (facts: botbuilder-costs).
    """
    response = InvokeResponse(status=200, body=answer.body())  # pyright: ignore[reportUnknownMemberType]  # untyped in botbuilder
    kind = ActivityTypes.invoke_response
    context.turn_state[ANSWER_KEY] = Activity(type=kind, value=response)  # pyright: ignore[reportUnknownMemberType]  # the same


class TeamsAdapter(CloudAdapterBase):
    """botbuilder's adapter; a handler's crash is an answer to a press, and TurnCrashed for anything else."""

    def __init__(self, authentication: TeamsAuthentication, connector: Connector, handler: Handler) -> None:
        """Let `authentication` decide who may call, and `handler` what is done; replies go through `connector`."""
        super().__init__(authentication)
        self.on_turn_error = self._on_crash
        self._connector = connector
        self._bot = TeamsBot(handler, connector)

    async def take(self, caller: str | AuthenticateRequestResult, wire: dict[str, Any]) -> InvokeResponse | None:
        """The turn is over; an invoke's answer, else None. `caller`: the Authorization header, or what it proved."""
        turn = cast("Any", self).process_activity(caller, WireActivity(wire), self._bot.on_turn)
        return cast("InvokeResponse | None", await turn)

    async def _on_crash(self, context: TurnContext, error: Exception) -> None:
        kind = _wire(context).get("type")
        log.error("turn_crashed", kind=kind, code=_code_of(error), trace=trace_of(error))
        if kind != ActivityTypes.invoke.value:
            raise TurnCrashed from error
        turn = _turn(context, self._connector)
        answer_with(context, dialog_refused(turn, refusals.CRASHED) if turn.is_dialog else InvokeAnswer(error=CRASHED))


class TeamsBot(ActivityHandler):
    """Hands the four kinds of activity that mean something to us to one handler; botbuilder drops all others."""

    def __init__(self, handler: Handler, connector: Connector) -> None:
        """Hand every turn to `handler`; its replies go through `connector`."""
        self._handler = handler
        self._connector = connector

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Somebody wrote, or pressed an Action.Submit."""
        await self._hand_over(turn_context)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Somebody joined or left, or a channel changed."""
        await self._hand_over(turn_context)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """The app was installed or removed."""
        await self._hand_over(turn_context)

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Somebody pressed a button, searches or opens a dialog, and waits for the answer."""
        answer = await self._hand_over(turn_context)
        if answer is not None:
            answer_with(turn_context, answer)

    async def _hand_over(self, context: TurnContext) -> Answer | None:
        return await self._handler(_turn(context, self._connector))


def _turn(context: TurnContext, connector: Connector) -> Turn:
    async def reply(activity: dict[str, Any]) -> str:
        return await connector.send(turn.conversation, activity, reply_to=turn.activity_id)

    turn = Turn(activity=_wire(context), reply=reply)
    return turn


def _wire(context: TurnContext) -> dict[str, Any]:
    return cast("WireActivity", context.activity).wire


def _code_of(error: Exception) -> str:
    return error.code if isinstance(error, DeliveryFailed) else type(error).__name__


def trace_of(error: BaseException) -> list[str]:
    """Where it happened, cause first, without what the errors say: their sentences may quote what somebody typed."""
    cause = error.__cause__ or error.__context__
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return [*(trace_of(cause) if cause else []), *frames, type(error).__name__]
