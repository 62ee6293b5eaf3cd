"""What a card holds, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

Card = dict[str, Any]


def elements(node: object) -> Iterator[Card]:
    """Every object in the card that has a type, fallbacks of buttons too; a refresh is nothing that is seen."""
    if isinstance(node, dict):
        inner = cast("Card", node)
        if "type" in inner:
            yield inner
        for key, value in inner.items():
            if key != "refresh":
                yield from elements(value)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            yield from elements(value)


def of_type(card: Card, name: str) -> list[Card]:
    """The card's elements of that type, in reading order."""
    return [element for element in elements(card) if element["type"] == name]


def words(card: Card) -> str:
    """All that can be read on the card, one piece a line."""
    pieces = [str(element["text"]) for element in elements(card) if "text" in element]
    return "\n".join(pieces)


def titles(card: Card) -> list[str]:
    """The titles of the buttons that ask something of the bot, each once: a fallback is the same button."""
    return [str(action["title"]) for action in _seen(card) if action["type"] in {"Action.Execute", "Action.Submit"}]


def _seen(node: object) -> Iterator[Card]:
    """Every object with a type that a client of today shows."""
    if isinstance(node, dict):
        inner = cast("Card", node)
        if "type" in inner:
            yield inner
        for key, value in inner.items():
            if key not in {"refresh", "fallback"}:
                yield from _seen(value)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            yield from _seen(value)


def inputs(card: Card) -> dict[str, Card]:
    """The card's inputs by their ids."""
    return {str(element["id"]): element for element in elements(card) if str(element["type"]).startswith("Input.")}


def plain_places(card: Card) -> list[str]:
    """The texts of the places that no client reads as Markdown."""
    runs = [str(run["text"]) for run in of_type(card, "TextRun")]
    return runs + [str(box["value"]) for box in inputs(card).values() if "value" in box]


def other_places(node: object) -> Iterator[str]:
    """Every other text in the card: Markdown may be read there, or a phone's notification shows it."""
    if isinstance(node, dict):
        inner = cast("Card", node)
        kind = str(inner.get("type", ""))
        plain = "text" if kind == "TextRun" else "value" if kind.startswith("Input.") else ""
        for key, value in inner.items():
            if key != plain and not (key == "title" and _is_plain_option(inner)):
                yield from other_places(value)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            yield from other_places(value)
    elif isinstance(node, str):
        yield node


def _is_plain_option(node: Card) -> bool:
    """True for an option of an input whose title has nothing in it that Markdown or HTML understand."""
    return set(node) == {"title", "value"} and not set("\\`*_~[]()<>#|&") & set(str(node["title"]))
