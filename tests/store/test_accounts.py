"""Who each person is in Teams, and who worked a case last."""

from __future__ import annotations

from datetime import timedelta

from hub.people import AadId
from hub.viewers import AccountId
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, MONDAY, OAK, ROWAN

OAK_ID, ROWAN_ID, BIRCH_ID = AadId("aad-oak"), AadId("aad-rowan"), AadId("aad-birch")


def known(store: SqlStore) -> None:
    """Oak and Rowan are the hub; Teams has named them and Birch."""
    with store.begin() as uow:
        uow.people.set_staff([OAK, ROWAN])
        for aad_id in (ROWAN_ID, OAK_ID, BIRCH_ID):
            uow.accounts.know(aad_id, AccountId(f"29:{aad_id}"))


def test_a_person_whom_teams_has_not_named_has_no_account(store: SqlStore) -> None:
    with store.read() as uow:
        assert uow.accounts.of(BIRCH_ID) is None


def test_the_account_is_the_one_that_teams_named_last(store: SqlStore) -> None:
    known(store)
    with store.begin() as uow:
        uow.accounts.know(BIRCH_ID, AccountId("29:newer"))

        assert uow.accounts.of(BIRCH_ID) == "29:newer"


def test_the_accounts_of_staff_are_those_of_the_roster_in_the_same_order_each_time(store: SqlStore) -> None:
    known(store)

    with store.read() as uow:
        assert uow.accounts.of_staff() == [(OAK_ID, "29:aad-oak"), (ROWAN_ID, "29:aad-rowan")]


def test_whoever_acted_last_comes_first_and_whoever_never_did_last(store: SqlStore) -> None:
    known(store)
    with store.begin() as uow:
        uow.people.set_staff([OAK, ROWAN, BIRCH])
        uow.accounts.acted(BIRCH_ID, at=MONDAY)
        uow.accounts.acted(ROWAN_ID, at=MONDAY + timedelta(hours=1))

        assert [aad_id for aad_id, _ in uow.accounts.of_staff()] == [ROWAN_ID, BIRCH_ID, OAK_ID]


def test_reading_the_roster_again_forgets_no_activity(store: SqlStore) -> None:
    known(store)
    with store.begin() as uow:
        uow.accounts.acted(ROWAN_ID, at=MONDAY)
        uow.accounts.know(ROWAN_ID, AccountId("29:aad-rowan"))

        assert uow.accounts.of_staff()[0][0] == ROWAN_ID


def test_activity_of_somebody_without_an_account_keeps_nothing(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.accounts.acted(BIRCH_ID, at=MONDAY)

        assert uow.accounts.of(BIRCH_ID) is None
