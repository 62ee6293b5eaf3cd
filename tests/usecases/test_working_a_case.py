"""Hub staff work a case; its submitter answers."""

import threading
from collections.abc import Callable

import pytest

from hub.cases import AlreadyHeld, Case, CaseClosed, NothingAsked, Outcome, Status
from hub.notices import Deed, NoticeKind
from hub.people import AadId, NotHubStaff, NotYourCase
from hub.usecases import casework
from hub.usecases.casework import UnknownColleague
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, OAK, ROWAN
from tests.usecases.world import case_now, deeds, delivered, notices, press, sent_in


def test_two_people_claiming_at_once_leave_one_holder_and_the_other_is_told_who(hub: SqlStore) -> None:
    case = sent_in(hub)
    outcomes: list[Case | AlreadyHeld] = []

    def claims(key: str, by: AadId | None) -> Callable[[], None]:
        def run() -> None:
            try:
                outcomes.append(casework.claim(hub, press(case, key, by)))
            except AlreadyHeld as refused:
                outcomes.append(refused)

        return run

    rivals = [threading.Thread(target=claims(str(who.name), who.aad_id)) for who in (OAK, ROWAN)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()

    holder = case_now(hub, case.number).holder
    assert holder in (OAK, ROWAN)
    [told] = [one for one in outcomes if isinstance(one, AlreadyHeld)]
    assert told.case.holder == holder


def test_the_same_press_coming_again_changes_nothing_and_tells_nobody_twice(hub: SqlStore) -> None:
    case = sent_in(hub)
    first = casework.reply(hub, press(case, "form:1"), guidance="Try lighting.")
    delivered(hub)

    again = casework.reply(hub, press(case, "form:1"), guidance="Try lighting.")

    assert again == first
    assert delivered(hub) == []


@pytest.mark.parametrize("by", ["aad-birch", "aad-cedar"])
def test_only_hub_staff_work_cases(hub: SqlStore, by: str) -> None:
    case = sent_in(hub)

    with pytest.raises(NotHubStaff):
        casework.claim(hub, press(case, "1", AadId(by)))
    with pytest.raises(NotHubStaff):
        casework.case_to_work(hub, case.number, by=AadId(by))


def test_an_assigned_case_is_announced_in_the_hub_thread(hub: SqlStore) -> None:
    case = sent_in(hub)

    after = casework.assign(hub, press(case, "1"), to="aad-rowan")

    assert after.holder == ROWAN
    assert notices(delivered(hub)) == [NoticeKind.ASSIGNED]


def test_a_case_is_assigned_to_nobody_outside_the_roster(hub: SqlStore) -> None:
    case = sent_in(hub)

    with pytest.raises(UnknownColleague):
        casework.assign(hub, press(case, "1"), to="aad-birch")


def test_the_submitter_is_told_of_a_question_of_guidance_and_of_the_decision(hub: SqlStore) -> None:
    case = sent_in(hub)

    casework.ask(hub, press(case, "1"), question="Which gates?")
    casework.reply(hub, press(case, "2"), guidance="Try lighting.")
    casework.close(hub, press(case, "3"), outcome=Outcome.ADOPTED, decision="Paid for.")

    assert notices(delivered(hub)) == [NoticeKind.QUESTION, NoticeKind.GUIDANCE, NoticeKind.DECISION]
    assert deeds(hub, case) == [Deed.OPENED, Deed.ASKED, Deed.REPLIED, Deed.CLOSED]


def test_a_changed_status_is_told_to_the_submitter(hub: SqlStore) -> None:
    case = sent_in(hub)

    after = casework.change_status(hub, press(case, "1"), to=Status.IN_PROGRESS)

    assert after.status is Status.IN_PROGRESS
    assert notices(delivered(hub)) == [NoticeKind.STATUS]


def test_nobody_is_told_about_an_anonymous_case_but_the_hub(hub: SqlStore) -> None:
    case = sent_in(hub, submitter=None)

    casework.reply(hub, press(case, "1"), guidance="Try lighting.")

    assert notices(delivered(hub)) == []


def answer_to(hub: SqlStore, case: Case, question: str = "Which gates?") -> str:
    after = casework.ask(hub, press(case, f"ask {question}"), question=question)
    return f"{after.number}-{after.version}-question"


def test_the_answer_reaches_the_case_and_the_hub_thread(hub: SqlStore) -> None:
    case = sent_in(hub)
    notice = answer_to(hub, case)
    delivered(hub)

    after = casework.answer(hub, press(case, "a", BIRCH.aad_id), notice=notice, text="All three.")

    assert (after.answer, after.status) == ("All three.", Status.IN_PROGRESS)
    assert notices(delivered(hub)) == [NoticeKind.ANSWER]


def test_an_answer_that_comes_again_counts_once(hub: SqlStore) -> None:
    case = sent_in(hub)
    notice = answer_to(hub, case)
    first = casework.answer(hub, press(case, "a", BIRCH.aad_id), notice=notice, text="All three.")

    assert casework.answer(hub, press(case, "a", BIRCH.aad_id), notice=notice, text="All three.") == first


def test_only_the_submitter_answers(hub: SqlStore) -> None:
    case = sent_in(hub)
    notice = answer_to(hub, case)

    with pytest.raises(NotYourCase):
        casework.answer(hub, press(case, "a", OAK.aad_id), notice=notice, text="I would say all.")


@pytest.mark.parametrize("notice", ["PF-2026-0001-99-question", "forged"])
def test_an_answer_to_no_question_is_refused(hub: SqlStore, notice: str) -> None:
    case = sent_in(hub)
    answer_to(hub, case)

    with pytest.raises(NothingAsked):
        casework.answer(hub, press(case, "a", BIRCH.aad_id), notice=notice, text="All three.")


def test_an_older_question_cannot_be_answered_once_a_newer_one_was_asked(hub: SqlStore) -> None:
    case = sent_in(hub)
    older = answer_to(hub, case, "Which gates?")
    answer_to(hub, case, "Since when?")

    with pytest.raises(NothingAsked):
        casework.answer(hub, press(case, "a", BIRCH.aad_id), notice=older, text="All three.")


def test_the_question_of_another_case_cannot_be_answered_here(hub: SqlStore) -> None:
    theirs, mine = sent_in(hub, "theirs"), sent_in(hub, "mine")
    notice = answer_to(hub, theirs)
    answer_to(hub, mine, "Since when?")

    with pytest.raises(NothingAsked):
        casework.answer(hub, press(mine, "a", BIRCH.aad_id), notice=notice, text="All three.")


def test_a_closed_case_says_so_to_whoever_answers_late(hub: SqlStore) -> None:
    case = sent_in(hub)
    notice = answer_to(hub, case)
    casework.close(hub, press(case, "close"), outcome=Outcome.ADOPTED, decision="Paid for.")

    with pytest.raises(CaseClosed):
        casework.answer(hub, press(case, "a", BIRCH.aad_id), notice=notice, text="All three.")
