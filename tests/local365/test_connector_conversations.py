"""The bot starts conversations."""

from typing import Any

import pytest

from local365.people_at_work import Office
from local365.seed import APP_ID, CASES_CHANNEL_ID, GENERAL_CHANNEL_ID, TENANT_ID
from local365.server import Local365
from tests.local365.cards import activity
from tests.local365.connector_client import ConnectorClient, aad
from tests.local365.recording_bot import RecordingBot


@pytest.fixture(autouse=True)
async def birch_has_the_app(office: Office, bot: RecordingBot) -> None:
    await office.person("Sample Birch").opens_chat()
    bot.heard.clear()


async def test_a_chat_is_found_by_the_persons_entra_id(
    connector: ConnectorClient, bot: RecordingBot, office: Office
) -> None:
    answer = await connector.create(members=[{"id": aad("Birch")}], tenantId=TENANT_ID)

    await office.person("Sample Birch").says("Hello")
    assert (answer.status, answer.json["id"]) == (201, bot.heard[0]["conversation"]["id"])


async def test_a_chat_is_found_by_the_persons_teams_id(connector: ConnectorClient, m365: Local365) -> None:
    birch = m365.tenant.people.find(aad("Birch"))
    assert birch is not None
    teams_id = m365.tenant.people.teams_id(birch)

    by_teams_id = await connector.create(members=[{"id": teams_id}], channelData={"tenant": {"id": TENANT_ID}})

    assert by_teams_id.json["id"] == await connector.start_chat("Birch")


async def test_somebody_without_the_app_cannot_be_written_to(connector: ConnectorClient) -> None:
    answer = await connector.create(members=[{"id": aad("Cedar")}], tenantId=TENANT_ID)

    assert (answer.status, answer.code) == (403, "ForbiddenOperationException")


async def test_a_member_of_a_team_with_the_app_can_be_written_to(connector: ConnectorClient) -> None:
    answer = await connector.create(members=[{"id": aad("Oak")}], tenantId=TENANT_ID)

    assert answer.status == 201


async def test_somebody_who_left_cannot_be_written_to(connector: ConnectorClient, office: Office) -> None:
    await office.person("Sample Birch").leaves_the_force()

    answer = await connector.create(members=[{"id": aad("Birch")}], tenantId=TENANT_ID)

    assert (answer.status, answer.code) == (403, "ForbiddenOperationException")


MEMBER = {"id": aad("Birch")}


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"members": [MEMBER]}, "BadArgument"),
        ({"members": [MEMBER], "tenantId": APP_ID}, "BadArgument"),
        ({"members": [], "tenantId": TENANT_ID}, "BadArgument"),
        ({"members": [MEMBER, MEMBER], "tenantId": TENANT_ID}, "BadArgument"),
        ({"members": [{"id": "sample.birch@force.example"}], "tenantId": TENANT_ID}, "BadSyntax"),
        ({"members": [{"id": "29:1nobody"}], "tenantId": TENANT_ID}, "BadArgument"),
        ({"members": [MEMBER], "tenantId": TENANT_ID, "bot": {"id": "28:other"}}, "BadArgument"),
        ({"isGroup": True, "tenantId": TENANT_ID, "activity": activity("A case")}, "BadArgument"),
    ],
    ids=["no tenant", "other tenant", "nobody", "two", "e-mail", "unknown 29:", "other bot", "no channel"],
)
async def test_parameters_teams_would_not_take_are_400(
    connector: ConnectorClient, parameters: dict[str, Any], code: str
) -> None:
    answer = await connector.create(**parameters)

    assert (answer.status, answer.code) == (400, code)


async def test_a_thread_is_named_by_its_channel_and_its_first_message(connector: ConnectorClient) -> None:
    answer = await connector.start_thread()

    thread = f"{CASES_CHANNEL_ID};messageid={answer.json['activityId']}"
    assert (answer.status, answer.json["id"]) == (201, thread)


async def test_a_team_stands_for_its_general_channel(connector: ConnectorClient) -> None:
    data = {"team": {"id": GENERAL_CHANNEL_ID}, "tenant": {"id": TENANT_ID}}

    answer = await connector.create(isGroup=True, channelData=data, activity=activity("Good morning"))

    assert answer.json["id"].startswith(f"{GENERAL_CHANNEL_ID};messageid=")


async def test_a_thread_needs_no_tenant(connector: ConnectorClient) -> None:
    answer = await connector.create(
        isGroup=True, channelData={"channel": {"id": CASES_CHANNEL_ID}}, activity=activity("x")
    )

    assert answer.status == 201


async def test_a_thread_needs_a_first_message(connector: ConnectorClient) -> None:
    data = {"channel": {"id": CASES_CHANNEL_ID}, "tenant": {"id": TENANT_ID}}

    answer = await connector.create(isGroup=True, channelData=data)

    assert (answer.status, answer.code) == (400, "BadArgument")


async def test_a_channel_that_does_not_exist_is_not_found(connector: ConnectorClient) -> None:
    answer = await connector.start_thread(channel="19:nothing@thread.tacv2")

    assert (answer.status, answer.code) == (404, "ConversationNotFound")


async def test_a_team_without_the_app_takes_no_thread(connector: ConnectorClient, m365: Local365) -> None:
    m365.tenant.installations.team = False

    answer = await connector.start_thread()

    assert (answer.status, answer.code) == (403, "BotNotInConversationRoster")
