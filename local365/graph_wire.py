"""What every Graph module shares: JSON objects, instants as Graph writes them, and who saved something."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from urllib.parse import quote

from local365.wire import Json

# The principal SharePoint names beside an application, and its id in every site's user list (seen in app-only answers).
APP_PRINCIPAL_NAME = "SharePoint App"
APP_PRINCIPAL_LOOKUP_ID = 1073741822


def iso(at: datetime) -> str:
    """The instant as list items carry it: UTC, whole seconds, `Z`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def iso_full(at: datetime) -> str:
    """The instant with its microseconds, for what must survive a restart and for versions."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def iso_short(at: datetime) -> str:
    """The instant with as much of its fraction as it has, as subscriptions carry it."""
    return iso_full(at).removesuffix("Z").rstrip("0").removesuffix(".") + "Z" if at.microsecond else iso(at)


def instant(text: str) -> datetime:
    """The aware instant an ISO 8601 text names; a text without a zone means UTC. ValueError when it names none."""
    at = datetime.fromisoformat(text)
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text} lies outside the years 1 to 9999") from error


def url_part(text: str) -> str:
    """The text as one segment of a URL: spaces `%20`, commas `%2C`."""
    return quote(text, safe="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who saved: a person in the browser (with an e-mail) or an application (without one)."""

    id: str
    name: str
    email: str | None = None

    def identity_set(self) -> Json:
        """The identitySet of an answer.

        An application is named together with SharePoint's built-in principal, as app-only answers show it.
        Source: https://learn.microsoft.com/graph/api/resources/identityset
        """
        if self.email is None:
            application = {"id": self.id, "displayName": self.name}
            return {"application": application, "user": {"displayName": APP_PRINCIPAL_NAME}}
        return {"user": {"email": self.email, "id": self.id, "displayName": self.name}}

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {"id": self.id, "name": self.name, "email": self.email}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The identity that `to_json` wrote."""
        return cls(id=data["id"], name=data["name"], email=data["email"])
