"""What is found, what is said when nothing is, and what of a case may stand where anybody reads it."""

from __future__ import annotations

import pytest

from cards import casework
from cards.search import choice_of, found_in_compose_box, nothing_found, shared_case
from tests.cards.invented import Words, a_case, cases, many_people
from tests.cards.strict import check_card
from tests.cards.walk import of_type

CANARY = "Zq7kestrel"
HUB_ONLY = Words(
    details=CANARY,
    tried=CANARY,
    good=CANARY,
    question=CANARY,
    answer=CANARY,
    guidance=CANARY,
    decision=CANARY,
    hub_notes=CANARY,
    theme=CANARY,
)


@pytest.mark.parametrize("state", sorted(cases(Words())))
def test_a_shared_case_gives_away_its_one_sentence_and_where_it_stands_and_no_more(state: str) -> None:
    shared = str(found_in_compose_box(cases(HUB_ONLY)[state]))

    assert CANARY not in shared
    assert "Sample Birch" not in shared
    assert Words().title in shared


def test_a_shared_case_has_no_button_because_anybody_may_press_it() -> None:
    shared = shared_case(cases(Words())["closed"])

    assert [*of_type(shared, "Action.Execute"), *of_type(shared, "Action.Submit")] == []


def test_a_result_has_a_preview_in_which_nothing_typed_is_read_as_markup() -> None:
    found = found_in_compose_box(a_case(Words(title="<b>Lamps</b> [x](http://evil.example)")))

    preview = found["preview"]["content"]
    assert preview["title"] == "PF-2026-0042 bLamps/b xhttp://evil.example"
    assert preview["text"] == "New. Sent in Mon 23 Nov 2026."


@pytest.mark.parametrize(
    ("words", "everybodys", "said"),
    [
        ("", True, "There is no case yet."),
        ("", False, "You have not sent anything in yet."),
        ("lamps", True, "No case has “lamps”"),
        ("lamps", False, "None of your cases has “lamps”"),
    ],
)
def test_nothing_found_says_among_what_it_was_looked_for(words: str, *, everybodys: bool, said: str) -> None:
    assert nothing_found(words, everybodys=everybodys).startswith(said)


def test_an_option_holds_the_number_and_reads_as_the_sentence() -> None:
    assert choice_of(a_case()) == (
        "PF-2026-0042",
        "PF-2026-0042: Repeat shed burglaries on the allotments at Mill Lane, New",
    )


def holder_input(count: int) -> dict[str, object]:
    """The input of the assign form for a roster of so many."""
    form = casework.assign_form(cases(Words())["in-progress"], many_people(count), nonce="n")
    assert check_card(form) == []
    [found] = of_type(form, "Input.ChoiceSet")
    return found


def test_a_short_roster_is_a_plain_list() -> None:
    assert "choices.data" not in holder_input(15)


def test_a_long_roster_is_found_by_typing_and_stands_in_the_form_for_clients_that_cannot() -> None:
    found = holder_input(150)

    assert found["choices.data"] == {"type": "Data.Query", "dataset": casework.ROSTER}
    assert found["style"] == "filtered"
    assert "value" not in found  # the box is empty, ready to type in; who holds the case stands above it
    choices = found["choices"]
    assert isinstance(choices, list)
    assert len(choices) == 100  # pyright: ignore[reportUnknownArgumentType]  # JSON
