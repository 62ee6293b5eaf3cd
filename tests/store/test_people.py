"""The hub's roster, everybody's own chat, and the hub's channel."""

from __future__ import annotations

import pytest

from hub.people import AadId, Person, Role
from hub.places import Conversation, HubChannel
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, OAK, ROWAN

OAK_ID, ROWAN_ID, BIRCH_ID = AadId("aad-oak"), AadId("aad-rowan"), AadId("aad-birch")
CHAT = Conversation(service_url="https://teams.example/", conversation_id="a:chat", tenant_id="tenant")
NEWER_CHAT = Conversation(service_url="https://teams.example/", conversation_id="a:newer", tenant_id="tenant")


def test_everybody_who_is_not_on_the_roster_is_an_officer(store: SqlStore) -> None:
    with store.read() as uow:
        assert uow.people.role(BIRCH_ID) is Role.OFFICER


def test_everybody_on_the_roster_may_work_cases(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.people.set_staff([OAK, ROWAN])

    with store.read() as uow:
        assert uow.people.role(ROWAN_ID) is Role.HUB


def test_a_lead_who_is_still_on_the_roster_stays_one(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.people.set_lead(OAK)
        uow.people.set_staff([ROWAN, OAK])

        assert uow.people.role(OAK_ID) is Role.LEAD


def test_a_lead_who_left_the_roster_is_an_officer_and_no_lead_on_coming_back(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.people.set_lead(OAK)
        uow.people.set_staff([ROWAN])
        left = uow.people.role(OAK_ID)
        uow.people.set_staff([ROWAN, OAK])

        assert (left, uow.people.role(OAK_ID)) == (Role.OFFICER, Role.HUB)


def test_somebody_on_the_roster_can_become_a_lead(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.people.set_staff([OAK])
        uow.people.set_lead(OAK)

        assert uow.people.role(OAK_ID) is Role.LEAD


def test_the_roster_is_exactly_what_was_set_last_by_name_with_the_newest_names(store: SqlStore) -> None:
    married = Person(aad_id=ROWAN_ID, name="sample Aspen", email="sample.aspen@force.example")
    with store.begin() as uow:
        uow.people.set_staff([OAK, ROWAN, BIRCH])
        uow.people.set_staff([OAK, married])

    with store.read() as uow:
        assert uow.people.staff() == [married, OAK]


def test_an_empty_roster_is_empty(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.people.set_staff([OAK])
        uow.people.set_staff([])

        assert uow.people.staff() == []


def test_somebody_without_an_identity_cannot_be_on_the_roster(store: SqlStore) -> None:
    with pytest.raises(Exception, match=r"(?i)not.null"), store.begin() as uow:
        uow.people.set_staff([Person(aad_id=None, name="Sample Yew")])


def test_nobody_has_a_chat_before_meeting_the_bot(store: SqlStore) -> None:
    with store.read() as uow:
        assert uow.people.chat_of(BIRCH_ID) is None


def test_of_two_chats_of_one_person_the_newest_is_remembered(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.people.remember_chat(BIRCH_ID, CHAT)
        uow.people.remember_chat(OAK_ID, CHAT)
        uow.people.remember_chat(BIRCH_ID, NEWER_CHAT)

    with store.read() as uow:
        assert (uow.people.chat_of(BIRCH_ID), uow.people.chat_of(OAK_ID)) == (NEWER_CHAT, CHAT)


def test_a_forgotten_chat_is_gone_and_forgetting_it_twice_is_no_error(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.people.remember_chat(BIRCH_ID, CHAT)
        uow.people.forget_chat(BIRCH_ID)
        uow.people.forget_chat(BIRCH_ID)

        assert uow.people.chat_of(BIRCH_ID) is None


def test_there_is_no_hub_channel_until_one_is_named(store: SqlStore) -> None:
    with store.read() as uow:
        assert uow.hub.channel() is None


def test_the_hub_is_in_the_channel_that_was_named_last(store: SqlStore) -> None:
    with store.begin() as uow:
        uow.hub.move_to(HubChannel(conversation=CHAT, team_id="19:first"))
        uow.hub.move_to(HubChannel(conversation=NEWER_CHAT, team_id="19:team", group_id="group"))

    with store.read() as uow:
        assert uow.hub.channel() == HubChannel(conversation=NEWER_CHAT, team_id="19:team", group_id="group")
