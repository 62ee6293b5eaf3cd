"""What is kept about a case comes together in one reading, on both databases, and reading changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from hub.cases import Status, UnknownCase, case_number
from hub.effects import Destination, NoticeId
from hub.notices import AlarmKind, Deed, Entry, Notice, NoticeKind
from hub.people import AadId
from hub.places import Conversation, HubChannel
from hub.ports import ShownCard, Surface, TrackerRow
from hub.pushed import PushedResponse
from hub.reach import Unreachable
from store.casefiles import CaseFiles
from store.deliveries import Deliveries
from store.engines import StoreSettings, UnknownDatabase
from store.schema import NotThisVersion
from store.unit_of_work import SqlStore, open_to_read
from tests.hub.builders import LATER, MONDAY, a_case
from tests.store.delivering import ALARM, HUB_CARD, ONE, OTHER_HUB_CARD, ROW, TWO, add, park

CHAT = Conversation(service_url="http://teams", conversation_id="a:chat", tenant_id="t")
CHANNEL = HubChannel(conversation=CHAT, team_id="19:team", group_id="group")
A_ROW = TrackerRow(case=ONE, item_id="7", etag='"guid,3"', values={"Title": "t"}, pending={}, seen_at=LATER)
A_CARD = ShownCard(conversation=CHAT, activity_id="1", version=1, drawn_on=None)
TOLD = Notice(
    id=NoticeId("PF-2026-0001-2-question"),
    case=ONE,
    kind=NoticeKind.QUESTION,
    text="Which?",
    status=Status.NEW,
    at=MONDAY,
)


def add_cases(store: SqlStore, count: int) -> None:
    with store.begin() as uow:
        for counter in range(1, count + 1):
            uow.cases.add(a_case(number=case_number(2026, counter)))


def test_a_file_holds_all_that_is_kept_about_its_case_and_nothing_of_another(store: SqlStore) -> None:
    add_cases(store, 2)
    with store.begin() as uow:
        uow.tracker.put_row(A_ROW)
        uow.shown.put_card(ONE, Surface.RECEIPT, A_CARD)
        uow.people.set_unreachable(AadId("aad-birch"), Unreachable.BLOCKED, at=LATER)
        uow.pushes.keep(PushedResponse(key="k", content="{}", digest="d", at=MONDAY))
        uow.pushes.settle("k", case=ONE)
    add(store, HUB_CARD, ROW, OTHER_HUB_CARD)

    [file] = CaseFiles(store).sought([ONE])

    assert (file.case, file.row, dict(file.cards)) == (a_case(), A_ROW, {Surface.RECEIPT: A_CARD})
    assert [one.effect for one in file.waiting] == [HUB_CARD, ROW]
    assert (file.why_not, file.pushed) == (Unreachable.BLOCKED, True)
    [other] = CaseFiles(store).sought([TWO])
    assert (other.row, dict(other.cards), other.pushed) == (None, {}, False)


def test_files_come_in_the_order_of_their_numbers_a_page_at_a_time(store: SqlStore) -> None:
    add_cases(store, 5)
    files = CaseFiles(store)

    first = [one.case.number for one in files.after("", limit=3)]
    second = [one.case.number for one in files.after(first[-1], limit=3)]

    assert [*first, *second] == [case_number(2026, counter) for counter in range(1, 6)]
    assert files.after(second[-1], limit=3) == []
    assert (files.count(), files.numbers()) == (5, [*first, *second])


def test_a_file_is_found_by_its_list_item(store: SqlStore) -> None:
    add_cases(store, 2)
    with store.begin() as uow:
        uow.tracker.put_row(A_ROW)

    assert [one.case.number for one in CaseFiles(store).sought([], ["7", "8"])] == [ONE]


def test_a_file_without_a_submitter_has_nobody_out_of_reach(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.cases.add(a_case(submitter=None))

    [file] = CaseFiles(store).sought([ONE])

    assert file.why_not is None


def test_a_history_holds_what_came_in_what_was_done_and_what_was_told(store: SqlStore) -> None:
    add_cases(store, 1)
    entry = Entry(case=ONE, at=MONDAY, who="Sample Oak", deed=Deed.CLAIMED)
    with store.begin() as uow:
        uow.inbox.record("press:1", result=ONE, at=LATER)
        uow.inbox.record("card:1", result=ONE, at=MONDAY)
        uow.inbox.record("card:2", result=TWO, at=MONDAY)
        uow.inbox.record(f"sent:{TOLD.id}", result="activity", at=LATER)
        uow.journal.write(entry)
        uow.journal.add_notice(TOLD)
        uow.journal.add_notice(replace(TOLD, id=NoticeId("PF-2026-0001-3-question")))
        uow.people.set_unreachable(AadId("aad-birch"), Unreachable.GONE, at=LATER)
        uow.hub.move_to(CHANNEL)
    Deliveries(store).pause(Destination.TEAMS, LATER)

    history = CaseFiles(store).history(ONE)

    assert [(one.key, one.at) for one in history.taken_in] == [("card:1", MONDAY), ("press:1", LATER)]
    assert history.log == (entry,)
    assert [one.at for one in history.notices] == [LATER, None]
    assert [(one.person.name, one.why, one.since) for one in history.out_of_reach] == [
        ("Sample Birch", Unreachable.GONE, LATER)
    ]
    assert (history.paused, history.channel, history.channel_is_lost) == ({Destination.TEAMS: LATER}, CHANNEL, False)


def test_a_lost_channel_is_in_the_history_as_lost(store: SqlStore) -> None:
    add_cases(store, 1)
    with store.begin() as uow:
        uow.hub.move_to(CHANNEL)
        uow.hub.lose(AlarmKind.CHANNEL_DELETED)

    history = CaseFiles(store).history(ONE)

    assert (history.channel, history.channel_is_lost) == (CHANNEL, True)


def test_a_case_that_is_not_there_has_no_history(store: SqlStore) -> None:
    with pytest.raises(UnknownCase):
        CaseFiles(store).history(ONE)


def test_what_is_parked_is_told_from_what_waits(store: SqlStore) -> None:
    add_cases(store, 1)
    park(store, at=1, reason="gone")
    add(store, ROW)

    [parked, waiting] = CaseFiles(store).sought([ONE])[0].waiting

    assert (parked.effect, parked.reason, parked.due_at, parked.parked_at is not None) == (HUB_CARD, "gone", None, True)
    assert (waiting.effect, waiting.parked_at, waiting.claimed) == (ROW, None, False)


def test_what_waits_and_is_about_no_case_is_found_by_itself(store: SqlStore) -> None:
    add_cases(store, 1)
    add(store, HUB_CARD, ALARM)

    assert [one.effect for one in CaseFiles(store).of_no_case()] == [ALARM]


def test_the_last_number_of_a_year_is_known_also_when_its_case_is_not_kept(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.cases.next_number(2026)

    assert (CaseFiles(store).last_of(2026), CaseFiles(store).last_of(2025)) == (1, 0)


def test_a_store_that_is_opened_to_read_shows_what_is_there(store: SqlStore, settings: StoreSettings) -> None:
    add_cases(store, 1)
    reading = open_to_read(settings)

    assert CaseFiles(reading).count() == 1
    reading.close()


def test_tables_of_another_version_are_not_read_and_not_upgraded(store: SqlStore, settings: StoreSettings) -> None:
    with store.database.writing() as connection:
        kept = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    with pytest.raises(NotThisVersion, match="of version 0001"):
        open_to_read(settings)

    with store.database.writing() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
        connection.execute(text("UPDATE alembic_version SET version_num = :kept"), {"kept": kept})


def test_a_database_that_nobody_made_is_not_made_by_reading(tmp_path: Path) -> None:
    file = tmp_path / "none.sqlite3"

    with pytest.raises(NotThisVersion, match="no database yet"):
        open_to_read(StoreSettings(url=f"sqlite:///{file}"))

    assert not file.exists()


def test_a_database_without_tables_is_left_without(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    (tmp_path / "empty.sqlite3").touch()

    with pytest.raises(NotThisVersion, match="no database yet"):
        open_to_read(StoreSettings(url=url))


def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownDatabase):
        open_to_read(StoreSettings(url=f"mysql://{tmp_path.name}/x"))
