"""One request to Graph and its answer, apart from HTTP: so that $batch runs its parts like any other request."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from urllib.parse import quote

from local365.access_tokens import Caller
from local365.graph_body import body_object
from local365.graph_errors import GraphError, etag_mismatch
from local365.graph_wire import Identity, Json
from local365.odata import Options
from local365.site_permissions import Level
from local365.site_state import Site
from local365.sites import Sites
from local365.tenant import Tenant

# Signs that stand for themselves in the paths of Graph.
PATH_SIGNS = "/,:()'!$"


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphCall:
    """A request that was let in: `names` are what stood in the braces of its endpoint's template."""

    method: str
    path: str
    """Decoded, from behind `/v1.0`, as the caller wrote it."""
    names: Mapping[str, str]
    options: Options
    headers: Mapping[str, str]
    """By name in small letters."""
    content: bytes
    origin: str
    """Scheme, host and port of this server."""
    caller: Caller
    at: datetime

    @property
    def root(self) -> str:
        """What links start with."""
        return f"{self.origin}/v1.0"

    @property
    def by(self) -> Identity:
        """The application that calls, as whoever saves."""
        return Identity(id=self.caller.app_id, name=self.caller.name)

    def site(self, sites: Sites) -> Site:
        """The site of the path. 404 when there is none."""
        return sites.site(self.names["site"])

    def json(self) -> Json:
        """The object in the body. 400 when there is none."""
        return body_object(self.content, self.headers.get("content-type", ""))

    def link(self, path: str, **changes: str | None) -> str:
        """A link to the path with this request's options, some changed or (None) left out."""
        return f"{self.root}{quote(path, safe=PATH_SIGNS)}?{self.options.encoded(**changes)}"

    def check_etag(self, *etags: str) -> None:
        """Nothing happens without If-Match, or when it names one of these. 412 otherwise, 400 when it is no eTag.

        Source: https://learn.microsoft.com/graph/api/listitem-update
        """
        wanted = self.headers.get("if-match")
        if wanted is None or wanted == "*":
            return
        if not (wanted.startswith('"') and wanted.endswith('"')):
            raise GraphError(400, "invalidRequest", "ETags must be quoted strings.", inner="malformedEntityTag")
        if wanted not in etags:
            raise etag_mismatch()


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphReply:
    """An answer: JSON, or nothing."""

    status: int = 200
    body: Json | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


Handler: TypeAlias = Callable[[Sites, GraphCall], GraphReply]
"""Runs under `tenant.lock`; fast."""
WaitingHandler: TypeAlias = Callable[[Tenant, GraphCall], Awaitable[GraphReply]]
"""Takes the lock itself, for as long as it needs it."""


def no_options() -> frozenset[str]:
    """No query option at all."""
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A method and a path of Graph, what a call of it costs in resource units, and what the caller must be allowed."""

    method: str
    template: str
    handler: Handler | None = None
    waiting: WaitingHandler | None = None
    units: int
    units_with_token: int | None = None
    """What a delta costs that goes on from a token."""
    level: Level
    options: frozenset[str] = field(default_factory=no_options)
    is_file: bool = False
    """True where the workbook's bytes or size are read: they are written first."""
