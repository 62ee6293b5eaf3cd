"""Alarms about the Form's workbook."""

from __future__ import annotations

import pytest

from cards.forms import alarm_card
from hub.notices import AlarmKind
from tests.cards.invented import an_alarm
from tests.cards.walk import words


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_alarm_says_what_is_safe_and_what_to_do(kind: AlarmKind) -> None:
    said = words(alarm_card(an_alarm(kind)))

    assert "What is safe\n" in said
    assert "What to do\n" in said


def test_an_alarm_names_what_it_is_about() -> None:
    said = words(alarm_card(an_alarm(AlarmKind.WORKBOOK_HEADINGS, "missing: What happens?", "doubled: Title")))

    assert "• missing: What happens?\n• doubled: Title" in said


def test_an_alarm_about_very_much_stays_short() -> None:
    card = alarm_card(an_alarm(AlarmKind.RESPONSE_EMPTY, *("response " * 100 for _ in range(500))))

    assert words(card).count("•") == 20
    assert len(words(card)) < 8_000
