"""Sending something in and following it."""

import pytest

from hub.cases import Status, UnknownCase
from hub.effects import UpdateHubCard, UpdateReceipt, WriteTrackerRow
from hub.notices import Deed
from hub.people import AadId, NotYourCase
from hub.places import Conversation
from hub.ports import Surface
from hub.usecases import casework
from hub.usecases import submissions as usecases
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, ROWAN
from tests.usecases.world import case_now, deeds, delivered, press, sent_in

CHAT = Conversation(service_url="http://teams", conversation_id="a:birch", tenant_id="t")


def test_a_submission_has_a_case_a_hub_card_a_receipt_and_a_row(store: SqlStore) -> None:
    case = sent_in(store)

    assert case_now(store, "PF-2026-0001") == case
    assert set(delivered(store)) == {
        UpdateHubCard(case=case.number),
        UpdateReceipt(case=case.number),
        WriteTrackerRow(case=case.number),
    }


def test_the_same_submission_coming_again_is_the_same_case_and_tells_nobody_twice(store: SqlStore) -> None:
    first = sent_in(store, "card:1")
    delivered(store)

    assert sent_in(store, "card:1") == first
    assert delivered(store) == []


def test_two_submissions_are_two_cases_with_rising_numbers(store: SqlStore) -> None:
    assert [sent_in(store, key).number for key in ("a", "b")] == ["PF-2026-0001", "PF-2026-0002"]


def test_an_anonymous_submission_has_no_receipt(store: SqlStore) -> None:
    case = sent_in(store, submitter=None)

    assert case.submitter is None
    assert UpdateReceipt(case=case.number) not in delivered(store)


def test_the_form_that_was_filled_in_becomes_the_receipt(store: SqlStore) -> None:
    case = sent_in(store, form=(CHAT, "1700000000001"))

    with store.read() as uow:
        shown = uow.shown.card(case.number, Surface.RECEIPT)
    assert shown is not None
    assert (shown.conversation, shown.activity_id) == (CHAT, "1700000000001")


def test_my_cases_are_mine_newest_first(store: SqlStore) -> None:
    sent_in(store, "a")
    sent_in(store, "b", submitter=ROWAN)
    sent_in(store, "c")

    mine = usecases.my_cases(store, AadId("aad-birch"))

    assert [case.number for case in mine] == ["PF-2026-0003", "PF-2026-0001"]


def test_a_case_is_shown_to_its_submitter_and_to_hub_staff_and_to_nobody_else(hub: SqlStore) -> None:
    case = sent_in(hub)

    assert usecases.case_to_show(hub, case.number, to=AadId("aad-birch")) == (case, True)
    assert usecases.case_to_show(hub, case.number, to=AadId("aad-oak")) == (case, False)
    with pytest.raises(NotYourCase):
        usecases.case_to_show(hub, case.number, to=AadId("aad-cedar"))


def test_an_officer_is_not_told_which_numbers_exist(hub: SqlStore) -> None:
    with pytest.raises(NotYourCase):
        usecases.case_to_show(hub, "PF-2026-0999", to=AadId("aad-birch"))
    with pytest.raises(UnknownCase):
        usecases.case_to_show(hub, "PF-2026-0999", to=AadId("aad-oak"))


def test_the_question_that_waits_for_somebody_is_found_until_it_is_answered(hub: SqlStore) -> None:
    sent_in(hub, "older")
    case = sent_in(hub, "newer")
    casework.ask(hub, press(case, "ask"), question="Which gates?")

    waiting = usecases.question_waiting_for(hub, AadId("aad-birch"))

    assert waiting is not None
    asked, about = waiting
    assert (asked.text, about.number, about.status) == ("Which gates?", case.number, Status.WAITING)
    casework.answer(hub, press(case, "answer", BIRCH.aad_id), notice=asked.id, text="All three.")
    assert usecases.question_waiting_for(hub, AadId("aad-birch")) is None
    assert deeds(hub, case) == [Deed.OPENED, Deed.ASKED, Deed.ANSWERED]
