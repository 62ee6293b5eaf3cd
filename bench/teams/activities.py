"""What Teams sends in the bench: a greeting to be answered with a welcome, and a press that draws a hub card anew."""

from __future__ import annotations

from typing import Any

import orjson

APP_ID = "22222222-aaaa-4bbb-8ccc-0000000000b0"
TENANT = "11111111-aaaa-4bbb-8ccc-000000000365"
ISSUER = "https://api.botframework.com"
OAK = "aad-oak"
EACH_ITS_OWN = b"0000000000000"
"""Stands in an activity where its id goes."""

ONE_OF_MANY = b"#####"
PEOPLE = 500
"""Stands in a greeting where the person goes, one of so many: Teams lets a bot speak to each twice a second only."""


def greeting(service_url: str) -> bytes:
    """A message in the own chat of one of many."""
    who = ONE_OF_MANY.decode()
    place = {"conversationType": "personal", "tenantId": TENANT, "id": f"a:{who}"}
    sender = {"id": f"29:{who}", "name": "Sample Birch", "aadObjectId": f"aad-{who}"}
    return orjson.dumps(
        _activity(service_url, type="message", text="hello", locale="en-GB", conversation=place) | {"from": sender}
    )


def press(service_url: str, case: str) -> bytes:
    """A press that asks for the hub card of that case as it is now."""
    action = {"type": "Action.Execute", "verb": "refresh", "data": {"verb": "refresh", "case": case, "nonce": ""}}
    value = {"action": action, "trigger": "manual"}
    return orjson.dumps(
        _activity(service_url, type="invoke", name="adaptiveCard/action", value=value, replyToId="1699999999999")
    )


def _activity(service_url: str, **own: Any) -> dict[str, Any]:
    return {
        "id": EACH_ITS_OWN.decode(),
        "timestamp": "2026-11-02T09:00:00.000Z",
        "from": {"id": "29:oak", "name": "Sample Oak", "aadObjectId": OAK},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": "a:oak"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Prevention First"},
        "channelData": {"tenant": {"id": TENANT}},
        "serviceUrl": service_url,
        "channelId": "msteams",
        **own,
    }
