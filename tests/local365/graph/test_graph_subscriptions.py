"""Subscriptions to changes: made, renewed and ended, with Microsoft's own examples."""

from datetime import timedelta
from typing import Any

import pytest

from local365 import seed
from local365.graph_wire import iso
from local365.site_seed import DRIVE_ID
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph
from tests.local365.graph.listener import Listener, subscribed


async def test_a_subscription_is_created_as_in_microsofts_example(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    """https://learn.microsoft.com/graph/api/subscription-post-subscriptions: the properties of the response."""
    answer = await subscribed(graph, listener, clock, cases.strip("/"), latestSupportedTlsVersion="v1_3")

    assert answer.status == 201
    created = answer.json
    assert created["@odata.context"].endswith("$metadata#subscriptions/$entity")
    assert created["resource"] == cases.strip("/")
    assert created["applicationId"] == seed.APP_ID
    assert created["changeType"] == "updated"
    assert created["clientState"] == "secretClientValue"
    assert created["notificationUrl"] == listener.url
    assert created["latestSupportedTlsVersion"] == "v1_3"
    assert {"id", "creatorId", "expirationDateTime"} <= created.keys()
    assert listener.validated == ["/notifications"]


@pytest.mark.parametrize("proof", ["encoded", "html", "accepted", "elsewhere", "bytes"])
async def test_a_listener_that_does_not_prove_itself_gets_no_subscription(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
    proof: str,
) -> None:
    """https://learn.microsoft.com/graph/change-notifications-delivery-webhooks: 200, text/plain, the decoded token."""
    listener.proof = proof
    answer = await subscribed(graph, listener, clock, cases)

    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert answer.message.startswith("Subscription validation request failed.")
    assert (await graph.get("/subscriptions")).json["value"] == []


async def test_a_listener_that_is_not_there_gets_no_subscription(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    answer = await subscribed(graph, listener, clock, cases, notificationUrl="http://127.0.0.1:9/notifications")

    assert answer.status == 400


async def test_both_urls_are_validated(graph: Graph, cases: str, listener: Listener, clock: Clock) -> None:
    """https://learn.microsoft.com/graph/change-notifications-lifecycle-events"""
    url = listener.url.replace("notifications", "lifecycle?a=b")
    answer = await subscribed(graph, listener, clock, cases, lifecycleNotificationUrl=url)

    assert answer.json["lifecycleNotificationUrl"] == url
    assert listener.validated == ["/notifications", "/lifecycle"]


@pytest.mark.parametrize(
    "more",
    [
        {"changeType": "created"},
        {"changeType": "created,updated"},
        {"resource": "https://graph.microsoft.com/v1.0/sites/root/lists/Cases"},
        {"resource": "users"},
        {"resource": f"drives/{DRIVE_ID}/root:/Forms/Prevention First.xlsx"},
        {"resource": f"drives/{DRIVE_ID}/items/01"},
        {"clientState": "a" * 129},
        {"expirationDateTime": "2026-09-30T00:00:00Z"},
        {"expirationDateTime": "2026-10-31T00:00:00Z"},
        {"expirationDateTime": "some day"},
        {"notificationUrl": "http://force.example/notifications"},
        {"notificationUrl": ""},
        {"notificationUrl": "https://["},
        {"lifecycleNotificationUrl": ""},
        {"lifecycleNotificationUrl": "http://[::1"},
        {"expirationDateTime": "0001-01-01T00:00:00+14:00"},
        {"latestSupportedTlsVersion": "v1_4"},
        {"latestSupportedTlsVersion": ["v1_2"]},
        {"includeResourceData": "yes"},
        {"includeResourceData": 0},
        {"encryptionCertificate": "bWFwbGU="},
        {"creatorId": "maple"},
        {"includeResourceData": True},
        {"colour": "red"},
    ],
)
async def test_a_subscription_is_read_strictly(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
    more: dict[str, Any],
) -> None:
    """facts: list-notifications: only `updated`, relative, a list or a root, 42,300 minutes, 128 characters, https."""
    answer = await subscribed(graph, listener, clock, cases, **more)

    assert answer.status == 400
    assert listener.validated == []


async def test_the_longest_subscription_lives_42300_minutes(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    longest = iso(clock.now() + timedelta(minutes=42_300))
    too_long = iso(clock.now() + timedelta(minutes=42_301))
    good = await subscribed(graph, listener, clock, cases, expirationDateTime=longest)
    bad = await subscribed(graph, listener, clock, cases, expirationDateTime=too_long)

    assert (good.status, bad.status) == (201, 400)
    assert bad.message == "Subscription expiration can only be 42300 minutes in the future."


@pytest.mark.parametrize("asked_minutes", [1, 44, 45])
async def test_the_shortest_subscription_lives_45_minutes(
    graph: Graph,
    listener: Listener,
    clock: Clock,
    asked_minutes: int,
) -> None:
    """https://learn.microsoft.com/graph/api/resources/subscription: a nearer date is set to 45 minutes."""
    soon, in_45_minutes = (iso(clock.now() + timedelta(minutes=minutes)) for minutes in (asked_minutes, 45))
    created = await subscribed(graph, listener, clock, f"drives/{DRIVE_ID}/root", expirationDateTime=soon)
    renewed = await graph.patch(f"/subscriptions/{created.json['id']}", {"expirationDateTime": soon})

    assert (created.json["expirationDateTime"], renewed.json["expirationDateTime"]) == (in_45_minutes, in_45_minutes)


@pytest.mark.parametrize(("named", "shown"), [({}, "v1_2"), ({"latestSupportedTlsVersion": "v1_3"}, "v1_3")])
async def test_a_subscription_shows_the_tls_its_listener_speaks(
    graph: Graph,
    listener: Listener,
    clock: Clock,
    named: dict[str, str],
    shown: str,
) -> None:
    """https://learn.microsoft.com/graph/api/resources/subscription: "defaults the property to v1_2"."""
    answer = await subscribed(graph, listener, clock, f"drives/{DRIVE_ID}/root", **named)

    assert answer.json["latestSupportedTlsVersion"] == shown


async def test_a_list_that_is_not_there_cant_be_watched(
    graph: Graph,
    site: str,
    listener: Listener,
    clock: Clock,
) -> None:
    answer = await subscribed(graph, listener, clock, f"{site}/lists/None")

    assert answer.status == 404


async def test_watching_asks_for_the_right_to_write(graph: Graph, cases: str, listener: Listener, clock: Clock) -> None:
    """https://learn.microsoft.com/graph/api/subscription-post-subscriptions: Sites.ReadWrite.All."""
    answer = await subscribed(graph.with_roles("Sites.Read.All"), listener, clock, cases)

    assert answer.status == 403


async def test_a_subscription_is_renewed_as_in_microsofts_example(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    """https://learn.microsoft.com/graph/api/subscription-update"""
    created = (await subscribed(graph, listener, clock, cases)).json
    later = iso(clock.now() + timedelta(days=20))
    answer = await graph.patch(f"/subscriptions/{created['id']}", {"expirationDateTime": later})
    other = await graph.patch(f"/subscriptions/{created['id']}", {"lifecycleNotificationUrl": listener.url})

    assert answer.status == 200
    assert answer.json["expirationDateTime"] == later
    assert other.status == 400


async def test_a_listed_subscription_does_not_show_its_secret(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    """https://learn.microsoft.com/graph/api/subscription-list"""
    created = (await subscribed(graph, listener, clock, cases)).json
    (listed,) = (await graph.get("/subscriptions")).json["value"]
    one = (await graph.get(f"/subscriptions/{created['id']}")).json

    assert (listed["id"], listed["clientState"]) == (created["id"], None)
    assert one["id"] == created["id"]


async def test_a_subscription_is_reauthorised_and_deleted(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    path = f"/subscriptions/{(await subscribed(graph, listener, clock, cases)).json['id']}"
    answers = [await graph.post(f"{path}/reauthorize", {}), await graph.delete(path), await graph.get(path)]

    assert [answer.status for answer in answers] == [204, 204, 404]


async def test_a_subscription_ends_by_itself(graph: Graph, cases: str, listener: Listener, clock: Clock) -> None:
    created = (await subscribed(graph, listener, clock, cases)).json
    clock.passes(days=1)
    answer = await graph.get(f"/subscriptions/{created['id']}")

    assert answer.status == 404
