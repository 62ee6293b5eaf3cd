"""Subscriptions to change notifications. https://learn.microsoft.com/graph/api/subscription-post-subscriptions"""

from local365.graph_body import check_names
from local365.graph_call import GraphCall, GraphReply
from local365.notifications import validate
from local365.sites import Sites
from local365.subscription_request import asked_subscription, expiration
from local365.subscription_state import Subscription
from local365.tenant import Tenant


async def create_subscription(tenant: Tenant, call: GraphCall) -> GraphReply:
    """The application hears of changes at its URL, which has just proved that it listens. 400 when it has not.

    https://learn.microsoft.com/graph/api/subscription-post-subscriptions
    """
    with tenant.lock:
        asked = asked_subscription(tenant.sites, call)
    for url in filter(None, (asked.notification_url, asked.lifecycle_url)):
        await validate(url, asked.id)
    with tenant.lock:
        tenant.sites.subscriptions.add(asked)
    return GraphReply(status=201, body={"@odata.context": _context(call, "/$entity"), **asked.to_graph()})


def list_subscriptions(sites: Sites, call: GraphCall) -> GraphReply:
    """Those of the application, without their secrets. https://learn.microsoft.com/graph/api/subscription-list"""
    found = sites.subscriptions.of_app(call.caller.app_id, call.at)
    value = [one.to_graph() | {"clientState": None} for one in found]
    return GraphReply(body={"@odata.context": _context(call), "value": value})


def get_subscription(sites: Sites, call: GraphCall) -> GraphReply:
    """One subscription. https://learn.microsoft.com/graph/api/subscription-get"""
    return GraphReply(body={"@odata.context": _context(call, "/$entity"), **_own(sites, call).to_graph()})


def renew_subscription(sites: Sites, call: GraphCall) -> GraphReply:
    """It lives until the new date; nothing else can be changed. https://learn.microsoft.com/graph/api/subscription-update"""
    subscription = _own(sites, call)
    body = call.json()
    check_names(body, frozenset({"expirationDateTime", "id"}), "subscription, where only the expiration can be updated")
    renewed = sites.subscriptions.renew(subscription, expiration(body, call.at))
    return GraphReply(body={"@odata.context": _context(call, "/$entity"), **renewed.to_graph()})


def reauthorize_subscription(sites: Sites, call: GraphCall) -> GraphReply:
    """Notifications go on. https://learn.microsoft.com/graph/api/subscription-reauthorize"""
    _own(sites, call)
    return GraphReply(status=204)


def delete_subscription(sites: Sites, call: GraphCall) -> GraphReply:
    """Nothing is notified any more. https://learn.microsoft.com/graph/api/subscription-delete"""
    sites.subscriptions.remove(_own(sites, call))
    return GraphReply(status=204)


def _context(call: GraphCall, rest: str = "") -> str:
    return f"{call.root}/$metadata#subscriptions{rest}"


def _own(sites: Sites, call: GraphCall) -> Subscription:
    return sites.subscriptions.find(call.names["subscription"], call.at)
