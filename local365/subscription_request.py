"""What an application asks for when it subscribes, read strictly.

Source: https://learn.microsoft.com/graph/api/subscription-post-subscriptions
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

from local365.graph_body import check_names, text_at
from local365.graph_call import GraphCall
from local365.graph_errors import GraphError, invalid_request
from local365.graph_paths import plain_path
from local365.graph_wire import Json, instant
from local365.site_permissions import Level, check_level, level_of
from local365.site_state import Site
from local365.sites import Sites, list_resource
from local365.subscription_state import Subscription

# Source: https://learn.microsoft.com/graph/api/resources/subscription#subscription-lifetime
LONGEST = timedelta(minutes=42_300)
# A nearer end is put off to it. Source: https://learn.microsoft.com/graph/api/resources/subscription#properties
SHORTEST = timedelta(minutes=45)
LONGEST_CLIENT_STATE = 128
TLS_VERSIONS = frozenset({"v1_0", "v1_1", "v1_2", "v1_3"})
# Of the type, and not for this resource, or only ever read.
NOT_TAKEN = frozenset(
    {
        "id",
        "applicationId",
        "creatorId",
        "encryptionCertificate",
        "encryptionCertificateId",
        "notificationQueryOptions",
        "notificationUrlAppId",
    },
)
PROPERTIES = frozenset(
    {
        "changeType",
        "notificationUrl",
        "lifecycleNotificationUrl",
        "resource",
        "expirationDateTime",
        "clientState",
        "latestSupportedTlsVersion",
        "includeResourceData",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a resource names, in the one spelling changes are told in."""

    site: Site
    resource: str
    is_file: bool


def asked_subscription(sites: Sites, call: GraphCall) -> Subscription:
    """The subscription of the body. 400 for what Microsoft does not document, 403 when it may not be watched."""
    body = call.json()
    check_names(body, PROPERTIES | NOT_TAKEN, "subscription")
    for name in NOT_TAKEN:
        if body.get(name) is not None:
            raise _refused(f"local365 makes no subscription with the property '{name}'.")
    if text_at(body, "changeType") != "updated":
        raise _refused(f"Invalid 'changeType' attribute: '{body['changeType']}'.")
    if not (body.get("includeResourceData") is None or body["includeResourceData"] is False):
        raise _refused("Resource data can't be included for this resource.")
    watched = watched_by(sites, text_at(body, "resource"))
    level = level_of(call.caller.roles, call.caller.app_id, watched.site.grants, files=watched.is_file)
    check_level(level, Level.WRITE)
    return Subscription(
        id=sites.new_id(),
        resource=body["resource"],
        watches=watched.resource,
        app_id=call.caller.app_id,
        notification_url=_url(body, "notificationUrl"),
        lifecycle_url=None if body.get("lifecycleNotificationUrl") is None else _url(body, "lifecycleNotificationUrl"),
        client_state=_client_state(body.get("clientState")),
        expires_at=expiration(body, call.at),
        tls=_tls(body.get("latestSupportedTlsVersion")),
    )


def watched_by(sites: Sites, resource: str) -> Watched:
    """The list or library's root a subscription's resource names. 400 for an absolute URL or anything else.

    https://learn.microsoft.com/graph/api/resources/change-notifications-api-overview
    """
    if "://" in resource:
        raise _refused(f"The resource '{resource}' must be a relative URI.")
    match plain_path(sites, "/" + unquote(resource).strip("/")).split("/"):
        case ["", "sites", site_id, "lists", name]:
            site = sites.site(site_id)
            return Watched(site=site, resource=list_resource(site.list(name)), is_file=False)
        case ["", "drives", drive_id, "root"]:
            site = sites.site_of_drive(drive_id)
            return Watched(site=site, resource=f"drives/{site.drive.id}/root", is_file=True)
        case _:
            raise _refused(f"The resource '{resource}' can't be subscribed to: a list, or the root of a library, can.")


def _url(body: Json, name: str) -> str:
    """A URL a notification may be sent to: https, or this machine."""
    url = text_at(body, name)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _refused(f"The '{name}' is no URL.") from error
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_this_machine(parts.hostname or "")):
        raise _refused(f"The '{name}' must use the HTTPS protocol.")
    return url


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _client_state(value: Any) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > LONGEST_CLIENT_STATE):
        raise _refused(f"'clientState' is a text of at most {LONGEST_CLIENT_STATE} characters.")
    return value


def _tls(value: Any) -> str:
    if value is None:
        return "v1_2"
    if not isinstance(value, str) or value not in TLS_VERSIONS:
        raise _refused(f"'latestSupportedTlsVersion' is one of {', '.join(sorted(TLS_VERSIONS))}.")
    return value


def expiration(body: Json, at: datetime) -> datetime:
    """Until when the body says it shall live, at least 45 minutes. 400 for the past, and for more than 42,300 minutes.

    https://learn.microsoft.com/graph/api/resources/subscription
    """
    try:
        expires_at = instant(text_at(body, "expirationDateTime"))
    except (ValueError, OverflowError) as error:
        raise invalid_request("'expirationDateTime' is no date and time") from error
    if expires_at <= at:
        raise _refused("Subscription expiration must be in the future.")
    if expires_at > at + LONGEST:
        raise _refused("Subscription expiration can only be 42300 minutes in the future.")
    return max(expires_at, at + SHORTEST)


def _refused(message: str) -> GraphError:
    return GraphError(400, "InvalidRequest", message)
