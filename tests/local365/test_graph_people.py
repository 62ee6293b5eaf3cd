"""People, installed apps and the catalogue as Graph shows them."""

import asyncio

import pytest

from local365.access_tokens import GRAPH_AUDIENCE
from local365.people_at_work import Office
from local365.seed import APP_NAME, CASES_CHANNEL_ID, CATALOGUE_APP_ID, MANIFEST_ID, TEAM_ID
from local365.server import Local365
from tests.local365.connector_client import aad
from tests.local365.graph.graph_client import Graph

INSTALLED = f"/users/{aad('Birch')}/teamwork/installedApps"


@pytest.mark.parametrize("key", [aad("Birch"), "sample.birch@force.example", "Sample.Birch@FORCE.example"])
async def test_a_person_is_found_by_id_and_by_name_in_any_case(graph: Graph, key: str) -> None:
    answer = await graph.get(f"/users/{key}?$select=id,displayName,mail,userPrincipalName")

    assert {name: value for name, value in answer.json.items() if not name.startswith("@")} == {
        "id": aad("Birch"),
        "displayName": "Sample Birch",
        "mail": "sample.birch@force.example",
        "userPrincipalName": "sample.birch@force.example",
    }


async def test_somebody_nobody_knows_is_404(graph: Graph) -> None:
    answer = await graph.get("/users/sample.yew@force.example")

    assert (answer.status, answer.code) == (404, "Request_ResourceNotFound")


@pytest.mark.usefixtures("bot")
async def test_somebody_who_left_is_404_and_in_no_list(graph: Graph, office: Office) -> None:
    await office.person("Sample Birch").leaves_the_force()

    one = await graph.get(f"/users/{aad('Birch')}")
    all_of_them = await graph.get("/users?$filter=mail eq 'sample.birch@force.example'")

    assert (one.status, all_of_them.json["value"]) == (404, [])


async def test_a_person_is_found_by_mail_in_a_filter(graph: Graph) -> None:
    answer = await graph.get("/users?$filter=mail eq 'sample.oak@force.example'&$select=id")

    assert answer.json["value"] == [{"id": aad("Oak")}]


async def test_what_goes_beyond_the_basic_profile_needs_a_wider_permission(graph: Graph) -> None:
    path = f"/users/{aad('Birch')}?$select=jobTitle"

    basic, full = await graph.get(path), await graph.with_roles("User.Read.All").get(path)

    assert (basic.json["jobTitle"], full.json["jobTitle"]) == (None, "Response officer")


@pytest.mark.parametrize(
    "path",
    [
        "/users?$select=shoeSize",
        "/users?$filter=mail eq 'nobody'&$select=shoeSize",
        "/users?$filter=jobTitle eq 'x'",
        "/users?$filter=mail eq 'nobody' and jobTitle eq 'x'",
        "/users?$filter=otherMails/any(m:m eq 'sample.oak@force.example')",
        "/users?$filter=mail in ('sample.oak@force.example')",
        f"/users?$filter={'(' * 2000}",
        f"/users?$filter={'not ' * 2000}mail eq 'x'",
        f"/users?$top={'9' * 5000}",
        "/users?$skiptoken=x",
        "/users?$search=x",
        f"{INSTALLED}?$expand=shoeSize",
        f"{INSTALLED}?$filter=shoeSize eq 1",
        "/appCatalogs/teamsApps?$filter=id eq 'x' and shoeSize eq 1",
    ],
)
async def test_a_property_or_option_that_is_not_there_is_400(graph: Graph, path: str) -> None:
    assert (await graph.get(path)).status == 400


async def test_without_a_permission_on_users_it_is_403(graph: Graph) -> None:
    answer = await graph.with_roles("Sites.Selected").get("/users")

    assert (answer.status, answer.code) == (403, "Authorization_RequestDenied")


async def test_an_app_nobody_installed_is_not_listed(graph: Graph) -> None:
    answer = await graph.get(f"{INSTALLED}?$expand=teamsApp&$filter=teamsApp/id eq '{CATALOGUE_APP_ID}'")

    assert answer.json["value"] == []


@pytest.mark.usefixtures("bot")
async def test_an_installed_app_is_found_by_its_catalogue_and_its_manifest_id(graph: Graph, office: Office) -> None:
    await office.person("Sample Birch").opens_chat()

    found = [
        (await graph.get(f"{INSTALLED}?$expand=teamsApp&$filter=teamsApp/{name} eq '{value}'")).json["value"]
        for name, value in (("id", CATALOGUE_APP_ID), ("externalId", MANIFEST_ID), ("externalId", CATALOGUE_APP_ID))
    ]

    assert [len(one) for one in found] == [1, 1, 0]
    assert (found[0][0]["teamsApp"]["displayName"], "teamsAppDefinition" in found[0][0]) == (APP_NAME, False)


