"""A card is read as Microsoft's renderer shows it."""

from typing import Any

import pytest

from local365.card_reading import buttons, inputs, texts
from tests.local365.cards import card, execute, field, says, submit

NOTE, DEEP = field("note"), field("deep")


def titles(shown: dict[str, Any]) -> list[str]:
    return [one.title for one in buttons(shown)]


def sent_with(shown: dict[str, Any], title: str) -> list[str]:
    button = next(one for one in buttons(shown) if one.title == title)
    return [one["id"] for one in button.inputs]


@pytest.mark.parametrize(
    "place",
    [
        {"type": "ActionSet", "actions": [submit("Go")]},
        {"type": "Container", "items": [{"type": "ActionSet", "actions": [submit("Go")]}]},
        {
            "type": "ColumnSet",
            "columns": [{"type": "Column", "items": [{"type": "ActionSet", "actions": [submit("Go")]}]}],
        },
        {"type": "Table", "rows": [{"cells": [{"items": [{"type": "ActionSet", "actions": [submit("Go")]}]}]}]},
        {"type": "Container", "selectAction": submit("Go"), "items": []},
        {"type": "Input.Text", "id": "x", "inlineAction": submit("Go")},
    ],
)
def test_a_button_is_found_wherever_it_stands(place: dict[str, Any]) -> None:
    assert titles(card(place)) == ["Go"]


def test_a_button_in_the_overflow_or_in_a_split_button_is_found() -> None:
    split = execute("More", "more", menuActions=[submit("Inside")])

    assert titles(card(actions=(split, {**submit("Later"), "mode": "secondary"}))) == ["More", "Inside", "Later"]


def test_a_card_shown_by_a_button_brings_its_buttons_and_inputs() -> None:
    inner = card(DEEP, actions=(submit("Send"),))
    shown = card(NOTE, actions=({"type": "Action.ShowCard", "title": "Reply", "card": inner}, submit("Close")))

    assert (titles(shown), sent_with(shown, "Send"), sent_with(shown, "Close")) == (
        ["Reply", "Send", "Close"],
        ["note", "deep"],
        ["note"],
    )


def test_a_button_without_associated_inputs_sends_none() -> None:
    assert sent_with(card(NOTE, actions=({**submit("Cancel"), "associatedInputs": "none"},)), "Cancel") == []


def test_what_is_invisible_is_not_there() -> None:
    hidden = {
        "type": "Container",
        "isVisible": False,
        "items": [NOTE, {"type": "ActionSet", "actions": [submit("Go")]}],
    }

    assert (titles(card(hidden)), inputs(card(hidden))) == ([], [])


def test_what_a_button_can_make_visible_is_there() -> None:
    hidden = {"type": "Container", "id": "more", "isVisible": False, "items": [NOTE]}
    toggle = {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["more"]}

    assert inputs(card(hidden, actions=(toggle,))) == [NOTE]


def test_an_input_without_an_id_is_not_sent() -> None:
    assert inputs(card({"type": "Input.Text", "label": "Nameless"})) == []


def test_everything_there_is_to_read_is_read_in_order() -> None:
    facts = {"type": "FactSet", "facts": [{"title": "Status", "value": "New"}]}

    shown = card(says("PF-2026-0001"), facts, {**NOTE, "value": "typed"}, actions=(submit("Send"),))

    assert texts(shown) == ["PF-2026-0001", "Status", "New", "typed", "Note", "Send"]
