"""The elements of a card."""

from __future__ import annotations

from cards.elements import as_message, card, container, heading, input_choice, input_text, line, rows
from tests.cards.walk import Card, inputs, of_type, words


def test_a_message_says_in_a_phones_notification_what_the_card_says_when_it_cannot_be_drawn() -> None:
    drawn = card([heading("Your cases")], fallback_text="Your cases: PF-2026-0042")

    message = as_message(drawn)

    assert message["type"] == "message"
    assert message["summary"] == "Your cases: PF-2026-0042"
    assert message["attachments"] == [{"contentType": "application/vnd.microsoft.card.adaptive", "content": drawn}]


def test_a_marked_card_has_one_root_container_with_the_marker() -> None:
    drawn = card([heading("one"), line("two")], fallback_text="x", marker="receipt:PF-2026-0042")

    assert [(root["type"], root["id"]) for root in drawn["body"]] == [("Container", "receipt:PF-2026-0042")]


def test_names_in_a_fallback_text_cannot_be_markdown() -> None:
    drawn = card([heading("x")], fallback_text="*Sample* [Oak](http://evil.example)", speak="<b>Sample</b>")

    assert (drawn["fallbackText"], drawn["speak"]) == ("Sample Oakhttp://evil.example", "bSample/b")


def test_a_row_without_a_value_is_not_drawn() -> None:
    drawn: Card = card(rows([("Status", "New"), ("Theme", "")]), fallback_text="x")

    assert words(drawn) == "Status\nNew"


def test_a_row_is_short_and_in_one_line() -> None:
    drawn = card(rows([("Theme", "a\n" * 300)]), fallback_text="x")

    assert len(of_type(drawn, "TextRun")[1]["text"]) == 200


def test_a_box_never_cuts_what_is_pasted_into_it() -> None:
    box = input_text("details", label="What happens?", hint="What happens", value="x" * 20_000)

    assert "maxLength" not in box
    assert len(box["value"]) == 20_000


def test_a_choice_is_only_preset_to_something_that_can_be_chosen() -> None:
    choices = [("a", "Answer a")]

    assert input_choice("x", label="Which?", choices=choices, value="a")["value"] == "a"
    assert "value" not in input_choice("x", label="Which?", choices=choices, value="b")


def test_names_among_choices_cannot_be_markdown() -> None:
    drawn = card([input_choice("holder", label="Who?", choices=[("1", "**Oak**")])], fallback_text="x")

    assert inputs(drawn)["holder"]["choices"] == [{"title": "Oak", "value": "1"}]


def test_a_container_can_stand_apart() -> None:
    apart = container([], separator=True, hidden=True, tone="emphasis")

    assert (apart["separator"], apart["isVisible"], apart["style"]) == (True, False, "emphasis")
