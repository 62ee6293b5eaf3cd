"""The strict card check must catch what it claims to catch: one good card, and one flaw at a time."""

from copy import deepcopy
from typing import Any

import pytest
from microsoft_teams.cards import core

from tests.cards.strict import check_card

Card = dict[str, Any]
NOTHING: list[Card] = []
COLUMN: Card = {"type": "Column", "width": "stretch", "items": NOTHING}


def execute(**changes: object) -> Card:
    fallback = {"type": "Action.Submit", "title": "Send it in", "data": {"verb": "submit"}}
    return {"type": "Action.Execute", "title": "Send it in", "verb": "submit", "fallback": fallback} | changes


def text_input(**changes: object) -> Card:
    return {
        "type": "Input.Text",
        "id": "what",
        "label": "What happens?",
        "isRequired": True,
        "errorMessage": "Say what happens",
    } | changes


def table(**changes: object) -> Card:
    cell = {"type": "TableCell", "items": [{"type": "TextBlock", "text": "Status"}]}
    facts = {"type": "FactSet", "facts": [{"title": "Status", "value": "New"}]}
    rows = [{"type": "TableRow", "cells": [cell]}]
    return {"type": "Table", "columns": [{"width": 1}], "rows": rows, "fallback": facts} | changes


def good_card(*elements: Card, actions: list[Card] | None = None, **changes: object) -> Card:
    """A card with nothing wrong in it, and what the test adds to it."""
    return {
        "type": "AdaptiveCard",
        "$schema": "https://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en-GB",
        "fallbackText": "Send in a submission",
        "msteams": {"width": "Full"},
        "body": [
            {"type": "TextBlock", "text": "Send in a submission", "style": "heading", "wrap": True},
            {"type": "ColumnSet", "columns": [COLUMN]},
            *(elements or (text_input(), table())),
        ],
        "actions": [execute()] if actions is None else actions,
    } | changes


REFRESH = {"action": {"type": "Action.Execute", "verb": "refresh", "data": {"case": 1}}, "userIds": ["29:a"]}


def test_a_good_card_has_no_problems() -> None:
    assert check_card(good_card()) == []


