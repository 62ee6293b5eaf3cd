"""The state of the invented tenant: everything the services built on it share."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from local365 import seed
from local365.access_tokens import TOKEN_LIFETIME_S, AccessTokens
from local365.app_registration import AppRegistration
from local365.connector_limits import ConnectorLimits
from local365.conversations import Conversations
from local365.events import Events
from local365.faults import Faults
from local365.people import Directory
from local365.signing_keys import KeyRing
from local365.sites import Change, Listener, Sites
from local365.wire import utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long Teams waits for the bot, in seconds.

    `answer_s`: until it gives an activity up as unanswered. `waits_s`: before it sends the same activity again.
    `extension_s`: until it gives up a request of a message extension, which it does not send again.
    Sources: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability,
    https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
    """

    answer_s: float = 15.0
    extension_s: float = 5.0
    waits_s: tuple[float, ...] = (0.0, 0.0, 0.0)


@dataclass(slots=True, kw_only=True)
class Installations:
    """Where the app is installed: for whom in personal scope, who has blocked it, and whether in the team.

    `in_catalogue`: whether an administrator has published it to the organisation.
    """

    personal: set[str] = field(default_factory=set[str])
    blocked: set[str] = field(default_factory=set[str])
    team: bool = True
    in_catalogue: bool = True


class Tenant:
    """One Microsoft 365. Whoever reads or changes it holds `lock`; `faults` and `events` guard themselves."""

    def __init__(
        self,
        *,
        sites: Sites,
        entra_keys: KeyRing,
        connector_keys: KeyRing,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.lock = threading.RLock()
        self.now = now
        self.connector_keys = connector_keys
        self.tokens = AccessTokens(keys=entra_keys, tenant_id=seed.TENANT_ID, now=now)
        self.app = AppRegistration.seeded()
        self.faults = Faults()
        self.events = Events()
        self.limits = ConnectorLimits()
        self.patience = Patience()
        self.bot_url: str | None = None
        self.service_url = ""
        self.site_listeners: list[Listener] = []
        """Who else is told of each change in SharePoint; unlike `sites.listeners` they outlive a reset."""
        self.arriving = False
        """Whether the sample responses of a reset tenant wait to arrive."""
        self.last_id = 0
        """The last message id given."""
        self._populate(sites)

    def _populate(self, sites: Sites) -> None:
        self.people = Directory(seed.seeded_people(), app_id=seed.APP_ID)
        self.conversations = Conversations(seed.seeded_channels())
        self.installations = Installations()
        self.refreshed: dict[tuple[str, str], datetime] = {}
        """When a card last refreshed itself, by person and message."""
        self.take_sites(sites)

    @classmethod
    def seeded(cls, *, now: Callable[[], datetime] = utc_now, arriving: bool = False) -> Self:
        """A fresh tenant with the invented people, team, app and site; new signing keys.

        `arriving`: the sample responses wait to arrive one by one instead of being in the workbook.
        """
        sites = Sites.seeded(arriving=arriving)
        tenant = cls(sites=sites, entra_keys=KeyRing.fresh(), connector_keys=KeyRing.fresh(), now=now)
        tenant.arriving = arriving
        return tenant

    def reset(self) -> None:
        """Everything is as seeded, except keys, tokens and message ids, which go on; nothing goes wrong any more."""
        with self.lock:
            self._populate(Sites.seeded(arriving=self.arriving))
            self.app = AppRegistration.seeded()
            self.limits = ConnectorLimits()
            self.tokens.lifetime_s = TOKEN_LIFETIME_S
            self.faults.clear()
        self.events.publish({"kind": "reset"})

    def take_sites(self, sites: Sites) -> None:
        """SharePoint is `sites` from now on, and its changes are published."""
        self.sites = sites
        sites.listeners.append(self._site_changed)

    def _site_changed(self, change: Change) -> None:
        self.events.publish(change.event)
        for listener in self.site_listeners:
            listener(change)

    def next_id(self) -> str:
        """A message id: milliseconds since 1970, each greater than the last."""
        self.last_id = max(self.last_id + 1, int(self.now().timestamp() * 1000))
        return str(self.last_id)

    def is_member_of_team(self, aad_id: str) -> bool:
        """True for hub staff who have not left."""
        person = self.people.find(aad_id)
        return person is not None and person.hub and not person.left

    def bot_may_write_to(self, aad_id: str) -> bool:
        """True when the app is installed for the person, or in a team the person is a member of.

        Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
        """
        person = self.people.find(aad_id)
        if person is None or person.left:
            return False
        return aad_id in self.installations.personal or (self.installations.team and person.hub)
