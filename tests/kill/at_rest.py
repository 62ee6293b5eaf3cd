"""What must be true of the force once everything has come to rest: the list, the store and the cards say the same."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from hub.cases import Case, Status
from hub.notices import Deed, Entry
from hub.ports import TrackerRow
from local365.seen import Row, SeenMessage
from store.deliveries import Deliveries
from store.tables import notices
from tests.journeys.force import CASES
from tests.kill.any_order import OFFICERS, Typed, World, Written, must_say
from tests.kill.form_at_work import TITLE, TRIED

RECEIPT = "Send another"
CASE_LOG = "Case log"
PUT_ROW_BACK = "Put the row back"
STATUS_BY = {
    Deed.ASKED: Status.WAITING,
    Deed.ANSWERED: Status.IN_PROGRESS,
    Deed.REPLIED: Status.ANSWERED,
    Deed.CLOSED: Status.CLOSED,
}
KEPT_IN_LOG = frozenset({Deed.EDITED_IN_LIST, Deed.PUT_BACK, Deed.OVERTAKEN})


async def assert_all_is_as_it_must_be(world: World) -> None:
    """List = store = cards, every word is kept or was visibly refused, and nothing waits."""
    deliveries = Deliveries(world.store)
    assert deliveries.waiting() == 0
    assert [(one.effect, one.reason) for one in deliveries.parked()] == []
    cases = world.cases()
    assert sorted(case.title for case in cases) == sorted(world.sent)
    rows, channel = await world.office.rows(CASES), await seen_by_oak(world)
    cards = [one for one in channel if one.card and not one.thread]
    chats = [one for tree in OFFICERS for one in await world.person(tree).sees()]
    for case in cases:
        mirror, number = mirror_of(world, case), case.number
        assert_row_says(case, mirror, [one for one in rows if one.fields.get("CaseNumber") == number])
        assert_hub_card_says(case, mirror, [one for one in cards if number in one.reads])
        assert_receipt_says(case, [one for one in chats if RECEIPT in one.buttons and number in one.reads])
    for written in world.written:
        assert_kept_once(written, world, [*chats, *channel])
    for typed in world.typed:
        assert_kept_or_put_back(typed, log_of(world, typed.case), rows)
    assert_responses_are_taken(world, cases)
    for case in cases:
        assert_log_is_in_the_list(case, log_of(world, case.number), await world.office.rows(CASE_LOG))
    for row in rows:
        assert row.fields.get("CaseNumber") or "This row is not a case" in row.fields["SyncNote"]


def assert_row_says(case: Case, mirror: TrackerRow, rows: list[Row]) -> None:
    """The one row says what the case says; there is none when somebody deleted it."""
    assert len(rows) == (0 if mirror.deleted else 1), (case.number, mirror, rows)
    for row in rows:
        says = {name: row.fields.get(name) or "" for name in must_say(case)}
        assert says == must_say(case), case.number


def assert_hub_card_says(case: Case, mirror: TrackerRow, cards: list[SeenMessage]) -> None:
    """The one card in the channel shows the case as it is, and to hub staff its notes."""
    assert len(cards) == 1, (case.number, [one.reads for one in cards])
    [card] = cards
    must_read = [case.title, case.status.value, case.theme, case.hub_notes, case.question, case.guidance]
    must_read += [case.holder.name if case.holder else "", case.decision if case.is_closed else ""]
    missing = [words for words in must_read if words not in card.reads]
    assert missing == [], (case.number, card.reads)
    assert (PUT_ROW_BACK in card.buttons) == mirror.deleted, case.number


def assert_receipt_says(case: Case, receipts: list[SeenMessage]) -> None:
    """The submitter's one receipt shows where the case stands, and no notes of the hub."""
    assert len(receipts) == 1, (case.number, [one.reads for one in receipts])
    [receipt] = receipts
    assert case.status.value in receipt.reads, (case.number, receipt.reads)
    assert not case.hub_notes or case.hub_notes not in receipt.reads


