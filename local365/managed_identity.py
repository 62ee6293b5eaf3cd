"""The token service of the machine that the bot runs on, for an app that is a managed identity of it.

Two machines in one: App Service (its address and header are in the machine's environment) and a virtual machine.
Sources: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference,
https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
"""

import uuid
from collections.abc import Mapping

from aiohttp import web

from local365.access_tokens import CONNECTOR_AUDIENCE, GRAPH_AUDIENCE
from local365.app_registration import Managed
from local365.tenant import Tenant
from local365.wire import Json

APP_SERVICE = "/msi/token"
VIRTUAL_MACHINE = "/metadata/identity/oauth2/token"
IDENTITY_HEADER = "local-only-identity-header"
APP_SERVICE_VERSION = "2019-08-01"
VIRTUAL_MACHINE_VERSION = "2018-02-01"
# An identity can be named in other ways too; one that is not read must not look as if it were.
KNOWN = frozenset({"api-version", "resource", "client_id"})


class NoTokenError(Exception):
    """The machine has no token to give; the text says why, `word` is the virtual machine's word for it."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word
        self.message = message


def routes(tenant: Tenant) -> list[web.RouteDef]:
    """Both token endpoints."""

    async def app_service(request: web.Request) -> web.Response:
        try:
            _expect(request, "X-IDENTITY-HEADER", IDENTITY_HEADER)
            granted = _granted(tenant, request.query, APP_SERVICE_VERSION)
        except NoTokenError as refusal:
            said = {"statusCode": 400, "message": refusal.message, "correlationId": str(uuid.uuid4())}
            return web.json_response(said, status=400)
        return web.json_response({**granted, "client_id": tenant.app.app_id})

    async def virtual_machine(request: web.Request) -> web.Response:
        try:
            _expect(request, "Metadata", "true")
            granted = _granted(tenant, request.query, VIRTUAL_MACHINE_VERSION)
        except NoTokenError as refusal:
            said = {"error": refusal.word, "error_description": refusal.message}
            return web.json_response(said, status=400)
        lifetime = str(tenant.tokens.lifetime_s)
        begins = str(int(granted["expires_on"]) - tenant.tokens.lifetime_s)
        times = {"expires_in": lifetime, "ext_expires_in": lifetime, "not_before": begins}
        return web.json_response({**granted, **times, "refresh_token": ""})

    return [web.get(APP_SERVICE, app_service), web.get(VIRTUAL_MACHINE, virtual_machine)]


def _expect(request: web.Request, name: str, value: str) -> None:
    """Only software on the machine knows to send this header."""
    if request.headers.get(name) != value:
        raise NoTokenError("bad_request_102", "Required metadata header not specified")


def _granted(tenant: Tenant, query: Mapping[str, str], version: str) -> Json:
    """What both kinds of machine answer with; numbers are strings there, and the resource is as it was asked for."""
    for name in query:
        if name not in KNOWN:
            raise NoTokenError("invalid_request", f"local365 does not know the parameter '{name}'")
    if query.get("api-version") != version:
        raise NoTokenError("invalid_request", f"api-version must be {version}")
    resource = query.get("resource", "").rstrip("/")
    if resource not in {GRAPH_AUDIENCE, CONNECTOR_AUDIENCE}:
        raise NoTokenError("invalid_resource", f"AADSTS50001: The application named {resource} was not found.")
    with tenant.lock:
        app, tokens = tenant.app, tenant.tokens
        wanted = app.app_id if app.managed is Managed.USER_ASSIGNED else None
        if app.managed is Managed.NOT or query.get("client_id") != wanted:
            raise NoTokenError("invalid_request", "Identity not found")
        ends = int(tokens.now().timestamp()) + tokens.lifetime_s
        token = tokens.mint(app.caller(resource), resource)
    return {"access_token": token, "expires_on": str(ends), "resource": query["resource"], "token_type": "Bearer"}
