"""Tokens for the application itself, from Entra, through MSAL in a thread."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

import msal
import requests
from msal.exceptions import MsalError

from hub.errors import DeliveryFailed, FailureKind
from sync.settings import GraphSettings

_SPARE_S = 300.0  # a token is renewed this long before it ends
_TOKEN_TIMEOUT_S = 10.0
_PASSING = frozenset({"temporarily_unavailable", "server_error", "request_timeout"})


class _Application(Protocol):
    """What we use of MSAL, which ships no types."""

    def acquire_token_for_client(
        self, scopes: list[str], claims_challenge: str | None = None
    ) -> Mapping[str, Any] | None: ...

    def remove_tokens_for_client(self) -> None: ...


class Tokens:
    """The bearer token, kept until shortly before it ends: at most one request to Entra at a time."""

    def __init__(self, settings: GraphSettings, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Nothing is asked of Entra before the first token is needed."""
        self._settings = settings
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._application: _Application | None = None
        self._token = ""
        self._renew_at = 0.0

    async def token(self) -> str:
        """A token that is good for some minutes; DeliveryFailed when Entra gives none."""
        async with self._lock:
            if not self._token or self._monotonic() >= self._renew_at:
                await self._acquire(None)
            return self._token

    async def replace(self, refused: str, claims: str | None) -> str:
        """A token other than the `refused` one, satisfying `claims` (the JSON of a CAE challenge) when given.

        Many calls refused at once ask Entra once.
        Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge
        """
        async with self._lock:
            if self._token in {refused, ""}:
                await self._acquire(claims, forget=True)
            return self._token

    async def _acquire(self, claims: str | None, *, forget: bool = False) -> None:
        self._token = ""
        answer = await asyncio.to_thread(self._ask, claims, forget)
        self._token, lives_s = _token_in(answer)
        self._renew_at = self._monotonic() + lives_s - min(_SPARE_S, lives_s / 2)

    def _ask(self, claims: str | None, forget: bool) -> Mapping[str, Any]:
        try:
            application = self._application or _application(self._settings)
            self._application = application
            if forget:
                application.remove_tokens_for_client()
            answer = application.acquire_token_for_client([self._settings.scope], claims_challenge=claims)
        except requests.exceptions.SSLError:
            raise _failed("token.certificate", FailureKind.CONFIG) from None
        except (requests.exceptions.RequestException, MsalError, RuntimeError):
            # `from None`: the original carries the request, and with it the secret
            raise _failed("token.unreachable", FailureKind.TRANSIENT) from None
        except ValueError:
            raise _failed("token.authority", FailureKind.CONFIG) from None
        return answer or {}


class _EntraDoor:
    """What MSAL sends its requests through: always a time limit, and no notice of the machine's proxies or bundles."""

    def __init__(self, verify: str | bool) -> None:
        self._verify = verify

    def get(self, url: str, **arguments: Any) -> requests.Response:
        return self._request("GET", url, **arguments)

    def post(self, url: str, **arguments: Any) -> requests.Response:
        return self._request("POST", url, **arguments)

    def close(self) -> None:
        """Nothing is open between two requests; they are rare."""

    def _request(self, method: str, url: str, **arguments: Any) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False  # else REQUESTS_CA_BUNDLE silently wins over our own certificate authority
            return session.request(method, url, verify=self._verify, timeout=_TOKEN_TIMEOUT_S, **arguments)


def _application(settings: GraphSettings) -> _Application:
    made: object = msal.ConfidentialClientApplication(
        settings.client_id,
        client_credential=settings.secret,
        authority=settings.authority_url,
        http_client=_EntraDoor(str(settings.ca_file) if settings.ca_file else True),
        client_capabilities=["CP1"],  # we understand claims challenges
        instance_discovery=None if settings.authority_is_microsoft else False,
    )
    return cast("_Application", made)


def _token_in(answer: Mapping[str, Any]) -> tuple[str, float]:
    token, lives_s = answer.get("access_token"), answer.get("expires_in")
    if isinstance(token, str) and isinstance(lives_s, int | float):
        return token, float(lives_s)
    said = str(answer.get("error") or "nothing")
    numbers = cast("object", answer.get("error_codes"))
    number = f".{cast('list[object]', numbers)[0]}" if isinstance(numbers, list) and numbers else ""
    kind = FailureKind.TRANSIENT if said in _PASSING else FailureKind.CONFIG
    raise _failed(f"token.{said}{number}", kind)


def _failed(code: str, kind: FailureKind) -> DeliveryFailed:
    return DeliveryFailed(code, kind=kind)
