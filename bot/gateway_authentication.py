"""What botbuilder's adapter asks of its cloud: who is calling, and how to call back. Here both are our own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.schema import Activity, ResourceResponse
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.connector_factory import ConnectorFactory

from bot.gateway_activity import WireActivity
from bot.gateway_connector import Connector
from bot.gateway_identity import Caller
from hub.places import Conversation

Verify = Callable[[dict[str, Any], str], Awaitable[Caller]]
"""The caller that may bring this activity under that Authorization header. Raises when there is none."""


class TurnConversations:
    """The two calls that botbuilder's adapter makes while a turn lasts."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        """Serve one connector address."""
        self._connector = connector
        self._service_url = service_url

    async def reply_to_activity(self, conversation_id: str, activity_id: str, reply: WireActivity) -> ResourceResponse:
        """The reply answers that activity."""
        place = self._place(conversation_id)
        return ResourceResponse(id=await self._connector.send(place, reply.wire, reply_to=activity_id))

    async def send_to_conversation(self, conversation_id: str, activity: WireActivity) -> ResourceResponse:
        """The activity is in the conversation."""
        return ResourceResponse(id=await self._connector.send(self._place(conversation_id), activity.wire))

    def _place(self, conversation_id: str) -> Conversation:
        return Conversation(service_url=self._service_url, conversation_id=conversation_id, tenant_id="")


class TurnConnector:
    """What botbuilder takes for its ConnectorClient."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        """Serve one connector address."""
        self.conversations = TurnConversations(connector, service_url)


class TurnConnectors(ConnectorFactory):
    """One connector behind all turns, instead of a new client and its connections for each."""

    def __init__(self, connector: Connector) -> None:
        """Share `connector`."""
        self._connector = connector

    async def create(self, service_url: str, audience: str) -> Any:  # noqa: ARG002  botbuilder's signature
        """The connector that serves that address."""
        return TurnConnector(self._connector, service_url)


class TeamsAuthentication(BotFrameworkAuthentication):
    """The Bot Connector for Teams and nobody else: no emulator, no skills, no streaming, no user sign-in.

    botbuilder-integration-aiohttp 4.17.1 keeps those ways in open, and asks Entra for a token in every turn.
    """

    def __init__(self, verify: Verify, connector: Connector) -> None:
        """Ask `verify` who calls; call back through `connector`."""
        self._verify = verify
        self._connectors = TurnConnectors(connector)

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
        """The shared one."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:  # noqa: ARG002  the same
        """None: nobody signs in to this bot."""
        return None
