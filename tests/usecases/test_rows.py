"""What admins type in the list, and what becomes of it."""

from dataclasses import replace

import pytest

from hub.cases import Outcome, Status
from hub.effects import NoteStrayRow, PostAlarm, WriteTrackerRow
from hub.notices import Deed, NoticeKind
from hub.tracker import staff_values
from hub.usecases import casework
from hub.usecases.tracker import (
    RowSeen,
    RowWritten,
    about_to_write,
    row_seen,
    rows_to_write,
    rows_written,
)
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER, ROWAN
from tests.usecases.rows import WORDING, log_of, note_of, our_values, seen, unknown_row, written
from tests.usecases.world import case_now, deeds, delivered, notices, press, sent_in


def test_an_edit_in_the_list_reaches_the_case_the_cards_and_the_submitter_once(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)

    seen(hub, case, Status="In progress", AssignedTo="Sample Rowan")
    seen(hub, case, Status="In progress", AssignedTo="Sample Rowan")

    after = case_now(hub, case.number)
    assert (after.status, after.holder, after.version) == (Status.IN_PROGRESS, ROWAN, 2)
    assert notices(delivered(hub)) == [NoticeKind.STATUS]
    assert deeds(hub, case) == [Deed.OPENED, Deed.EDITED_IN_LIST, Deed.EDITED_IN_LIST]


@pytest.mark.parametrize("etag", ["e1", "e2", '"g,1"'])
def test_our_own_write_coming_back_is_no_edit(hub: SqlStore, etag: str) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag='"g,2"', is_ours=True)

    seen(hub, case, etag=etag, is_ours=True, Status="In progress")

    assert case_now(hub, case.number).version == 1


def test_an_answer_to_our_write_that_comes_after_a_later_save_was_read_takes_nothing_back(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag='"g,5"', Theme="Sheds")

    late = RowWritten(case=case.number, item_id="7", etag='"g,4"', written={"Theme": ""})
    with hub.begin() as uow:
        rows_written(uow, [late], at=LATER)

    [(_, row)] = rows_to_write(hub, [case.number])
    assert (row.etag, row.values["Theme"]) == ('"g,5"', "Sheds")


def test_what_somebody_cleared_in_the_list_is_cleared_in_the_case(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag="e2", Status="In progress", AssignedTo="Sample Rowan", Theme="Sheds")

    seen(hub, case, etag="e3", AssignedTo="", Theme="", Status="In progress")

    after = case_now(hub, case.number)
    assert (after.holder, after.theme) == (None, "")


