"""Cases are found by their words, in the transaction that changes them, the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.cases import Status, UnknownCase
from hub.people import AadId
from hub.search import sought
from store.engines import StoreSettings
from store.unit_of_work import SqlStore, open_store
from tests.hub.builders import BIRCH, MONDAY, OAK, a_case, a_submission


def add(store: SqlStore, *titles: str, **changes: object) -> None:
    """One case for each title, an hour apart, numbered on from those that are there."""
    with store.begin() as uow:
        for title in titles:
            number = uow.cases.next_number(2026)
            at = MONDAY + timedelta(hours=int(number[-4:]))
            case = a_case(number=number, submission=a_submission(title=title), received_at=at)
            uow.cases.add(replace(case, **changes))  # pyright: ignore[reportArgumentType]  # fields of a case by name


def found(store: SqlStore, text: str, *, sent_in_by: AadId | None = None, skip: int = 0, limit: int = 25) -> list[str]:
    """The titles of the cases found, in order."""
    with store.read() as uow:
        cases = uow.cases.search(sought(text), sent_in_by=sent_in_by, skip=skip, limit=limit)
    return [case.title for case in cases]


def test_cases_with_all_the_words_come_newest_first(store: SqlStore) -> None:
    add(store, "Shed burglaries in Mill Lane", "Lighting in Mill Lane", "Lighting in the park", "Mill Lane lights")

    assert found(store, "mill light") == ["Mill Lane lights", "Lighting in Mill Lane"]


def test_without_words_all_cases_come_newest_first(store: SqlStore) -> None:
    add(store, "First", "Second", "Third")

    assert found(store, "") == ["Third", "Second", "First"]


@pytest.mark.parametrize("text", ["PF-2026-0002", "pf-2026-0002", "2026-0002", "0002", "2"])
def test_a_number_finds_its_case_however_much_of_it_is_typed(store: SqlStore, text: str) -> None:
    add(store, "First", "Second", "Third")

    assert found(store, text) == ["Second"]


def test_pages_follow_one_another_without_a_gap(store: SqlStore) -> None:
    add(store, *(f"Lamp {name}" for name in "abcdefg"))

    pages = [found(store, "lamp", skip=skip, limit=3) for skip in (0, 3, 6, 9)]

    assert pages == [["Lamp g", "Lamp f", "Lamp e"], ["Lamp d", "Lamp c", "Lamp b"], ["Lamp a"], []]


def test_a_person_finds_only_their_own(store: SqlStore) -> None:
    add(store, "Lamps at the station", submitter=BIRCH)
    add(store, "Lamps at court", submitter=OAK)
    add(store, "Lamps without a name", submitter=None)

    assert found(store, "lamps", sent_in_by=AadId("aad-birch")) == ["Lamps at the station"]
    assert found(store, "court", sent_in_by=AadId("aad-birch")) == []
    assert len(found(store, "lamps")) == 3


def test_a_slip_of_the_finger_is_forgiven_only_where_nothing_was_found_without(store: SqlStore) -> None:
    add(store, "Lighting in the underpass", "Fighting at closing time", "A lihgting report")

    assert found(store, "underpas lighitng") == ["Lighting in the underpass"]
    assert found(store, "lihgting") == ["A lihgting report"]


def test_what_somebody_else_sent_in_is_no_hint_at_what_one_meant_oneself(store: SqlStore) -> None:
    add(store, "Lamps at the station", submitter=BIRCH)
    add(store, "Lapms at court", submitter=OAK)

    assert found(store, "lapms", sent_in_by=AadId("aad-birch")) == ["Lamps at the station"]


def test_a_word_nobody_wrote_finds_nothing(store: SqlStore) -> None:
    add(store, "Lighting in the underpass")

    assert found(store, "lighting zebra") == []


@pytest.mark.parametrize("text", ["%", "_", "'; DROP TABLE cases --", "\x00", "\ud83d", "\U0010ffff", "ß", "пар"])
def test_what_no_word_holds_does_no_harm(store: SqlStore, text: str) -> None:
    add(store, "Straße und Парк")

    assert found(store, text) == found(store, "") or found(store, text) == []


def test_words_outside_english_are_found_too(store: SqlStore) -> None:
    add(store, "Łódź, Straße und Парк")

    assert found(store, "парк strasse") == ["Łódź, Straße und Парк"]


def test_a_case_that_moves_on_is_found_where_it_stands_now(store: SqlStore) -> None:
    add(store, "Lamps")
    with store.begin() as uow:
        case = uow.cases.get("PF-2026-0001")
        uow.cases.save(replace(case, status=Status.CLOSED, version=case.version + 1))

    assert found(store, "closed") == ["Lamps"]
    assert found(store, "new") == found(store, "open") == []


def test_a_change_that_is_undone_is_not_found(store: SqlStore) -> None:
    def add_and_fail() -> None:
        with store.begin() as uow:
            uow.cases.add(a_case(submission=a_submission(title="Lamps")))
            uow.cases.get("PF-2026-9999")

    with pytest.raises(UnknownCase):
        add_and_fail()

    assert found(store, "lamps") == []


def test_cases_from_before_there_was_an_index_are_found_once_the_store_is_opened(
    store: SqlStore, settings: StoreSettings
) -> None:
    add(store, "Lamps", "Sheds")
    with store.begin() as uow:
        uow.cases._connection.exec_driver_sql("DELETE FROM case_words")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # as v0001 left it

    open_store(settings).close()

    assert found(store, "lamps") == ["Lamps"]


def test_a_store_whose_index_is_current_is_opened_without_writing_it_again(
    store: SqlStore, settings: StoreSettings, statements: list[str]
) -> None:
    add(store, "Lamps")
    open_store(settings).close()
    statements.clear()

    open_store(settings).close()

    assert [one for one in statements if "case_words" in one and "DELETE" in one] == []


def test_a_page_of_twenty_five_takes_a_handful_of_statements(store: SqlStore, statements: list[str]) -> None:
    add(store, *(f"Lamp {number}" for number in range(30)))
    statements.clear()

    assert len(found(store, "lamp open")) == 25

    selects = [one for one in statements if one.startswith("SELECT")]
    assert len(selects) <= 3
