"""What becomes of a row that was deleted, restored, put back or lost."""

import pytest

from hub.effects import UpdateHubCard, WriteTrackerRow
from hub.notices import Deed
from hub.people import NotHubStaff
from hub.tracker import SOMEBODY, RowIsThere, staff_values
from hub.usecases import casework
from hub.usecases.tracker import (
    RowSeen,
    put_row_back,
    row_deleted,
    row_lost,
    row_seen,
    rows_to_write,
)
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, LATER, OAK
from tests.usecases.rows import WORDING, gone, log_of, our_values, seen, written
from tests.usecases.world import case_now, deeds, delivered, press, sent_in


def test_a_deleted_row_is_said_on_the_hub_card_and_a_restored_one_is_taken_up_again(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    with hub.begin() as uow:
        row_deleted(uow, "7", at=LATER)
        row_deleted(uow, "7", at=LATER)
        row_deleted(uow, "never heard of", at=LATER)

    assert delivered(hub) == [UpdateHubCard(case=case.number)]
    seen(hub, case, etag="e1")
    assert deeds(hub, case) == [Deed.OPENED, Deed.ROW_DELETED, Deed.ROW_RESTORED]


def test_the_log_says_that_somebody_deleted_the_row_and_names_nobody_it_does_not_know(hub: SqlStore) -> None:
    case = sent_in(hub)
    gone(hub, case)

    assert log_of(hub, case) == [(SOMEBODY, Deed.ROW_DELETED, "")]


def test_a_deleted_row_is_put_back_once_from_the_case_as_it_is(hub: SqlStore) -> None:
    case = sent_in(hub)
    gone(hub, case)

    put_row_back(hub, press(case, "1"))
    put_row_back(hub, press(case, "1"))

    [(_, row)] = rows_to_write(hub, [case.number])
    assert (row.item_id, row.deleted) == (None, False)
    assert delivered(hub) == [UpdateHubCard(case=case.number), WriteTrackerRow(case=case.number)]
    assert log_of(hub, case)[-1] == ("Sample Oak", Deed.ROW_PUT_BACK, "")


def test_a_row_that_is_there_is_not_put_back(hub: SqlStore) -> None:
    case = sent_in(hub)
    with pytest.raises(RowIsThere):
        put_row_back(hub, press(case, "1"))
    written(hub, case)

    with pytest.raises(RowIsThere):
        put_row_back(hub, press(case, "2"))


def test_only_hub_staff_put_a_row_back(hub: SqlStore) -> None:
    case = sent_in(hub)
    gone(hub, case)

    with pytest.raises(NotHubStaff):
        put_row_back(hub, press(case, "1", by=BIRCH.aad_id))


def test_a_row_restored_while_it_was_put_back_is_taken_up_and_its_old_values_are_no_edit(hub: SqlStore) -> None:
    case = sent_in(hub)
    gone(hub, case)
    put_row_back(hub, press(case, "1"))
    casework.claim(hub, press(case, "2"))

    seen(hub, case, Theme="Typed before it was deleted")

    after = case_now(hub, case.number)
    assert (after.holder, after.theme) == (OAK, "Typed before it was deleted")
    [(_, row)] = rows_to_write(hub, [case.number])
    assert row.item_id == "7"


def test_a_row_made_anew_by_hand_after_the_deletion_is_taken_up(hub: SqlStore) -> None:
    case = sent_in(hub)
    gone(hub, case)
    read = RowSeen(
        case=case.number,
        item_id="8",
        etag="e1",
        values={**our_values(case), **staff_values(case)},
        note="",
        by="Sample Maple",
        is_ours=False,
    )

    with hub.begin() as uow:
        row_seen(uow, read, WORDING, at=LATER)

    [(_, row)] = rows_to_write(hub, [case.number])
    assert (row.item_id, row.deleted) == ("8", False)


def test_a_row_that_sharepoint_lost_is_written_anew(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)
    with hub.begin() as uow:
        row_lost(uow, "7", at=LATER)
        row_lost(uow, "7", at=LATER)

    assert delivered(hub) == [UpdateHubCard(case=case.number), WriteTrackerRow(case=case.number)]
