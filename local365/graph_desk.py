"""Where a request to Graph is let in, paid for, answered, and told to those who listen."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from local365.access_tokens import Caller
from local365.graph_call import Endpoint, GraphCall, GraphReply
from local365.graph_errors import GraphError, access_denied
from local365.graph_paths import EndpointTable, plain_path
from local365.odata import Options, options_of
from local365.site_permissions import Level, check_level, level_of
from local365.site_state import Site
from local365.sites import Sites
from local365.tenant import Tenant
from local365.user_information import is_user_information
from local365.workbook import written


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """A request before anybody has looked at it: its target is what follows `/v1.0`, path and query as sent."""

    method: str
    target: str
    headers: Mapping[str, str]
    content: bytes
    origin: str
    caller: Caller


class GraphDesk:
    """Answers requests by the table of endpoints. A GraphError raised here is the answer."""

    def __init__(self, tenant: Tenant, table: EndpointTable) -> None:
        self._tenant = tenant
        self._table = table

    def knows(self, knock: Knock) -> bool:
        """True when the request is for this desk; one for an unknown site is, too: it is refused here."""
        path = unquote(knock.target.partition("?")[0])
        try:
            with self._tenant.lock:
                return self._table.knows(plain_path(self._tenant.sites, path))
        except GraphError:
            return True

    async def answer(self, knock: Knock) -> GraphReply:
        """The answer. GraphError when there is none to give."""
        with self._tenant.lock:
            endpoint, call, headers = self._let_in(knock)
        if endpoint.is_file:
            await workbook_is_written(self._tenant)
        reply = await self._run(endpoint, call)
        merged = {**reply.headers, **headers}
        return GraphReply(status=reply.status, body=reply.body, headers=merged)

    def _let_in(self, knock: Knock) -> tuple[Endpoint, GraphCall, dict[str, str]]:
        sites = self._tenant.sites
        at = self._tenant.now()
        raw_path, _, query = knock.target.partition("?")
        path = unquote(raw_path)
        endpoint, names = self._table.find(knock.method, plain_path(sites, path), written=path)
        options = options_of(query, endpoint.options)
        headers = sites.throttling.charge(_units(endpoint, names, options), at, sites.switches.units_per_minute)
        check_level(_level(sites, names, knock.caller, is_file="drive" in names), endpoint.level)
        if endpoint.level > Level.READ and is_user_information(names.get("list", "")):
            raise access_denied("local365: SharePoint itself keeps this list, and what a write would do is not known")
        call = GraphCall(
            method=knock.method,
            path=path,
            names=names,
            options=options,
            headers=knock.headers,
            content=knock.content,
            origin=knock.origin,
            caller=knock.caller,
            at=at,
        )
        return endpoint, call, headers

    async def _run(self, endpoint: Endpoint, call: GraphCall) -> GraphReply:
        if endpoint.waiting is not None:
            return await endpoint.waiting(self._tenant, call)
        if endpoint.handler is None:
            raise TypeError(f"{endpoint.template} has no handler")
        with self._tenant.lock:
            return endpoint.handler(self._tenant.sites, call)


def _units(endpoint: Endpoint, names: Mapping[str, str], options: Options) -> int:
    has_token = "token" in names or options.get("token") is not None
    return endpoint.units if endpoint.units_with_token is None or not has_token else endpoint.units_with_token


def _level(sites: Sites, names: Mapping[str, str], caller: Caller, *, is_file: bool) -> Level:
    site = _site_of(sites, names)
    if site is None:
        return Level.FULL_CONTROL
    return level_of(caller.roles, caller.app_id, site.grants, files=is_file)


def _site_of(sites: Sites, names: Mapping[str, str]) -> Site | None:
    if "site" in names:
        return sites.site(names["site"])
    return sites.site_of_drive(names["drive"]) if "drive" in names else None


async def workbook_is_written(tenant: Tenant) -> None:
    """The workbook's file holds its rows as they are now. Written in a thread: it takes a tenth of a second."""
    with tenant.lock:
        job = tenant.sites.workbook.unwritten(tenant.sites.drive)
    if job is None:
        return
    content = await asyncio.to_thread(written, job.rows)
    with tenant.lock:
        tenant.sites.workbook.now_written(tenant.sites.drive, job, content)
