"""Subscriptions through Microsoft's SDK. Imported by `subscriptions` alone, in its thread."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime

from msgraph.generated.models.subscription import Subscription as SdkSubscription
from msgraph.generated.subscriptions.subscriptions_request_builder import SubscriptionsRequestBuilder

from sync.graph.sdk import open_control, our_errors
from sync.graph.shapes import unexpected
from sync.graph.wire import TokenSource
from sync.notifications import Subscription
from sync.settings import GraphSettings

_MOST_PAGES = 100


async def create(settings: GraphSettings, tokens: TokenSource, wanted: Subscription) -> Subscription:
    """The subscription is there, after Graph has asked the URL to prove that it listens.

    Others of ours for the same list and URL are gone: an earlier creation may have lost its answer.
    Source: https://learn.microsoft.com/graph/api/subscription-post-subscriptions
    """
    async with _subscriptions(settings, tokens) as subscriptions:
        for stray in await _strays(subscriptions, wanted):
            with our_errors("DELETE"):
                await subscriptions.by_subscription_id(stray).delete()
        asked = SdkSubscription(
            change_type="updated",
            notification_url=wanted.url,
            lifecycle_notification_url=wanted.url,
            resource=wanted.resource,
            client_state=wanted.client_state,
            expiration_date_time=wanted.expires_at,
        )
        with our_errors("POST"):
            made = await subscriptions.post(asked)
    if made is None or not made.id:
        raise unexpected("subscription")
    return Subscription(
        id=made.id,
        client_state=wanted.client_state,
        url=wanted.url,
        resource=wanted.resource,
        expires_at=made.expiration_date_time or wanted.expires_at,
    )


async def renew(settings: GraphSettings, tokens: TokenSource, subscription_id: str, until: datetime) -> datetime:
    """It lives until then and is authorised anew; NotFound when there is none any more. Safe to call twice.

    Source: https://learn.microsoft.com/graph/api/subscription-update
    """
    async with _subscriptions(settings, tokens) as subscriptions:
        with our_errors("PATCH"):
            renewed = await subscriptions.by_subscription_id(subscription_id).patch(
                SdkSubscription(expiration_date_time=until)
            )
    return (renewed.expiration_date_time if renewed else None) or until


async def delete(settings: GraphSettings, tokens: TokenSource, subscription_id: str) -> None:
    """Nothing is notified any more. NotFound when that was so already.

    Source: https://learn.microsoft.com/graph/api/subscription-delete
    """
    async with _subscriptions(settings, tokens) as subscriptions:
        with our_errors("DELETE"):
            await subscriptions.by_subscription_id(subscription_id).delete()


@asynccontextmanager
async def _subscriptions(settings: GraphSettings, tokens: TokenSource) -> AsyncGenerator[SubscriptionsRequestBuilder]:
    async with open_control(settings, tokens) as client:
        yield client.subscriptions


async def _strays(subscriptions: SubscriptionsRequestBuilder, wanted: Subscription) -> list[str]:
    found: list[str] = []
    builder = subscriptions
    for _ in range(_MOST_PAGES):
        with our_errors("GET"):
            page = await builder.get()
        found += [
            each.id
            for each in (page.value if page else None) or []
            if each.id and (each.notification_url, each.resource) == (wanted.url, wanted.resource)
        ]
        if page is None or not page.odata_next_link:
            return found
        builder = subscriptions.with_url(page.odata_next_link)
    raise unexpected("subscriptions")
