"""The settings, as values; `service/environment.py` reads them. Every one is in the README's table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, cast
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from bot.settings import LOOPBACK_HOSTS, TEAMS_SERVICE_HOSTS, CaseworkSettings, TeamsSettings
from service.clocks import utc_now
from service.credential_settings import (
    ADMIN_PREFIX,
    PREFIX,
    AdminSettings,
    CredentialSettings,
    admin_credential,
    checked,
    is_guid,
    is_placeholder,
    own_credential,
)
from service.credentials import Credential, Identity
from service.worker_settings import WorkerSettings
from store.engines import StoreSettings, UnknownDatabase, address_of
from sync.headings import Known, own_headings, with_questions
from sync.settings import GraphSettings, PushSettings

MICROSOFT_AUTHORITY = "https://login.microsoftonline.com"
SHORTEST_CODE = 8  # characters of the set-up code
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_ORGANISATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]{0,39}")


class Settings(CredentialSettings):
    """What the service is told. A field's description is its line in the README."""

    tenant_id: str = Field(description="Entra tenant id of the force")
    app_id: str = Field(description="application (client) id of the bot's app registration, or of its managed identity")
    setup_code: SecretStr = Field(
        min_length=SHORTEST_CODE, description="words of your choice; a hub lead writes `hub here` and these words once"
    )
    site_url: str = Field(description="the SharePoint site of the lists, as in the browser")
    organisation: str = Field("Force", description="the force's name towards SharePoint, which asks who sends traffic")
    forms_workbook: str = Field("", description="path of the Forms workbook in the site's documents; empty: no Form")
    forms_headings: Path | None = Field(None, description="JSON file: the Form's own headings")
    forms_stale_days: int = Field(14, ge=0, description="days without a new response until the hub is asked; 0: never")
    push_app_id: str = Field("", description="application id of the flow that may push responses; empty: none may")
    database_url: str = Field(
        "sqlite:///var/prevention-first.sqlite3", description="where the state is: a SQLite file or PostgreSQL"
    )
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(3978, ge=0, le=65535, description="port to listen on")
    working_days: int = Field(5, ge=1, le=60, description="the promise: working days until the submitter first hears")
    dialogs: bool = Field(
        True,
        description="`true`: forms open as dialogs; `false`: as cards of their own, for clients without dialogs",
    )
    tracker_poll_s: float = Field(30.0, gt=0, description="seconds between two looks at the Cases list")
    forms_poll_s: float = Field(60.0, gt=0, description="seconds between two looks at the workbook")
    public_url: str = Field(
        "",
        description="this service's HTTPS address on the internet, for Graph's notifications; empty: the poll does all",
    )
    licences: int = Field(1000, ge=1, description="Microsoft 365 licences of the tenant; sets the pace towards Graph")
    install_for_people: bool = Field(
        True,
        description="install the app for a person who is to be told something and has not got it",
    )
    teams_app_id: str = Field("", description="id in the Teams app manifest when it is not the app id")
    authority: str = Field("", description="sign-in authority with the tenant; empty: Microsoft's public cloud")
    openid_metadata_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="where the Bot Connector's signing keys are named",
    )
    graph_url: str = Field("https://graph.microsoft.com/v1.0", description="Microsoft Graph")
    service_hosts: Annotated[frozenset[str], NoDecode] = Field(
        TEAMS_SERVICE_HOSTS, description="hosts the Bot Connector may answer from, with commas between them"
    )
    ca_file: Path | None = Field(None, description="PEM of a private certificate authority for the three above")

    @field_validator("tenant_id", "app_id")
    @classmethod
    def _id(cls, value: str) -> str:
        """Refuse what is no id of Entra: a name such as "common" would let in other tenants."""
        if is_placeholder(value) or not is_guid(value):
            raise ValueError("must be an id as Entra shows it, as in 9a8b7c6d-0000-4000-8000-123456789abc")
        return value.strip().lower()

    @field_validator("setup_code")
    @classmethod
    def _own_words(cls, value: SecretStr) -> SecretStr:
        """Refuse what everybody knows."""
        if is_placeholder(value.get_secret_value()):
            raise ValueError("is still a placeholder")
        return value

    @field_validator("site_url")
    @classmethod
    def _https_site(cls, value: str) -> str:
        """Refuse what is no address of a site."""
        if urlsplit(value).scheme != "https" or not urlsplit(value).hostname:
            raise ValueError("must be the site's address, as in https://force.sharepoint.com/sites/prevention")
        return value

    @field_validator("public_url", "graph_url", "openid_metadata_url")
    @classmethod
    def _address(cls, value: str) -> str:
        """Refuse what nobody can call, and what is not signed; this machine is for trials."""
        parts = urlsplit(value)
        is_trial = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
        if value and not (parts.hostname and (parts.scheme == "https" or is_trial)):
            raise ValueError("must be an address that starts with https://")
        return value

    @field_validator("push_app_id", "teams_app_id")
    @classmethod
    def _id_or_none(cls, value: str) -> str:
        """Refuse what is no id of Entra: it would let in nobody, and say so to nobody."""
        if value and not is_guid(value):
            raise ValueError("must be an id as Entra shows it, or empty")
        return value.strip().lower()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        """Refuse a database that the store does not know."""
        try:
            address_of(StoreSettings(url=value))
        except UnknownDatabase as unknown:
            raise ValueError(f"must be a database that we know. {unknown}") from None
        return value

    @field_validator("service_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        """Take them as a person writes them."""
        return _hosts_in(value) if isinstance(value, str) else value

    @field_validator("organisation")
    @classmethod
    def _one_part(cls, value: str) -> str:
        """Refuse what would break the decoration of our traffic, which is a header with bars between its parts."""
        if not _ORGANISATION.fullmatch(value):
            raise ValueError("must be a short name of letters, digits, spaces, dots and hyphens")
        return value

    @field_validator("authority")
    @classmethod
    def _one_tenant(cls, value: str, info: ValidationInfo) -> str:
        """Refuse an authority that would sign in to another tenant, or over plain http."""
        tenant_id = info.data.get("tenant_id", "")
        if value and not (urlsplit(value).scheme == "https" and urlsplit(value).path.rstrip("/") == f"/{tenant_id}"):
            raise ValueError("must be an https address that ends with the tenant id, or empty")
        return value

    def identity(self) -> Identity:
        """Who the service is towards Entra. SettingsWrong when the settings do not say, or their files are no good."""
        credential = checked(own_credential(self, self.app_id, at=utc_now()))
        return self._identity(
            self.app_id, cast("Credential", credential), PREFIX
        )  # none set is a mistake, raised above

    def admin_identity(self, admin: AdminSettings) -> Identity:
        """Who `provision` is: the separate identity when one is set, else the service's own."""
        credential = checked(admin_credential(admin, at=utc_now()))
        return self._identity(admin.app_id, credential, ADMIN_PREFIX) if credential else self.identity()

    def _identity(self, client_id: str, credential: Credential, prefix: str) -> Identity:
        authority = self.authority or f"{MICROSOFT_AUTHORITY}/{self.tenant_id}"
        return Identity(
            client_id=client_id, authority=authority, credential=credential, prefix=prefix, ca_file=self.ca_file
        )

    def teams(self, *, authenticate: bool = True) -> TeamsSettings:
        """What the Teams edge needs."""
        return TeamsSettings(
            app_id=self.app_id,
            tenant_id=self.tenant_id,
            openid_metadata_url=self.openid_metadata_url,
            allowed_service_hosts=self.service_hosts,
            authenticate=authenticate,
            dialogs=self.dialogs,
        )

    def graph(self) -> GraphSettings:
        """What the Graph edge needs."""
        return GraphSettings(
            client_id=self.app_id,
            site_url=self.site_url,
            forms_workbook=self.forms_workbook,
            teams_app_id=self.teams_app_id,
            graph_url=self.graph_url,
            ca_file=self.ca_file,
            user_agent=f"NONISV|{self.organisation}|PreventionFirst/{version('prevention-first')}",
            licences=self.licences,
        )

    def push(self) -> PushSettings | None:
        """Who may push responses; None when nobody may."""
        if not self.push_app_id:
            return None
        return PushSettings(
            tenant_id=self.tenant_id,
            app_id=self.app_id,
            client_app_id=self.push_app_id,
            authority=self.authority or f"{MICROSOFT_AUTHORITY}/{self.tenant_id}",
            ca_file=self.ca_file,
        )

    def headings(self) -> Mapping[Known, tuple[str, ...]]:
        """What each column of the Form is called; reads the file of `forms_headings`."""
        file = self.forms_headings
        return own_headings(file.read_text(encoding="utf-8-sig")) if file else with_questions({})

    def worker(self) -> WorkerSettings:
        """What the sync worker needs; reads the files that `identity` and `headings` read. SettingsWrong as there."""
        return WorkerSettings(
            tenant_id=self.tenant_id,
            app_id=self.app_id,
            identity=self.identity(),
            store=self.store(),
            graph=self.graph(),
            push=self.push(),
            headings=self.headings(),
            working_days=self.working_days,
            forms_stale_days=self.forms_stale_days,
            tracker_poll_s=self.tracker_poll_s,
            forms_poll_s=self.forms_poll_s,
            public_url=self.public_url,
            host=self.host,
            port=self.port,
        )

    def casework(self) -> CaseworkSettings:
        """What the conversations need."""
        return CaseworkSettings(setup_code=self.setup_code.get_secret_value(), working_days=self.working_days)

    def store(self) -> StoreSettings:
        """Where the state is."""
        return StoreSettings(url=self.database_url)


def _hosts_in(said: str) -> frozenset[str]:
    """The host names of a list with commas between them, which may be written as JSON."""
    names = said.strip()
    if names.startswith("[") and names.endswith("]"):
        names = names[1:-1].replace('"', "")
    hosts = frozenset(name.strip().lower() for name in names.split(","))
    if not all(map(_HOST.fullmatch, hosts)):
        raise ValueError("must be names of hosts with commas between them, as in smba.trafficmanager.net")
    return hosts
