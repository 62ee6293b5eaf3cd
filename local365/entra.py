"""Entra: who an app is, proved by tokens. Served over https only, for MSAL takes nothing else.

Sources: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc,
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from collections.abc import Mapping
from urllib.parse import urlparse

from aiohttp import web

from local365.access_tokens import CONNECTOR_AUDIENCE, GRAPH_AUDIENCE
from local365.claims_request import claims_request
from local365.client_proof import ClientProof
from local365.entra_errors import (
    EntraError,
    disabled_client,
    missing,
    not_default_scope,
    unknown_client,
    unknown_resource,
    unknown_tenant,
    unsupported_grant,
)
from local365.seed import TENANT_ID
from local365.tenant import Tenant
from local365.wire import Json

DEFAULT_SCOPE = "/.default"
AUDIENCES = (GRAPH_AUDIENCE, CONNECTOR_AUDIENCE)


def routes(tenant: Tenant) -> list[web.RouteDef]:
    """Metadata, instance discovery, signing keys and the token endpoint."""

    async def metadata(request: web.Request) -> web.Response:
        named = request.match_info["tenant"]
        if named != TENANT_ID:
            return unknown_tenant(named).response(at=tenant.tokens.now())
        return web.json_response(_metadata(f"https://{request.host}"))

    async def instance(request: web.Request) -> web.Response:
        """The answer for an authority of ours. Source: MSAL reads `tenant_discovery_endpoint` and `metadata`."""
        return _instance(request)

    async def keys(_: web.Request) -> web.Response:
        with tenant.lock:
            return web.json_response({"keys": tenant.tokens.keys.jwks()})

    async def token(request: web.Request) -> web.Response:
        form = await _form(request)
        endpoint = f"https://{request.host}{request.path}"
        try:
            with tenant.lock:
                body = _token(tenant, request.match_info["tenant"], form, endpoint)
        except EntraError as refusal:
            return refusal.response(at=tenant.tokens.now())
        return web.json_response(body, headers={"Cache-Control": "no-store"})

    return [
        web.get("/{tenant}/v2.0/.well-known/openid-configuration", metadata),
        web.get("/common/discovery/instance", instance),
        web.get("/{tenant}/discovery/v2.0/keys", keys),
        web.post("/{tenant}/oauth2/v2.0/token", token),
    ]


def _metadata(host: str) -> Json:
    base = f"{host}/{TENANT_ID}"
    return {
        "issuer": f"{base}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "response_types_supported": ["code", "id_token", "token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "tenant_region_scope": "EU",
    }


def _instance(request: web.Request) -> web.Response:
    asked = urlparse(request.query.get("authorization_endpoint", ""))
    named = asked.path.strip("/").split("/")[0]
    if asked.hostname not in ("localhost", "127.0.0.1") or not named:
        message = "AADSTS50049: Unknown or invalid instance."
        return web.json_response({"error": "invalid_instance", "error_description": message}, status=400)
    host = asked.hostname
    return web.json_response(
        {
            "tenant_discovery_endpoint": f"https://{request.host}/{named}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
        },
    )


async def _form(request: web.Request) -> Mapping[str, str]:
    """The parameters of the form; none in a body that is no form, in which Entra misses the first."""
    try:
        return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    except (ValueError, LookupError):
        return {}


def _token(tenant: Tenant, named: str, form: Mapping[str, str], endpoint: str) -> Json:
    """The answer with a token; nothing is remembered of it. EntraError when there is none to be had."""
    if named != TENANT_ID:
        raise unknown_tenant(named)
    if _needed(form, "grant_type") != "client_credentials":
        raise unsupported_grant(form["grant_type"])
    client_id, audience = _needed(form, "client_id"), _audience(_needed(form, "scope"))
    if client_id != tenant.app.app_id:
        raise unknown_client(client_id)
    ClientProof(app=tenant.app, endpoint=endpoint, at=tenant.tokens.now()).check(dict(form))
    if tenant.app.disabled:
        raise disabled_client(client_id)
    lifetime = tenant.tokens.lifetime_s
    access_token = tenant.tokens.mint(tenant.app.caller(audience), audience, asked=claims_request(form))
    return {
        "token_type": "Bearer",
        "expires_in": lifetime,
        "ext_expires_in": lifetime,
        "access_token": access_token,
    }


def _needed(form: Mapping[str, str], name: str) -> str:
    if not form.get(name):
        raise missing(name)
    return form[name]


def _audience(scope: str) -> str:
    """The audience of the one resource scope; MSAL may add OpenID's own scopes, which mean nothing here."""
    wanted = [one for one in scope.split() if one not in ("openid", "profile", "offline_access")]
    if len(wanted) != 1 or not wanted[0].endswith(DEFAULT_SCOPE):
        raise not_default_scope(scope)
    audience = wanted[0].removesuffix(DEFAULT_SCOPE).rstrip("/")
    if audience not in AUDIENCES:
        raise unknown_resource(audience)
    return audience
