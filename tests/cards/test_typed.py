"""What a person typed, made fit to be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.typed import bare, clean, fit, one_line, readable, shorten, weight

OFFICER = "\N{POLICE OFFICER}\U0001f3fd\u200d\u2640\ufe0f"  # one picture, five characters
ANY_TEXT = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_newline(end: str) -> None:
    assert clean(f"one{end}two") == "one\ntwo"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\ud83d", "\uffff"])
def test_what_could_break_a_card_is_left_out(sign: str) -> None:
    assert clean(f"a{sign}b") == "ab"


@given(ANY_TEXT)
def test_clean_text_can_be_sent(text: str) -> None:
    cleaned = clean(text)

    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert clean(cleaned) == cleaned


def test_a_text_keeps_its_paragraphs_but_no_gaps() -> None:
    assert readable("  one\ntwo\n \n\n\nthree\n") == "one\ntwo\n\nthree"


def test_a_function_of_cards_is_shown_as_it_was_typed() -> None:
    shown = readable("{{DATE(2026-11-30T00:00:00Z)}}")

    assert "{{" not in shown
    assert shown.replace("\u2060", "") == "{{DATE(2026-11-30T00:00:00Z)}}"


def test_a_line_of_its_own_has_no_breaks() -> None:
    assert one_line(" one\n\n two\tthree ") == "one two three"


def test_a_bare_text_says_nothing_in_markdown_or_html() -> None:
    assert bare("<at>Sample</at> **Oak** [x](http://e) `c` # | & ~ _u_") == "atSample/at Oak xhttp://e c u"


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one two three", 7, "one two…"),
        ("a" * 100, 40, "a" * 40 + "…"),
        ("one\ntwo three", 5, "one…"),
    ],
)
def test_a_long_text_is_cut_after_a_word_when_one_ends_nearby(text: str, longest: int, shown: str) -> None:
    assert shorten(text, longest) == shown


def test_a_text_of_many_lines_is_cut_after_the_last_that_is_shown() -> None:
    assert shorten("1\n2\n3\n4", 100, lines=2, rest="… more") == "1\n2… more"


def test_a_text_of_exactly_as_many_lines_is_whole() -> None:
    assert shorten("1\n2", 100, lines=2) == "1\n2"


@pytest.mark.parametrize("longest", range(5, 10))
def test_an_emoji_is_never_cut_in_two(longest: int) -> None:
    assert shorten(OFFICER * 10, longest, rest="") == OFFICER


def test_an_accent_stays_on_its_letter() -> None:
    assert shorten("cafe\u0301s" * 10, 4, rest="") == "caf"


@given(ANY_TEXT, st.integers(min_value=1, max_value=50))
def test_a_shortened_text_is_a_beginning_and_never_longer(text: str, longest: int) -> None:
    shown = shorten(text, longest, rest="")

    assert text.startswith(shown)
    assert len(shown) <= longest


def test_the_weight_of_a_text_counts_what_json_adds() -> None:
    assert weight("ab") == 4
    assert weight('"') == 4
    assert weight("\N{POLICE OFFICER}") == 4


@given(ANY_TEXT, st.integers(min_value=40, max_value=200))
def test_a_fitted_text_weighs_no_more_than_it_may(text: str, most: int) -> None:
    shown = fit(clean(text), most)

    assert weight(shown) <= most
    assert clean(text).startswith(shown)
