"""Refusals of Entra's token endpoint, with its AADSTS codes.

Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

import uuid
from datetime import datetime

from aiohttp import web


class EntraError(Exception):
    """No token; `error` is OAuth's word for it, `number` Entra's."""

    def __init__(self, status: int, error: str, number: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.number = number
        self.message = message

    def response(self, *, at: datetime) -> web.Response:
        """The answer. Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"""
        trace, correlation, stamp = str(uuid.uuid4()), str(uuid.uuid4()), at.strftime("%Y-%m-%d %H:%M:%SZ")
        whole = (
            f"AADSTS{self.number}: {self.message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}"
        )
        body = {
            "error": self.error,
            "error_description": whole,
            "error_codes": [self.number],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.number}",
        }
        return web.json_response(body, status=self.status, headers={"Cache-Control": "no-store"})


def invalid_client(number: int, message: str) -> EntraError:
    """401: the client has not proved that it is itself."""
    return EntraError(401, "invalid_client", number, message)


def two_proofs() -> EntraError:
    """400: a header and the body each say who the client is; RFC 6749 allows one way in a request."""
    message = (
        "Invalid input received from the user: the Authorization header is not the request's one proof of its client."
    )
    return EntraError(400, "invalid_request", 90013, message)


def invalid_claims() -> EntraError:
    """400: the `claims` parameter is not what OpenID Connect makes it."""
    return EntraError(400, "invalid_request", 50098, "The claims parameter is not valid JSON of requested claims.")


def missing(parameter: str) -> EntraError:
    """400: a parameter of the form is missing."""
    message = f"The request body must contain the following parameter: '{parameter}'."
    return EntraError(400, "invalid_request", 900144, message)


def unknown_tenant(tenant: str) -> EntraError:
    """400: there is no such tenant."""
    message = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
    return EntraError(400, "invalid_request", 90002, message)


def unsupported_grant(grant: str) -> EntraError:
    """400: only client credentials are granted here."""
    message = f"The app requested an unsupported grant type '{grant}'."
    return EntraError(400, "unsupported_grant_type", 70003, message)


def unknown_client(client_id: str) -> EntraError:
    """400: no such app in the tenant."""
    message = f"Application with identifier '{client_id}' was not found in the directory."
    return EntraError(400, "unauthorized_client", 700016, message)


def disabled_client(client_id: str) -> EntraError:
    """400: an administrator has disabled the app."""
    return EntraError(400, "unauthorized_client", 7000112, f"Application '{client_id}' is disabled.")


def not_default_scope(scope: str) -> EntraError:
    """400: client credentials go with `/.default` and nothing else."""
    message = (
        f"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with"
        " /.default suffixed to the resource identifier (application ID URI)."
    )
    return EntraError(400, "invalid_scope", 1002012, message)


def unknown_resource(resource: str) -> EntraError:
    """400: nothing in the tenant has that name."""
    message = f"The resource principal named {resource} was not found in the tenant."
    return EntraError(400, "invalid_resource", 500011, message)