async def test_the_chat_of_an_app_that_is_not_installed_is_404(graph: Graph) -> None:
    assert (await graph.get(f"{INSTALLED}/x/chat")).status == 404


@pytest.mark.parametrize(("manifest_id", "found"), [(MANIFEST_ID, [CATALOGUE_APP_ID]), (CATALOGUE_APP_ID, [])])
async def test_the_catalogue_knows_the_app_by_its_manifest_id(graph: Graph, manifest_id: str, found: list[str]) -> None:
    answer = await graph.get(f"/appCatalogs/teamsApps?$filter=externalId eq '{manifest_id}'")

    assert [one["id"] for one in answer.json["value"]] == found


async def test_people_come_in_pages_that_lead_to_each_other(graph: Graph) -> None:
    """https://learn.microsoft.com/graph/paging: what $top cuts off is behind @odata.nextLink."""
    link, pages = f"{graph.url}/v1.0/users?$top=6&$select=id", list[list[str]]()
    while link:
        answer = (await graph.get(link)).json
        pages.append([one["id"] for one in answer["value"]])
        link = answer.get("@odata.nextLink", "")

    assert [len(page) for page in pages] == [6, 6, 2]
    assert [one for page in pages for one in page] == [one.aad_id for one in graph.tenant.people]


async def test_a_page_of_people_holds_999_at_most(graph: Graph) -> None:
    """https://learn.microsoft.com/graph/api/user-list: "the default and maximum page sizes are 100 and 999"."""
    most, more = await graph.get("/users?$top=999"), await graph.get("/users?$top=1000")

    assert (most.status, more.status, more.code) == (200, 400, "Request_UnsupportedQuery")


async def test_a_quote_in_a_filter_is_doubled(graph: Graph) -> None:
    """https://learn.microsoft.com/graph/query-parameters: "Escaping single quotes"."""
    doubled = await graph.get("/users?$filter=userPrincipalName eq 'o''oak@force.example'")
    single = await graph.get("/users?$filter=userPrincipalName eq 'o'oak@force.example'")

    assert (doubled.status, doubled.json["value"], single.status) == (200, [], 400)


@pytest.mark.parametrize("path", ["/users", "/subscriptions", "/users/nobody", "/sites/nowhere"])
@pytest.mark.parametrize(("given", "echoed"), [(b"mine", True), (b"\xff\xfe", False), (b"", False)])
async def test_a_client_request_id_comes_back_where_it_is_text(
    m365: Local365, graph: Graph, path: str, given: bytes, echoed: bool
) -> None:
    """https://learn.microsoft.com/graph/errors: every answer has a request-id; written by hand, as no client would."""
    token = m365.tenant.tokens.mint(graph.caller, GRAPH_AUDIENCE)
    reader, writer = await asyncio.open_connection("127.0.0.1", m365.port)
    lines = f"GET /v1.0{path} HTTP/1.1\r\nHost: local\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n"
    writer.write(lines.encode() + b"client-request-id: " + given + b"\r\n\r\n")
    head = (await reader.read()).partition(b"\r\n\r\n")[0]
    writer.close()

    headers = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
    assert b" 500 " not in head
    assert headers[b"client-request-id"] == (given if echoed else headers[b"request-id"])


@pytest.mark.parametrize("function", ["startswith", "startsWith"])
async def test_the_beginning_of_a_name_finds_people(graph: Graph, function: str) -> None:
    """https://learn.microsoft.com/graph/query-parameters and its page on groups each write it in their own way."""
    answer = await graph.get(f"/users?$filter={function}(displayName,'Sample O')&$select=id")

    assert answer.json["value"] == [{"id": aad("Oak")}]


async def test_a_function_nobody_has_built_is_named(graph: Graph) -> None:
    answer = await graph.get("/users?$filter=endsWith(mail,'@force.example')")

    assert (answer.status, "'endsWith'" in answer.message) == (400, True)


@pytest.mark.parametrize(
    "path",
    [
        "/users/$count",
        "/users/delta",
        "/subscriptions/$count",
        "/sites/$count",
        f"/teams/{TEAM_ID}/channels/{CASES_CHANNEL_ID}/messages/delta",
        f"{INSTALLED}/$count",
    ],
)
async def test_what_is_no_id_says_what_to_add(graph: Graph, path: str) -> None:
    """A segment of OData's own, or a function, is an operation that is not there; not somebody who is not found."""
    answer = await graph.get(path)

    assert (answer.status, answer.code, path in answer.message) == (501, "notImplemented", True)
