"""What holds for every card of the product, whatever people typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.actions import Verb, read_press
from cards.casework import assign_form
from cards.hub_card import hub_card
from hub.people import AadId, Person
from hub.viewers import MOST_REFRESHED, AccountId
from tests.cards.gallery import gallery, hub_cards, submitter_cards
from tests.cards.golden import FOLDER, assert_golden
from tests.cards.invented import TUESDAY, Words, cases
from tests.cards.strict import check_card
from tests.cards.walk import Card, inputs, of_type, other_places, plain_places

NAMES = sorted(gallery())
CANARY = "Zq7kestrel"
WORST = {
    "20,000 letters in one word": "A" * 20_000,
    "20,000 letters in words": "what happens here " * 1_111,
    "emoji made of several characters": "\N{POLICE OFFICER}\U0001f3fd\u200d\u2640\ufe0f" * 4_000,
    "right to left, with overrides": "\u202e\u05e9\u05dc\u05d5\u05dd \u2066\u0645\u0631\u062d\u0628\u0627 " * 1_000,
    "control characters and half a surrogate": "\x00\x07\x1b[31m\ud83d text \x85\u2028" * 1_000,
    "quotes and backslashes": "\"\\'" * 6_000,
    "nothing but line breaks": "\r\n" * 10_000,
    "a line for each word": "word\n" * 4_000,
    "Markdown, mentions, formulas, card functions": (
        '<at>Everyone</at> [click](http://evil.example) **b** # h =HYPERLINK("http://x") ${a} {{DATE(2026-11-30)}} '
        * 100
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_card_is_the_one_that_was_looked_at(name: str) -> None:
    assert_golden(name, gallery()[name])


def test_no_picture_of_a_card_is_kept_that_is_gone() -> None:
    assert sorted(kept.stem for kept in FOLDER.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_card_passes_the_strict_check(name: str) -> None:
    assert check_card(gallery()[name]) == []


@pytest.mark.parametrize("typed", WORST.values(), ids=WORST.keys())
def test_the_worst_that_people_type_still_makes_good_cards_below_80_kb(typed: str) -> None:
    cards = gallery(Words.all(typed))

    assert {name: check_card(card) for name, card in cards.items() if check_card(card)} == {}


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_what_a_person_typed_stands_only_in_plain_places(typed: str) -> None:
    cards = gallery(Words.all(CANARY + typed))

    assert [name for name, card in cards.items() if any(CANARY in text for text in other_places(card))] == []


def test_the_canary_would_be_seen() -> None:
    cards = gallery(Words.all(CANARY))

    assert sum(any(CANARY in text for text in plain_places(card)) for card in cards.values()) > len(cards) / 2


def test_no_submitter_ever_sees_hub_notes() -> None:
    cards = submitter_cards(Words(hub_notes=CANARY))

    assert [name for name, card in cards.items() if CANARY in str(card)] == []
    assert CANARY in str(hub_cards(Words(hub_notes=CANARY)))


@pytest.mark.parametrize("name", NAMES)
def test_every_button_is_read_back_from_both_kinds_of_client(name: str) -> None:
    for action in of_type(gallery()[name], "Action.Execute"):
        new_client = read_press(action["data"], action["verb"])
        old_client = read_press(action["fallback"]["data"], None)

        assert new_client == old_client
        assert new_client.verb is Verb(action["verb"])
        assert new_client.case in ("", "PF-2026-0042")


@pytest.mark.parametrize("name", NAMES)
def test_a_button_that_leads_away_asks_for_no_input(name: str) -> None:
    at_work = {Verb.ASSIGN, Verb.ASK, Verb.REPLY, Verb.STATUS, Verb.CLOSE}
    sends = {Verb.SUBMIT, Verb.ANSWER, Verb.ADD, Verb.FIND, Verb.EVIDENCE, *at_work}
    for action in of_type(gallery()[name], "Action.Execute"):
        takes_along = Verb(action["verb"]) is Verb.NEW and bool(inputs(gallery()[name]))
        leads_away = Verb(action["verb"]) not in sends and not takes_along

        assert leads_away is (action.get("associatedInputs") == "none")
        assert action.get("associatedInputs") == action["fallback"].get("associatedInputs")


def test_no_card_raises_its_voice() -> None:
    said = {name: card for name, card in gallery().items() if "!" in str(card)}

    assert said == {}


def test_all_cards_are_in_british_english_and_of_version_1_5() -> None:
    cards: list[Card] = list(gallery().values())

    assert {(card["lang"], card["version"]) for card in cards} == {("en-GB", "1.5")}


def test_the_largest_cards_there_can_be_stay_below_80_kb() -> None:
    longest = "\N{POLICE OFFICER}" * 4_000
    case = cases(Words.all(longest))["closed"]
    accounts = [AccountId("29:1" + "x" * 96) for _ in range(MOST_REFRESHED)]
    staff = [Person(aad_id=AadId(f"{n:036}"), name="Sample " + "Silver Birch " * 20) for n in range(16)]

    assert check_card(hub_card(case, at=TUESDAY, accounts=accounts, banner=longest[:500])) == []
    assert check_card(assign_form(case, staff, nonce="n" * 100, sentence=longest[:500])) == []
