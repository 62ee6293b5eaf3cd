"""Whatever people type is shown as they typed it, on every card, and never understood as anything else."""

from __future__ import annotations

import pytest

from cards.typed import clean
from tests.cards.gallery import gallery
from tests.cards.invented import Words
from tests.cards.strict import check_card
from tests.cards.walk import Card, inputs, of_type, other_places, plain_places

FIRST, LAST = "Zq7first", "Zq7last"
HOSTILE = {
    "a link in Markdown": "[your pay slip](https://evil.example/pay) ![x](https://evil.example/1.png)",
    "emphasis in Markdown": "**b** _i_ ~~s~~ `code` # heading > quote - list | a | b |",
    "mentions": "<at>Everyone</at> <at id='1'>Sample Oak</at> @channel",
    "HTML": "<b>b</b><script>alert(1)</script><img src=x onerror=alert(1)> &lt;i&gt; <!-- -->",
    "templating": "${title} ${$root} {{title}} {{DATE(2026-11-30T00:00:00Z, SHORT)}} $when",
    "a turn of direction": "\u202egnp.exe\u202c \u2066evil\u2069 \u05e9\u05dc\u05d5\u05dd",
    "a card within a card": '"}],"body":[{"type":"TextBlock","text":"x"}] {"msteams":{"type":"task/fetch"}}',
    "a formula and a link": '=HYPERLINK("https://evil.example") javascript:alert(1) mailto:x@evil.example',
    "emoji": "\N{POLICE OFFICER}\U0001f3fd\u200d\u2640\ufe0f \U0001f1ec\U0001f1e7 \N{SMILING FACE WITH HORNS}",
}


def shown(card: Card) -> list[str]:
    """Each text on the card that was typed, from its beginning to its end or to where the card cuts it."""
    found = (piece for text in plain_places(card) for piece in text.split(FIRST)[1:])
    return [FIRST + _ended(piece) for piece in found]


def _ended(piece: str) -> str:
    for end in (LAST, "…"):
        before, found, _ = piece.partition(end)
        if found:
            return before + end
    return piece


def as_words(text: str) -> list[str]:
    """The words of a text; without the joiner that keeps `{{` from being a function of cards."""
    return text.replace("\u2060", "").split()


def says(text: str, typed: list[str]) -> bool:
    """Whether a text of a card says these words: all of them, or as many as stand before it is cut.

    The cut may be in a word that is longer than the room there is.
    """
    before, cut, _ = text.partition("…")
    said = as_words(before)
    if not cut:
        return said == typed
    return said[:-1] == typed[: len(said) - 1] and typed[len(said) - 1].startswith(said[-1])


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_stands_on_every_card_as_it_was_typed_and_nowhere_where_it_could_mean_something(typed: str) -> None:
    cards = gallery(Words.all(f"{FIRST} {typed} {LAST}"))
    whole = as_words(clean(f"{FIRST} {typed} {LAST}"))

    found = {name: shown(card) for name, card in cards.items()}
    assert {name for name, texts in found.items() if not all(says(text, whole) for text in texts)} == set()
    assert sum(bool(texts) for texts in found.values()) > len(cards) / 2
    assert {name for name, card in cards.items() if any(FIRST in text for text in other_places(card))} == set()


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_ten_thousand_characters_of_it_make_good_cards_below_80_kb(typed: str) -> None:
    cards = gallery(Words.all((typed + " ") * (10_000 // len(typed) + 1)))

    assert {name: found for name, card in cards.items() if (found := check_card(card))} == {}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_box_to_type_in_holds_every_character_but_those_that_break_a_card(typed: str) -> None:
    cards = gallery(Words.all(typed))

    boxes = [box for card in cards.values() for box in inputs(card).values() if box["type"] == "Input.Text"]
    held = {box["value"] for box in boxes if "value" in box and "https://teams." not in box["value"]}
    assert held == {clean(typed)}


def test_the_names_of_people_stand_where_nothing_is_understood_or_without_the_signs_that_are() -> None:
    bare = {"fallbackText", "speak"}  # cards.elements.card takes the signs of Markdown and HTML out of these
    found = {
        name: [text for text in other_places({key: card[key] for key in card if key not in bare}) if "Sample" in text]
        for name, card in gallery().items()
    }

    assert {name: texts for name, texts in found.items() if texts} == {}
    assert any("Sample Birch" in run["text"] for run in of_type(gallery()["hub-card-new"], "TextRun"))
