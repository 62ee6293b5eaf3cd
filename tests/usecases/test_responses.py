"""A response comes in for the first time, again, or edited."""

from dataclasses import replace

import pytest

from hub.cases import UnknownCase
from hub.effects import UpdateHubCard, UpdateReceipt, WriteTrackerRow
from hub.notices import Deed, NoticeKind
from hub.submissions import Door
from hub.usecases.responses import Incoming, Taken, response_now, take_response, take_responses
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, LATER, MONDAY, a_submission
from tests.usecases.world import case_now, deeds, delivered, notices

FIRST = Incoming(
    keys=("response:1:2026-11-02T09:14", "response:1:=first"),
    submission=a_submission(door=Door.FORM),
    submitter=BIRCH,
    at=MONDAY,
)
EDITED = replace(
    FIRST,
    keys=(FIRST.keys[0], "response:1:=edited"),
    submission=replace(FIRST.submission, title="Shed burglaries by the river", door=Door.IMPORT),
    at=LATER,
)
PUSHED = replace(FIRST, keys=("push:form-1:1", "same-day:1:birch:2026-11-02", "response:1:=first"))
EDITED_IN_BETWEEN = replace(EDITED, edited="2026-11-02T10:00", pushed_as="same-day:1:birch:2026-11-02")


def test_a_response_that_is_new_has_a_case(store: SqlStore) -> None:
    case, taken = take_response(store, FIRST)

    assert (case_now(store, case.number), taken) == (case, Taken.NEW)


def test_a_response_read_again_is_known_by_any_of_its_names(store: SqlStore) -> None:
    case, _ = take_response(store, FIRST)
    delivered(store)

    assert take_response(store, FIRST) == (case, Taken.KNOWN)
    assert take_response(store, replace(FIRST, keys=("response:1:2026-02-11T09:14", FIRST.keys[1]))) == (
        case,
        Taken.KNOWN,
    )
    assert delivered(store) == []


def test_several_responses_are_taken_in_their_order_and_a_copy_among_them_is_known(store: SqlStore) -> None:
    other = replace(FIRST, keys=("response:2:2026-11-02T09:15", "response:2:=other"), submitter=None)

    taken = take_responses(store, [FIRST, other, EDITED, FIRST])

    numbers, became = [case.number for case, _ in taken], [one for _, one in taken]
    assert numbers == ["PF-2026-0001", "PF-2026-0002", "PF-2026-0001", "PF-2026-0001"]
    assert became == [Taken.NEW, Taken.NEW, Taken.EDITED, Taken.KNOWN]
    assert case_now(store, "PF-2026-0001").submission.title == "Shed burglaries by the river"


def test_several_responses_are_all_taken_or_none(store: SqlStore) -> None:
    of_no_case = replace(FIRST, keys=("response:2:x", "response:2:=x"))
    with store.begin() as uow:
        uow.inbox.record("response:2:x", result="PF-2026-0099", at=MONDAY)

    with pytest.raises(UnknownCase):
        take_responses(store, [FIRST, of_no_case])

    assert take_response(store, FIRST)[1] is Taken.NEW


def test_an_edit_changes_the_case_and_is_told_to_everybody_and_to_the_hub_in_words(store: SqlStore) -> None:
    take_response(store, FIRST)
    delivered(store)

    case, taken = take_response(store, EDITED)

    assert (case.submission.title, taken) == ("Shed burglaries by the river", Taken.EDITED)
    effects = delivered(store)
    everybody = {kind(case=case.number) for kind in (UpdateHubCard, UpdateReceipt, WriteTrackerRow)}
    assert everybody <= set(effects)
    assert notices(effects) == [NoticeKind.RESPONSE_EDITED]


def test_what_was_said_before_an_edit_stays_in_the_log_word_for_word(store: SqlStore) -> None:
    case, _ = take_response(store, FIRST)
    take_response(store, EDITED)

    assert deeds(store, case) == [Deed.OPENED, Deed.RESPONSE_EDITED]
    with store.read() as uow:
        assert uow.journal.of(case.number)[-1].text == f"title, before: {FIRST.submission.title}"


def test_an_edit_leaves_the_door_as_it_was(store: SqlStore) -> None:
    take_response(store, FIRST)
    case, _ = take_response(store, EDITED)

    assert case.submission.door is Door.FORM


def test_an_old_copy_undoes_no_edit(store: SqlStore) -> None:
    take_response(store, FIRST)
    edited, _ = take_response(store, EDITED)

    assert take_response(store, FIRST) == (edited, Taken.KNOWN)


def test_other_names_for_the_same_words_are_no_edit(store: SqlStore) -> None:
    case, _ = take_response(store, FIRST)
    delivered(store)

    again = take_response(
        store, replace(FIRST, keys=(FIRST.keys[0], "response:1:=the same with another date of change"))
    )

    assert again == (case, Taken.KNOWN)
    assert delivered(store) == []


def test_an_old_wording_that_was_never_read_before_undoes_no_edit(store: SqlStore) -> None:
    edited, _ = take_response(store, replace(EDITED, edited="2026-11-03T08:00"))
    delivered(store)

    assert response_now(store, FIRST) == (edited.number, Taken.KNOWN)
    assert take_response(store, FIRST) == (edited, Taken.KNOWN)
    assert take_response(store, replace(FIRST, keys=(FIRST.keys[0], "="), edited="2026-11-03T07:59"))[0] == edited
    assert delivered(store) == []


def test_a_response_that_was_pushed_and_edited_before_its_row_was_read_is_one_case(store: SqlStore) -> None:
    pushed, _ = take_response(store, PUSHED)

    assert response_now(store, EDITED_IN_BETWEEN) == (pushed.number, Taken.EDITED)
    case, taken = take_response(store, EDITED_IN_BETWEEN)

    assert (case.number, case.submission.title, taken) == (pushed.number, EDITED.submission.title, Taken.EDITED)


def test_a_push_that_comes_after_the_edited_row_is_the_same_case_and_undoes_nothing(store: SqlStore) -> None:
    case, _ = take_response(store, EDITED_IN_BETWEEN)

    assert take_response(store, PUSHED) == (case, Taken.KNOWN)


def test_the_same_number_of_somebody_else_or_on_another_day_is_another_response(store: SqlStore) -> None:
    pushed, _ = take_response(store, PUSHED)

    for day in ("2026-11-04", "2027-11-02"):
        case, taken = take_response(
            store, replace(EDITED, keys=(f"response:1:{day}", f"={day}"), pushed_as=f"same-day:1:birch:{day}")
        )
        assert (case.number != pushed.number, taken) == (True, Taken.NEW)


def test_what_would_become_of_a_response_can_be_asked_without_keeping_anything(store: SqlStore) -> None:
    assert response_now(store, FIRST) == (None, Taken.NEW)
    case, _ = take_response(store, FIRST)

    assert response_now(store, FIRST) == (case.number, Taken.KNOWN)
    assert response_now(store, EDITED) == (case.number, Taken.EDITED)