def test_a_write_whose_answer_was_lost_comes_back_as_no_edit(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    claimed = casework.claim(hub, press(case, "1"))
    [(_, row)] = rows_to_write(hub, [case.number])
    about_to_write(hub, [(row, staff_values(claimed))])
    casework.assign(hub, press(case, "2"), to="aad-rowan")

    seen(hub, case, Status="In progress", AssignedTo="Sample Oak")

    assert case_now(hub, case.number).holder == ROWAN


def test_what_may_not_stand_is_put_back_with_a_sentence_and_the_rest_is_kept(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)

    seen(hub, case, Status="Answered", Theme="Sheds", Title="Mine now")

    after = case_now(hub, case.number)
    assert (after.status, after.theme) == (Status.NEW, "Sheds")
    assert note_of(hub, case) == "Title was put back.\nStatus was put back."
    assert WriteTrackerRow(case=case.number) in delivered(hub)


def test_the_sync_note_goes_when_the_next_edit_stands(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag="e2", Status="Answered")

    seen(hub, case, etag="e3", Status="New", Theme="Sheds")

    assert note_of(hub, case) == ""


def test_a_decision_made_in_the_list_is_told_as_a_decision(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)

    seen(hub, case, Status="Closed", Outcome="Adopted", Decision="Paid for.")
    seen(hub, case, etag="e3", Status="Closed", Outcome="Adopted", Decision="Paid for by the parish.")

    assert notices(delivered(hub)) == [NoticeKind.DECISION, NoticeKind.DECISION]


def test_notes_for_the_hub_are_told_to_nobody(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)

    seen(hub, case, HubNotes="Ask the council first")

    assert notices(delivered(hub)) == []


def test_a_row_that_is_not_ours_is_told_so_once_however_often_it_is_saved(hub: SqlStore) -> None:
    read = unknown_row("")

    for etag in ("e1", "e1", "e2"):
        with hub.begin() as uow:
            row_seen(uow, replace(read, etag=etag), WORDING, at=LATER)

    assert delivered(hub) == [NoteStrayRow(item="99")]


def test_a_row_that_we_made_and_know_nothing_of_is_told_to_the_hub_once_and_never_that_it_is_not_ours(
    hub: SqlStore,
) -> None:
    lost = unknown_row("PF-1999-0001", made_by_us=True)

    for etag in ("e1", "e2"):
        with hub.begin() as uow:
            row_seen(uow, replace(lost, etag=etag), WORDING, at=LATER)

    [told] = delivered(hub)
    assert isinstance(told, PostAlarm)


def test_a_row_that_was_made_without_our_knowing_is_adopted_by_its_number(hub: SqlStore) -> None:
    case = sent_in(hub)
    [(_, row)] = rows_to_write(hub, [case.number])
    about_to_write(hub, [(row, {**our_values(case), **staff_values(case)})])

    seen(hub, case, Theme="Sheds")

    [(after, adopted)] = rows_to_write(hub, [case.number])
    assert (adopted.item_id, after.theme) == ("7", "Sheds")


def test_a_copy_of_a_row_is_not_taken_for_the_row(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    copy = RowSeen(
        case=case.number, item_id="8", etag="e9", values={"Theme": "Copy"}, note="", by="Sample Maple", is_ours=False
    )

    with hub.begin() as uow:
        row_seen(uow, copy, WORDING, at=LATER)

    assert case_now(hub, case.number).theme == ""


def test_a_number_that_no_case_has_is_somebodys_own_row(hub: SqlStore) -> None:
    read = unknown_row("PF-1999-0001")

    with hub.begin() as uow:
        row_seen(uow, read, WORDING, at=LATER)

    assert delivered(hub) == [NoteStrayRow(item="99")]


def test_from_an_empty_mirror_a_row_that_says_what_the_case_says_tells_nobody_anything(hub: SqlStore) -> None:
    case = sent_in(hub)
    delivered(hub)

    seen(hub, case)

    assert delivered(hub) == []
    [(after, row)] = rows_to_write(hub, [case.number])
    assert (row.item_id, after.version) == ("7", 1)


def test_an_older_save_that_comes_late_changes_nothing(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    seen(hub, case, etag='"g,5"', Theme="Newer")

    seen(hub, case, etag='"g,4"', Theme="Older")

    assert case_now(hub, case.number).theme == "Newer"


def test_what_a_card_said_and_the_list_overtook_is_kept_in_the_log_word_for_word(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    decision = "No money for lamps.\n  Ask again in April."
    casework.close(hub, press(case, "1"), outcome=Outcome.NOT_TAKEN_FORWARD, decision=decision)

    seen(hub, case, Status="Closed", Outcome="Adopted", Decision="The parish pays.")

    after = case_now(hub, case.number)
    assert (after.outcome, after.decision) == (Outcome.ADOPTED, "The parish pays.")
    log = log_of(hub, case)
    assert ("Sample Maple", Deed.OVERTAKEN, f"Decision: {decision}") in log
    assert ("Sample Maple", Deed.OVERTAKEN, "Outcome: Not taken forward") in log


def test_what_the_list_said_and_could_not_stand_is_kept_in_the_log_word_for_word(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    casework.close(hub, press(case, "1"), outcome=Outcome.ADOPTED, decision="Paid for.")

    seen(hub, case, AssignedTo="Sample Rowan  of the parish", HubNotes="Ask the council first")

    after = case_now(hub, case.number)
    assert (after.hub_notes, after.holder) == ("Ask the council first", None)
    assert ("Sample Maple", Deed.PUT_BACK, "AssignedTo: Sample Rowan  of the parish") in log_of(hub, case)
