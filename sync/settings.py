"""What the Graph edge needs to know; `service` reads it from the environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

MICROSOFT_AUTHORITY = "https://login.microsoftonline.com"
MICROSOFT_AUTHORITY_HOSTS = frozenset(
    {"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphSettings:
    """One tenant, one SharePoint site, one application identity."""

    tenant_id: str
    client_id: str
    secret: str = field(repr=False)
    site_url: str  # https://force.sharepoint.com/sites/prevention
    forms_workbook: str = ""  # path in the site's default document library; empty: no Forms door
    teams_app_id: str = ""  # the id in the Teams app manifest; empty: the same as client_id
    graph_url: str = "https://graph.microsoft.com/v1.0"
    authority: str = ""  # with the tenant in its path; empty: Microsoft's public cloud
    scope: str = "https://graph.microsoft.com/.default"
    ca_file: Path | None = None  # PEM of a private certificate authority
    user_agent: str = "NONISV|Force|PreventionFirst/0.1"  # the decoration SharePoint asks for, graph.md 5.2
    licences: int = 1_000  # Microsoft 365 licences of the tenant: sizes the pace
    timeout_s: float = 30.0  # one exchange, from connecting to the last byte
    patience_s: float = 30.0  # all the waiting inside one call; beyond it the deliverer comes back later
    attempts: int = 4  # exchanges in one call, the first included

    @property
    def authority_url(self) -> str:
        """The authority with the tenant in its path, as MSAL wants it."""
        return self.authority or f"{MICROSOFT_AUTHORITY}/{self.tenant_id}"

    @property
    def authority_is_microsoft(self) -> bool:
        """Whether Microsoft's instance discovery can vouch for the authority."""
        return urlsplit(self.authority_url).hostname in MICROSOFT_AUTHORITY_HOSTS

    @property
    def installed_app_id(self) -> str:
        """The manifest id under which Teams knows the app."""
        return self.teams_app_id or self.client_id
