"""People of the tenant, found by e-mail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from hub.errors import FailureKind
from sync.graph.batch import BatchRequest, send_batch
from sync.graph.client import Graph, segment
from sync.graph.shapes import JsonObject, maybe_text, objects, text

_SELECT = "id,displayName,mail,userPrincipalName"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person in Entra. `email` is the mailbox, or the sign-in name when there is none."""

    aad_id: str
    name: str
    email: str


async def find_users(graph: Graph, emails: Collection[str]) -> dict[str, User]:
    """Each e-mail's one person, twenty asked for in a request; without those who are nobody, or more than one.

    Source: https://learn.microsoft.com/graph/api/user-get and https://learn.microsoft.com/graph/api/user-list
    """
    wanted = [email for email in dict.fromkeys(emails) if "@" in email]
    by_name = await _asked(graph, {email: f"/users/{segment(email)}?$select={_SELECT}" for email in wanted})
    found = {email: _user(document) for email, document in by_name.items()}
    by_mailbox = await _asked(graph, {email: _with_mailbox(email) for email in wanted if email not in found})
    several = {email: objects(document, "value") for email, document in by_mailbox.items()}
    return found | {email: _user(users[0]) for email, users in several.items() if len(users) == 1}


async def _asked(graph: Graph, paths: Mapping[str, str]) -> dict[str, JsonObject]:
    """The document at each path; without those that are not there, or that no address like theirs can be at."""
    requests = {
        email: BatchRequest(id=str(n), method="GET", path=path) for n, (email, path) in enumerate(paths.items())
    }
    answers = await send_batch(graph, list(requests.values()))
    given = {email: answers[request.id] for email, request in requests.items()}
    failed = [one.failure for one in given.values() if one.failure and one.failure.kind is not FailureKind.PERMANENT]
    if failed:
        raise failed[0]
    return {email: one.body for email, one in given.items() if one.failure is None}


def _with_mailbox(email: str) -> str:
    condition = quote("mail eq '{}'".format(email.replace("'", "''")), safe="'")
    return f"/users?$filter={condition}&$select={_SELECT}"


def _user(document: JsonObject) -> User:
    sign_in_name = text(document, "userPrincipalName")
    return User(
        aad_id=text(document, "id"),
        name=maybe_text(document, "displayName") or sign_in_name,
        email=maybe_text(document, "mail") or sign_in_name,
    )
