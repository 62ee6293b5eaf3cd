"""Where the hub is, who is in it, what admins type in the list, and what the hub is warned of."""

from collections.abc import Mapping
from typing import Any

import pytest

from hub.cases import Case, Outcome, Status
from hub.effects import PostAlarm, UpdateHubCard, WriteTrackerRow
from hub.notices import AlarmKind, Deed, NoticeKind
from hub.people import AadId, NotALead, NotHubStaff, Role
from hub.places import Conversation, HubChannel
from hub.tracker import SOMEBODY, RowIsThere, staff_values
from hub.usecases import casework, roster
from hub.usecases.alarms import raise_alarm, settle_alarm
from hub.usecases.tracker import (
    NOTE,
    RowSeen,
    Wording,
    about_to_write,
    put_row_back,
    row_deleted,
    row_lost,
    row_seen,
    row_written,
    rows_to_write,
)
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, LATER, MONDAY, OAK, ROWAN
from tests.usecases.conftest import CHANNEL
from tests.usecases.world import case_now, deeds, delivered, notices, press, sent_in

ELSEWHERE = HubChannel(
    conversation=Conversation(service_url="http://teams", conversation_id="19:other", tenant_id="t"), team_id="19:team"
)


def our_values(case: Case) -> Mapping[str, str]:
    return {"Title": case.title}


WORDING = Wording(put_back=lambda item: f"{item.column} was put back.", our_values=our_values)


def written(store: SqlStore, case: Case) -> None:
    """The case's row has been written, as the deliverer does it, and everything was delivered."""
    delivered(store)
    [(now, row)] = rows_to_write(store, [case.number])
    values = {**our_values(now), **staff_values(now), NOTE: row.note}
    about_to_write(store, [(row, values)])
    with store.begin() as uow:
        row_written(uow, case.number, item_id="7", etag="e1", written=values)


def seen(store: SqlStore, case: Case, *, etag: str = "e2", is_ours: bool = False, **typed: str) -> None:
    """The row was read, with `typed` in it."""
    [(now, row)] = rows_to_write(store, [case.number])
    values: dict[str, Any] = {**our_values(now), **staff_values(now)}
    if row.values:
        values = {name: text for name, text in row.values.items() if name != NOTE}
    read = RowSeen(
        case=case.number,
        item_id="7",
        etag=etag,
        values={**values, **typed},
        note=row.values.get(NOTE, ""),
        by="Sample Maple",
        is_ours=is_ours,
    )
    with store.begin() as uow:
        row_seen(uow, read, WORDING, at=LATER)


def note_of(store: SqlStore, case: Case) -> str:
    [(_, row)] = rows_to_write(store, [case.number])
    return row.note


def test_a_channel_is_the_hubs_only_with_the_code_or_a_leads_word(store: SqlStore) -> None:
    with pytest.raises(NotALead):
        roster.hub_is_here(store, CHANNEL, by=OAK, has_code=False, at=MONDAY)

    roster.hub_is_here(store, CHANNEL, by=OAK, has_code=True, at=MONDAY)
    roster.hub_is_here(store, ELSEWHERE, by=OAK, has_code=False, at=MONDAY)

    assert roster.hub_channel(store) == ELSEWHERE


def test_moving_the_hub_posts_the_open_cases_anew(hub: SqlStore) -> None:
    still_open = sent_in(hub, "open")
    closed = sent_in(hub, "closed")
    casework.close(hub, press(closed, "1"), outcome=Outcome.ADOPTED, decision="Done.")
    delivered(hub)

    roster.hub_is_here(hub, ELSEWHERE, by=OAK, has_code=False, at=LATER)

    assert delivered(hub) == [UpdateHubCard(case=still_open.number)]


def test_saying_hub_here_twice_changes_nothing(hub: SqlStore) -> None:
    sent_in(hub)
    delivered(hub)

    roster.hub_is_here(hub, CHANNEL, by=OAK, has_code=False, at=LATER)

    assert delivered(hub) == []


