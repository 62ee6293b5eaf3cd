"""The words that find a case, whatever somebody's fingers make of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases import CaseNumber, Outcome, Status
from hub.search import beginnings, first_letters, may_be_misspelt, nearest, sought, words_of
from hub.submissions import Kind
from tests.hub.builders import OAK, a_case, a_submission


def finds(text: str, *, title: str) -> bool:
    """True when every word of the text is the beginning of a word that finds the case with this title."""
    known = words_of(a_case(submission=a_submission(title=title)))
    return all(any(one.startswith(beginnings(word)) for one in known) for word in sought(text))


@pytest.mark.parametrize("text", ["PF-2026-0042", "pf-2026-00", "2026-0042", "0042", "42", "PF-2026"])
def test_a_case_is_found_by_its_number_whole_short_or_half_typed(text: str) -> None:
    known = words_of(a_case(number=CaseNumber("PF-2026-0042")))

    assert all(any(one.startswith(beginnings(word)) for one in known) for word in sought(text))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("burglary", "Shed burglaries on the allotments"),
        ("burglaries", "A burglary in Mill Lane"),
        ("light", "Lighting in the underpass"),
        ("lights", "Lighting in the underpass"),
        ("boxes", "The box room"),
        ("cafe", "The Café's licence"),
        ("officers", "Officer\u2019s notes"),
        ("the sheds on the lane", "Shed in Mill Lane"),
        ("ＬＡＮＥ", "Mill Lane"),  # noqa: RUF001  full-width letters, as some keyboards type them
    ],
)
def test_a_title_is_found_in_the_singular_the_plural_and_without_accents(text: str, title: str) -> None:
    assert finds(text, title=title)


def test_all_words_must_be_there() -> None:
    assert not finds("lighting bicycles", title="Lighting in the underpass")


def test_a_case_is_found_by_its_kind_its_status_and_whether_it_is_open() -> None:
    open_case = a_case(submission=a_submission(kind=Kind.IDEA), status=Status.WAITING)
    closed = a_case(status=Status.CLOSED, outcome=Outcome.ADOPTED, decision="Good.")

    assert {"idea", "waiting", "open"} <= words_of(open_case)
    assert "closed" in words_of(closed)
    assert "open" not in words_of(closed)


def test_what_only_the_hub_knows_finds_nothing() -> None:
    case = a_case(theme="kestrel", hub_notes="kestrel", holder=OAK, submission=a_submission(title="Lamps"))

    assert not {"kestrel", "oak", "birch", "sample"} & words_of(case)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lihgting", "lighting"),
        ("ligthing", "lighting"),
        ("burglry", "burglary"),
        ("burgalr", "burglary"),
        ("alotments", "allotments"),
        ("hseds", "sheds"),
    ],
)
def test_a_slip_of_the_finger_still_means_the_word(typed: str, meant: str) -> None:
    assert meant.startswith(first_letters(typed))
    assert nearest(typed, ["underpass", meant, "zebra"]) == (meant,)


def test_the_nearest_word_comes_first_and_far_ones_do_not_come() -> None:
    assert nearest("stationery", ["stationary", "stationery", "statues"]) == ("stationery", "stationary")


@pytest.mark.parametrize("word", ["0042", "pf-2026-0042", "car", "a1b2c3"])
def test_numbers_and_short_words_are_never_guessed_at(word: str) -> None:
    assert not may_be_misspelt(word)


def test_small_words_alone_look_for_nothing_in_particular() -> None:
    assert sought("to the") == ()


@given(st.text(max_size=300))
def test_whatever_is_typed_few_short_words_are_sought_and_the_same_words_would_be_found(text: str) -> None:
    words = sought(text)

    assert len(words) <= 8
    assert all(0 < len(word) <= 40 for word in words)
    assert all(first_letters(word) and beginnings(word) for word in words)
    assert sought(" ".join(words)) == words
