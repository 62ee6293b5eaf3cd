"""Where the hub is, who is in it, and what it is warned of."""

from dataclasses import replace

import pytest

from hub.cases import Outcome
from hub.effects import PostAlarm, UpdateHubCard
from hub.notices import AlarmKind
from hub.people import AadId, NotALead, Role
from hub.places import Conversation, HubChannel
from hub.usecases import casework, roster
from hub.usecases.alarms import raise_alarm, settle_alarm
from hub.viewers import AccountId
from store.unit_of_work import SqlStore
from tests.hub.builders import LATER, MONDAY, OAK
from tests.usecases.conftest import CHANNEL
from tests.usecases.world import delivered, press, sent_in

ELSEWHERE = HubChannel(
    conversation=Conversation(service_url="http://teams", conversation_id="19:other", tenant_id="t"), team_id="19:team"
)


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
    assert roster.roster_is(hub, [OAK], {}, at=LATER) == 1

    with hub.read() as uow:
        assert uow.people.role(AadId("aad-oak")) is Role.LEAD
        assert uow.people.role(AadId("aad-rowan")) is Role.OFFICER


BIRCHS = roster.Met(
    aad_id=AadId("aad-birch"),
    chat=Conversation(service_url="http://teams", conversation_id="a:birch", tenant_id="t"),
    account=AccountId("29:birch"),
)


def test_a_chat_is_remembered_and_forgotten(store: SqlStore) -> None:
    roster.met(store, BIRCHS, at=MONDAY)
    roster.met(store, BIRCHS, at=MONDAY)

    with store.read() as uow:
        assert uow.people.chat_of(BIRCHS.aad_id) == BIRCHS.chat
    roster.left(store, BIRCHS.aad_id)
    with store.read() as uow:
        assert uow.people.chat_of(BIRCHS.aad_id) is None


def test_meeting_somebody_in_the_same_chat_again_is_no_news(store: SqlStore) -> None:
    assert roster.met(store, BIRCHS, at=MONDAY)
    assert not roster.met(store, BIRCHS, at=MONDAY)


def test_somebody_whom_teams_knows_by_another_account_is_news(store: SqlStore) -> None:
    roster.met(store, BIRCHS, at=MONDAY)

    assert roster.met(store, replace(BIRCHS, account=AccountId("29:birch-anew")), at=MONDAY)


def test_trouble_is_told_once_until_it_is_over(hub: SqlStore) -> None:
    for _ in range(2):
        raise_alarm(hub, "forms", AlarmKind.WORKBOOK_MISSING, ("Forms/x.xlsx",), at=MONDAY)
    assert [type(effect) for effect in delivered(hub)] == [PostAlarm]

    settle_alarm(hub, "forms")
    settle_alarm(hub, "forms")
    raise_alarm(hub, "forms", AlarmKind.WORKBOOK_MISSING, ("Forms/x.xlsx",), at=LATER)

    assert [type(effect) for effect in delivered(hub)] == [PostAlarm]