@pytest.mark.parametrize(
    ("flaw", "path", "word"),
    [
        pytest.param({"type": "TextBlok", "text": "x"}, "$.body[2]", "unknown element type", id="an unknown type"),
        pytest.param({"text": "x"}, "$.body[2]", "unknown element type", id="no type at all"),
        pytest.param({"type": "TextBlock", "text": "x", "colour": "Good"}, "$.body[2].colour", "no such", id="a typo"),
        pytest.param({"type": "TextBlock", "text": "x", "size": "Huge"}, "$.body[2].size", "not one of", id="an enum"),
        pytest.param({"type": "TextBlock", "text": 7}, "$.body[2].text", "is not a str", id="a number as text"),
        pytest.param({"type": "TextBlock", "text": "x", "wrap": "yes"}, "$.body[2].wrap", "not a bool", id="a bool"),
        pytest.param({"type": "TextBlock", "text": "x", "id": None}, "$.body[2].id", "null", id="a null"),
        pytest.param({"type": "TextBlock"}, "$.body[2]", "has no text", id="a text block without text"),
        pytest.param(text_input(maxLength="9"), "$.body[2].maxLength", "not a number", id="a string as number"),
        pytest.param(text_input(maxLength=True), "$.body[2].maxLength", "not a number", id="a bool as number"),
        pytest.param(COLUMN, "$.body[2]", "inside its owner", id="a column on its own"),
        pytest.param({"type": "TextRun", "text": "x"}, "$.body[2]", "inside its owner", id="a run on its own"),
        pytest.param({"type": "Container", "items": {}}, "$.body[2].items", "is not", id="an object as list"),
        pytest.param(execute(), "$.body[2]", "unknown element type", id="an action in the body"),
        pytest.param(
            {"type": "FactSet", "facts": [{"name": "x", "value": "y"}]},
            "$.body[2].facts[0].name",
            "no such property",
            id="a typo inside a fact",
        ),
        pytest.param(
            {"type": "FactSet", "facts": [{"title": "x"}]}, "$.body[2].facts[0]", "no value", id="half a fact"
        ),
        pytest.param(
            {"type": "ColumnSet", "columns": [COLUMN | {"width": "strech"}]},
            "$.body[2].columns[0].width",
            "not auto",
            id="a width nobody knows",
        ),
        pytest.param(
            {"type": "Container", "items": NOTHING, "minHeight": "tall"},
            "$.body[2].minHeight",
            "pixels",
            id="a height in words",
        ),
        pytest.param(
            {"type": "Container", "items": [{"type": "Container", "items": [{"type": "Txt"}]}]},
            "$.body[2].items[0].items[0]",
            "unknown element type",
            id="deep inside",
        ),
        pytest.param(
            {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x", "colour": "Good"}]},
            "$.body[2].inlines[0].colour",
            "no such property",
            id="a typo inside a run",
        ),
    ],
)
def test_a_wrong_element_is_reported_with_its_path(flaw: Card, path: str, word: str) -> None:
    problems = check_card(good_card(flaw))

    assert [problem for problem in problems if problem.startswith(f"{path}:") and word in problem], problems


@pytest.mark.parametrize(
    ("flaw", "word"),
    [
        pytest.param(text_input(label=""), "label", id="no label"),
        pytest.param(text_input(id=""), "neither checked nor sent", id="no id"),
        pytest.param(text_input(errorMessage=""), "errorMessage", id="required and silent"),
        pytest.param(
            {"type": "Image", "url": "https://force.example/a.png"}, "altText", id="a picture nobody can hear"
        ),
        pytest.param(table(fallback=None), "fallback: is null", id="null instead of a fallback"),
        pytest.param({"type": "Badge", "text": "New"}, "newer than 1.2", id="a badge without a fallback"),
        pytest.param({"type": "Input.ChoiceSet", "id": "a", "label": "A"}, "has no choices", id="nothing to choose"),
        pytest.param(
            {
                "type": "Container",
                "items": [],
                "selectAction": {"type": "Action.ToggleVisibility", "targetElements": ["no"]},
            },
            "nothing has the id 'no'",
            id="a toggle of nothing",
        ),
    ],
)
def test_a_card_a_person_could_not_use_is_refused(flaw: Card, word: str) -> None:
    problems = check_card(good_card(flaw))

    assert [problem for problem in problems if word in problem], problems


def test_a_table_without_a_fallback_is_not_legible_on_a_phone() -> None:
    bare = table()
    del bare["fallback"]

    assert check_card(good_card(bare)) == [
        "$.body[2]: Table is newer than 1.2 and needs a fallback that a phone can draw"
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"fallbackText": ""}, "$: has no fallbackText"),
        ({"lang": ""}, "$: has no lang"),
        ({"version": "1.6"}, "$.version: Teams takes 1.5 or earlier"),
        ({"version": "1.55"}, "$.version: '1.55' is not one of 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6"),
        ({"colour": "red"}, "$.colour: AdaptiveCard has no such property"),
        ({"ms_teams": {}}, "$.ms_teams: AdaptiveCard has no such property"),
        ({"msteams": {"width": "wide"}}, "$.msteams.width: 'wide' is not one of full"),
        ({"msteams": {"with": "Full"}}, "$.msteams.with: TeamsCardProperties has no such property"),
        ({"type": "Card"}, "$.type: 'Card' is not one of AdaptiveCard"),
        ({"body": []}, "$: has no body"),
    ],
)
def test_the_card_itself_is_checked(changes: Card, problem: str) -> None:
    assert problem in check_card(good_card() | changes)


def test_a_card_without_its_type_is_refused() -> None:
    card = good_card()
    del card["type"]

    assert check_card(card) == ["$.type: a card says it is an AdaptiveCard"]


def test_the_first_text_of_a_card_is_its_heading() -> None:
    card = good_card()
    del card["body"][0]["style"]

    assert check_card(card) == ['$.body[0]: the first text block is the card\'s title: give it style "heading"']


def test_a_card_without_words_has_no_heading() -> None:
    assert "$.body: has no heading" in check_card(good_card() | {"body": [text_input()]})


