"""Who stands behind an `Authorization` header: shared by Graph and the Bot Connector."""

import base64

import orjson

from local365.access_tokens import GRAPH_AUDIENCE, AccessTokens, BadToken, Caller

GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"
SIGN_IN = "https://login.microsoftonline.com/common/oauth2/authorize"


def caller_of(tokens: AccessTokens, authorization: str | None, audience: str = GRAPH_AUDIENCE) -> Caller:
    """The calling application. BadToken when the header is missing or its token is not good for the audience."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise BadToken("Access token is empty.")
    return tokens.read(token.strip(), audience)


def challenge(bad: BadToken, *, at_s: int) -> str:
    """The `WWW-Authenticate` header of a Graph 401; with a claims challenge if revoked and its client handles it.

    `at_s`: this instant in seconds since 1970; only a token issued later will do.
    Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge
    """
    plain = f'Bearer realm="", authorization_uri="{SIGN_IN}", client_id="{GRAPH_APP_ID}"'
    if not bad.revoked:
        return plain
    claims = orjson.dumps({"access_token": {"nbf": {"essential": True, "value": str(at_s)}}})
    return f'{plain}, error="insufficient_claims", claims="{base64.b64encode(claims).decode()}"'
