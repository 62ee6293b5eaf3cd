"""Subscriptions through Microsoft's SDK: one job of `sync/control.py`, in the process that this module is.

`python -m sync.subscriptions_sdk` reads the job from standard input and writes what came of it to standard output.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace

from msgraph.generated.models.subscription import Subscription as SdkSubscription
from msgraph.generated.subscriptions.subscriptions_request_builder import SubscriptionsRequestBuilder

from hub.errors import DeliveryFailed
from sync.control import Answered, Job, LentToken, Verb
from sync.graph.sdk import open_control, our_errors
from sync.graph.shapes import unexpected
from sync.notifications import Subscription

_MOST_PAGES = 100


async def create(subscriptions: SubscriptionsRequestBuilder, wanted: Subscription) -> Subscription:
    """The subscription is there, after Graph has asked the URL to prove that it listens.

    Others of ours for the same list and URL are gone: an earlier creation may have lost its answer.
    Source: https://learn.microsoft.com/graph/api/subscription-post-subscriptions
    """
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
    return replace(wanted, id=made.id, expires_at=made.expiration_date_time or wanted.expires_at)


async def renew(subscriptions: SubscriptionsRequestBuilder, wanted: Subscription) -> Subscription:
    """It lives as long as is `wanted` and is authorised anew; NotFound when there is none any more. Safe to call twice.

    Source: https://learn.microsoft.com/graph/api/subscription-update
    """
    with our_errors("PATCH"):
        renewed = await subscriptions.by_subscription_id(wanted.id).patch(
            SdkSubscription(expiration_date_time=wanted.expires_at)
        )
    return replace(wanted, expires_at=(renewed.expiration_date_time if renewed else None) or wanted.expires_at)


async def delete(subscriptions: SubscriptionsRequestBuilder, wanted: Subscription) -> Subscription:
    """Nothing is notified any more. NotFound when that was so already.

    Source: https://learn.microsoft.com/graph/api/subscription-delete
    """
    with our_errors("DELETE"):
        await subscriptions.by_subscription_id(wanted.id).delete()
    return wanted


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


async def _answered(job: Job) -> Answered:
    verbs = {Verb.CREATE: create, Verb.RENEW: renew, Verb.DELETE: delete}
    calls: list[int] = []
    token = LentToken(job.token)
    try:
        async with open_control(job.settings, token, heard=calls.append) as client:
            done = await verbs[job.verb](client.subscriptions, job.subscription)
    except DeliveryFailed as failed:
        return Answered(failed=failed, claims=token.claims, calls=len(calls))
    return Answered(subscription=done, calls=len(calls))


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(_answered(Job.from_text(sys.stdin.read()))).as_text())
