"""The app is installed for somebody through Graph, as strictly as Graph takes it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from local365.people_at_work import Office
from local365.seed import CATALOGUE_APP_ID, MANIFEST_ID, TENANT_ID
from local365.server import Local365
from tests.local365.connector_client import ConnectorClient, aad
from tests.local365.graph.graph_client import Graph

INSTALLED = f"/users/{aad('Birch')}/teamwork/installedApps"
CATALOGUE = "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps"
OURS = {"teamsApp@odata.bind": f"{CATALOGUE}/{CATALOGUE_APP_ID}"}


@pytest.mark.usefixtures("bot")
async def test_the_app_is_installed_and_the_bot_may_write_from_then_on(
    graph: Graph, connector: ConnectorClient
) -> None:
    before = await connector.create(members=[{"id": aad("Birch")}], tenantId=TENANT_ID)

    answer = await graph.post(INSTALLED, OURS)

    assert (before.code, answer.status, answer.content) == ("ForbiddenOperationException", 201, b"")
    assert await connector.start_chat("Birch")
    assert len((await graph.get(f"{INSTALLED}?$expand=teamsApp")).json["value"]) == 1


@pytest.mark.usefixtures("bot")
async def test_a_second_installation_is_409(graph: Graph, office: Office) -> None:
    await office.person("Sample Birch").opens_chat()

    answer = await graph.post(INSTALLED, OURS)

    assert (answer.status, answer.code) == (409, "Conflict")


async def test_without_the_permission_to_install_it_is_403(graph: Graph) -> None:
    answer = await graph.with_roles("TeamsAppInstallation.ReadForUser.All").post(INSTALLED, OURS)

    assert (answer.status, answer.code) == (403, "Forbidden")


@pytest.mark.parametrize("app", [MANIFEST_ID, "somebody-elses"])
async def test_only_an_app_of_the_catalogue_can_be_bound_by_its_id_there(graph: Graph, app: str) -> None:
    answer = await graph.post(INSTALLED, {"teamsApp@odata.bind": f"{CATALOGUE}/{app}"})

    assert (answer.status, answer.code) == (404, "NotFound")


async def test_an_app_that_was_never_published_is_neither_found_nor_installed(graph: Graph, m365: Local365) -> None:
    m365.tenant.installations.in_catalogue = False

    found = await graph.get(f"/appCatalogs/teamsApps?$filter=externalId eq '{MANIFEST_ID}'")
    answer = await graph.post(INSTALLED, OURS)

    assert (found.json["value"], answer.status) == ([], 404)


async def test_nobody_can_be_given_the_app_who_is_not_there(graph: Graph) -> None:
    assert (await graph.post(f"/users/{aad('Yew')}/teamwork/installedApps", OURS)).status == 404


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        [],
        {},
        {"teamsApp@odata.bind": 7},
        {**OURS, "consentedPermissionSet": {}},
        {"teamsApp@odata.bind": CATALOGUE_APP_ID},
        {"teamsApp@odata.bind": "https://["},
        {"teamsApp@odata.bind": f"https://[::1/v1.0/{CATALOGUE_APP_ID}"},
        {"teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/teamsApps/{CATALOGUE_APP_ID}"},
    ],
)
async def test_what_is_no_binding_is_400(graph: Graph, body: Any) -> None:
    answer = await graph.call("POST", INSTALLED, body, Content_Type="application/json")

    assert (answer.status, answer.code) == (400, "BadRequest")


@pytest.mark.parametrize("kind", ["text/plain", "application/jsonx", "application/x-www-form-urlencoded"])
async def test_the_body_of_an_installation_has_to_be_declared_as_json(graph: Graph, m365: Local365, kind: str) -> None:
    """https://learn.microsoft.com/graph/api/userteamwork-post-installedapps: "application/json. Required."."""
    answer = await graph.call("POST", INSTALLED, orjson.dumps(OURS), Content_Type=kind)

    assert (answer.status, answer.code) == (400, "BadRequest")
    assert m365.tenant.installations.personal == set()
