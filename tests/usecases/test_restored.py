"""The store was restored from a copy: what the list knows and the store has forgotten."""

import pytest

from hub.cases import Outcome, Status
from hub.effects import PostAlarm
from hub.notices import Deed
from hub.tracker import staff_values
from hub.usecases import casework
from hub.usecases.tracker import about_to_write, row_seen, rows_to_write
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER
from tests.usecases.rows import WORDING, log_of, seen, unknown_row, written
from tests.usecases.world import case_now, deeds, delivered, notices, press, sent_in


def test_our_own_write_whose_answer_was_lost_is_no_edit_although_the_case_went_on(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag='"g,2"')
    claimed = casework.claim(hub, press(case, "1"))
    [(_, row)] = rows_to_write(hub, [case.number])
    about_to_write(hub, [(row, staff_values(claimed))])
    casework.close(hub, press(case, "2"), outcome=Outcome.ADOPTED, decision="Paid for.")

    seen(hub, case, etag='"g,3"', is_ours=True, Status="In progress", AssignedTo="Sample Oak")

    assert case_now(hub, case.number).status is Status.CLOSED
    assert Deed.TAKEN_BACK not in deeds(hub, case)


def test_what_we_wrote_and_have_forgotten_is_in_the_case_again_and_nobody_is_told_twice(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag='"g,2"')

    closed = {"Status": "Closed", "Outcome": "Adopted", "Decision": "The parish pays.", "Theme": "Sheds"}
    seen(hub, case, etag='"g,9"', is_ours=True, Guidance="Ask the parish.", **closed)
    seen(hub, case, etag='"g,9"', is_ours=True, Guidance="Ask the parish.", **closed)

    after = case_now(hub, case.number)
    assert (after.status, after.outcome, after.decision) == (Status.CLOSED, Outcome.ADOPTED, "The parish pays.")
    assert (after.theme, after.guidance, after.first_response_at, after.version) == (
        "Sheds",
        "Ask the parish.",
        LATER,
        2,
    )
    effects = delivered(hub)
    assert notices(effects) == []
    assert len([one for one in effects if isinstance(one, PostAlarm)]) == 1
    assert ("Prevention First", Deed.TAKEN_BACK, "Guidance: Ask the parish.") in log_of(hub, case)


@pytest.mark.parametrize("status", ["Answered", "In progress", "Closed"])
def test_a_forgotten_status_need_not_follow_the_one_the_case_has(hub: SqlStore, status: str) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag='"g,2"')

    seen(hub, case, etag='"g,9"', is_ours=True, Status=status, Guidance="Ask.", Outcome="Adopted", Decision="Yes.")

    assert case_now(hub, case.number).status.value == status


def test_a_forgotten_question_cannot_be_asked_again_by_itself_and_the_log_says_so(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag='"g,2"')

    seen(hub, case, etag='"g,9"', is_ours=True, Status="Waiting for submitter")

    assert case_now(hub, case.number).status is Status.IN_PROGRESS
    assert ("Prevention First", Deed.PUT_BACK, "Status: Waiting for submitter") in log_of(hub, case)


def test_a_row_of_another_case_that_had_the_number_is_not_adopted(hub: SqlStore) -> None:
    case = sent_in(hub)
    delivered(hub)

    seen(hub, case, SubmittedAt="2026-11-01T08:00:00Z", Title="Another's words", Theme="Another's theme")

    [(after, row)] = rows_to_write(hub, [case.number])
    assert (row.item_id, after.theme, after.version) == (None, "", 1)


@pytest.mark.parametrize(("made_by_us", "next_one"), [(True, "PF-2026-0042"), (False, "PF-2026-0001")])
def test_the_number_of_a_row_that_we_made_and_know_nothing_of_is_not_given_again(
    hub: SqlStore, made_by_us: bool, next_one: str
) -> None:
    lost = unknown_row("PF-2026-0041", made_by_us=made_by_us)

    with hub.begin() as uow:
        row_seen(uow, lost, WORDING, at=LATER)

    assert sent_in(hub).number == next_one
