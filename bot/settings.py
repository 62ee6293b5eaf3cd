"""What the Teams edge must be told. Only `service` reads the environment; this is what it fills in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cards.dialogs import without_dialogs

TEAMS_SERVICE_HOSTS = frozenset(
    {
        "smba.trafficmanager.net",  # public cloud, with a path per region: /uk/, /emea/
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)
"""Where Microsoft serves the Bot Connector for Teams (facts: service-addresses)."""

GCC_SERVICE_URL = "https://smba.infra.gcc.teams.microsoft.com/teams"
"""Where to ask once more when a service address is refused as another cloud's (facts: service-addresses)."""

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseworkSettings:
    """How the hub works. `setup_code`: the words that make a channel the hub's; `working_days`: the promise."""

    setup_code: str = field(repr=False)
    working_days: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsSettings:
    """Which bot we are, and whom we believe.

    `allowed_service_hosts`: exact host names; a token is never sent anywhere else.
    `gcc_service_url`: where a call goes once more that was refused as another cloud's.
    `scope`: what our token for the Bot Connector is asked for.
    `dialogs`: False for a client that has none (the same Playground): forms then come as cards of their own.
    `authenticate`: False only for a client that sends no Authorization (Microsoft's Agents Playground); then every
    allowed host must be this machine.
    """

    app_id: str
    tenant_id: str
    openid_metadata_url: str
    issuer: str = "https://api.botframework.com"
    scope: str = "https://api.botframework.com/.default"
    allowed_service_hosts: frozenset[str] = TEAMS_SERVICE_HOSTS
    gcc_service_url: str = GCC_SERVICE_URL
    authenticate: bool = True
    dialogs: bool = True

    def __post_init__(self) -> None:
        """Refuse at start what would run and be wrong: botbuilder takes an empty app id as "authenticate nobody"."""
        if not self.app_id or not self.tenant_id:
            raise ValueError("The bot's app id and tenant id must be set.")
        if not self.authenticate and not self.allowed_service_hosts <= LOOPBACK_HOSTS:
            raise ValueError(
                "authenticate=False is for this machine only: allowed_service_hosts must be loopback hosts."
            )

    def shown(self, body: Any) -> Any:
        """The JSON of an activity or an answer as the client can take it."""
        return body if self.dialogs else without_dialogs(body)
