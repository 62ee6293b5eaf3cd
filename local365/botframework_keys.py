"""Where a bot reads the keys with which the Bot Connector signs what it sends.

Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from aiohttp import web

from local365.seed import APP_ID
from local365.tenant import Tenant

ISSUER = "https://api.botframework.com"
ENDORSEMENTS = ["msteams"]
LIFETIME_S = 3600


def routes(tenant: Tenant) -> list[web.RouteDef]:
    """The metadata and the keys."""

    async def metadata(request: web.Request) -> web.Response:
        keys = f"{request.scheme}://{request.host}/botframework/v1/.well-known/keys"
        return web.json_response(
            {
                "issuer": ISSUER,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": keys,
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            },
        )

    async def keys(_: web.Request) -> web.Response:
        with tenant.lock:
            return web.json_response(
                {"keys": [{**jwk, "endorsements": ENDORSEMENTS} for jwk in tenant.connector_keys.jwks()]}
            )

    return [
        web.get("/botframework/v1/.well-known/openidconfiguration", metadata),
        web.get("/botframework/v1/.well-known/keys", keys),
    ]


def token_for_bot(tenant: Tenant) -> str:
    """A token that tells the bot that the Bot Connector is calling."""
    at = int(tenant.tokens.now().timestamp())
    times = {"nbf": at, "exp": at + LIFETIME_S}
    claims = {"serviceurl": tenant.service_url, "iss": ISSUER, "aud": APP_ID, **times}
    return tenant.connector_keys.current.sign(claims)
