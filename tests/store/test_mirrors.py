"""Where cards are shown, what a draft holds, what the list was seen to say, and how far it was read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from hub.cases import CaseNumber
from hub.people import AadId
from hub.places import Conversation
from hub.ports import ShownCard, Surface, TrackerRow
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER, MONDAY, a_case

ONE, TWO = CaseNumber("PF-2026-0001"), CaseNumber("PF-2026-0002")
BIRCH_ID = AadId("aad-birch")
CARD = ShownCard(
    conversation=Conversation(service_url="https://teams.example/", conversation_id="19:cases", tenant_id="tenant"),
    activity_id="1700000000001",
    version=1,
)
ROW = TrackerRow(
    case=ONE,
    item_id="7",
    etag='"guid,3"',
    values={"Theme": "Rural \x00 crime", "Status": "New"},
    pending={"Status": "In progress"},
    note="Put back.",
)


@pytest.fixture
def two_cases(store: SqlStore) -> SqlStore:
    with store.begin() as uow:
        uow.cases.add(a_case(number=ONE))
        uow.cases.add(a_case(number=TWO))
    return store


def test_a_card_that_was_never_posted_is_nowhere(two_cases: SqlStore) -> None:
    with two_cases.read() as uow:
        assert uow.shown.card(ONE, Surface.HUB_CARD) is None


def test_each_surface_of_each_case_has_its_own_card(two_cases: SqlStore) -> None:
    cards = {
        (ONE, Surface.HUB_CARD): CARD,
        (ONE, Surface.RECEIPT): replace(CARD, activity_id="2"),
        (TWO, Surface.RECEIPT): replace(CARD, activity_id="3"),
    }
    with two_cases.begin() as uow:
        for (case, surface), card in cards.items():
            uow.shown.put_card(case, surface, card)

    with two_cases.read() as uow:
        assert {place: uow.shown.card(*place) for place in cards} == cards


def test_a_card_that_was_put_again_shows_the_newer_version(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.shown.put_card(ONE, Surface.RECEIPT, CARD)
        uow.shown.put_card(ONE, Surface.RECEIPT, replace(CARD, version=2))

        assert uow.shown.card(ONE, Surface.RECEIPT) == replace(CARD, version=2)


def test_a_dropped_card_is_gone_and_only_that_one(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.shown.put_card(ONE, Surface.HUB_CARD, CARD)
        uow.shown.put_card(ONE, Surface.RECEIPT, CARD)
        uow.shown.drop_card(ONE, Surface.HUB_CARD)
        uow.shown.drop_card(ONE, Surface.HUB_CARD)

        assert (uow.shown.card(ONE, Surface.HUB_CARD), uow.shown.card(ONE, Surface.RECEIPT)) == (None, CARD)


def test_nobody_has_a_draft_before_one_is_kept(store: SqlStore) -> None:
    with store.read() as uow:
        assert uow.drafts.of(BIRCH_ID, form="", since=MONDAY) == {}


def test_a_draft_keeps_every_character_of_the_newest_answers(store: SqlStore) -> None:
    typed = {"title": "\x00 \ud83d 🚓 \" ' \n", "details": "x" * 20_000}
    with store.begin() as uow:
        uow.drafts.keep(BIRCH_ID, {"title": "older", "good": "older"}, form="", at=MONDAY)
        uow.drafts.keep(BIRCH_ID, typed, form="", at=LATER)

    with store.read() as uow:
        assert uow.drafts.of(BIRCH_ID, form="", since=MONDAY) == typed


def test_a_dropped_draft_is_gone(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.drafts.keep(BIRCH_ID, {"title": "t"}, form="", at=MONDAY)
        uow.drafts.drop(BIRCH_ID, form="")
        uow.drafts.drop(BIRCH_ID, form="")

        assert uow.drafts.of(BIRCH_ID, form="", since=MONDAY) == {}


def test_each_form_has_its_own_draft(store: SqlStore) -> None:
    with store.begin() as uow:
        for form in ("", "reply:PF-2026-0001", "reply:PF-2026-0002"):
            uow.drafts.keep(BIRCH_ID, {"text": form}, form=form, at=MONDAY)
        uow.drafts.drop(BIRCH_ID, form="reply:PF-2026-0001")

        left = [uow.drafts.of(BIRCH_ID, form=form, since=MONDAY) for form in ("", "reply:PF-2026-0002")]
        assert left == [{"text": ""}, {"text": "reply:PF-2026-0002"}]
        assert uow.drafts.of(BIRCH_ID, form="reply:PF-2026-0001", since=MONDAY) == {}


def test_a_row_that_was_never_written_has_no_mirror(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        assert (uow.tracker.row(ONE), uow.tracker.row_of_item("7")) == (None, None)


def test_a_row_is_found_by_its_case_and_by_its_item(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.tracker.put_row(ROW)
        uow.tracker.put_row(replace(ROW, case=TWO, item_id="8"))

        assert (uow.tracker.row(ONE), uow.tracker.row_of_item("7")) == (ROW, ROW)


def test_a_row_is_found_the_same_by_who_only_reads(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.tracker.put_row(ROW)

    with two_cases.read() as uow:
        assert (uow.tracker.row(ONE), uow.tracker.row_of_item("7"), uow.tracker.row(TWO)) == (ROW, ROW, None)


def test_the_mirror_is_what_was_put_last(two_cases: SqlStore) -> None:
    unseen = TrackerRow(case=ONE, item_id=None, etag=None, values={}, pending={"Title": "t"})
    with two_cases.begin() as uow:
        uow.tracker.put_row(unseen)
        before = uow.tracker.row(ONE)
        uow.tracker.put_row(replace(ROW, deleted=True))

    with two_cases.read() as uow:
        assert (before, uow.tracker.row_of_item("7")) == (unseen, replace(ROW, deleted=True))


def test_the_etags_are_those_of_rows_that_were_seen_and_are_there(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.tracker.put_rows([ROW, replace(ROW, case=TWO, item_id="8", deleted=True)])
        known = uow.tracker.etags(["7", "8", "9"])
        uow.tracker.put_row(replace(ROW, etag=None))

        assert (known, uow.tracker.etags(["7"])) == ({"7": ROW.etag}, {})


def test_many_rows_are_found_at_once_without_those_never_written(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.tracker.put_rows([ROW])
        uow.tracker.put_rows([])

        assert uow.tracker.rows([TWO, ONE]) == {ONE: ROW}


def test_two_cases_may_both_be_without_an_item(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.tracker.put_row(replace(ROW, item_id=None))
        uow.tracker.put_row(replace(ROW, case=TWO, item_id=None))

        assert uow.tracker.row(TWO) == replace(ROW, case=TWO, item_id=None)


def test_one_item_is_never_the_row_of_two_cases(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.tracker.put_row(ROW)

    with pytest.raises(IntegrityError), two_cases.begin() as uow:
        uow.tracker.put_row(replace(ROW, case=TWO))


def test_a_cursor_is_empty_before_anything_was_read(store: SqlStore) -> None:
    with store.read() as uow:
        assert uow.cursors.get("cases list") == ""


def test_a_cursor_says_what_was_set_last(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.cursors.set("cases list", "https://graph.example/delta?token=1")
        uow.cursors.set("cases list", "https://graph.example/delta?token=2")
        uow.cursors.set("workbook", "ctag")

    with store.read() as uow:
        assert uow.cursors.get("cases list") == "https://graph.example/delta?token=2"


def test_a_draft_does_not_come_back_once_it_is_old_and_is_gone_when_old_ones_are_dropped(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.drafts.keep(BIRCH_ID, {"title": "t"}, form="", at=MONDAY)
        unseen = uow.drafts.of(BIRCH_ID, form="", since=LATER)
        uow.drafts.drop_before(MONDAY)
        kept = uow.drafts.of(BIRCH_ID, form="", since=MONDAY)
        uow.drafts.drop_before(LATER)

        assert (unseen, kept, uow.drafts.of(BIRCH_ID, form="", since=MONDAY)) == ({}, {"title": "t"}, {})


def test_a_column_that_was_made_anew_holds_nothing_in_any_row(two_cases: SqlStore) -> None:
    with two_cases.begin() as uow:
        uow.tracker.put_row(ROW)
        uow.tracker.put_row(replace(ROW, case=TWO, item_id="8"))

        touched = uow.tracker.forget_columns({"Theme"})

    with two_cases.read() as uow:
        rows = [uow.tracker.row(case) for case in (ONE, TWO)]
    assert touched == [ONE, TWO]
    assert [(row.values, row.pending) for row in rows if row] == [({"Status": "New"}, {})] * 2
