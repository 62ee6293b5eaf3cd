"""The settings: the only place that reads the environment. Every one is in the README's table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.edge import CaseworkSettings
from bot.settings import LOOPBACK_HOSTS, TEAMS_SERVICE_HOSTS, TeamsSettings
from store.engines import StoreSettings
from sync.entra_tokens import PushSettings
from sync.headings import Known, with_questions
from sync.settings import GraphSettings

PREFIX = "PREVENTION_FIRST_"
SHORTEST_CODE = 8  # characters of the set-up code


class SettingsWrong(Exception):  # noqa: N818  said to a person at start, then the process ends
    """One message that names every setting that is missing or wrong."""


class Settings(BaseSettings):
    """What the service is told. A field's description is its line in the README."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    tenant_id: str = Field(min_length=1, description="Entra tenant id of the force")
    app_id: str = Field(min_length=1, description="application (client) id of the bot's app registration")
    client_secret: SecretStr = Field(min_length=1, description="a client secret of that registration")
    setup_code: SecretStr = Field(
        min_length=SHORTEST_CODE, description="words of your choice; a hub lead writes `hub here` and these words once"
    )
    site_url: str = Field(min_length=1, description="the SharePoint site of the lists, as in the browser")
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
    tracker_poll_s: float = Field(30.0, gt=0, description="seconds between two looks at the Cases list")
    forms_poll_s: float = Field(60.0, gt=0, description="seconds between two looks at the workbook")
    public_url: str = Field(
        "",
        description="this service's HTTPS address on the internet, for Graph's notifications; empty: the poll does all",
    )
    licences: int = Field(1000, ge=1, description="Microsoft 365 licences of the tenant; sets the pace towards Graph")
    teams_app_id: str = Field("", description="id in the Teams app manifest when it is not the app id")
    authority: str = Field("", description="sign-in authority with the tenant; empty: Microsoft's public cloud")
    openid_metadata_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="where the Bot Connector's signing keys are named",
    )
    graph_url: str = Field("https://graph.microsoft.com/v1.0", description="Microsoft Graph")
    service_hosts: frozenset[str] = Field(TEAMS_SERVICE_HOSTS, description="hosts the Bot Connector may answer from")
    ca_file: Path | None = Field(None, description="PEM of a private certificate authority for the three above")

    @field_validator("site_url")
    @classmethod
    def _https_site(cls, value: str) -> str:
        """Refuse what is no address of a site."""
        if urlsplit(value).scheme != "https" or not urlsplit(value).hostname:
            raise ValueError("must be the site's address, as in https://force.sharepoint.com/sites/prevention")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_address(cls, value: str) -> str:
        """Refuse what Graph would refuse; this machine is for trials."""
        parts = urlsplit(value)
        if value and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS):
            raise ValueError("must be an address that starts with https://")
        return value

    def teams(self, *, authenticate: bool = True) -> TeamsSettings:
        """What the Teams edge needs."""
        return TeamsSettings(
            app_id=self.app_id,
            tenant_id=self.tenant_id,
            secret=self.client_secret.get_secret_value(),
            authority=self.authority or f"https://login.microsoftonline.com/{self.tenant_id}",
            openid_metadata_url=self.openid_metadata_url,
            allowed_service_hosts=self.service_hosts,
            ca_file=self.ca_file,
            authenticate=authenticate,
        )

    def graph(self) -> GraphSettings:
        """What the Graph edge needs."""
        return GraphSettings(
            tenant_id=self.tenant_id,
            client_id=self.app_id,
            secret=self.client_secret.get_secret_value(),
            site_url=self.site_url,
            forms_workbook=self.forms_workbook,
            teams_app_id=self.teams_app_id,
            graph_url=self.graph_url,
            authority=self.authority,
            ca_file=self.ca_file,
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
            authority=self.authority or f"https://login.microsoftonline.com/{self.tenant_id}",
            ca_file=self.ca_file,
        )

    def headings(self) -> Mapping[Known, tuple[str, ...]]:
        """What each column of the Form is called; reads the file of `forms_headings`."""
        return with_questions(_headings_from(self.forms_headings))

    def casework(self) -> CaseworkSettings:
        """What the conversations need."""
        return CaseworkSettings(setup_code=self.setup_code.get_secret_value(), working_days=self.working_days)

    def store(self) -> StoreSettings:
        """Where the state is."""
        return StoreSettings(url=self.database_url)


def settings_from_environment() -> Settings:
    """The settings. SettingsWrong names every missing and every wrong one at once, and shows no value."""
    try:
        return Settings()  # pyright: ignore[reportCallIssue]  # the environment gives the required ones
    except ValidationError as error:
        lines = [f"  {_name(found['loc'])}: {found['msg'].lower()}" for found in error.errors(include_input=False)]
        raise SettingsWrong("These settings are missing or wrong:\n" + "\n".join(lines)) from None


def _headings_from(path: Path | None) -> dict[str, list[str]]:
    """The Form's own headings by question, from a JSON object of lists; empty without a file."""
    return cast("dict[str, list[str]]", json.loads(path.read_text(encoding="utf-8"))) if path else {}


def _name(loc: tuple[int | str, ...]) -> str:
    return PREFIX + str(loc[0]).upper() if loc else PREFIX
