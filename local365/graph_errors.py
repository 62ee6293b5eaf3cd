"""Refusals of Microsoft Graph, with the codes its error page lists.

Source: https://learn.microsoft.com/graph/errors
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from local365.graph_wire import Json


class GraphError(Exception):
    """The request is refused with a status, a code a client may branch on, and a sentence for a developer."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        inner: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.inner = inner
        self.headers: dict[str, str] = dict(headers or {})

    def body(self, *, request_id: str, client_request_id: str, at: datetime) -> Json:
        """The error object of the answer; `innerError` carries the more specific code where there is one."""
        inner: Json = {} if self.inner is None else {"code": self.inner}
        inner["date"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        inner["request-id"] = request_id
        inner["client-request-id"] = client_request_id
        return {"error": {"code": self.code, "message": self.message, "innerError": inner}}


def invalid_request(message: str, *, inner: str | None = None) -> GraphError:
    """400 invalidRequest: the request is malformed or incorrect."""
    return GraphError(400, "invalidRequest", message, inner=inner)


def not_recognized(field: str) -> GraphError:
    """400 for a column the list does not have; the sentence is Microsoft's."""
    return invalid_request(f"Field '{field}' is not recognized")


def no_such_property(name: str, kind: str) -> GraphError:
    """400 for a property Microsoft's type does not have; the sentence is OData's."""
    return invalid_request(f"Could not find a property named '{name}' on type 'microsoft.graph.{kind}'.")


def item_not_found(message: str = "The resource could not be found.") -> GraphError:
    """404 itemNotFound."""
    return GraphError(404, "itemNotFound", message)


def name_already_exists(message: str = "Name already exists") -> GraphError:
    """409 nameAlreadyExists."""
    return GraphError(409, "nameAlreadyExists", message)


def access_denied(message: str = "Access denied") -> GraphError:
    """403 accessDenied: the application has no permission, or no grant on this site."""
    return GraphError(403, "accessDenied", message)


def etag_mismatch() -> GraphError:
    """412: somebody saved since the caller read."""
    message = "ETag does not match current item's value"
    return GraphError(412, "resourceModified", message, inner="entityTagDoesNotMatch")


def not_built(method: str, path: str) -> GraphError:
    """501: local365 does not know this endpoint; the sentence says what to add."""
    message = f"local365 has no {method} {path}: add an Endpoint for it in local365/graph_endpoints.py"
    return GraphError(501, "notImplemented", message)


def bad_query(message: str) -> GraphError:
    """400 for a query option that is malformed or unknown."""
    return invalid_request(message, inner="invalidQueryOption")
