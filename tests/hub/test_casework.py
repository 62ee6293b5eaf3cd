"""What may happen to a case, and what may not."""

from datetime import UTC, datetime

import pytest

from hub import casework
from hub.cases import (
    MAY_FOLLOW,
    AlreadyHeld,
    Case,
    CaseClosed,
    GuidanceNeeded,
    MayNotFollow,
    NobodyToAsk,
    NothingAsked,
    NothingWritten,
    Outcome,
    OutcomeNeeded,
    QuestionNeeded,
    Status,
    TextTooLong,
    case_number,
)
from hub.errors import Refused
from hub.references import counted
from tests.hub.builders import BIRCH, LATER, MONDAY, OAK, ROWAN, a_case


def closed_case() -> Case:
    return casework.close(a_case(), outcome=Outcome.ADOPTED, decision="It works.", at=LATER)


def test_a_claimed_case_is_held_and_in_progress() -> None:
    case = casework.claim(a_case(), by=OAK, at=LATER)

    assert (case.holder, case.held_since, case.status) == (OAK, LATER, Status.IN_PROGRESS)
    assert case.version == 2


def test_the_second_of_two_claimants_is_told_who_was_first() -> None:
    held = casework.claim(a_case(), by=OAK, at=LATER)

    with pytest.raises(AlreadyHeld) as refused:
        casework.claim(held, by=ROWAN, at=LATER)

    assert refused.value.case.holder == OAK


def test_claiming_ones_own_case_again_changes_nothing() -> None:
    held = casework.claim(a_case(), by=OAK, at=LATER)

    assert casework.claim(held, by=OAK, at=LATER) is held


def test_a_case_can_be_given_to_somebody_else() -> None:
    held = casework.claim(a_case(), by=OAK, at=LATER)

    assert casework.assign(held, to=ROWAN, at=LATER).holder == ROWAN


def test_a_released_case_is_new_again_and_releasing_it_twice_changes_nothing() -> None:
    released = casework.release(casework.claim(a_case(), by=OAK, at=LATER), at=LATER)

    assert (released.holder, released.status) == (None, Status.NEW)
    assert casework.release(released, at=LATER) is released


def test_releasing_an_answered_case_leaves_its_status() -> None:
    answered = casework.reply(casework.claim(a_case(), by=OAK, at=LATER), guidance="Try lighting.", at=LATER)

    assert casework.release(answered, at=LATER).status is Status.ANSWERED


def test_a_question_keeps_the_promise_and_waits_for_the_submitter() -> None:
    case = casework.ask(a_case(), question=" Which gates? ", at=LATER)

    assert (case.question, case.status, case.first_response_at) == ("Which gates?", Status.WAITING, LATER)


def test_the_first_response_stays_the_first() -> None:
    asked = casework.ask(a_case(), question="Which gates?", at=MONDAY)

    assert casework.reply(asked, guidance="Try lighting.", at=LATER).first_response_at == MONDAY


def test_an_answer_goes_back_to_the_hub() -> None:
    asked = casework.ask(a_case(), question="Which gates?", at=LATER)

    case = casework.answer(asked, text="The three by the lane.", at=LATER)

    assert (case.answer, case.question, case.status) == ("The three by the lane.", "", Status.IN_PROGRESS)


def test_there_is_nothing_to_answer_when_nothing_was_asked() -> None:
    with pytest.raises(NothingAsked):
        casework.answer(a_case(), text="Hello?", at=LATER)


def test_nobody_can_be_asked_about_an_anonymous_case() -> None:
    with pytest.raises(NobodyToAsk):
        casework.ask(a_case(submitter=None), question="Which gates?", at=LATER)


def test_an_empty_message_is_not_sent() -> None:
    with pytest.raises(NothingWritten):
        casework.reply(a_case(), guidance="  \n", at=LATER)


def test_a_message_that_is_too_long_is_refused_with_both_lengths() -> None:
    with pytest.raises(TextTooLong) as refused:
        casework.reply(a_case(), guidance="x" * 20_000, at=LATER)

    assert (refused.value.length, refused.value.longest) == (20_000, 4000)


@pytest.mark.parametrize(("outcome", "decision"), [(None, "Because."), (Outcome.ADOPTED, "  ")])
def test_closing_needs_an_outcome_and_a_reason(outcome: Outcome | None, decision: str) -> None:
    with pytest.raises(OutcomeNeeded):
        casework.close(a_case(), outcome=outcome, decision=decision, at=LATER)


def test_nothing_more_happens_to_a_closed_case() -> None:
    case = closed_case()

    for happening in (
        lambda: casework.claim(case, by=OAK, at=LATER),
        lambda: casework.ask(case, question="Which?", at=LATER),
        lambda: casework.reply(case, guidance="Try.", at=LATER),
        lambda: casework.answer(case, text="This.", at=LATER),
        lambda: casework.close(case, outcome=Outcome.ADOPTED, decision="Again.", at=LATER),
    ):
        with pytest.raises(CaseClosed):
            happening()


def test_a_closed_case_can_be_reopened_and_its_decision_is_taken_back() -> None:
    case = casework.change_status(closed_case(), to=Status.IN_PROGRESS, at=LATER)

    assert (case.status, case.outcome, case.decision) == (Status.IN_PROGRESS, None, "")


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_a_status_follows_only_where_the_table_says_so(before: Status, after: Status) -> None:
    case = a_case(
        status=before, question="Which?", guidance="Try.", outcome=Outcome.ADOPTED, decision="Because.", holder=OAK
    )

    if after is before:
        assert casework.change_status(case, to=after, at=LATER) is case
    elif after in MAY_FOLLOW[before]:
        assert casework.change_status(case, to=after, at=LATER).status is after
    else:
        with pytest.raises(MayNotFollow):
            casework.change_status(case, to=after, at=LATER)


@pytest.mark.parametrize(
    ("to", "refusal"),
    [(Status.WAITING, QuestionNeeded), (Status.ANSWERED, GuidanceNeeded), (Status.CLOSED, OutcomeNeeded)],
)
def test_a_status_that_tells_the_submitter_something_needs_it_to_be_there(to: Status, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        casework.change_status(a_case(status=Status.IN_PROGRESS), to=to, at=LATER)


def test_a_case_is_late_the_day_after_its_promise_unless_the_submitter_has_heard() -> None:
    case = a_case()
    the_day_after = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

    assert not case.is_late(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    assert case.is_late(the_day_after)
    assert not casework.reply(case, guidance="Try lighting.", at=LATER).is_late(the_day_after)


def test_an_anonymous_case_is_nobodys() -> None:
    assert BIRCH.aad_id is not None
    assert a_case().is_from(BIRCH.aad_id)
    assert not a_case(submitter=None).is_from(BIRCH.aad_id)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (case_number(2026, 42), (2026, 42)),
        (case_number(2026, 12345), (2026, 12345)),
        ("PF-2026-0042-old", None),
        ("PF-2026-00042", None),
        ("PF-2026-9999999", None),
        ("pf 2026/42", None),
        ("", None),
    ],
)
def test_only_a_number_that_was_given_out_tells_its_year_and_its_place(
    text: str, parts: tuple[int, int] | None
) -> None:
    assert counted(text) == parts


def test_case_numbers_have_at_least_four_digits() -> None:
    assert case_number(2026, 42) == "PF-2026-0042"
    assert case_number(2026, 12345) == "PF-2026-12345"


def test_describing_a_case_as_it_is_changes_nothing() -> None:
    case = a_case(theme="Lighting")

    assert casework.describe(case, at=LATER, theme="Lighting") is case
    assert casework.describe(case, at=LATER, theme="Sheds").version == 2
