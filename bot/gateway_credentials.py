"""How the bot proves to the Bot Connector who it is: what this edge needs of whoever holds its tokens.

Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication. `service` lends the
real ones (service/tokens.py). botbuilder-core 4.17.1 builds new credentials for every turn, so msal's cache dies with
it: two blocking calls to Entra on the event loop each time.
Test: test_a_warm_turn_calls_neither_entra_nor_the_key_server.
"""

from __future__ import annotations

from typing import Protocol


class Credentials(Protocol):
    """What goes into the Authorization header."""

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
