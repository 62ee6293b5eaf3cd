"""The hub card: what it says of a case, and which buttons it offers."""

from __future__ import annotations

import pytest

from cards.actions import Verb, read_press
from cards.casework import not_in_teams
from cards.hub_card import Eyes, hub_card
from hub.cases import Case
from hub.people import AadId, Person
from hub.submissions import Door
from hub.viewers import AccountId, Viewer
from tests.cards.invented import (
    AFTER_THE_PROMISE,
    BIRCH,
    OAK,
    ROWAN,
    THURSDAY,
    TUESDAY,
    UNKNOWN,
    Words,
    a_case,
    anonymous,
    cases,
)
from tests.cards.walk import Card, of_type, titles, words

CASES = cases(Words())
TALKING = ["Reply…", "Ask a question…", "Find evidence…"]
LEADING = ["Assign…", "Change status…", "Close…"]


def pressed(card: Card, title: str) -> Card:
    return next(action for action in of_type(card, "Action.Execute") if action["title"] == title)


def test_a_new_case_can_be_claimed() -> None:
    assert titles(hub_card(CASES["new"], at=TUESDAY)) == ["Claim", *TALKING, *LEADING]


@pytest.mark.parametrize("name", ["in-progress", "waiting", "answered"])
def test_a_case_that_somebody_holds_cannot_be_claimed(name: str) -> None:
    assert titles(hub_card(CASES[name], at=TUESDAY)) == [*TALKING, *LEADING]


@pytest.mark.parametrize("case", [anonymous(Words()), a_case(submitter=UNKNOWN)])
def test_nobody_is_asked_who_cannot_be_reached(case: Case) -> None:
    assert titles(hub_card(case, at=TUESDAY)) == ["Claim", "Reply…", "Find evidence…", *LEADING]


def test_a_closed_case_can_only_be_reopened() -> None:
    card = hub_card(CASES["closed"], at=THURSDAY)

    press = read_press(pressed(card, "Reopen")["data"], "status")

    assert titles(card) == ["Reopen"]
    assert (press.verb, press.inputs) == (Verb.STATUS, {"status": "In progress"})


@pytest.mark.parametrize(
    ("viewer", "reader", "buttons"),
    [
        (Viewer.HOLDER, OAK, [*TALKING, *LEADING]),
        (Viewer.COLLEAGUE, ROWAN, ["Take over", *TALKING]),
        (Viewer.LEAD, ROWAN, ["Take over", *TALKING, *LEADING]),
        (Viewer.OUTSIDER, BIRCH, []),
    ],
)
def test_each_viewer_of_a_case_that_oak_holds_sees_what_they_may_do(
    viewer: Viewer, reader: Person, buttons: list[str]
) -> None:
    card = hub_card(CASES["in-progress"], at=TUESDAY, eyes=Eyes(viewer=viewer, reader=reader.aad_id))

    assert titles(card) == buttons


def test_taking_over_assigns_the_case_to_whoever_presses() -> None:
    card = hub_card(CASES["in-progress"], at=TUESDAY, eyes=Eyes(viewer=Viewer.COLLEAGUE, reader=ROWAN.aad_id))

    press = read_press(pressed(card, "Take over")["data"], "assign")

    assert press.inputs == {"holder": ROWAN.aad_id}


@pytest.mark.parametrize("viewer", Viewer)
def test_theme_and_notes_are_for_hub_staff_alone(viewer: Viewer) -> None:
    said = words(hub_card(CASES["in-progress"], at=TUESDAY, eyes=Eyes(viewer=viewer, reader=ROWAN.aad_id)))

    assert (Words().hub_notes in said, Words().theme in said) == (viewer.is_hub, viewer.is_hub)
    assert ("or by writing PF-2026-0042 to the app" in said) is (viewer is Viewer.EVERYBODY)


def test_the_hub_card_draws_itself_anew_for_those_accounts() -> None:
    card = hub_card(CASES["new"], at=TUESDAY, accounts=[AccountId("29:oak"), AccountId("29:rowan")])

    press = read_press(card["refresh"]["action"]["data"], card["refresh"]["action"]["verb"])

    assert card["refresh"]["userIds"] == ["29:oak", "29:rowan"]
    assert (press.verb, press.case, press.inputs) == (Verb.REFRESH, "PF-2026-0042", {})


