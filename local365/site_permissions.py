"""What an application may do on a site: by a permission for all sites, or by a grant on this one.

Source: https://learn.microsoft.com/graph/permissions-selected-overview
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

from local365.graph_body import list_at, object_at, text_at
from local365.graph_errors import access_denied, invalid_request
from local365.graph_wire import Json

DEPRECATED = "GrantedToIdentities has been deprecated. Refer to GrantedToIdentitiesV2"


class Level(IntEnum):
    """How much an endpoint asks for; each level holds those below it."""

    NONE = 0
    READ = 1
    WRITE = 2
    MANAGE = 3
    FULL_CONTROL = 4


# Application permissions that hold for every site, and what they allow.
EVERYWHERE = {
    "Sites.Read.All": Level.READ,
    "Sites.ReadWrite.All": Level.WRITE,
    "Sites.Manage.All": Level.MANAGE,
    "Sites.FullControl.All": Level.FULL_CONTROL,
    "Files.Read.All": Level.NONE,
    "Files.ReadWrite.All": Level.NONE,
}
FILES_EVERYWHERE = {"Files.Read.All": Level.READ, "Files.ReadWrite.All": Level.WRITE}
# Permissions that are worth what a grant makes of them.
SELECTED = frozenset({"Sites.Selected"})
FILES_SELECTED = frozenset({"Files.SelectedOperations.Selected"})
# Roles of a grant.
ROLES = {
    "read": Level.READ,
    "write": Level.WRITE,
    "manage": Level.MANAGE,
    "owner": Level.FULL_CONTROL,
    "fullcontrol": Level.FULL_CONTROL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One permission of a site: which application may do what."""

    id: str
    roles: tuple[str, ...]
    app_id: str
    app_name: str

    @property
    def level(self) -> Level:
        """The most that its roles allow."""
        return max(ROLES[role] for role in self.roles)

    def to_graph(self) -> Json:
        """The permission resource. Source: https://learn.microsoft.com/graph/api/site-post-permissions"""
        identities = [{"application": {"id": self.app_id, "displayName": self.app_name}}]
        return {
            "id": self.id,
            "@deprecated.GrantedToIdentities": DEPRECATED,
            "roles": list(self.roles),
            "grantedToIdentities": identities,
            "grantedToIdentitiesV2": identities,
        }

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {"id": self.id, "roles": list(self.roles), "app_id": self.app_id, "app_name": self.app_name}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The grant that `to_json` wrote."""
        return cls(id=data["id"], roles=tuple(data["roles"]), app_id=data["app_id"], app_name=data["app_name"])


def level_of(roles: Collection[str], app_id: str, grants: Collection[Grant], *, files: bool) -> Level:
    """How much an application with these token roles may do on a site with these grants."""
    worth = EVERYWHERE | (FILES_EVERYWHERE if files else {})
    levels = [worth.get(role, Level.NONE) for role in roles]
    selected = SELECTED | (FILES_SELECTED if files else frozenset[str]())
    if not selected.isdisjoint(roles):
        levels += [grant.level for grant in grants if grant.app_id == app_id]
    return max(levels, default=Level.NONE)


def check_level(level: Level, needed: Level) -> None:
    """Nothing happens when the level suffices. 403 otherwise."""
    if level < needed:
        raise access_denied()


def grant_asked(body: Json, grant_id: str) -> Grant:
    """The grant a request body describes; the application may stand under each of Microsoft's names for it."""
    roles = list_at(body.get("roles"), "roles")
    if not roles or any(role not in tuple(ROLES) for role in roles):
        raise invalid_request(f"'roles' must be among {', '.join(ROLES)}")
    identities = _identities(body)
    if len(identities) != 1:
        raise invalid_request("Exactly one application must be named")
    application = object_at(object_at(identities[0], "grantedTo").get("application"), "application")
    name: str = application.get("displayName", "")
    return Grant(id=grant_id, roles=tuple(roles), app_id=text_at(application, "id"), app_name=name)


def _identities(body: Json) -> list[Any]:
    for name in ("grantedToIdentitiesV2", "grantedToIdentities"):
        if body.get(name):
            return list_at(body[name], name)
    return [body[name] for name in ("grantedToV2", "grantedTo") if body.get(name)]
