"""Entra, asked for tokens through msal. Everything here blocks: it runs in a thread.

msal's own cache is passed by: `service/tokens.py` is the only one, so that a token is renewed when we say so.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

import msal
import requests
from msal.exceptions import MsalError

from hub.errors import DeliveryFailed, FailureKind
from service.credentials import (
    Certificate,
    CertificateUnusable,
    Federation,
    Identity,
    KeyPair,
    ManagedIdentity,
    Secret,
)
from service.tokens import Grant, Tokens
from sync.settings import GraphSettings

TIMEOUT_S = 10.0
"""For each of Entra to accept a connection and to answer."""

CAPABILITIES = ["CP1"]
"""We understand claims challenges. https://learn.microsoft.com/entra/identity-platform/claims-challenge"""

_PASSING = frozenset({"temporarily_unavailable", "server_error", "request_throttled", "request_timeout"})
"""Words of RFC 6749 and Entra for trouble that passes; every other one is a setting, a secret or a permission."""

_TOO_MANY = 429
_FIRST_SERVER_ERROR = 500
_NOT_YET = frozenset({404, 410, _TOO_MANY})

Answer = Mapping[str, Any]
Ask = Callable[[str, str | None], Answer | None]
"""A request for a token: scope and claims in, msal's answer out."""


@dataclass(slots=True, kw_only=True)
class Memory:
    """What one question leaves for the next: the last good certificate, and msal's notes of answers and refusals."""

    key_pair: KeyPair | None = None
    notes: dict[str, object] = field(default_factory=dict[str, object])


class _Confidential(Protocol):
    """What we use of msal's confidential client; msal ships no types."""

    def acquire_token_for_client(self, scopes: list[str], claims_challenge: str | None = None) -> Answer | None: ...

    def remove_tokens_for_client(self) -> None: ...


class _AssertionUnreadable(Exception):  # noqa: N818  named for what happened
    """The file of the federated assertion cannot be read."""


class Entra:
    """Grants tokens to one identity. Safe from several threads."""

    def __init__(self, identity: Identity, memory: Memory | None = None) -> None:
        """Ask nothing yet, and read no file. `memory`: of another process that asked for the same identity."""
        self.memory = memory or Memory()
        self._identity = identity
        self._lock = threading.Lock()
        self._ask: Ask | None = None

    def grant(self, scope: str, claims: str | None = None) -> Grant:
        """A token fresh from Entra, satisfying `claims` (the JSON of a challenge). DeliveryFailed when it gives none.

        Nothing was sent to the service that the token is for, so no failure here is ambiguous.
        """
        try:
            return _grant_in(self._asking()(scope, claims) or {})
        except requests.exceptions.SSLError:
            failed = _failed("certificate", FailureKind.CONFIG)
        except (requests.exceptions.RequestException, MsalError, RuntimeError):
            failed = _failed("unreachable", FailureKind.TRANSIENT)
        except json.JSONDecodeError:  # a proxy's page for people
            failed = _failed("unreadable", FailureKind.TRANSIENT)
        except _AssertionUnreadable:
            failed = _failed("assertion_file", FailureKind.CONFIG)
        except CertificateUnusable:
            failed = _failed("certificate_file", FailureKind.CONFIG)
        except ValueError:  # msal's word for an authority that is not there
            failed = _failed("authority", FailureKind.CONFIG)
        raise failed from None  # the original holds the request, and with it the secret

    def _asking(self) -> Ask:
        """Made once, which reads the authority's metadata; and again when the certificate on disk is another."""
        with self._lock:
            renewed = self._certificate_renewed()
            if self._ask is None or renewed:
                self._ask = self._made()
            return self._ask

    def _certificate_renewed(self) -> bool:
        if not isinstance(self._identity.credential, Certificate):
            return False
        from service.certificates import key_pair_in  # noqa: PLC0415  cryptography is for who has a certificate

        try:
            found = key_pair_in(self._identity.credential)
        except CertificateUnusable:
            if self.memory.key_pair is None:
                raise
            return False  # it is being replaced just now; the one we know is still good, or Entra will say
        renewed, self.memory.key_pair = found != self.memory.key_pair, found
        return renewed

    def _made(self) -> Ask:
        match self._identity.credential:
            case Secret(value=value):
                return self._confidential(value)
            case Federation(token_file=file):
                return self._confidential({"client_assertion": lambda: _assertion_in(file)})
            case Certificate():
                pair = cast("KeyPair", self.memory.key_pair)  # read by `_certificate_renewed`, which ran first
                # without a thumbprint msal names the certificate by its SHA-256
                return self._confidential({"private_key": pair.private_pem, "public_certificate": pair.public_pem})
            case ManagedIdentity(client_id=client_id):
                return _managed(client_id, self.memory.notes)

    def _confidential(self, credential: str | Mapping[str, object]) -> Ask:
        made: object = msal.ConfidentialClientApplication(
            self._identity.client_id,
            client_credential=credential,
            authority=self._identity.authority,
            instance_discovery=False,  # the authority is our own setting, not something a caller sent
            http_client=EntraCalls(self._identity.ca_file),
            http_cache=self.memory.notes,
            client_capabilities=CAPABILITIES,
        )
        application = cast("_Confidential", made)

        def ask(scope: str, claims: str | None) -> Answer | None:
            application.remove_tokens_for_client()
            return application.acquire_token_for_client([scope], claims_challenge=claims)

        return ask


