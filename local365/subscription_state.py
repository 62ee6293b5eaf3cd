"""Subscriptions to changes of a list or of a library's root.

Source: https://learn.microsoft.com/graph/api/resources/subscription
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from local365.graph_errors import GraphError
from local365.graph_wire import Json, instant, iso_full, iso_short


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who wants to hear of changes to `resource`, and where."""

    id: str
    resource: str
    """As the caller wrote it."""
    watches: str
    """The list or library it means, in one spelling."""
    app_id: str
    notification_url: str
    lifecycle_url: str | None
    client_state: str | None
    expires_at: datetime
    tls: str = "v1_2"
    """The latest version of TLS that the listener has said it speaks."""

    def to_graph(self) -> Json:
        """The subscription as POST and PATCH answer it."""
        return {
            "id": self.id,
            "resource": self.resource,
            "applicationId": self.app_id,
            "changeType": "updated",
            "clientState": self.client_state,
            "notificationUrl": self.notification_url,
            "lifecycleNotificationUrl": self.lifecycle_url,
            "expirationDateTime": iso_short(self.expires_at),
            "creatorId": self.app_id,
            "includeResourceData": None,
            "latestSupportedTlsVersion": self.tls,
            "encryptionCertificate": None,
            "encryptionCertificateId": None,
            "notificationQueryOptions": None,
            "notificationUrlAppId": None,
        }

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        kept: Json = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return kept | {"expires_at": iso_full(self.expires_at)}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The subscription that `to_json` wrote."""
        settings: Json = data | {"expires_at": instant(data["expires_at"])}
        return cls(**settings)


@dataclass(slots=True, kw_only=True)
class Subscriptions:
    """Those that have not ended, by id."""

    by_id: dict[str, Subscription] = field(default_factory=dict[str, Subscription])

    def add(self, subscription: Subscription) -> None:
        """It hears of changes from now on."""
        self.by_id[subscription.id] = subscription

    def find(self, subscription_id: str, at: datetime) -> Subscription:
        """The living subscription. 404 when there is none."""
        self._end_expired(at)
        found = self.by_id.get(subscription_id)
        if found is None:
            raise GraphError(404, "ResourceNotFound", "The object was not found.")
        return found

    def renew(self, subscription: Subscription, expires_at: datetime) -> Subscription:
        """It lives until then."""
        renewed = replace(subscription, expires_at=expires_at)
        self.by_id[renewed.id] = renewed
        return renewed

    def remove(self, subscription: Subscription) -> None:
        """It hears of nothing any more."""
        del self.by_id[subscription.id]

    def of_app(self, app_id: str, at: datetime) -> list[Subscription]:
        """Those the application made."""
        self._end_expired(at)
        return [one for one in self.by_id.values() if one.app_id == app_id]

    def watching(self, resource: str, at: datetime) -> list[Subscription]:
        """Those to be told when the list or library changes."""
        self._end_expired(at)
        return [one for one in self.by_id.values() if one.watches == resource]

    def _end_expired(self, at: datetime) -> None:
        self.by_id = {one.id: one for one in self.by_id.values() if one.expires_at > at}
