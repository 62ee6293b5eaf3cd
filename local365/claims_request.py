"""The `claims` parameter of a token request: what the client can do, and what the token must satisfy.

Sources: https://learn.microsoft.com/entra/identity-platform/claims-challenge,
https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson

from local365.entra_errors import invalid_claims

CAPABLE = "cp1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsRequest:
    """`capable`: the client says that it handles claims challenges. `issued_from`: no earlier than, since 1970."""

    capable: bool = False
    issued_from: int = 0


def claims_request(form: Mapping[str, str]) -> ClaimsRequest:
    """What the form asks for. EntraError 400 for what is no claims request."""
    if "claims" not in form:
        return ClaimsRequest()
    try:
        asked = _object(_object(orjson.loads(form["claims"])).get("access_token", {}))
        named = cast("list[object]", _object(asked.get("xms_cc", {})).get("values", []))
        capable = CAPABLE in {str(name).lower() for name in named}
        return ClaimsRequest(capable=capable, issued_from=int(_object(asked.get("nbf", {})).get("value", 0)))
    except (ValueError, TypeError) as error:
        raise invalid_claims() from error


def _object(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise TypeError
    return cast("dict[str, Any]", found)
