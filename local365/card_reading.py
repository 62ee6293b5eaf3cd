"""A card as a person reads it: its texts, its buttons and its inputs, however deep they stand.

The rules are those of Microsoft's renderer (npm `adaptivecards` 3.0.6): what is invisible is not there, the inputs of a
card shown by a button belong to the buttons of that card only, and its buttons take the outer inputs along.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from local365.wire import Json

# Where elements stand in elements, and buttons in either.
ELEMENTS = ("body", "items", "columns", "rows", "cells", "facts", "images", "inlines", "pages")
BUTTONS = ("actions", "menuActions", "selectAction", "inlineAction")
TEXTS = ("title", "text", "value", "label", "placeholder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press, as its JSON, with the inputs whose values go with it."""

    action: Json
    inputs: tuple[Json, ...]

    @property
    def title(self) -> str:
        """What stands on it; for a pressable container its tooltip."""
        return str(self.action.get("title") or self.action.get("tooltip") or "")


def buttons(card: Json) -> list[Button]:
    """Every button a person can get to, in reading order."""
    return list(_buttons(card, (), _toggled(card)))


def inputs(card: Json) -> list[Json]:
    """Every input of the card itself, not of cards its buttons show."""
    return list(_inputs(card, _toggled(card)))


def texts(card: Json) -> list[str]:
    """Every visible text, in reading order: headings, facts, labels, prefilled values, titles of buttons."""
    return list(_texts(card, _toggled(card)))


def _texts(part: Json, toggled: frozenset[str]) -> Iterator[str]:
    yield from (str(part[name]) for name in TEXTS if isinstance(part.get(name), str) and part[name])
    for inner in _children(part, (*ELEMENTS, *BUTTONS, "card"), toggled):
        yield from _texts(inner, toggled)


def _inputs(part: Json, toggled: frozenset[str]) -> Iterator[Json]:
    if str(part.get("type", "")).startswith("Input.") and part.get("id"):
        yield part
    for inner in _children(part, ELEMENTS, toggled):
        yield from _inputs(inner, toggled)


def _buttons(part: Json, outer: tuple[Json, ...], toggled: frozenset[str]) -> Iterator[Button]:
    own = (*outer, *_inputs(part, toggled)) if part.get("type") == "AdaptiveCard" else outer
    for inner in _children(part, ELEMENTS, toggled):
        yield from _buttons(inner, own, toggled)
    for action in _children(part, BUTTONS, toggled):
        yield Button(action=action, inputs=() if action.get("associatedInputs") == "none" else own)
        for shown in _children(action, ("card", "content", "menuActions"), toggled):
            yield from _buttons({"type": "Shown", "actions": [shown]} if _is_action(shown) else shown, own, toggled)


def _is_action(part: Json) -> bool:
    return str(part.get("type", "")).startswith("Action.")


def _children(part: Json, names: tuple[str, ...], toggled: frozenset[str]) -> Iterator[Json]:
    for name in names:
        found: Any = part.get(name)
        for inner in cast("list[Any]", found) if isinstance(found, list) else [found]:
            if isinstance(inner, dict) and _is_visible(cast("Json", inner), toggled):
                yield cast("Json", inner)


def _is_visible(part: Json, toggled: frozenset[str]) -> bool:
    return part.get("isVisible", True) is not False or part.get("id") in toggled


def _toggled(card: Json) -> frozenset[str]:
    """The ids a button of the card can make visible."""
    return frozenset(_targets(card))


def _targets(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inner in cast("list[Any]", part):
            yield from _targets(inner)
    elif isinstance(part, dict):
        known = cast("Json", part)
        if known.get("type") == "Action.ToggleVisibility":
            yield from (one if isinstance(one, str) else str(one.get("elementId")) for one in known["targetElements"])
        for inner in known.values():
            yield from _targets(inner)