def graph_tokens_of(identity: Identity, settings: GraphSettings) -> Callable[[], Tokens]:
    """Makes sources of tokens for Graph, each for the loop that it is made on."""
    entra = Entra(identity)
    return lambda: Tokens(entra, settings.scope)


class EntraCalls:
    """How msal calls: with a time limit, and with our certificate authority when there is one.

    requests 2.34 lets the machine's REQUESTS_CA_BUNDLE win over a session's own `verify`; so with a certificate
    authority of our own the machine's settings are not read.
    Test: test_our_certificate_authority_wins_over_the_machines.
    """

    def __init__(self, ca_file: Path | None) -> None:
        """Trust `ca_file`, or else what the machine trusts."""
        self._verify = str(ca_file) if ca_file else True
        self._reads_environment = ca_file is None

    def get(self, url: str, **arguments: Any) -> requests.Response:
        """What msal calls to read metadata."""
        return self._request("GET", url, arguments)

    def post(self, url: str, **arguments: Any) -> requests.Response:
        """What msal calls for a token."""
        return self._request("POST", url, arguments)

    def close(self) -> None:
        """Nothing is open between two calls; they are rare."""

    def _request(self, method: str, url: str, arguments: dict[str, Any]) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = self._reads_environment
            session.verify = self._verify
            return session.request(method, url, timeout=TIMEOUT_S, **arguments)


class MachineCalls:
    """How msal calls the machine's own token service: never through a proxy, and "not now" is trouble that passes.

    msal 1.39 reports a 500 of App Service as a wrong scope, which would look like a setting.
    Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
    Test: test_a_machine_that_is_not_ready_yet_is_no_wrong_setting.
    """

    def get(self, url: str, **arguments: Any) -> requests.Response:
        """What msal calls for a token. RequestException when the machine may answer later."""
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(url, timeout=TIMEOUT_S, allow_redirects=False, **arguments)
        if answer.status_code >= _FIRST_SERVER_ERROR or answer.status_code in _NOT_YET:
            raise requests.exceptions.HTTPError
        return answer

    def post(self, url: str, **arguments: Any) -> requests.Response:
        """Nothing that msal does for a managed identity."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is open between two calls."""


def _managed(client_id: str, notes: dict[str, object]) -> Ask:
    """A managed identity is asked for a resource, not for a scope.

    Source: https://learn.microsoft.com/entra/msal/python/advanced/managed-identity
    """
    which = msal.UserAssignedManagedIdentity(client_id=client_id) if client_id else msal.SystemAssignedManagedIdentity()

    def ask(scope: str, claims: str | None) -> Answer | None:
        client: Any = msal.ManagedIdentityClient(
            which, http_client=MachineCalls(), http_cache=notes, client_capabilities=CAPABILITIES
        )
        resource = scope.removesuffix("/.default")
        return cast("Answer | None", client.acquire_token_for_client(resource=resource, claims_challenge=claims))

    return ask


def _assertion_in(file: Path) -> str:
    """Read anew at each request: the platform replaces it before it ends."""
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        raise _AssertionUnreadable from None


def _grant_in(answer: Answer) -> Grant:
    token, lives_s = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not isinstance(lives_s, int | float):
        raise _refusal(answer)
    renew_on = answer.get("refresh_on")  # seconds since 1970
    renew_after_s = renew_on - time.time() if isinstance(renew_on, int | float) else None
    return Grant(token=token, lives_s=float(lives_s), renew_after_s=renew_after_s)


def _refusal(answer: Answer) -> DeliveryFailed:
    """Entra's `AADSTS…` number when it gives one, for it tells an expired secret from a wrong one."""
    word = str(answer.get("error") or "nothing")
    numbers = answer.get("error_codes")
    number = cast("list[object]", numbers)[0] if isinstance(numbers, list) and numbers else None
    kind = FailureKind.TRANSIENT if word in _PASSING else FailureKind.CONFIG
    return _failed(f"AADSTS{number}" if number else word, kind)


def _failed(word: str, kind: FailureKind) -> DeliveryFailed:
    return DeliveryFailed(f"token.{word}", kind=kind)
