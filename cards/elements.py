"""The elements of a card. Each function takes only what we use, so that a misspelt field cannot get in.

A TextBlock, a label and a choice read Markdown, so they take only words that stand in this code (`LiteralString`).
Everything else, and above all what a person typed, goes into runs, which are plain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, LiteralString

from cards.typed import bare, clean, one_line, readable, shorten
from hub.evidence import is_web_address

Element = dict[str, Any]
Tone = Literal["default", "emphasis", "attention", "warning"]
Spacing = Literal["None", "Small", "Default", "Medium", "Large"]

LABEL_WIDTH = "76px"  # fits “Outcome”, our longest, and leaves the rest of a phone to the value
LONGEST_VALUE = 200  # characters; a row is not the place for more


def card(
    body: Sequence[Element],
    *,
    fallback_text: str,
    speak: str = "",
    marker: str = "",
    refresh: Element | None = None,
) -> Element:
    """A card; `fallback_text` is what a client shows that cannot draw it, `marker` the id of its root container.

    With `refresh` it draws itself anew, so that nothing typed may stand in it.
    """
    items = [container(body, marker=marker)] if marker else list(body)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en-GB",
        "fallbackText": bare(fallback_text),
        **({"speak": bare(speak)} if speak else {}),
        **({"refresh": refresh} if refresh else {}),
        "body": items,
    }


def marked(card: Element, marker: str) -> Element:
    """The same card, with a root container that carries `marker`; what the container holds looks as it did."""
    return {**card, "body": [container(card["body"], marker=marker)]}


def as_message(card: Element) -> dict[str, Any]:
    """The message activity that shows `card`; its summary is what a phone's notification says."""
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment], "summary": card["fallbackText"]}


def heading(words: LiteralString, *, case: str = "") -> Element:
    """The card's title, for eyes and for screen readers; `case` is a number of ours and stands in front."""
    title = f"{case}: {words}" if case else words
    return _text_block(title, size="Large", weight="Bolder", style="heading")


def subheading(words: LiteralString) -> Element:
    """The title of a part of the card."""
    return _text_block(words, weight="Bolder", spacing="Medium")


def text(words: LiteralString, *, subtle: bool = False, spacing: Spacing = "Default") -> Element:
    """A paragraph of ours."""
    return _text_block(words, spacing=spacing, **({"isSubtle": True} if subtle else {}))


def run(words: str, *, bold: bool = False, subtle: bool = False) -> Element:
    """A piece of a line, shown exactly as it is: no Markdown, no mention, no link.

    It has no colour: of Teams' colour words none can be read on light and on dark alike (tests/cards/test_colours.py).
    """
    return {
        "type": "TextRun",
        "text": words,
        **({"weight": "Bolder"} if bold else {}),
        **({"isSubtle": True} if subtle else {}),
    }


def link(words: str, url: str, *, bold: bool = False) -> Element:
    """The same as `run`, leading to `url` when that is a web address; just the words when it is not."""
    leads = {"selectAction": {"type": "Action.OpenUrl", "url": url}} if is_web_address(url) else {}
    return {**run(words, bold=bold), **leads}


def line(*runs: Element | str, spacing: Spacing = "Default") -> Element:
    """A paragraph of runs."""
    inlines = [run(one) if isinstance(one, str) else one for one in runs]
    return {"type": "RichTextBlock", "inlines": inlines, **({"spacing": spacing} if spacing != "Default" else {})}


def typed_text(typed: str, *, longest: int, lines: int, rest: str, spacing: Spacing = "Small") -> Element:
    """What a person typed, with its line breaks; shortened with `rest` beyond `longest` characters or `lines` lines."""
    return line(shorten(readable(typed), longest, lines=lines, rest=rest), spacing=spacing)


def rows(pairs: Sequence[tuple[LiteralString, str]]) -> list[Element]:
    """One row for each label and its plain value; a pair without a value makes none."""
    return [_row(label, value) for label, value in pairs if value]


def container(
    items: Sequence[Element],
    *,
    marker: str = "",
    tone: Tone = "default",
    hidden: bool = False,
    separator: bool = False,
    spacing: Spacing = "Default",
) -> Element:
    """Elements that belong together. `tone` tints it; its words must say the same."""
    return {
        "type": "Container",
        **({"id": marker} if marker else {}),
        **({"style": tone} if tone != "default" else {}),
        **({"isVisible": False} if hidden else {}),
        **({"separator": True} if separator else {}),
        **({"spacing": spacing} if spacing != "Default" else {}),
        "items": list(items),
    }


def input_text(
    name: str,
    *,
    label: LiteralString,
    hint: LiteralString,
    value: str = "",
    needed: LiteralString = "",
    lines: bool = True,
) -> Element:
    """A box to type in. `needed` is what is said when it stays empty; without it, it may.

    It has no longest length: a client would cut what is pasted, without a word.
    """
    return {
        "type": "Input.Text",
        "id": name,
        "label": label,
        "placeholder": hint,
        **({"isMultiline": True} if lines else {}),
        **({"value": clean(value)} if value else {}),
        **_needed(needed),
    }


def input_choice(
    name: str,
    *,
    label: LiteralString,
    choices: Sequence[tuple[str, str]],
    value: str = "",
    needed: LiteralString = "",
    compact: bool = False,
) -> Element:
    """One of `choices`, each a value and its title; as a list that opens when `compact`, else all in sight."""
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "compact" if compact else "expanded",
        "wrap": True,
        "choices": [{"title": bare(title), "value": chosen} for chosen, title in choices],
        **({"placeholder": "Choose one"} if compact else {}),
        **({"value": value} if value in dict(choices) else {}),
        **_needed(needed),
    }


def typeahead(choices: Element, dataset: str) -> Element:
    """The same input, in which typing narrows the choices and asks the bot for more of `dataset`.

    A client without that shows the choices it was given.
    Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
    """
    more = {"type": "Data.Query", "dataset": dataset}
    return {**choices, "style": "filtered", "choices.data": more}


def action_set(*buttons: Element, spacing: Spacing = "Medium") -> Element:
    """Buttons in a row, in the body: only there older clients draw an action's fallback (facts: card-versions)."""
    return {"type": "ActionSet", "spacing": spacing, "actions": list(buttons)}


def open_page(title: LiteralString, url: str) -> list[Element]:
    """A button that opens `url` in the browser; none when that is no web address."""
    return [{"type": "Action.OpenUrl", "title": title, "url": url}] if is_web_address(url) else []


def show_or_hide(title: LiteralString, *, marker: str) -> Element:
    """A button that shows the container with that id, or hides it again."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": [marker]}


def _text_block(words: str, **fields: Any) -> Element:
    shown = {name: value for name, value in fields.items() if value != "Default"}
    return {"type": "TextBlock", "text": words, "wrap": True, **shown}


def _row(label: LiteralString, value: str) -> Element:
    name = {"type": "Column", "width": LABEL_WIDTH, "items": [line(run(label, subtle=True))]}
    words = {"type": "Column", "width": "stretch", "items": [line(shorten(one_line(value), LONGEST_VALUE))]}
    return {"type": "ColumnSet", "spacing": "Small", "columns": [name, words]}


def _needed(sentence: str) -> Element:
    return {"isRequired": True, "errorMessage": sentence} if sentence else {}
