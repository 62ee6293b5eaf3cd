"""What comes first of what is found, and what is not taken for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.evidence import Award, EvidenceItem, EvidenceKind, Library
from hub.evidence_index import EvidenceIndex, index_of
from hub.evidence_words import also, is_asking, said_otherwise, stem


def project(title: str, **more: Any) -> EvidenceItem:
    """A project; what matters is its title."""
    return replace(EvidenceItem(kind=EvidenceKind.PROJECT, title=title), **more)


def indexed(*items: EvidenceItem) -> EvidenceIndex:
    """These and a hundred others that have nothing to do with them."""
    others = (project(f"Filler {number}") for number in range(100))
    return index_of(Library(items=(*items, *others), flaws={}))


def titles(index: EvidenceIndex, text: str) -> list[str]:
    """The titles found, in order."""
    return [item.title for item in index.search(text).items]


def test_what_has_more_of_the_words_comes_first() -> None:
    index = indexed(project("Lamps"), project("Lamps in alleys"), project("Alleys"))

    assert titles(index, "lamps alleys")[0] == "Lamps in alleys"


def test_a_guide_comes_before_a_project_and_a_winner_before_the_rest() -> None:
    index = indexed(
        project("Graffiti three", award=Award.ENTERED),
        project("Graffiti two", award=Award.FINALIST),
        project("Graffiti one", award=Award.WINNER),
        project("Graffiti guide", kind=EvidenceKind.PROBLEM_GUIDE),
    )

    assert titles(index, "graffiti") == ["Graffiti guide", "Graffiti one", "Graffiti two", "Graffiti three"]


def test_of_two_alike_the_newer_comes_first() -> None:
    index = indexed(project("Graffiti", year=1995), project("Graffiti", year=2019), project("Graffiti"))

    assert [item.year for item in index.search("graffiti").items] == [2019, 1995, None]


def test_a_title_counts_for_more_than_a_section() -> None:
    index = indexed(project("Alleys", sections=("Graffiti",)), project("Graffiti in a long and winding lane"))

    assert titles(index, "graffiti") == ["Graffiti in a long and winding lane", "Alleys"]


def test_a_rare_word_decides_and_a_common_one_alone_is_left_out() -> None:
    index = indexed(project("Lamps"), *(project(f"Theft {number}") for number in range(60)))

    assert titles(index, "theft lamps") == ["Lamps"]


def test_a_word_means_its_beginning_only_where_nothing_has_the_word() -> None:
    index = indexed(project("Car"), project("Carjackings"))

    assert titles(index, "car") == ["Car"]
    assert titles(index, "carjack") == ["Carjackings"]


def test_a_short_word_is_not_the_beginning_of_a_long_one() -> None:
    assert titles(indexed(project("Staffordshire")), "staff") == []


def test_a_slip_of_the_finger_is_forgiven_where_nothing_has_the_word() -> None:
    index = indexed(project("Loitering"), project("Lottery"))

    assert titles(index, "loitreing") == ["Loitering"]


def test_place_year_kind_and_award_are_found_too() -> None:
    index = indexed(project("Lamps", place="London, United Kingdom", year=2011, award=Award.WINNER, author="Met"))

    for text in ("london", "uk", "2011", "winner", "winners", "met", "lamps london 2011"):
        assert titles(index, text) == ["Lamps"]


def test_an_award_that_was_not_won_is_no_word() -> None:
    assert titles(indexed(project("Lamps", award=Award.ENTERED)), "entered") == []


def test_a_case_is_looked_for_by_what_a_guide_is_about_and_by_its_title_first() -> None:
    guide = EvidenceKind.PROBLEM_GUIDE
    index = indexed(project("Graffiti", kind=guide), project("Loitering", kind=guide), project("Mill Lane Project"))

    found = index.for_case("Graffiti in Mill Lane", "Some loitering as well").items

    assert [item.title for item in found] == ["Graffiti", "Loitering"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("burglar", "burglary"),
        ("drink", "drinking"),
        ("dealer", "dealing"),
        ("bully", "bullying"),
        ("robbery", "robber"),
        ("shopping", "shop"),
    ],
)
def test_words_of_one_family_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["fire", "car", "uk", "2007", "", "glass"])
def test_a_short_word_is_its_own_stem(word: str) -> None:
    assert word.startswith(stem(word))
    assert len(stem(word)) >= len(word) - 1


def test_an_officers_word_is_looked_for_as_the_librarys_and_never_the_other_way_round() -> None:
    assert "panhandling" in also("begging")
    assert also("panhandling") == frozenset()
    assert "vehicle" in also("car")
    assert "car" in also("vehicle")


def test_a_saying_is_replaced_only_where_its_words_stand_whole() -> None:
    assert said_otherwise("County Lines near schools") == "drug dealing near schools"
    assert said_otherwise("county liness") == "county liness"


def test_what_only_asks_is_no_word_to_look_for() -> None:
    assert is_asking("works")
    assert not is_asking("workshop")
