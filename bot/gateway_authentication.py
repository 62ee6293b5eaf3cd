"""What botbuilder's adapter asks of its cloud: who is calling. It is not asked to call back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.connector_factory import ConnectorFactory

from bot.gateway_activity import WireActivity
from bot.gateway_identity import Caller

Verify = Callable[[dict[str, Any], str], Awaitable[Caller]]
"""The caller that may bring this activity under that Authorization header. Raises when there is none."""


class NoConnectors(ConnectorFactory):
    """botbuilder builds one for each turn and wants it to be something; what a bot says does not go through it."""

    async def create(self, service_url: str, audience: str) -> Any:  # noqa: ARG002  botbuilder's signature
        """Something."""
        return self


class TeamsAuthentication(BotFrameworkAuthentication):
    """The Bot Connector for Teams and nobody else: no emulator, no skills, no streaming, no user sign-in.

    botbuilder-integration-aiohttp 4.17.1 keeps those ways in open, and asks Entra for a token in every turn.
    """

    def __init__(self, verify: Verify) -> None:
        """Ask `verify` who calls."""
        self._verify = verify
        self._connectors = NoConnectors()

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """The caller of this activity. Denied or KeysUnreachable when there is none."""
        wire = activity.wire if isinstance(activity, WireActivity) else {}
        return self.accept(await self._verify(wire, auth_header))

    def accept(self, caller: Caller) -> AuthenticateRequestResult:
        """That caller, as botbuilder wants one."""
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity(caller.claims, is_authenticated=True)
        result.connector_factory = self._connectors
        return result

    async def authenticate_streaming_request(
        self,
        auth_header: str,  # noqa: ARG002  botbuilder's signature
        channel_id_header: str,  # noqa: ARG002  botbuilder's signature
    ) -> AuthenticateRequestResult:
        """Nobody may stream."""
        raise PermissionError

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002  the same
        """The one there is."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:  # noqa: ARG002  the same
        """None: nobody signs in to this bot."""
        return None
