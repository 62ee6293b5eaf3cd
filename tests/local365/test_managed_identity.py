"""The token service of the machine: what it gives, to whom, and what it refuses."""

from typing import Any

import aiohttp
import jwt
import pytest

from local365.app_registration import Managed
from local365.managed_identity import (
    APP_SERVICE,
    APP_SERVICE_VERSION,
    IDENTITY_HEADER,
    VIRTUAL_MACHINE,
    VIRTUAL_MACHINE_VERSION,
)
from local365.seed import APP_ID
from local365.server import Local365

GRAPH = "https://graph.microsoft.com"
ON_APP_SERVICE = {"X-IDENTITY-HEADER": IDENTITY_HEADER}
ON_VIRTUAL_MACHINE = {"Metadata": "true"}


async def asked(m365: Local365, path: str, headers: dict[str, str], **query: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(m365.url + path, headers=headers, params=query) as got:
        return got.status, await got.json()


@pytest.mark.parametrize(
    ("path", "headers", "version"),
    [
        (APP_SERVICE, ON_APP_SERVICE, APP_SERVICE_VERSION),
        (VIRTUAL_MACHINE, ON_VIRTUAL_MACHINE, VIRTUAL_MACHINE_VERSION),
    ],
)
@pytest.mark.parametrize("managed", [Managed.SYSTEM_ASSIGNED, Managed.USER_ASSIGNED])
async def test_the_machine_gives_the_token_of_its_identity(
    m365: Local365, path: str, headers: dict[str, str], version: str, managed: Managed
) -> None:
    m365.tenant.app.managed = managed
    which = {"client_id": APP_ID} if managed is Managed.USER_ASSIGNED else {}

    status, answer = await asked(m365, path, headers, resource=GRAPH, **{"api-version": version}, **which)

    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert (status, claims["aud"], claims["appid"]) == (200, GRAPH, APP_ID)
    assert answer["expires_on"] == str(claims["exp"])


@pytest.mark.parametrize(
    ("managed", "headers", "query"),
    [
        (Managed.NOT, ON_APP_SERVICE, {"client_id": APP_ID}),
        (Managed.USER_ASSIGNED, ON_APP_SERVICE, {}),
        (Managed.SYSTEM_ASSIGNED, ON_APP_SERVICE, {"client_id": APP_ID}),
        (Managed.SYSTEM_ASSIGNED, {}, {}),
        (Managed.SYSTEM_ASSIGNED, ON_APP_SERVICE, {"resource": "https://vault.azure.net"}),
        (Managed.SYSTEM_ASSIGNED, ON_APP_SERVICE, {"api-version": "2017-09-01"}),
        (Managed.SYSTEM_ASSIGNED, ON_APP_SERVICE, {"principal_id": APP_ID}),
        (Managed.SYSTEM_ASSIGNED, ON_APP_SERVICE, {"mi_res_id": "/subscriptions/oak"}),
    ],
)
async def test_whatever_does_not_fit_gets_no_token(
    m365: Local365, managed: Managed, headers: dict[str, str], query: dict[str, str]
) -> None:
    m365.tenant.app.managed = managed
    good = {"resource": GRAPH, "api-version": APP_SERVICE_VERSION}

    status, answer = await asked(m365, APP_SERVICE, headers, **{**good, **query})

    assert (status, answer["statusCode"], "access_token" in answer) == (400, 400, False)


async def test_a_virtual_machine_wants_to_be_asked_from_the_machine_itself(m365: Local365) -> None:
    m365.tenant.app.managed = Managed.SYSTEM_ASSIGNED
    query = {"resource": GRAPH, "api-version": VIRTUAL_MACHINE_VERSION}

    assert (await asked(m365, VIRTUAL_MACHINE, {}, **query))[1]["error"] == "bad_request_102"


async def test_a_virtual_machine_answers_with_the_properties_of_microsofts_example(m365: Local365) -> None:
    """https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token

    The resource is the one "as requested", with its last slash, and every number is a text.
    """
    m365.tenant.app.managed = Managed.SYSTEM_ASSIGNED
    query = {"resource": f"{GRAPH}/", "api-version": VIRTUAL_MACHINE_VERSION}
    _, answer = await asked(m365, VIRTUAL_MACHINE, ON_VIRTUAL_MACHINE, **query)

    shown = {"access_token", "refresh_token", "expires_in", "expires_on", "not_before", "resource", "token_type"}
    assert shown <= answer.keys()
    assert int(answer["expires_on"]) - int(answer["not_before"]) == int(answer["expires_in"])
    assert (answer["resource"], answer["token_type"]) == (f"{GRAPH}/", "Bearer")
