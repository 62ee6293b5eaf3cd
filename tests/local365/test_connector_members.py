"""Who is in a conversation, as the bot may know it."""

import pytest

from local365.people_at_work import Office
from local365.seed import CASES_CHANNEL_ID, GENERAL_CHANNEL_ID, TEAM_ID
from local365.server import Local365
from tests.local365.connector_client import ConnectorClient, aad, path_of

CASES = path_of(CASES_CHANNEL_ID)


async def test_a_channel_has_the_members_of_the_team(connector: ConnectorClient) -> None:
    answer = await connector.call("GET", f"{CASES}/members")

    assert [one["name"] for one in answer.json] == ["Sample Oak", "Sample Rowan", "Sample Willow"]


async def test_a_member_has_the_properties_microsoft_shows(connector: ConnectorClient, m365: Local365) -> None:
    oak = m365.tenant.people.find(aad("Oak"))
    assert oak is not None

    answer = await connector.call("GET", f"{CASES}/pagedmembers")

    assert answer.json["members"][0] == {
        "id": m365.tenant.people.teams_id(oak),
        "name": "Sample Oak",
        "objectId": aad("Oak"),
        "aadObjectId": aad("Oak"),
        "givenName": "Sample",
        "surname": "Oak",
        "email": "sample.oak@force.example",
        "userPrincipalName": "sample.oak@force.example",
        "tenantId": "11111111-aaaa-4bbb-8ccc-000000000365",
        "userRole": "user",
    }


async def test_the_last_page_has_no_continuation_token(connector: ConnectorClient) -> None:
    answer = await connector.call("GET", f"{CASES}/pagedmembers?pageSize=1")

    # Sizes below 50 are taken as 50: three members fit.
    assert (len(answer.json["members"]), "continuationToken" in answer.json) == (3, False)


@pytest.mark.parametrize("by", ["id", "aadObjectId", "email"])
async def test_one_member_is_found_by_each_id(connector: ConnectorClient, by: str) -> None:
    oak = (await connector.call("GET", f"{CASES}/members")).json[0]

    answer = await connector.call("GET", f"{CASES}/members/{oak[by]}")

    assert answer.json == oak


async def test_somebody_outside_is_not_found(connector: ConnectorClient) -> None:
    answer = await connector.call("GET", f"{CASES}/members/{aad('Birch')}")

    assert (answer.status, answer.code) == (404, "MemberNotFoundInConversation")


@pytest.mark.usefixtures("bot")
async def test_a_personal_chat_has_one_member(connector: ConnectorClient, office: Office) -> None:
    await office.person("Sample Birch").opens_chat()
    chat = await connector.start_chat("Birch")

    answer = await connector.call("GET", f"{path_of(chat)}/members")

    assert [one["name"] for one in answer.json] == ["Sample Birch"]


async def test_the_team_tells_its_name_and_its_entra_group(connector: ConnectorClient) -> None:
    answer = await connector.call("GET", f"/teams/{GENERAL_CHANNEL_ID}")

    assert (answer.json["name"], answer.json["aadGroupId"]) == ("Prevention Hub", TEAM_ID)


async def test_the_general_channel_has_no_name(connector: ConnectorClient) -> None:
    answer = await connector.call("GET", f"/teams/{GENERAL_CHANNEL_ID}/conversations")

    general, cases = {"id": GENERAL_CHANNEL_ID, "name": None}, {"id": CASES_CHANNEL_ID, "name": "Cases"}
    assert answer.json == {"conversations": [general, cases]}


@pytest.mark.parametrize("query", ["pageSize=x", "pageSize=-1", "continuationToken=x"])
@pytest.mark.parametrize("number", ["", "9" * 5000])
async def test_what_is_no_number_of_members_is_400(connector: ConnectorClient, query: str, number: str) -> None:
    asked = f"{query.partition('=')[0]}={number}" if number else query
    answer = await connector.call("GET", f"{CASES}/pagedmembers?{asked}")

    assert (answer.status, answer.code) == (400, "BadArgument")
