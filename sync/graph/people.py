"""People of the tenant, found by e-mail."""

from __future__ import annotations

from dataclasses import dataclass

from sync.graph.client import Graph, segment
from sync.graph.errors import NotFound
from sync.graph.shapes import JsonObject, maybe_text, objects, text

_SELECT = "id,displayName,mail,userPrincipalName"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person in Entra. `email` is the mailbox, or the sign-in name when there is none."""

    aad_id: str
    name: str
    email: str


async def find_user(graph: Graph, email: str) -> User | None:
    """The one person with this sign-in name or mailbox; None when there is none, or more than one.

    Source: https://learn.microsoft.com/graph/api/user-get
    """
    if "@" not in email:
        return None
    try:
        return _user(await graph.get(f"/users/{segment(email)}", {"$select": _SELECT}))
    except NotFound:
        return await _by_mailbox(graph, email)


async def _by_mailbox(graph: Graph, email: str) -> User | None:
    quoted = email.replace("'", "''")
    document = await graph.get("/users", {"$filter": f"mail eq '{quoted}'", "$select": _SELECT})
    found = objects(document, "value")
    return _user(found[0]) if len(found) == 1 else None


def _user(document: JsonObject) -> User:
    sign_in_name = text(document, "userPrincipalName")
    return User(
        aad_id=text(document, "id"),
        name=maybe_text(document, "displayName") or sign_in_name,
        email=maybe_text(document, "mail") or sign_in_name,
    )
