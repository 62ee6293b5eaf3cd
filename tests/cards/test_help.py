"""The welcome, the help, and the channel that is the hub's."""

from __future__ import annotations

import pytest

from cards.help import help_card, hub_here, welcome
from tests.cards.walk import elements, titles, words


def test_the_welcome_has_one_obvious_button() -> None:
    actions = elements(welcome("Sample Birch"))

    assert [action["title"] for action in actions if action.get("style") == "positive"] == ["Send something in"]
    assert titles(welcome("Sample Birch")) == ["Send something in", "My cases", "Help"]


@pytest.mark.parametrize(("name", "greeting"), [("Sample Birch", "Hello Sample Birch."), ("  ", "Hello.")])
def test_a_person_is_greeted_by_the_name_we_know(name: str, greeting: str) -> None:
    assert greeting in words(welcome(name))


@pytest.mark.parametrize("command", ["new", "my cases", "PF-2026-0042", "in your own words", "Microsoft Form"])
def test_the_help_names_every_way_in(command: str) -> None:
    assert command in words(help_card())


@pytest.mark.parametrize(
    ("staff", "sentence"),
    [(0, "Nobody can work cases yet."), (1, "1 person can work cases"), (16, "16 people can work cases")],
)
def test_the_hubs_channel_says_who_can_work_cases(staff: int, sentence: str) -> None:
    assert sentence in words(hub_here(staff=staff))
