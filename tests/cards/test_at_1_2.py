"""On a client that knows only Adaptive Cards 1.2 every card still says everything and can be acted on."""

from __future__ import annotations

import pytest

from tests.cards.at_1_2 import drawn_at_1_2
from tests.cards.gallery import gallery
from tests.cards.walk import Card, inputs, of_type, titles, words

GALLERY = gallery()
NAMES = sorted(GALLERY)


def element(kind: str, **fields: object) -> Card:
    """An element of that type."""
    return {"type": kind, **fields}


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_card_is_still_there(name: str) -> None:
    assert words(drawn_at_1_2(GALLERY[name])) == words(GALLERY[name])


@pytest.mark.parametrize("name", NAMES)
def test_every_button_is_still_there_and_sends(name: str) -> None:
    drawn = drawn_at_1_2(GALLERY[name])

    assert [button["title"] for button in of_type(drawn, "Action.Submit")] == titles(GALLERY[name])
    assert of_type(drawn, "Action.Execute") == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_can_be_read_without_labels(name: str) -> None:
    for box in inputs(drawn_at_1_2(GALLERY[name])).values():
        told = box.get("placeholder") if box["type"] == "Input.Text" else box["choices"]

        assert "label" not in box
        assert told


def test_an_element_that_is_not_known_is_replaced_or_left_out() -> None:
    newer = element("Badge", text="New", fallback=element("TextBlock", text="New"))

    assert drawn_at_1_2([newer, element("Badge", text="x"), element("Badge", fallback="drop")]) == [
        {"type": "TextBlock", "text": "New"}
    ]


def test_a_fallback_that_is_not_known_either_is_replaced_in_its_turn() -> None:
    nested = element("Badge", fallback=element("Table", fallback=element("TextBlock", text="at last")))

    assert drawn_at_1_2(nested) == {"type": "TextBlock", "text": "at last"}
