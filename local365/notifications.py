"""Change notifications on their way to those who subscribed.

Source: https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

import asyncio
from urllib.parse import quote

import aiohttp

from local365.graph_errors import GraphError
from local365.graph_wire import Json, iso_short
from local365.seed import TENANT_ID
from local365.sites import Change
from local365.subscription_state import Subscription
from local365.tenant import Tenant

# Seconds a listener has to prove that it listens.
VALIDATION_S = 10.0
# Seconds a listener has to answer, at the first attempt and at later ones.
FIRST_ATTEMPT_S = 3.0
LATER_ATTEMPTS_S = 10.0
FAILED = "Subscription validation request failed."


async def validate(url: str, subscription_id: str) -> None:
    """Nothing happens when the listener answers the validation token, decoded, as plain text. 400 otherwise."""
    token = f"Validation: Testing client application reachability for subscription Request-Id: {subscription_id}"
    separator = "&" if "?" in url else "?"
    target = f"{url}{separator}validationToken={quote(token, safe='')}"
    try:
        status, kind, text = await _ask(target)
    except TimeoutError as error:
        raise _unvalidated("Subscription validation request timed out.") from error
    except aiohttp.ClientError as error:
        raise _unvalidated(f"{FAILED} The endpoint could not be reached.") from error
    except UnicodeDecodeError as error:
        raise _unvalidated(f"{FAILED} The response is no text.") from error
    if status != 200:  # noqa: PLR2004  the documented status
        raise _unvalidated(f"{FAILED} Notification endpoint must respond with 200 OK to validation request.")
    if kind != "text/plain" or text != token:
        raise _unvalidated(f"{FAILED} Response must exactly match validationToken query.")


async def _ask(target: str) -> tuple[int, str, str]:
    timeout = aiohttp.ClientTimeout(total=VALIDATION_S)
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(target, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status, answer.content_type, await answer.text()


def _unvalidated(message: str) -> GraphError:
    return GraphError(400, "InvalidRequest", message)


def payload(subscription: Subscription, number: int) -> Json:
    """One change notification: that something changed in the list or library, not what."""
    kind = "#Microsoft.Graph.ListItem" if "/lists/" in subscription.watches else "#Microsoft.Graph.DriveItem"
    return {
        "id": f"{subscription.id}_{number}",
        "subscriptionId": subscription.id,
        "subscriptionExpirationDateTime": iso_short(subscription.expires_at),
        "clientState": subscription.client_state,
        "changeType": "updated",
        "resource": subscription.resource.strip("/"),
        "tenantId": TENANT_ID,
        "resourceData": {"@odata.type": kind},
    }


class Notifier:
    """Hears of every change and notifies the subscribers; a burst of changes becomes few notifications."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._sent = 0

    def runs_here(self) -> None:
        """Notifications are sent from the loop this is called in. Safe to call twice."""
        self._loop = asyncio.get_running_loop()

    def changed(self, change: Change) -> None:
        """Whoever watches what changed will be notified; called under the tenant's lock, from any thread."""
        if change.watched is None or self._loop is None or self._loop.is_closed():
            return
        for subscription in self._tenant.sites.subscriptions.watching(change.watched, self._tenant.now()):
            if subscription.id not in self._waiting:
                self._waiting.add(subscription.id)
                self._loop.call_soon_threadsafe(self._start, subscription)

    def _start(self, subscription: Subscription) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(subscription))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, subscription: Subscription) -> None:
        """The notification has arrived, or been tried as often as the switches say."""
        with self._tenant.lock:
            self._waiting.discard(subscription.id)
            waits = list(self._tenant.sites.switches.notification_retry_seconds)
        self._sent += 1
        body: Json = {"value": [payload(subscription, self._sent)]}
        for attempt, wait_s in enumerate([0.0, *waits]):
            await asyncio.sleep(wait_s)
            limit_s = LATER_ATTEMPTS_S if attempt else FIRST_ATTEMPT_S
            if await _delivered(subscription.notification_url, body, limit_s):
                return


async def _delivered(url: str, body: Json, limit_s: float) -> bool:
    """True for any 2xx within the limit; nobody follows a redirection."""
    timeout = aiohttp.ClientTimeout(total=limit_s)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, json=body, allow_redirects=False) as answer,
        ):
            return 200 <= answer.status < 300  # noqa: PLR2004  the documented statuses
    except (TimeoutError, aiohttp.ClientError):
        return False
