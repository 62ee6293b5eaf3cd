"""The app offers exactly what the bot understands, in the words of one table."""

import json
from pathlib import Path

import pytest

from cards.commands import PERSONAL, TEAM, Command
from cards.help import help_card
from tests.cards.walk import words

TEMPLATE = Path(__file__).parents[2] / "appmanifest/manifest.json.template"


def offered(scope: str) -> list[dict[str, str]]:
    """The commands that the manifest offers there."""
    lists = json.loads(TEMPLATE.read_text(encoding="utf-8"))["bots"][0]["commandLists"]
    return next(one["commands"] for one in lists if scope in one["scopes"])


@pytest.mark.parametrize(("scope", "table"), [("personal", PERSONAL), ("team", TEAM)])
def test_the_manifest_offers_the_commands_of_the_table(scope: str, table: tuple[Command, ...]) -> None:
    assert offered(scope) == [{"title": one.words, "description": one.what} for one in table]


def test_the_help_card_says_the_same_words() -> None:
    said = words(help_card())

    for command in PERSONAL[:2]:
        assert f"{command.words}\n: {command.what}" in said


@pytest.mark.parametrize("table", [PERSONAL, TEAM])
def test_no_two_commands_are_said_alike(table: tuple[Command, ...]) -> None:
    said = [word for one in table for word in (one.words, *one.others)]

    assert len(said) == len(set(said))
