"""A card as a dialog, the same card for a client that has no dialogs, and typed words that could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from cards.actions import Verb
from cards.elements import Element, card, heading
from cards.parts import alert, message_box

DIALOG_TITLE = "Prevention First"
"""Stands above a dialog; what it is for is the heading of its card, which screen readers look for there."""


def in_dialog(form: Element) -> Element:
    """The form as it stands in a dialog.

    Its buttons are plain submits, the only ones that reach a bot from there; it needs no Cancel, because every dialog
    has a cross.
    """
    return {**form, "body": _submitting(form["body"])}


def without_dialogs(shown: Any) -> Any:
    """The JSON with each button that opens a dialog as one that has the form posted, for a client without dialogs."""
    if isinstance(shown, list):
        return [without_dialogs(one) for one in cast("list[Any]", shown)]
    if not isinstance(shown, dict):
        return shown
    part = cast("Element", shown)
    return _posting(part) if _opens_dialog(part) else {name: without_dialogs(one) for name, one in part.items()}


def kept_words(sentence: str, typed: Mapping[str, str]) -> Element | None:
    """Why it could not be done, and what was typed, to be copied; None when nothing was."""
    words = [typed[name].strip() for name in _BOXES if typed.get(name, "").strip()]
    if not words:
        return None
    box = message_box("kept", "What you had typed: copy it before you close this", value="\n\n".join(words), needed="")
    body = [heading("That could not be done"), *alert(sentence, tone="attention"), *box]
    return card(body, fallback_text=sentence)


def _submitting(part: Any) -> Any:
    if isinstance(part, list):
        return [_submitting(one) for one in cast("list[Any]", part) if not _cancels(one)]
    if not isinstance(part, dict):
        return part
    element = cast("Element", part)
    if element.get("type") == "Action.Execute":
        return element["fallback"]
    return {name: _submitting(one) for name, one in element.items()}


def _cancels(part: Any) -> bool:
    return isinstance(part, dict) and cast("Element", part).get("verb") == Verb.CANCEL.value


def _opens_dialog(part: Element) -> bool:
    data = part.get("data")
    return part.get("type") == "Action.Submit" and isinstance(data, dict) and "msteams" in data


def _posting(opens: Element) -> Element:
    data = {name: value for name, value in opens["data"].items() if name != "msteams"}
    submit = {**opens, "data": data}
    return {**submit, "type": "Action.Execute", "verb": data["verb"], "fallback": submit}


_BOXES = ("title", "details", "tried", "good", "text", "decision", "answer")  # inputs in which people write sentences
