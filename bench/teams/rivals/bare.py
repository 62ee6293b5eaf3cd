"""The least a Python bot can be: aiohttp, orjson and one RS256 check for each request. The floor, not a product."""

import asyncio
import sys

import aiohttp
import jwt
import msal
import orjson
import requests
from aiohttp import web

from common import APP_ID, ISSUER, arguments, card_answer, serve, welcome


async def main() -> None:
    place = arguments()
    async with aiohttp.ClientSession() as session:
        async with session.get(place.keys_url) as answer:
            keys = {one["kid"]: jwt.PyJWK.from_dict(one) for one in (await answer.json())["keys"]}
        token = {}

        def ask() -> str:
            http = requests.Session()
            http.verify = place.ca_file
            app = msal.ConfidentialClientApplication(
                APP_ID, client_credential="local-only-secret", authority=place.authority, http_client=http
            )
            return app.acquire_token_for_client(["https://api.botframework.com/.default"])["access_token"]

        lock = asyncio.Lock()

        async def reply(activity: dict) -> None:
            async with lock:
                if not token:
                    token["value"] = await asyncio.to_thread(ask)
            url = (
                f"{activity['serviceUrl']}v3/conversations/{activity['conversation']['id']}/activities/{activity['id']}"
            )
            headers = {"Authorization": f"Bearer {token['value']}", "Content-Type": "application/json"}
            async with session.post(url, data=orjson.dumps(welcome()), headers=headers) as answer:
                await answer.read()

        async def on_activity(request: web.Request) -> web.Response:
            signed = request.headers["Authorization"].partition(" ")[2]
            key = keys[jwt.get_unverified_header(signed)["kid"]]
            jwt.decode(signed, key.key, algorithms=["RS256"], audience=APP_ID, issuer=ISSUER)
            activity = orjson.loads(await request.read())
            if activity["type"] == "invoke":
                return web.Response(body=orjson.dumps(card_answer()), content_type="application/json")
            await reply(activity)
            return web.Response()

        app = web.Application()
        app.add_routes([web.post("/api/messages", on_activity)])
        await serve(app)


if __name__ == "__main__":
    asyncio.run(main(), debug=False)
    sys.exit(0)