def assert_kept_once(written: Written, world: World, messages: list[SeenMessage]) -> None:
    """The words are in the case's log and reached their reader, once; or they were refused, and are nowhere.

    A decision is told again when an admin changes the outcome of a closed case: once for each notice there is.
    """
    kept = [one for one in log_of(world, written.case) if (one.deed, one.text) == (written.deed, written.text)]
    assert len(kept) == (0 if written.refused else 1), (written, kept)
    due = notices_that_say(world, written)
    assert due >= len(kept) if written.deed is Deed.CLOSED else due == len(kept), written
    in_threads = written.deed is Deed.ANSWERED  # the hub reads it there; all else is for the submitter's own chat
    there = [one for one in messages if not is_current_state(one) and (one.thread is not None) == in_threads]
    told = [one.reads for one in there if written.text in one.reads]
    assert len(told) == due, (written, told)


def notices_that_say(world: World, written: Written) -> int:
    """How many notices of the case have these words."""
    with world.store.database.reading() as connection:
        those = select(func.count()).where(notices.c.case == written.case, notices.c.text == written.text)
        return connection.scalar(those) or 0


def is_current_state(message: SeenMessage) -> bool:
    """Whether the message is a card that always shows its case as it is: a receipt or a hub card."""
    return RECEIPT in message.buttons or (message.thread is None and message.conversation.startswith("19:"))


def assert_kept_or_put_back(typed: Typed, log: list[Entry], rows: list[Row]) -> None:
    """What an admin typed last into a cell stands there, is in the case's log, or is what a press said as well."""
    stands = any(row.id == typed.item and (row.fields.get(typed.column) or "") == typed.text for row in rows)
    logged = f"{typed.column}: {typed.text}"
    kept = any(entry.deed in KEPT_IN_LOG and entry.text == logged for entry in log)
    agreed = any(entry.at >= typed.at and typed.text in said_by(entry) for entry in log)
    assert stands or kept or agreed or not typed.is_last, (typed, log)


def said_by(entry: Entry) -> tuple[str, ...]:
    """The status and the holder that the case had by what somebody did with a press."""
    match entry.deed:
        case Deed.CLAIMED:
            return Status.IN_PROGRESS.value, entry.who
        case Deed.STATUS_CHANGED:
            return (entry.text,)
        case deed:
            return (STATUS_BY[deed].value,) if deed in STATUS_BY else ()


def assert_responses_are_taken(world: World, cases: Sequence[Case]) -> None:
    """Every response's case says what the response says now."""
    says = {case.title: case.submission.tried for case in cases}
    for one in world.form.responses:
        assert says[str(one.now[TITLE])] == one.now[TRIED], one


async def seen_by_oak(world: World) -> list[SeenMessage]:
    """Every message in the hub's channel, with Oak's own view of each card."""
    world.m365.tenant.refreshed.clear()  # a client asks again only after a minute
    oak = world.person("Oak")
    for card in await world.hub_cards():
        await oak.looks_at(card)
    return await oak.sees(CASES)


def assert_log_is_in_the_list(case: Case, log: list[Entry], rows: list[Row]) -> None:
    """The list Case log says the same as the case's log, in its order, each thing once."""
    listed = [row.fields for row in rows if row.fields["CaseNumber"] == case.number]
    says = [(row["Who"], row["Deed"], row.get("Words") or "") for row in listed]
    assert says == [(entry.who, entry.deed.value, entry.text) for entry in log], case.number


def mirror_of(world: World, case: Case) -> TrackerRow:
    """What the store knows of the case's row."""
    with world.store.read() as uow:
        row = uow.tracker.row(case.number)
    assert row is not None, case.number
    return row


def log_of(world: World, number: str) -> list[Entry]:
    """The case's log."""
    with world.store.read() as uow:
        return list(uow.journal.of(uow.cases.get(number).number))