def test_the_hub_card_says_all_that_is_needed_to_work_the_case() -> None:
    said = words(hub_card(CASES["in-progress"], at=TUESDAY, eyes=Eyes(viewer=Viewer.HOLDER, reader=OAK.aad_id)))

    for piece in (
        "PF-2026-0042: Operational problem",
        Words().title,
        "Held by\nSample Oak, since Tue 24 Nov 2026",
        "Promise\nBy Mon 30 Nov 2026",
        "From\nSample Birch",
        "Sent in\nMon 23 Nov 2026, Teams card",
        "Theme\nAcquisitive crime",
        Words().details,
        Words().tried,
        Words().good,
        Words().hub_notes,
    ):
        assert piece in said


def test_an_anonymous_case_says_so() -> None:
    said = words(hub_card(anonymous(Words()), at=TUESDAY))

    assert "From\nAnonymous" in said
    assert "PF-2026-0042: Kind not said" in said
    assert Door.FORM.value in said


def test_late_is_said_in_words() -> None:
    said = words(hub_card(CASES["new"], at=AFTER_THE_PROMISE))

    assert "Late: a first response was promised by Mon 30 Nov 2026." in said
    assert "Promise\nLate: promised by Mon 30 Nov 2026" in said


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (TUESDAY, "Kept: Tue 24 Nov 2026, promised by Mon 30 Nov 2026"),
        (AFTER_THE_PROMISE, "Heard late: Tue 1 Dec 2026, promised by Mon 30 Nov 2026"),
    ],
)
def test_a_promise_kept_or_broken_stays_on_the_card(heard: object, said: str) -> None:
    assert said in words(hub_card(a_case(first_response_at=heard), at=AFTER_THE_PROMISE))


def test_what_was_said_last_is_on_the_card() -> None:
    waiting = words(hub_card(CASES["waiting"], at=TUESDAY))
    answered = words(hub_card(CASES["answered"], at=TUESDAY))
    decided = words(hub_card(CASES["closed"], at=THURSDAY))

    assert f"Waiting for an answer to\n{Words().question}" in waiting
    assert Words().answer in answered
    assert Words().guidance in answered
    assert f"Why\n{Words().decision}" in decided
    assert "Outcome\nAdopted" in decided


def test_a_long_text_is_in_the_tracker() -> None:
    said = words(hub_card(a_case(Words(details="what happens " * 200)), at=TUESDAY))

    assert "… (the whole text is in the tracker)" in said


def test_the_other_answers_are_folded_away_and_missing_ones_leave_no_button() -> None:
    with_more = hub_card(CASES["new"], at=TUESDAY)
    without = hub_card(a_case(Words(tried="", good="")), at=TUESDAY)

    assert [toggle["targetElements"] for toggle in of_type(with_more, "Action.ToggleVisibility")] == [["rest"]]
    assert of_type(without, "Action.ToggleVisibility") == []


def test_a_banner_stands_above_everything() -> None:
    card = hub_card(CASES["in-progress"], at=TUESDAY, banner="Sample Oak claimed it.")

    assert words(card).startswith("Sample Oak claimed it.\nPF-2026-0042")


@pytest.mark.parametrize("name", ["new", "closed"])
def test_a_deleted_row_is_told_and_can_be_put_back(name: str) -> None:
    card = hub_card(CASES[name], at=TUESDAY, row_deleted=True)

    assert "The tracker row of this case was deleted." in words(card)
    assert "Put the row back" in titles(card)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (BIRCH, "Messages wait until they do. Write to sample.birch@force.example."),
        (UNKNOWN, "The directory does not know Sample Yew"),
        (Person(aad_id=AadId("x"), name="Sample Ash"), "Messages wait until they do."),
    ],
)
def test_the_hub_is_told_when_messages_do_not_arrive(person: Person, sentence: str) -> None:
    reachable = not_in_teams(person)

    assert sentence in reachable
    assert reachable in words(hub_card(CASES["new"], at=TUESDAY, reachable=reachable))
