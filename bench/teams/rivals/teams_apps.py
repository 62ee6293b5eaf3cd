"""Teams SDK for Python 2.1 as its samples use it: FastAPI on uvicorn; only the addresses are this machine's."""

import asyncio
import dataclasses
import socket

import uvicorn
from microsoft_teams.api import MessageActivityInput
from microsoft_teams.api.auth.cloud_environment import PUBLIC
from microsoft_teams.apps import App
from microsoft_teams.apps.http import FastAPIAdapter

from common import APP_ID, arguments, card_answer, measured, welcome


async def main() -> None:
    place = arguments()
    cloud = dataclasses.replace(
        PUBLIC,
        login_endpoint=place.authority.rpartition("/")[0],
        openid_metadata_url=place.metadata_url,
    )
    listening = socket.create_server(("127.0.0.1", 0))
    servers = []

    def factory(fastapi: object) -> uvicorn.Server:
        servers.append(uvicorn.Server(uvicorn.Config(fastapi, log_level="error", access_log=False)))
        return servers[0]

    app = App(
        client_id=APP_ID,
        client_secret="local-only-secret",
        tenant_id="adfs",  # the last segment of the authority: MSAL then asks nobody whether it is one
        cloud=cloud,
        http_server_adapter=FastAPIAdapter(server_factory=factory),
    )

    @app.on_message
    async def on_message(context: object) -> None:
        await context.send(MessageActivityInput.model_validate(welcome()))

    @app.on_card_action
    async def on_card_action(context: object) -> object:
        return card_answer()

    await app.initialize()
    serving = asyncio.create_task(servers[0].serve(sockets=[listening]))
    while not servers[0].started:
        await asyncio.sleep(0.001)
    await measured(listening.getsockname()[1])
    servers[0].should_exit = True
    await serving


asyncio.run(main())
