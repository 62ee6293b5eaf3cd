"""What a submitter sees of a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.cases import case_now, hears, my_cases, receipt
from cards.hub_card import hub_card
from hub.cases import Case, Outcome, Status
from hub.submissions import Submission
from tests.cards.invented import AFTER_THE_PROMISE, OAK, THURSDAY, TUESDAY, Words, a_case, cases
from tests.cards.strict import check_card
from tests.cards.walk import of_type, titles, words

CASES = cases(Words())


def test_a_new_case_is_promised_in_words() -> None:
    said = words(receipt(a_case(), at=TUESDAY))

    assert "PF-2026-0042: we have it" in said
    assert "You will hear by Mon 30 Nov 2026." in said


def test_a_broken_promise_is_owned_up_to() -> None:
    said = words(receipt(a_case(), at=AFTER_THE_PROMISE))

    assert "Late. You should have heard by Mon 30 Nov 2026. We are sorry." in said


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("new", "You will hear by Mon 30 Nov 2026."),
        ("in-progress", "You will hear by Mon 30 Nov 2026."),
        ("waiting", "The hub has a question for you."),
        ("answer-in", "You first heard from the hub on Tue 24 Nov 2026."),
        ("answered", "The hub has replied."),
        ("closed", "Decided: Adopted."),
    ],
)
def test_the_promise_becomes_what_came_of_it(name: str, sentence: str) -> None:
    assert hears(CASES[name], at=TUESDAY) == sentence


def test_once_heard_nothing_is_late() -> None:
    assert "Late" not in words(receipt(CASES["answer-in"], at=AFTER_THE_PROMISE))


def test_a_decision_left_over_from_before_it_was_reopened_is_not_shown() -> None:
    reopened = replace(a_case(), outcome=Outcome.ADOPTED, decision="An old reason.")

    assert "An old reason." not in words(receipt(reopened, at=TUESDAY))
    assert "Decided" not in words(my_cases([reopened], at=TUESDAY))


@pytest.mark.parametrize("status", Status)
def test_every_status_says_what_happens_next(status: Status) -> None:
    said = words(receipt(replace(CASES["waiting"], status=status), at=TUESDAY))

    assert "What happens next\n" in said


@pytest.mark.parametrize(
    ("name", "typed"),
    [("waiting", Words().question), ("answered", Words().guidance), ("closed", Words().decision)],
)
def test_the_receipt_shows_what_the_hub_said_last(name: str, typed: str) -> None:
    assert typed in words(receipt(CASES[name], at=TUESDAY))


def test_what_was_sent_is_there_but_folded_away() -> None:
    card = receipt(a_case(), at=TUESDAY)
    folded = [part for part in of_type(card, "Container") if part.get("isVisible") is False]

    assert [part["id"] for part in folded] == ["sent"]
    assert Words().details in words(folded[0])
    assert [toggle["targetElements"] for toggle in of_type(card, "Action.ToggleVisibility")] == [["sent"]]


def test_long_answers_are_shortened_for_a_phone() -> None:
    said = words(receipt(a_case(Words(details="what happens " * 200)), at=TUESDAY))

    assert "… (the hub has the whole text)" in said
    assert len(said) < 2_000


def test_the_receipt_leads_on() -> None:
    assert titles(receipt(a_case(), at=TUESDAY)) == ["Add something…", "My cases", "Send another"]


def test_nothing_can_be_added_to_a_closed_case() -> None:
    assert titles(receipt(CASES["closed"], at=THURSDAY)) == ["My cases", "Send another"]


def test_what_was_added_stands_on_the_receipt_and_on_the_hub_card() -> None:
    case = replace(a_case(), added="It is four gates, not three.")

    for card in (receipt(case, at=TUESDAY), hub_card(case, at=TUESDAY)):
        assert "It is four gates, not three." in words(card)


def test_a_case_asked_for_by_number_says_when_it_was_true_and_is_not_the_receipt() -> None:
    card = case_now(CASES["answered"], at=THURSDAY)

    assert "As it stands on Thu 26 Nov 2026 at 16:45." in words(card)
    assert "receipt" not in str(card["body"][0].get("id", ""))


def test_my_cases_say_status_holder_and_promise_or_decision() -> None:
    said = words(my_cases([CASES["in-progress"], CASES["closed"]], at=TUESDAY))

    assert "In progress\n, with Sample Oak.\nYou will hear by Mon 30 Nov 2026." in said
    assert f"Closed\n, with Sample Oak.\nDecided: Adopted.\n{Words().decision}" in said


def test_a_case_without_a_holder_or_a_reason_says_neither() -> None:
    closed = replace(a_case(), status=Status.CLOSED, outcome=Outcome.ADOPTED)

    assert "Closed\n.\nDecided: Adopted." in words(my_cases([closed], at=TUESDAY))


def test_somebody_without_cases_is_led_to_sending_something_in() -> None:
    assert titles(my_cases([], at=TUESDAY)) == ["Send something in"]


def test_older_cases_are_mentioned() -> None:
    assert "Older ones are not shown here." in words(my_cases([a_case()], at=TUESDAY, more=True))
    assert "Older ones" not in words(my_cases([a_case()], at=TUESDAY))


def test_a_hundred_cases_still_make_one_good_card() -> None:
    worst = replace(cases(Words.all("\"\\'" * 6_000))["closed"], holder=OAK)

    card = my_cases([worst] * 100, at=TUESDAY)

    assert check_card(card) == []
    assert "Older ones are not shown here." in words(card)


def test_a_case_of_no_kind_that_came_without_more_words_still_has_a_receipt() -> None:
    case: Case = a_case(Words(tried="", good=" "))
    sent: Submission = case.submission

    said = words(receipt(case, at=TUESDAY))

    assert "What has been tried" not in said
    assert sent.kind.value in said
