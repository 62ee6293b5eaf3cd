"""Requests that no client should send: each is refused in its service's own words, and none meets a fault of ours."""

import itertools
from typing import Any

import aiohttp
import orjson
import pytest

from local365.access_tokens import CONNECTOR_AUDIENCE, GRAPH_AUDIENCE
from local365.seed import CASES_CHANNEL_ID, CATALOGUE_APP_ID, TEAM_ID, TENANT_ID
from local365.server import Local365
from local365.site_seed import DRIVE_ID, SITE_ID
from tests.local365.connector_client import aad

Json = dict[str, Any]
DEEP = b"[" * 500 + b"]" * 500
BODIES = (b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"a": "\\ud800"}', b'{"a": 1e999}', b'{"a": %b}' % DEEP)
VALUES: tuple[Any, ...] = (
    *(None, True, -1, 1e308, 2**63, "", "\x00", "a" * 200_000, "9" * 5000, [], {}, [[]], [{}], {"a": 1}),
    *("0001-01-01T00:00:00+14:00", "https://[", "http://localhost:99999/", "http://[::1", "../x", "%ff"),
)
QUERIES = (
    *("$select=%ff", "$select=,", "$expand=x(((", "$filter=%ff", "$filter=(", "$filter=id%20eq%20'", "$top=%D9%A1"),
    *(
        f"$top={'9' * 5000}",
        f"$filter={'(' * 3000}",
        f"$filter={'not%20' * 1200}x%20eq%201",
        "$skiptoken=x",
        "%zz=1",
        "&=&",
    ),
)
PERSON = f"/v1.0/users/{aad('Birch')}"
ACTIVITIES = f"/connector/v3/conversations/{CASES_CHANNEL_ID}/activities"
READ = (
    *("/v1.0/users", PERSON, f"{PERSON}/teamwork/installedApps", "/v1.0/appCatalogs/teamsApps", "/v1.0/subscriptions"),
    *(f"/v1.0/drives/{DRIVE_ID}", f"/v1.0/drives/{DRIVE_ID}/root", f"/v1.0/drives/{DRIVE_ID}/root/children"),
    *(f"/v1.0/sites/{SITE_ID}", f"/v1.0/sites/{SITE_ID}/lists", "/v1.0/%ff", "/v1.0/sites/%00", "/v1.0/%24batch"),
    *(f"/v1.0/teams/{TEAM_ID}/channels/{CASES_CHANNEL_ID}/messages", "/v1.0/chats/%zz/messages", "/connector/%ff"),
)
# What each path takes, of which one property at a time is spoilt.
WRITTEN: dict[str, Json] = {
    "/v1.0/subscriptions": {
        "changeType": "updated",
        "notificationUrl": "http://127.0.0.1:9/",
        "lifecycleNotificationUrl": "http://127.0.0.1:9/",
        "resource": f"drives/{DRIVE_ID}/root",
        "expirationDateTime": "2026-10-02T09:00:00Z",
        "clientState": "secret",
        "latestSupportedTlsVersion": "v1_2",
        "includeResourceData": False,
    },
    f"/v1.0/sites/{SITE_ID}/permissions": {"roles": ["write"], "grantedTo": {"application": {"id": "a"}}},
    f"{PERSON}/teamwork/installedApps": {
        "teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{CATALOGUE_APP_ID}"
    },
    ACTIVITIES: {
        "type": "message",
        "text": "x",
        "textFormat": "plain",
        "attachments": [],
        "entities": [],
        "recipient": {"id": "x"},
        "channelData": {},
        "value": 1,
        "suggestedActions": {},
    },
    "/connector/v3/conversations": {
        "bot": {"id": "x"},
        "members": [{"id": aad("Birch")}],
        "tenantId": TENANT_ID,
        "isGroup": False,
        "channelData": {"channel": {"id": CASES_CHANNEL_ID}},
        "activity": {"type": "message", "text": "x"},
    },
    "/v1.0/$batch": {"requests": []},
}
PART: Json = {
    "id": "1",
    "method": "POST",
    "url": "/users",
    "headers": {"Content-Type": "text/x"},
    "body": "",
    "dependsOn": [],
}


async def statuses(m365: Local365, *requests: tuple[str, str, bytes | None]) -> set[int]:
    """How the app is answered, in which no fault of ours is: AssertionError that names the request otherwise."""
    found = set[int]()
    async with aiohttp.ClientSession(m365.url) as session:
        for method, path, body in requests:
            audience = CONNECTOR_AUDIENCE if path.startswith("/connector") else GRAPH_AUDIENCE
            token = m365.tenant.tokens.mint(m365.tenant.app.caller(audience), audience)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            async with session.request(method, path, data=body, headers=headers, allow_redirects=False) as answer:
                assert answer.status != 500, (method, path[:200], body and body[:300])
                found.add(answer.status)
    return found


@pytest.mark.parametrize("path", READ)
async def test_no_query_option_is_a_fault_of_ours(m365: Local365, path: str) -> None:
    found = await statuses(m365, *(("GET", f"{path}?{query}", None) for query in QUERIES))

    assert found <= {200, 400, 404, 405, 501}


@pytest.mark.parametrize("path", [*READ, *WRITTEN])
async def test_no_body_is_a_fault_of_ours(m365: Local365, path: str) -> None:
    found = await statuses(m365, *itertools.product(("POST", "PATCH", "PUT"), (path,), BODIES))

    assert found <= {400, 403, 404, 405, 501}


@pytest.mark.parametrize("path", WRITTEN)
async def test_no_value_of_a_property_is_a_fault_of_ours(m365: Local365, path: str) -> None:
    spoilt = [{**WRITTEN[path], name: value} for name in WRITTEN[path] for value in VALUES]
    found = await statuses(m365, *(("POST", path, orjson.dumps(body)) for body in spoilt))

    assert found <= {200, 201, 400, 403, 404, 409, 413}


async def test_no_part_of_a_batch_is_a_fault_of_ours(m365: Local365) -> None:
    parts = [
        {**PART, name: value} for name in PART for value in (*VALUES, {"A\n": "b"}, {"A": "\x00"}, {"Expect": "x"})
    ]
    found = await statuses(m365, *(("POST", "/v1.0/$batch", orjson.dumps({"requests": [one]})) for one in parts))

    assert found <= {200, 400}
