"""Change notifications: what is told, to whom, and until it is taken."""

from typing import Any

import pytest

from local365 import seed
from local365.site_seed import DRIVE_ID, editor
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph
from tests.local365.graph.listener import Listener, subscribed

MAPLE = editor(seed.person("Maple", "SharePoint administrator"))


async def test_a_change_of_the_list_is_notified_without_saying_which_item(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    """facts: list-notifications: the payload of a list's notification."""
    created = (await subscribed(graph, listener, clock, cases)).json
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})
    notification = await listener.next()

    assert notification == {
        "id": notification["id"],
        "subscriptionId": created["id"],
        "subscriptionExpirationDateTime": created["expirationDateTime"],
        "clientState": "secretClientValue",
        "changeType": "updated",
        "resource": cases.strip("/"),
        "tenantId": seed.TENANT_ID,
        "resourceData": {"@odata.type": "#Microsoft.Graph.ListItem"},
    }


async def test_edits_deletions_and_restorations_in_the_browser_are_notified(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})
    await subscribed(graph, listener, clock, cases)
    notifications: list[Any] = []
    graph.sites.admin_edit("Cases", "1", {"Title": "b"}, by=MAPLE, at=clock.now())
    notifications.append(await listener.next())
    graph.sites.admin_delete("Cases", "1")
    notifications.append(await listener.next())
    graph.sites.admin_restore("Cases", "1", by=MAPLE, at=clock.now())
    notifications.append(await listener.next())

    assert {one["changeType"] for one in notifications} == {"updated"}


@pytest.mark.parametrize("resource", ["drives/{drive}/root", "/sites/{site}/drive/root"])
async def test_a_change_of_the_workbook_is_notified_to_who_watches_the_library(
    graph: Graph,
    site: str,
    listener: Listener,
    clock: Clock,
    resource: str,
) -> None:
    path = resource.format(drive=DRIVE_ID, site=site.removeprefix("/sites/"))
    created = await subscribed(graph, listener, clock, path)
    graph.sites.replace_workbook(b"other", at=clock.now())
    notification = await listener.next()

    assert created.status == 201
    assert notification["resourceData"] == {"@odata.type": "#Microsoft.Graph.DriveItem"}


async def test_a_notification_that_is_not_taken_comes_again(
    graph: Graph,
    cases: str,
    listener: Listener,
    clock: Clock,
) -> None:
    """https://learn.microsoft.com/graph/change-notifications-delivery-webhooks: retried unless answered 2xx."""
    graph.sites.switches.notification_retry_seconds = [0.0, 0.0]
    await subscribed(graph, listener, clock, cases)
    listener.statuses = [503, 500]
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})
    first, second, third = [await listener.next() for _ in range(3)]

    assert first == second == third
    assert listener.received.empty()


async def test_another_lists_changes_are_not_notified(
    graph: Graph,
    cases: str,
    site: str,
    listener: Listener,
    clock: Clock,
) -> None:
    await graph.post(f"{site}/lists", {"displayName": "Other"})
    await subscribed(graph, listener, clock, cases)
    await graph.post(f"{site}/lists/Other/items", {"fields": {"Title": "a"}})
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})
    await listener.next()

    assert listener.received.empty()