@pytest.mark.parametrize(
    ("action", "word"),
    [
        pytest.param(execute(fallback="drop"), "needs an Action.Submit fallback", id="dropped"),
        pytest.param(
            execute(fallback={"type": "Action.OpenUrl", "title": "Send it in", "url": "https://force.example"}),
            "needs an Action.Submit fallback",
            id="another kind",
        ),
        pytest.param(execute(title="Send"), "the same title", id="another title"),
        pytest.param(execute(verb=""), "has no verb", id="no verb"),
        pytest.param(execute(style="Positive"), "not one of", id="a style in the wrong case"),
        pytest.param(execute(tittle="x"), "no such property", id="a typo"),
        pytest.param({"type": "Action.Send", "title": "x"}, "unknown action type", id="an unknown action"),
        pytest.param(
            {"type": "Action.OpenUrl", "title": "x", "url": "file:///x"}, "only a web address", id="no address"
        ),
        pytest.param({"type": "Action.ResetInputs", "title": "Clear"}, "newer than 1.2", id="an action phones lack"),
    ],
)
def test_a_button_that_would_be_dead_somewhere_is_refused(action: Card, word: str) -> None:
    problems = check_card(good_card(actions=[action]))

    assert [problem for problem in problems if problem.startswith("$.actions[0]") and word in problem], problems


def test_a_refresh_needs_no_fallback() -> None:
    assert check_card(good_card(table(), refresh=REFRESH)) == []


@pytest.mark.parametrize(
    "card",
    [
        good_card(text_input(), refresh=REFRESH),
        good_card({"type": "Container", "id": "hub-card:PF-2026-0042", "items": [text_input()]}),
    ],
    ids=["a card that refreshes", "a card that is kept current"],
)
def test_nothing_is_typed_in_a_card_that_is_drawn_anew(card: Card) -> None:
    assert ["loses what is typed" in problem for problem in check_card(card)] == [True]


def test_an_input_behind_a_button_is_refused() -> None:
    hidden = {"type": "Container", "id": "rest", "isVisible": False, "items": [text_input()]}

    assert check_card(good_card(hidden)) == ["$.body[2].items[0]: nobody fills in what is hidden behind a button"]


def test_a_seventh_button_is_refused() -> None:
    six, seven = ({"type": "ActionSet", "actions": [execute()] * count} for count in (6, 7))

    assert check_card(good_card(six)) == []
    assert check_card(good_card(seven)) == ["$: asks with 7 buttons; 6 is the most"]


def test_the_data_of_a_button_is_ours() -> None:
    data = {"verb": "submit", "type": "anything", "nested": {"colour": "red"}}

    assert check_card(good_card(actions=[execute(data=data)])) == []


def test_an_id_is_used_once() -> None:
    twice = check_card(good_card(text_input(), text_input(label="And then?")))

    assert twice == ["$.body[3].id: 'what' is used 2 times"]


def test_a_fallback_may_carry_the_id_of_what_it_stands_for() -> None:
    action = execute(id="send")
    action["fallback"]["id"] = "send"

    assert check_card(good_card(actions=[action])) == []


def test_a_card_shown_inside_a_card_is_checked_too() -> None:
    inner = {"type": "AdaptiveCard", "body": [text_input(id="q", label="")]}
    show = {"type": "Action.ShowCard", "title": "Ask", "card": inner}

    assert check_card(good_card(actions=[show])) == [
        "$.actions[0].card.body[0]: an input without a label is not read aloud"
    ]


def test_a_card_over_80_kilobytes_of_utf_16_is_refused() -> None:
    long = check_card(good_card({"type": "TextBlock", "text": "é" * 41_000}))
    # 39,000 letters are 78,000 bytes in UTF-16: with the rest of the card still under 81,920.
    short = check_card(good_card({"type": "TextBlock", "text": "é" * 39_000}))

    assert ["bytes in UTF-16" in problem for problem in long] == [True]
    assert short == []


def test_the_models_alone_would_let_a_typo_pass() -> None:
    """The reason for all of this: when Microsoft's models refuse typos themselves, this check can shrink."""
    typo = core.TextBlock.model_validate({"text": "x", "colour": "red"})

    assert typo.model_extra == {"colour": "red"}


def test_checking_leaves_the_card_as_it_was() -> None:
    card = good_card()
    before = deepcopy(card)

    check_card(card)

    assert card == before
