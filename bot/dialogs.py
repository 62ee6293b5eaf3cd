"""What a handler wants shown, as the answer to a dialog that was asked for or sent in."""

from __future__ import annotations

from bot.answers import DialogAnswer
from bot.results import Post, Replace, Result, Say, View
from bot.turn import Turn
from cards.actions import typed_in
from cards.dialogs import in_dialog, kept_words


def dialog_answer(turn: Turn, result: Result) -> DialogAnswer:
    """The form in the dialog, or the sentence that ends it; what was typed and not taken stays to be copied."""
    match result:
        case Say(sentence=sentence):
            return dialog_refused(turn, sentence)
        case Replace(closing=closing) if closing:
            return DialogAnswer(message=closing)
        case View(said=said) if said:
            return DialogAnswer(message=said)
        case Replace(card=card) | View(card=card) | Post(card=card):
            return DialogAnswer(card=in_dialog(card))


def dialog_refused(turn: Turn, sentence: str) -> DialogAnswer:
    """The sentence, and below it the words that would be lost if the dialog closed now."""
    kept = kept_words(sentence, typed_in(turn.data))
    if kept is None:
        return DialogAnswer(message=sentence)
    return DialogAnswer(card=in_dialog(kept))
