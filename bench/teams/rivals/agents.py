"""Microsoft 365 Agents SDK 1.9 as its samples use it; only the address of the key server is this machine's."""

import asyncio

from aiohttp import web
from microsoft_agents.activity import Activity, InvokeResponse
from microsoft_agents.authentication.msal import MsalConnectionManager
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware
from microsoft_agents.hosting.core import ActivityHandler, AgentAuthConfiguration, AuthTypes, TurnContext
from microsoft_agents.hosting.core.authorization.jwt import jwt_token_validator

from common import APP_ID, ISSUER, arguments, card_answer, serve, welcome


class Bot(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(Activity.model_validate(welcome()))

    async def on_invoke_activity(self, turn_context: TurnContext) -> object:
        return InvokeResponse(status=200, body=card_answer())


async def main() -> None:
    place = arguments()
    jwt_token_validator.BOTFRAMEWORK_JWKS_URIS = {ISSUER: place.keys_url}
    settings = AgentAuthConfiguration(
        auth_type=AuthTypes.client_secret,
        client_id=APP_ID,
        tenant_id=place.tenant_id,
        client_secret="local-only-secret",
        authority=place.authority,
        scopes=["https://api.botframework.com/.default"],
        connection_name="SERVICE_CONNECTION",
    )
    connections = MsalConnectionManager(connections_configurations={"SERVICE_CONNECTION": settings})
    adapter = CloudAdapter(connection_manager=connections)
    bot = Bot()

    async def on_activity(request: web.Request) -> web.Response:
        return await adapter.process(request, bot) or web.Response()

    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = settings
    app.add_routes([web.post("/api/messages", on_activity)])
    await serve(app)


asyncio.run(main())
