"""The night's work: once a night, in pages, whoever does it, and only what is no longer so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hub.cases import Case, case_number
from hub.effects import Destination, Effect, UpdateHubCard, UpdateReceipt
from hub.nights import last_night
from hub.places import Conversation
from hub.ports import ShownCard, Surface
from hub.usecases.nightly import LEDGER_DAYS, PAGE, night_step
from hub.usecases.responses import Incoming, Taken, take_response
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER, MONDAY, a_case
from tests.sync.test_responses import the_sample

CHAT = Conversation(service_url="http://teams", conversation_id="19:cases", tenant_id="t")
AFTER_THE_PROMISE = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


def kept(store: SqlStore, number: int = 1, *, shows: int = 1, drawn_on: date | None = None, **changes: object) -> Case:
    """A case whose hub card shows that version, drawn on the day it came in unless another is named."""
    case = replace(a_case(number=case_number(2026, number)), **changes)
    card = ShownCard(conversation=CHAT, activity_id=str(number), version=shows, drawn_on=drawn_on or date(2026, 11, 23))
    with store.begin() as uow:
        uow.cases.add(case)
        uow.shown.put_card(case.number, Surface.HUB_CARD, card)
    return case


def night(store: SqlStore, at: datetime) -> int:
    """All of the night's work that can be done then; returns in how many steps."""
    return len(list(iter(lambda: night_step(store, at=at), False)))


def delivered(store: SqlStore, at: datetime) -> list[Effect]:
    """What waits for Teams, delivered to nobody."""
    deliveries, effects = Deliveries(store), list[Effect]()
    while claimed := deliveries.claim(Destination.TEAMS, at=at, limit=50, lease_s=60, claimant="test"):
        effects += [one.effect for one in claimed]
        deliveries.done_many(claimed)
    return effects


@pytest.mark.parametrize(
    ("at", "night_of"),
    [
        (datetime(2026, 11, 25, 2, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 25, 3, 0, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 7, 1, 1, 59, tzinfo=UTC), date(2026, 6, 30)),  # 02:59 in London
        (datetime(2026, 7, 1, 2, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), date(2026, 10, 24)),  # the night that has 25 hours
        (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), date(2026, 3, 29)),  # the night that has 23
    ],
)
def test_a_nights_work_is_due_from_three_in_the_morning_in_london(at: datetime, night_of: date) -> None:
    assert last_night(at) == night_of


def test_a_card_that_shows_an_old_version_is_brought_up_to_date(store: SqlStore) -> None:
    stale, current = kept(store, 1, shows=1, version=2), kept(store, 2, shows=1)
    night(store, LATER)

    assert current.number != stale.number
    assert delivered(store, LATER) == [UpdateHubCard(case=stale.number)]


def test_a_card_that_shows_a_promise_that_was_not_kept_is_brought_up_to_date_once(store: SqlStore) -> None:
    late = kept(store, 1)
    kept(store, 2, first_response_at=LATER)
    kept(store, 3, drawn_on=date(2026, 12, 1))
    night(store, AFTER_THE_PROMISE)

    assert delivered(store, AFTER_THE_PROMISE) == [UpdateHubCard(case=late.number)]


def test_a_receipt_is_a_card_as_well(store: SqlStore) -> None:
    case = kept(store)
    receipt = ShownCard(conversation=CHAT, activity_id="7", version=0)
    with store.begin() as uow:
        uow.shown.put_card(case.number, Surface.RECEIPT, receipt)
    night(store, LATER)

    assert delivered(store, LATER) == [UpdateReceipt(case=case.number)]


def test_what_waits_or_is_parked_already_is_left_alone(store: SqlStore) -> None:
    parked, waiting = kept(store, 1, shows=0), kept(store, 2, shows=0)
    with store.begin() as uow:
        uow.outbox.add(UpdateHubCard(case=parked.number), at=MONDAY)
    [claimed] = Deliveries(store).claim(Destination.TEAMS, at=MONDAY, limit=1, lease_s=60, claimant="test")
    Deliveries(store).park(claimed, reason="blocked", at=MONDAY)
    with store.begin() as uow:
        uow.outbox.add(UpdateHubCard(case=waiting.number), at=MONDAY)
    night(store, LATER)

    with store.begin() as uow:
        assert uow.outbox.background() == 0


def test_a_night_is_worked_once_and_the_next_one_again(store: SqlStore) -> None:
    kept(store, shows=0)
    night(store, LATER)
    delivered(store, LATER)

    assert night(store, LATER + timedelta(hours=1)) == 0
    assert night(store, LATER + timedelta(days=1)) > 0
    assert len(delivered(store, LATER + timedelta(days=1))) == 1


def test_thousands_of_cards_come_in_pages_and_wait_until_the_last_page_is_delivered(store: SqlStore) -> None:
    for number in range(1, 2 * PAGE + 11):
        kept(store, number, shows=0)
    pages = list(pages_of_the_night(store))

    assert pages == [PAGE, PAGE, 10]


def pages_of_the_night(store: SqlStore) -> Iterator[int]:
    """How many cards each page brought, each delivered before the next."""
    while night(store, LATER):
        if effects := delivered(store, LATER):
            yield len(effects)


def test_ledgers_are_forgotten_after_ninety_days_and_what_opened_a_case_never(store: SqlStore) -> None:
    old, recent = LATER - timedelta(days=LEDGER_DAYS, seconds=1), LATER - timedelta(days=LEDGER_DAYS - 1)
    names = ("activity:1", "press:1", "form:1", "answer:1", "sent:1", "card:1", "1@2026-01-01T10:00")
    with store.begin() as uow:
        for name in names:
            uow.inbox.record(name, result="x", at=old)
        uow.inbox.record("activity:2", result="x", at=recent)
    night(store, LATER)

    with store.read() as uow:
        assert uow.inbox.known([*names, "activity:2"]) == {"card:1", "1@2026-01-01T10:00", "activity:2"}


def test_more_than_one_batch_is_forgotten_in_one_night(store: SqlStore) -> None:
    with store.begin() as uow:
        for number in range(1100):
            uow.inbox.record(f"activity:{number}", result="x", at=MONDAY - timedelta(days=200))
    night(store, LATER)

    with store.read() as uow:
        assert uow.inbox.known([f"activity:{number}" for number in range(1100)]) == set()


def test_a_response_to_the_form_is_known_however_long_ago_it_came(store: SqlStore) -> None:
    [response] = the_sample(1)
    incoming = Incoming(keys=response.keys, submission=response.submission, submitter=None, at=MONDAY)
    case, _ = take_response(store, incoming)

    later = MONDAY + timedelta(days=LEDGER_DAYS + 1)
    night(store, later)

    assert take_response(store, replace(incoming, at=later)) == (case, Taken.KNOWN)
