"""botbuilder 4.17.1 as its samples use it, with one change without which no press is answered: facts: botbuilder-invoke-answers."""

import asyncio

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity, InvokeResponse

from common import APP_ID, ISSUER, arguments, card_answer, serve, welcome


class Configuration:
    def __init__(self, place: object) -> None:
        self.APP_ID, self.APP_PASSWORD, self.APP_TYPE = APP_ID, "local-only-secret", "SingleTenant"
        self.APP_TENANTID = place.tenant_id
        self.TO_CHANNEL_FROM_BOT_LOGIN_URL = place.authority
        self.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com"
        self.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = ISSUER
        self.OAUTH_URL = "https://token.botframework.com"
        self.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = place.metadata_url
        self.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = place.metadata_url


class Bot(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(Activity().deserialize(welcome()))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        return InvokeResponse(status=200, body=card_answer())


async def main() -> None:
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration(arguments())))
    bot = Bot()

    async def on_activity(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        answer = await adapter.process_activity(request.headers.get("Authorization", ""), activity, bot.on_turn)
        return web.json_response(answer.body, status=answer.status) if answer else web.Response(status=201)

    app = web.Application()
    app.add_routes([web.post("/api/messages", on_activity)])
    await serve(app)


asyncio.run(main())
