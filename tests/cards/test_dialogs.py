"""A card as a dialog, and the same card for a client that has none."""

from __future__ import annotations

from typing import Any

import pytest

from cards.actions import Verb, read_press
from cards.casework import close_form, reply_form
from cards.dialogs import in_dialog, kept_words, without_dialogs
from cards.hub_card import hub_card
from cards.submissions import submission_card
from tests.cards.gallery import gallery
from tests.cards.invented import OAK, TUESDAY, a_case
from tests.cards.walk import elements, inputs, of_type, titles, words

REPLY = reply_form(a_case(holder=OAK), nonce="n-3", typed="Marked tools.", sentence="Too long.")
OPENERS = {"reply_form", "ask_form", "assign_form", "status_form", "close_form"}


def test_a_form_says_in_a_dialog_all_that_it_says_as_a_card() -> None:
    assert words(in_dialog(REPLY)) == words(REPLY)


def test_in_a_dialog_every_button_is_a_plain_submit_and_none_cancels() -> None:
    (send,) = [one for one in elements(in_dialog(REPLY)) if one["type"].startswith("Action.")]
    assert (send["type"], read_press(send["data"], None).verb) == ("Action.Submit", Verb.REPLY)
    assert "fallback" not in send


@pytest.mark.parametrize("form", [REPLY, submission_card({"title": "Lamps"}, nonce="n-1")])
def test_a_form_asks_the_same_as_a_dialog_and_as_a_card(form: dict[str, Any]) -> None:
    assert inputs(in_dialog(form)) == inputs(form)


def test_a_form_is_not_changed_by_being_shown_as_a_dialog() -> None:
    before = str(REPLY)

    in_dialog(REPLY)

    assert str(REPLY) == before


def test_a_client_without_dialogs_gets_buttons_that_it_can_press() -> None:
    card = without_dialogs(hub_card(a_case(), at=TUESDAY))

    assert "msteams" not in str(card)
    assert titles(card) == titles(hub_card(a_case(), at=TUESDAY))
    pressed = {read_press(one["data"], one["verb"]).verb.value for one in of_type(card, "Action.Execute")}
    assert pressed >= OPENERS


@pytest.mark.parametrize("name", gallery())
def test_without_dialogs_every_press_asks_the_same_of_the_bot(name: str) -> None:
    card = gallery()[name]

    before = [(one["title"], read_press(one["data"], None)) for one in elements(card) if "data" in one]
    after = [
        (one["title"], read_press(one["data"], one.get("verb")))
        for one in elements(without_dialogs(card))
        if "data" in one
    ]
    assert set(map(str, after)) == set(map(str, before))


def test_what_opens_no_dialog_is_left_as_it_is() -> None:
    form = close_form(a_case(), nonce="n-3")

    assert without_dialogs([form, None, 7]) == [form, None, 7]


def test_typed_words_that_could_not_be_taken_can_be_copied() -> None:
    card = kept_words("Only hub staff can work a case.", {"decision": "Lamps.", "outcome": "Adopted", "text": " "})

    assert card is not None
    assert "Only hub staff can work a case." in words(card)
    assert inputs(card)["kept"]["value"] == "Lamps."


def test_where_nothing_was_typed_nothing_is_kept() -> None:
    assert kept_words("No.", {"outcome": "Adopted", "text": ""}) is None
