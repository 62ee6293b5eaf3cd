"""What the Graph edge needs to know; `service` reads it from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphSettings:
    """One SharePoint site, and the application that we are there."""

    client_id: str
    site_url: str  # https://force.sharepoint.com/sites/prevention
    forms_workbook: str = ""  # path in the site's default document library; empty: no Forms door
    teams_app_id: str = ""  # the id in the Teams app manifest; empty: the same as client_id
    graph_url: str = "https://graph.microsoft.com/v1.0"
    scope: str = "https://graph.microsoft.com/.default"  # what our token for Graph is asked for
    ca_file: Path | None = None  # PEM of a private certificate authority
    user_agent: str = (
        "NONISV|Force|PreventionFirst/0.1"  # the decoration SharePoint asks for, facts: sharepoint-throttling
    )
    licences: int = 1_000  # Microsoft 365 licences of the tenant: sizes the pace
    timeout_s: float = 30.0  # one exchange, from connecting to the last byte
    patience_s: float = 30.0  # all the waiting inside one call; beyond it the deliverer comes back later
    attempts: int = 4  # exchanges in one call, the first included

    @property
    def installed_app_id(self) -> str:
        """The manifest id under which Teams knows the app."""
        return self.teams_app_id or self.client_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSettings:
    """Who may push, and where its proof comes from. `authority`: with the tenant in its path."""

    tenant_id: str
    app_id: str
    client_app_id: str
    authority: str
    ca_file: Path | None = None

    @property
    def issuers(self) -> list[str]:
        """Entra's own name in tokens of version 1 and 2: which one is the API's setting, not ours."""
        return [f"https://sts.windows.net/{self.tenant_id}/", f"{self.authority}/v2.0"]
