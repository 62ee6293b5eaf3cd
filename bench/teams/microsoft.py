"""Entra, the key server and the Bot Connector in a process of their own: they answer at once or late, and count.

`python -m bench.teams.microsoft FOLDER` prints one line of JSON with the addresses, and ends with standard input.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson
from aiohttp import web

from bench.teams.activities import APP_ID, ISSUER, TENANT
from bench.teams.connector import SendLine, Sends
from local365.certificates import certificates_in
from local365.signing_keys import SigningKey

HOST = "127.0.0.1"
Handle = Callable[[web.BaseRequest, "Counted"], Awaitable[web.Response]]


@dataclass(kw_only=True)
class Counted:
    """What was asked since the last look, and how late Entra answers, in seconds; and the connector's key."""

    key: SigningKey = field(default_factory=SigningKey.fresh)
    access_token: str = ""
    sends: Sends = field(default_factory=Sends)
    logins: int = 0
    login_s: float = 0.0

    def taken(self) -> dict[str, int]:
        """The counts, which start again at nothing."""
        counts = {"logins": self.logins, **self.sends.taken()}
        self.logins = 0
        return counts


async def on_plain(request: web.BaseRequest, counted: Counted) -> web.Response:
    """The key server; and the bench's own two levers."""
    path = request.path
    if path == "/v1/keys":
        return _json({"keys": [{**counted.key.jwk(), "endorsements": ["msteams"]}]})
    if path == "/v1/openidconfiguration":
        return _json({"issuer": ISSUER, "jwks_uri": f"http://{request.host}/v1/keys"})
    if path == "/counts":
        return _json(counted.taken())
    counted.login_s, counted.sends.answer_s = (float(request.query[name]) for name in ("login", "connector"))
    return web.Response()


async def on_login(request: web.BaseRequest, counted: Counted) -> web.Response:
    """Entra: its metadata, and a token. Every request counts, for each is a round trip a turn may wait for."""
    counted.logins += 1
    await asyncio.sleep(counted.login_s)
    if request.method == "POST":
        return _json({"token_type": "Bearer", "expires_in": 3599, "access_token": counted.access_token})
    base = f"https://{request.host}/{request.path.split('/')[1]}"
    return _json(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/oauth2/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }
    )


def _json(body: object) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")


@asynccontextmanager
async def listening(counted: Counted, handle: Handle, tls: ssl.SSLContext | None) -> AsyncGenerator[int]:
    """The port where `handle` answers."""

    async def answer(request: web.BaseRequest) -> web.Response:
        return await handle(request, counted)

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, HOST, 0, ssl_context=tls).start()
    yield runner.addresses[0][1]


@asynccontextmanager
async def connector_listening(sends: Sends) -> AsyncGenerator[str]:
    """The service URL of the Bot Connector."""
    loop = asyncio.get_running_loop()
    async with await loop.create_server(lambda: SendLine(sends), HOST, 0, backlog=1024) as server:
        yield f"http://{HOST}:{server.sockets[0].getsockname()[1]}/connector/"


async def serve(folder: Path) -> None:
    """All of them answer until standard input ends."""
    counted, certificates = Counted(), certificates_in(folder, at=datetime.now(UTC))
    counted.access_token = _token(counted.key, "")  # a token that reads as one: teams-apps looks into its own
    secure = listening(counted, on_login, certificates.ssl_context())
    connector = connector_listening(counted.sends)
    async with listening(counted, on_plain, None) as port, secure as tls_port, connector as service_url:
        url = f"http://{HOST}:{port}"
        place = {
            "url": url,
            "service_url": service_url,
            "token": _token(counted.key, service_url),
            "metadata_url": f"{url}/v1/openidconfiguration",
            "keys_url": f"{url}/v1/keys",
            "authority": f"https://localhost:{tls_port}/adfs",  # MSAL asks nobody whether one of this name is real
            "tenant_authority": f"https://localhost:{tls_port}/{TENANT}",  # the same, as one tenant's
            "tenant_id": TENANT,
            "ca_file": str(certificates.ca_file),
        }
        sys.stdout.write(json.dumps(place) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


def _token(key: SigningKey, service_url: str) -> str:
    at = int(time.time())
    claims = {"serviceurl": service_url, "iss": ISSUER, "aud": APP_ID, "nbf": at - 60, "exp": at + 4 * 3600}
    return key.sign(claims)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
