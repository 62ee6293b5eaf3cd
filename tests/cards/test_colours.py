"""Every word on a card stands out from its ground in Teams' light and dark themes, and in high contrast.

Source of the colours: microsoft-teams-light.json and microsoft-teams-dark.json (`#rrggbb` or `#aarrggbb`) in
https://github.com/microsoft/AdaptiveCards/tree/main/samples/HostConfig. In high contrast the client uses the system's
own colours, and only words without a colour of their own are certain to follow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from cards.elements import card, container, heading, line, run
from tests.cards.gallery import gallery

AA = 4.5  # https://www.w3.org/TR/WCAG21/#contrast-minimum
BRIGHT = {"accent": "#c7def9", "good": "#ccffcc", "attention": "#ffc5b2", "warning": "#ffe2b2"}
GROUNDS = {
    "light": {"default": "#ffffff", "emphasis": "#f9f8f7", **BRIGHT},
    "dark": {"default": "#2d2c2c", "emphasis": "#292828", **BRIGHT},
}
ON_LIGHT, ON_DARK = {False: "#252424", True: "#bf252424"}, {False: "#ffffff", True: "#bfffffff"}
ON_BRIGHT_IN_DARK = {False: "#201f1f", True: "#2d2c2c"}
NAMES = sorted(gallery())


def ink(theme: str, style: str, *, subtle: bool) -> str:
    """The colour of words that name none."""
    if theme == "light":
        return ON_LIGHT[subtle]
    return (ON_BRIGHT_IN_DARK if style in BRIGHT else ON_DARK)[subtle]


def parts(colour: str) -> tuple[float, list[int]]:
    """How opaque it is, 0 to 1, and its red, green and blue."""
    pairs = [int(colour[at : at + 2], 16) for at in range(1, len(colour), 2)]
    return (pairs[0] / 255 if len(pairs) == 4 else 1.0), pairs[-3:]


def luminance(colour: list[float]) -> float:
    """Relative luminance. Source: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    linear = [(one / 255) / 12.92 if one / 255 <= 0.04045 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, ground: str) -> float:
    """The contrast ratio of words in that colour, which may let the ground through."""
    opaque, over = parts(colour)
    _, under = parts(ground)
    seen = [opaque * one + (1 - opaque) * other for one, other in zip(over, under, strict=True)]
    darker, lighter = sorted((luminance(seen), luminance([float(one) for one in under])))
    return (lighter + 0.05) / (darker + 0.05)


def texts(node: object, style: str = "default") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each piece of text of the card, and the style of the ground it stands on."""
    if isinstance(node, dict):
        element = cast("dict[str, Any]", node)
        if element.get("type") in {"TextBlock", "TextRun"}:
            yield style, element
        here = element.get("style", style) if element.get("type") in {"Container", "Column"} else style
        for value in element.values():
            yield from texts(value, here)
    elif isinstance(node, list):
        for one in cast("list[object]", node):
            yield from texts(one, style)


@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("name", NAMES)
def test_every_word_can_be_read_on_its_ground(name: str, theme: str) -> None:
    found = list(texts(gallery()[name]))

    faint = [
        element["text"]
        for style, element in found
        if contrast(ink(theme, style, subtle=element.get("isSubtle", False)), GROUNDS[theme][style]) < AA
    ]
    assert found
    assert faint == []


@pytest.mark.parametrize("name", NAMES)
def test_no_word_has_a_colour_of_its_own_so_that_high_contrast_reaches_it(name: str) -> None:
    assert [element["text"] for _, element in texts(gallery()[name]) if "color" in element] == []


def test_the_ground_of_a_word_is_the_innermost_container_that_has_a_style() -> None:
    inner = container([line("deep")], tone="attention")
    drawn = card(
        [heading("x"), container([container([inner, line(run("above"))])], tone="emphasis")], fallback_text="x"
    )

    assert [style for style, _ in texts(drawn)] == ["default", "attention", "emphasis"]


@pytest.mark.parametrize(("word", "theme"), [("#92c353", "light"), ("#f8d22a", "light"), ("#d74654", "dark")])
def test_teams_colour_words_cannot_be_read_in_every_theme(word: str, theme: str) -> None:
    assert contrast(word, GROUNDS[theme]["default"]) < AA
