"""Somebody raises a message with the hub, from any conversation; nothing is written there.

A conversation that a message extension is used in may be anybody's: it is never taken for the person's own chat.
Source: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
"""

from __future__ import annotations

from typing import Any

from bot import cases
from bot.answers import Answer, DialogAnswer
from bot.dialogs import dialog_answer, dialog_refused
from bot.edge import Edge, nonce_of
from bot.message_html import plain_text
from bot.results import Post
from bot.turn import Turn, object_of, objects_of, text_of
from cards import raising as cards
from cards.actions import UnreadablePress, Verb, read_press
from cards.refusals import sentence
from cards.search import UNKNOWN_COMMAND
from cards.submissions import submission_card
from hub.errors import Refused
from hub.people import NobodyKnown

RAISE = "raise"
"""The message action, by its id in the manifest."""


async def on_action(edge: Edge, turn: Turn) -> Answer:  # noqa: ARG001  the shape of every handler
    """The five questions in a dialog, filled in from the message as far as it goes."""
    if text_of(turn.value.get("commandId")) != RAISE:
        return DialogAnswer(message=UNKNOWN_COMMAND)
    if not turn.aad_id:
        return DialogAnswer(message=NobodyKnown().sentence)
    message = message_in(object_of(turn.value.get("messagePayload")))
    answers, note = cards.answers_from_message(message), cards.note_for(message)
    return dialog_answer(turn, Post(card=submission_card(answers, nonce=nonce_of(turn), note=note)))


async def on_action_sent(edge: Edge, turn: Turn) -> Answer:
    """The filled-in form is a case of the person's who sent it; or it comes back with everything that was typed."""
    try:
        if not turn.aad_id:
            raise NobodyKnown
        press = read_press(turn.data, None)
        if press.verb is not Verb.SUBMIT:
            raise UnreadablePress
        return dialog_answer(turn, await cases.on_submit(edge, turn, press))
    except Refused as refused:
        return dialog_refused(turn, sentence(refused))


def message_in(payload: dict[str, Any]) -> cards.RaisedMessage:
    """The message that an action is about, as plain words; a deleted one says nothing."""
    if payload.get("deleted") is True:
        return cards.RaisedMessage(text="")
    link = text_of(payload.get("linkToMessage"))
    return cards.RaisedMessage(
        text="\n".join(part for part in (text_of(payload.get("subject")), _words(payload)) if part),
        link=link if link.startswith("https://") and len(link) <= _LONGEST_LINK else "",
        attachments=tuple(name for one in objects_of(payload.get("attachments")) if (name := text_of(one.get("name")))),
    )


def _words(payload: dict[str, Any]) -> str:
    body = object_of(payload.get("body"))
    content = text_of(body.get("content"))
    return plain_text(content) if body.get("contentType") == "html" else content


_LONGEST_LINK = 1000  # characters
