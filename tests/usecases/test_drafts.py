"""What was typed and could not be taken is kept for the person, form by form, and ends when that form is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.effects import AnswerActivity
from hub.people import AadId
from hub.usecases import casework
from hub.usecases.activities import Claim, take_in
from hub.usecases.drafts import DRAFTS_LAST, draft_of, drop_draft, keep_draft
from hub.usecases.nightly import night_step
from store.unit_of_work import SqlStore
from tests.hub.builders import ANSWERS, LATER, MONDAY, OAK
from tests.usecases.world import delivered, press, sent_in

BIRCH_ID = AadId("aad-birch")
PRESSED = AnswerActivity(key="activity:19:cases:f:1", activity={"type": "invoke"})


def test_a_draft_is_kept_until_it_is_sent_in(store: SqlStore) -> None:
    keep_draft(store, BIRCH_ID, ANSWERS, at=MONDAY)

    assert draft_of(store, BIRCH_ID, at=MONDAY) == ANSWERS
    sent_in(store, ends_draft=True)
    assert draft_of(store, BIRCH_ID, at=MONDAY) == {}


def test_sending_in_something_else_costs_nobody_their_draft(store: SqlStore) -> None:
    keep_draft(store, BIRCH_ID, ANSWERS, at=MONDAY)

    sent_in(store)

    assert draft_of(store, BIRCH_ID, at=MONDAY) == ANSWERS


def test_a_draft_comes_back_for_ninety_days_and_the_night_after_it_is_gone(store: SqlStore) -> None:
    keep_draft(store, BIRCH_ID, ANSWERS, at=MONDAY)
    keep_draft(store, BIRCH_ID, {"text": "Light it."}, form="reply:PF-2026-0001", at=MONDAY + timedelta(days=3))
    last_day, after = MONDAY + DRAFTS_LAST, MONDAY + DRAFTS_LAST + timedelta(days=1)

    assert draft_of(store, BIRCH_ID, at=last_day) == ANSWERS
    assert draft_of(store, BIRCH_ID, at=after) == {}
    while night_step(store, at=after):
        pass
    assert draft_of(store, BIRCH_ID, at=MONDAY) == {}
    assert draft_of(store, BIRCH_ID, form="reply:PF-2026-0001", at=MONDAY) == {"text": "Light it."}


def test_whoever_starts_afresh_has_no_draft(store: SqlStore) -> None:
    keep_draft(store, BIRCH_ID, ANSWERS, at=MONDAY)

    drop_draft(store, BIRCH_ID)
    drop_draft(store, BIRCH_ID)

    assert draft_of(store, BIRCH_ID, at=MONDAY) == {}


def test_a_draft_that_a_card_could_only_show_shortened_is_not_shortened_by_pressing_again(store: SqlStore) -> None:
    keep_draft(store, BIRCH_ID, {"details": "long " * 4000}, at=MONDAY)

    keep_draft(store, BIRCH_ID, {"details": "long " * 2000}, at=MONDAY)

    assert draft_of(store, BIRCH_ID, at=MONDAY) == {"details": "long " * 4000}


@pytest.mark.parametrize("typed", [{}, {"text": ""}, {"text": " \n"}])
def test_an_empty_form_that_was_refused_costs_nobody_their_draft(store: SqlStore, typed: dict[str, str]) -> None:
    keep_draft(store, BIRCH_ID, {"text": "Light it."}, form="reply:PF-2026-0001", at=MONDAY)

    keep_draft(store, BIRCH_ID, typed, form="reply:PF-2026-0001", at=MONDAY)

    assert draft_of(store, BIRCH_ID, form="reply:PF-2026-0001", at=MONDAY) == {"text": "Light it."}


def test_the_draft_of_a_form_ends_in_the_transaction_that_sends_it_and_no_other_draft_does(hub: SqlStore) -> None:
    case, oak = sent_in(hub), AadId(str(OAK.aad_id))
    for form in ("reply:PF-2026-0001", "ask:PF-2026-0001"):
        keep_draft(hub, oak, {"text": "Light it."}, form=form, at=MONDAY)

    casework.reply(hub, replace(press(case, "form:1"), form="reply:PF-2026-0001"), guidance="Light it.")

    assert draft_of(hub, oak, form="reply:PF-2026-0001", at=MONDAY) == {}
    assert draft_of(hub, oak, form="ask:PF-2026-0001", at=MONDAY) == {"text": "Light it."}


def test_what_shows_everybody_the_pressed_card_is_kept_with_the_change_itself(hub: SqlStore) -> None:
    case = sent_in(hub)
    delivered(hub)

    for _ in range(2):
        casework.reply(hub, replace(press(case, "form:1"), shown=PRESSED), guidance="Light it.")

    assert delivered(hub).count(PRESSED) == 1


def test_a_press_that_changes_nothing_shows_everybody_its_card_once(hub: SqlStore) -> None:
    case = sent_in(hub)
    casework.claim(hub, press(case, "1"))
    delivered(hub)

    for key in ("2", "3"):
        casework.claim(hub, replace(press(case, key), shown=PRESSED))
    casework.put_away(hub, replace(press(case, "4"), shown=PRESSED))

    assert delivered(hub) == [PRESSED]


@pytest.mark.parametrize(("seconds", "opened"), [(0, False), (29, False), (30, True), (59, True), (60, True)])
def test_one_press_under_two_activity_ids_opens_one_form_and_a_later_one_another(
    store: SqlStore, seconds: int, opened: bool
) -> None:
    claim = Claim(claimant="test", lease_s=60)
    first = take_in(store, PRESSED, met=None, claim=claim, at=LATER, opens="opened:aad-oak:x")
    again = replace(PRESSED, key="activity:19:cases:f:2")
    second = take_in(
        store, again, met=None, claim=claim, at=LATER + timedelta(seconds=seconds), opens="opened:aad-oak:x"
    )

    assert first is not None
    assert (second is not None) is opened
