"""Access tokens of the local Entra: minted for a client, checked by the services, revoked on command."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt

from local365.claims_request import CAPABLE, ClaimsRequest
from local365.signing_keys import KeyRing
from local365.wire import Json

GRAPH_AUDIENCE = "https://graph.microsoft.com"
CONNECTOR_AUDIENCE = "https://api.botframework.com"
# Seconds a token of a client credentials grant lives, as Entra answers it.
TOKEN_LIFETIME_S = 3599
# Tells tokens from before a revocation; a private claim, since Entra does its bookkeeping elsewhere.
GENERATION = "xms_local365_generation"


class BadToken(Exception):  # noqa: N818  named for what was found
    """The token does not open this door; the text says why, in the words of Microsoft Graph."""

    def __init__(self, reason: str, *, revoked: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.revoked = revoked


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The application that calls, and the application permissions it holds."""

    app_id: str
    name: str
    roles: frozenset[str]


class AccessTokens:
    """Mints and checks. `lifetime_s`: seconds a token lives; settable.

    `now` is a clock of its own, not the tenant's: clients compare tokens with the real time, whatever a test plays.
    """

    def __init__(self, *, keys: KeyRing, tenant_id: str, now: Callable[[], datetime]) -> None:
        self.keys = keys
        self.lifetime_s = TOKEN_LIFETIME_S
        self.generation = 1
        self._tenant_id = tenant_id
        self.now = now

    def mint(self, caller: Caller, audience: str, *, asked: ClaimsRequest = ClaimsRequest()) -> str:  # noqa: B008  frozen
        """A token of `lifetime_s` for this caller and audience, good no earlier than was asked.

        Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
        """
        at = int(self.now().timestamp())
        issuer = f"https://sts.windows.net/{self._tenant_id}/"
        times = {"iat": at, "nbf": max(at - 300, asked.issued_from), "exp": at + self.lifetime_s}
        ids = {"appid": caller.app_id, "azp": caller.app_id, "oid": caller.app_id, "sub": caller.app_id}
        rest = {"tid": self._tenant_id, "ver": "1.0", "idtyp": "app", "app_displayname": caller.name}
        claims: Json = {"aud": audience, "iss": issuer, **times, **ids, **rest, "uti": uuid.uuid4().hex}
        if asked.capable:
            claims["xms_cc"] = [CAPABLE]
        return self.keys.current.sign({**claims, "roles": sorted(caller.roles), GENERATION: self.generation})

    def revoke_all(self) -> None:
        """No token minted before opens a door any more."""
        self.generation += 1

    def read(self, token: str, audience: str) -> Caller:
        """Who calls with this token. BadToken when it is not good for the audience now."""
        claims = self._signed_claims(token)
        at = self.now().timestamp()
        if not claims["nbf"] <= at < claims["exp"]:
            raise BadToken("Lifetime validation failed, the token is expired.")
        if claims["aud"] != audience:
            raise BadToken("Access token validation failure. Invalid audience.")
        if claims[GENERATION] < self.generation:
            handles_challenges = CAPABLE in claims.get("xms_cc", ())
            raise BadToken("Continuous access evaluation resulted in challenge.", revoked=handles_challenges)
        return Caller(app_id=claims["appid"], name=claims["app_displayname"], roles=frozenset(claims["roles"]))

    def _signed_claims(self, token: str) -> Json:
        try:
            key = self.keys.find(jwt.get_unverified_header(token).get("kid", ""))
            if key is None:
                raise BadToken("Access token validation failure. Invalid signing key.")
            options: Any = {"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False}
            return jwt.decode(token, key.private.public_key(), algorithms=["RS256"], options=options)
        except jwt.InvalidTokenError as error:
            raise BadToken("CompactToken parsing failed with error code: 80049217") from error
