"""What a piece of evidence says of itself, where it leads, and what is said when there is none."""

from __future__ import annotations

import pytest

from cards.evidence import evidence_for_case, found_evidence, found_in_compose_box, nothing_found, shared_evidence
from hub.evidence import Award, EvidenceKind
from tests.cards.invented import Words, a_case, a_guide, a_project
from tests.cards.strict import check_card
from tests.cards.walk import Card, of_type, titles, words

HOSTILE = "<b>Lamps</b> [x](http://evil.example) {{DATE(2026-11-30)}}"


def links(card: Card) -> list[str]:
    """Where the card leads."""
    return [str(one["url"]) for one in of_type(card, "Action.OpenUrl")]


def test_a_shared_guide_says_what_it_covers_and_opens_with_one_press() -> None:
    shared = shared_evidence(a_guide())

    assert {"Problem guide", "Burglary of Single-family Houses", "Sample Force", "2002"} <= set(
        words(shared).split("\n")
    )
    assert "Understanding Your Local Problem" in words(shared)
    assert [one["title"] for one in of_type(shared, "Action.OpenUrl")] == ["Open the guide"]
    assert links(shared) == [a_guide().url]


def test_a_shared_project_says_where_when_and_how_it_fared() -> None:
    said = words(shared_evidence(a_project())).split("\n")

    assert {"Project", "United Kingdom", "2011", "Finalist for the Goldstein award"} <= set(said)
    assert "What it covers" not in said


def test_what_a_file_name_alone_says_is_said_to_be_so() -> None:
    said = words(shared_evidence(a_project(award=Award.WINNER, award_by_file_name=True)))

    assert "Winner of the Goldstein award, by its file name" in said


def test_a_link_that_may_lead_to_another_document_says_so() -> None:
    assert "The document is filed under 2001. Check that it is this one." in words(
        shared_evidence(a_project(link_year=2001))
    )


def test_what_the_library_does_not_say_makes_no_empty_row() -> None:
    said = words(shared_evidence(a_project(author="", place="", year=None, award=None)))

    assert not {"By", "Place", "Year", "Award"} & set(said.split("\n"))


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "file:///x", "not an address"])
def test_only_a_web_address_ever_becomes_a_link(url: str) -> None:
    item = a_guide(url=url)
    cards = [shared_evidence(item), found_evidence([item], "x", more=False, unknown=())]

    assert [links(card) for card in cards] == [[], []]
    assert "The library has no link to it. Search the web for its title." in words(cards[0])
    assert [check_card(card) for card in cards] == [[], []]


def test_a_shared_item_has_no_button_that_asks_the_bot_because_anybody_may_press_it() -> None:
    assert titles(shared_evidence(a_guide())) == []


def test_a_result_has_a_preview_in_which_nothing_is_read_as_markup() -> None:
    found = found_in_compose_box(a_project(Words(evidence=HOSTILE)))

    preview = found["preview"]["content"]
    assert preview["title"] == "bLamps/b xhttp://evil.example {\u2060{DATE2026-11-30}}"
    assert preview["text"] == "Project, Sample Force, United Kingdom, 2011. Finalist for the Goldstein award."


@pytest.mark.parametrize("kind", EvidenceKind)
def test_every_kind_of_evidence_makes_a_good_card(kind: EvidenceKind) -> None:
    assert check_card(shared_evidence(a_guide(kind=kind))) == []


@pytest.mark.parametrize("award", Award)
def test_every_award_makes_a_good_card_and_only_what_was_won_stands_in_the_list(award: Award) -> None:
    item = a_project(award=award)
    found = found_evidence([item], "x", more=False, unknown=())

    assert check_card(shared_evidence(item)) == []
    assert ("Goldstein" in words(found)) is (award is not Award.ENTERED)


def test_a_list_says_when_there_is_more_and_which_words_it_is_not_about() -> None:
    found = words(found_evidence([a_guide()], "zebra xqzzy burglary", more=True, unknown=["zebra", "xqzzy"]))

    assert "Nothing has “zebra” or “xqzzy”. This is for the rest of what you wrote." in found
    assert "There are more. Add a word to find fewer." in found


def test_nothing_found_says_what_to_try_and_the_card_offers_to_send_it_in() -> None:
    found = found_evidence([], "zebra", more=False, unknown=["zebra"])

    assert nothing_found("zebra").startswith(
        "The evidence library has nothing for “zebra”. Try the problem in other words"
    )
    assert nothing_found("zebra") in words(found)
    assert titles(found) == ["Send something in"]


def test_the_evidence_for_a_case_carries_its_number_and_none_of_its_words() -> None:
    case = a_case(Words(title="Zq7kestrel", details="Zq7kestrel"))

    assert "Zq7kestrel" not in str(evidence_for_case(case, [a_guide()]))
    assert "PF-2026-0042: what is known to work" in words(evidence_for_case(case, []))
    assert "No guide has the words of this case." in words(evidence_for_case(case, []))


def test_eight_of_the_longest_stay_far_below_80_kb() -> None:
    longest = a_project(Words.all("\N{POLICE OFFICER}" * 4_000), url="https://x.example/" + "x" * 1_900)

    assert check_card(found_evidence([longest] * 8, "x" * 500, more=True, unknown=["y" * 40] * 8)) == []
    assert check_card(shared_evidence(longest)) == []