def test_who_is_no_longer_in_the_hubs_team_is_no_longer_hub_staff(hub: SqlStore) -> None:
    assert roster.roster_is(hub, [OAK]) == 1

    with hub.read() as uow:
        assert uow.people.role(AadId("aad-oak")) is Role.LEAD
        assert uow.people.role(AadId("aad-rowan")) is Role.OFFICER


def test_a_chat_is_remembered_and_forgotten(store: SqlStore) -> None:
    chat = Conversation(service_url="http://teams", conversation_id="a:birch", tenant_id="t")
    roster.met(store, AadId("aad-birch"), chat, at=MONDAY)
    roster.met(store, AadId("aad-birch"), chat, at=MONDAY)

    with store.read() as uow:
        assert uow.people.chat_of(AadId("aad-birch")) == chat
    roster.left(store, AadId("aad-birch"))
    with store.read() as uow:
        assert uow.people.chat_of(AadId("aad-birch")) is None


def test_meeting_somebody_in_the_same_chat_again_is_no_news(store: SqlStore) -> None:
    chat = Conversation(service_url="http://teams", conversation_id="a:birch", tenant_id="t")

    assert roster.met(store, AadId("aad-birch"), chat, at=MONDAY)
    assert not roster.met(store, AadId("aad-birch"), chat, at=MONDAY)


def test_an_edit_in_the_list_reaches_the_case_the_cards_and_the_submitter_once(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)

    seen(hub, case, Status="In progress", AssignedTo="Sample Rowan")
    seen(hub, case, Status="In progress", AssignedTo="Sample Rowan")

    after = case_now(hub, case.number)
    assert (after.status, after.holder, after.version) == (Status.IN_PROGRESS, ROWAN, 2)
    assert notices(delivered(hub)) == [NoticeKind.STATUS]
    assert deeds(hub, case) == [Deed.OPENED, Deed.EDITED_IN_LIST, Deed.EDITED_IN_LIST]


def test_our_own_write_coming_back_is_no_edit(hub: SqlStore) -> None:
    case = sent_in(hub)
    written(hub, case)

    seen(hub, case, etag="e1")
    seen(hub, case, etag="e2", is_ours=True, Status="In progress")

    assert case_now(hub, case.number).version == 1


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


def test_a_row_that_is_not_ours_is_left_alone(hub: SqlStore) -> None:
    read = RowSeen(case="", item_id="99", etag="e", values={}, note="", by="Sample Maple", is_ours=False)

    with hub.begin() as uow:
        row_seen(uow, read, WORDING, at=LATER)

    assert delivered(hub) == []


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


def gone(store: SqlStore, case: Case) -> None:
    """The case's row was deleted, and everything was delivered."""
    written(store, case)
    with store.begin() as uow:
        row_deleted(uow, "7", at=LATER)
    delivered(store)


def log_of(store: SqlStore, case: Case) -> list[tuple[str, Deed, str]]:
    """Who did what, oldest first, without how it came in."""
    with store.read() as uow:
        return [(entry.who, entry.deed, entry.text) for entry in uow.journal.of(case.number)][1:]


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


def test_a_number_that_no_case_has_is_somebodys_own_row(hub: SqlStore) -> None:
    read = RowSeen(case="PF-1999-0001", item_id="99", etag="e", values={}, note="", by="Sample Maple", is_ours=False)

    with hub.begin() as uow:
        row_seen(uow, read, WORDING, at=LATER)

    assert delivered(hub) == []


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


def test_trouble_is_told_once_until_it_is_over(hub: SqlStore) -> None:
    for _ in range(2):
        raise_alarm(hub, "forms", AlarmKind.WORKBOOK_MISSING, ("Forms/x.xlsx",), at=MONDAY)
    assert [type(effect) for effect in delivered(hub)] == [PostAlarm]

    settle_alarm(hub, "forms")
    settle_alarm(hub, "forms")
    raise_alarm(hub, "forms", AlarmKind.WORKBOOK_MISSING, ("Forms/x.xlsx",), at=LATER)

    assert [type(effect) for effect in delivered(hub)] == [PostAlarm]
