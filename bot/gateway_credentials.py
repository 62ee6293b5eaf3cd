"""How the bot proves to the Bot Connector who it is: an app-only token of Entra.

Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, cast

import msal
import requests
from msal.exceptions import MsalError

from bot.settings import TeamsSettings
from bot.turn import text_of
from hub.errors import DeliveryFailed, FailureKind

EARLY_S = 300.0
"""A token is renewed this many seconds before it ends."""

TIMEOUT_S = 10.0
"""For each of Entra to accept a connection and to answer."""

_PASSING = frozenset({"temporarily_unavailable", "server_error", "request_throttled"})
"""Words of RFC 6749 and Entra for trouble that passes; every other one is a setting, a secret or a permission."""


class Credentials(Protocol):
    """What goes into the Authorization header. The certificate and managed identity ways in come beside `AppToken`."""

    async def headers(self) -> dict[str, str]:
        """The header for one call. DeliveryFailed when there is none to be had."""
        ...

    def forget(self, refused: dict[str, str]) -> None:
        """The connector did not accept that header: the next one is another."""
        ...


class NoCredentials:
    """For a connector that asks for none (Microsoft's Agents Playground)."""

    async def headers(self) -> dict[str, str]:
        """No header."""
        return {}

    def forget(self, refused: dict[str, str]) -> None:
        """There is nothing to forget."""


class AppToken:
    """One token, kept until shortly before it ends and asked for once however many turns wait for it.

    botbuilder-core 4.17.1 builds new credentials for every turn, so msal's cache dies with the turn: two blocking calls
    to Entra on the event loop each time. Test: test_a_warm_turn_calls_neither_entra_nor_the_key_server.
    """

    def __init__(self, settings: TeamsSettings, *, clock: Callable[[], float]) -> None:
        """`clock`: seconds that only ever go forward. Calls nothing yet."""
        self._settings = settings
        self._clock = clock
        self._lock = asyncio.Lock()
        self._app: Any = None
        self._header: dict[str, str] = {}
        self._good_until = 0.0

    async def headers(self) -> dict[str, str]:
        """The bearer header; asks Entra only when the token is missing or about to end."""
        if self._clock() >= self._good_until:
            async with self._lock:
                if self._clock() >= self._good_until:
                    await self._renew()
        return self._header

    def forget(self, refused: dict[str, str]) -> None:
        """The next call asks Entra again, past msal's own cache too; many calls refused at once ask once."""
        if refused == self._header:
            self._app = None
            self._good_until = 0.0

    async def _renew(self) -> None:
        asked_at = self._clock()
        answer = await asyncio.to_thread(self._ask_or_fail)
        token = text_of(answer.get("access_token"))
        if not token:
            raise _refusal(answer)
        self._header = {"Authorization": f"Bearer {token}"}
        self._good_until = asked_at + float(answer.get("expires_in", 0)) - EARLY_S

    def _ask_or_fail(self) -> dict[str, Any]:
        """Blocks: runs in a thread. Nothing has been sent to the connector, so no failure here is ambiguous."""
        try:
            return self._ask()
        except requests.exceptions.SSLError:
            failed = DeliveryFailed("TokenCertificate", kind=FailureKind.CONFIG)
        except (requests.exceptions.RequestException, MsalError, RuntimeError):
            failed = DeliveryFailed("TokenUnreachable", kind=FailureKind.TRANSIENT)
        except ValueError:  # msal's word for an authority that is not there
            failed = DeliveryFailed("TokenAuthority", kind=FailureKind.CONFIG)
        raise failed from None  # the original holds the request, and with it the secret

    def _ask(self) -> dict[str, Any]:
        if self._app is None:  # building one reads the authority's metadata
            self._app = msal.ConfidentialClientApplication(
                self._settings.app_id,
                client_credential=self._settings.secret,
                authority=self._settings.authority,
                instance_discovery=False,  # the authority is our own setting, not something a caller sent
                http_client=EntraCalls(self._settings.ca_file),
            )
        return cast("dict[str, Any]", self._app.acquire_token_for_client(scopes=[self._settings.scope]) or {})


class EntraCalls:
    """How msal calls Entra: with a time limit, and with our certificate authority when there is one.

    requests 2.34 lets the machine's REQUESTS_CA_BUNDLE win over a session's own `verify`; so with a certificate
    authority of our own the machine's settings are not read.
    Test: test_our_certificate_authority_wins_over_the_machines.
    """

    def __init__(self, ca_file: Path | None) -> None:
        """Trust `ca_file`, or else what the machine trusts."""
        self._ca_file = ca_file

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
            session.trust_env = self._ca_file is None
            session.verify = str(self._ca_file) if self._ca_file else True
            return session.request(method, url, timeout=TIMEOUT_S, **arguments)


def _refusal(answer: dict[str, Any]) -> DeliveryFailed:
    """Entra's `AADSTS…` number when it gives one, for it tells an expired secret from a wrong one."""
    word = text_of(answer.get("error")) or "TokenRefused"
    numbers = cast("list[Any]", answer.get("error_codes") or [])
    code = f"AADSTS{numbers[0]}" if numbers else word
    return DeliveryFailed(code, kind=FailureKind.TRANSIENT if word in _PASSING else FailureKind.CONFIG)
