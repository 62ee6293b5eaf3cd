"""Microsoft as the gateway meets it, on this machine: a key server, a Bot Connector and an Entra that count."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
import time
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import orjson
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm

APP_ID = "22222222-aaaa-4bbb-8ccc-0000000000b0"
TENANT = "11111111-aaaa-4bbb-8ccc-000000000365"
ISSUER = "https://api.botframework.com"


@cache
def private_key(kid: str) -> rsa.RSAPrivateKey:
    """One key per name for the whole test run; making one takes a tenth of a second."""
    assert kid
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Sent:
    """One call that reached the connector."""

    method: str
    path: str
    body: dict[str, Any]
    authorization: str | None
    port: int


@dataclass
class Answer:
    """What the connector says next; nothing when it cuts the connection or hangs."""

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b'{"id":"1700000000001"}'
    cut: bool = False
    hang: bool = False


@dataclass
class Microsoft:
    """Its state; the servers below only read and count."""

    url: str = ""
    authority: str = ""
    ca_file: Path = Path()
    keys: dict[str, list[str]] = field(default_factory=lambda: {"k1": ["msteams"]})
    key_status: int = 200
    calls: list[str] = field(default_factory=list[str])
    sent: list[Sent] = field(default_factory=list[Sent])
    answers: deque[Answer] = field(default_factory=deque[Answer])
    entra: dict[str, Any] = field(
        default_factory=lambda: {"token_type": "Bearer", "expires_in": 3599, "access_token": "for-the-connector"}
    )

    @property
    def service_url(self) -> str:
        """Where this connector is."""
        return f"{self.url}/uk/"

    def count(self, call: str) -> int:
        """How often `openid`, `keys` or `token` was asked for."""
        return self.calls.count(call)

    def token(self, kid: str | None = "k1", *, signed_by: str = "k1", without: str = "", **claims: Any) -> str:
        """A token as the connector signs one for the bot, but for the given claims. `nbf`, `exp`: seconds from now."""
        own: dict[str, Any] = {"iss": ISSUER, "aud": APP_ID, "serviceurl": self.service_url, "nbf": -60, "exp": 3600}
        own |= claims
        times = {name: int(time.time()) + own[name] for name in ("nbf", "exp")}
        kept = {name: value for name, value in (own | times).items() if name != without}
        return jwt.encode(kept, private_key(signed_by), algorithm="RS256", headers={"kid": kid} if kid else None)

    def activity(self, **instead: Any) -> dict[str, Any]:
        """A message in an officer's own chat; a field given as None is left out."""
        own: dict[str, Any] = {
            "type": "message",
            "id": "1690000000001",
            "timestamp": "2026-11-02T09:00:00.000Z",
            "text": "hello",
            "from": {"id": "29:birch", "name": "Sample Birch", "aadObjectId": "aad-birch"},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": "a:birch"},
            "recipient": {"id": f"28:{APP_ID}", "name": "Prevention First"},
            "channelData": {"tenant": {"id": TENANT}},
            "serviceUrl": self.service_url,
            "channelId": "msteams",
            "locale": "en-GB",
        }
        return {name: value for name, value in (own | instead).items() if value is not None}

    async def on_openid(self, _request: web.Request) -> web.Response:
        """The OpenID metadata document."""
        self.calls.append("openid")
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"}, status=self.key_status)

    async def on_keys(self, _request: web.Request) -> web.Response:
        """The signing keys with the channels they may sign for."""
        self.calls.append("keys")
        listed = [
            RSAAlgorithm.to_jwk(private_key(kid).public_key(), as_dict=True) | {"kid": kid, "endorsements": channels}
            for kid, channels in self.keys.items()
        ]
        return web.json_response({"keys": listed}, status=self.key_status)

    async def on_connector(self, request: web.Request) -> web.StreamResponse:
        """Any connector call: kept, and answered with what was put in `answers`, else with a new id."""
        body: dict[str, Any] = orjson.loads(await request.read() or b"{}")
        port = request.transport.get_extra_info("peername")[1] if request.transport else 0
        self.sent.append(Sent(request.method, request.raw_path, body, request.headers.get("Authorization"), port))
        answer = self.answers.popleft() if self.answers else Answer()
        if answer.cut and request.transport is not None:
            request.transport.abort()
        if answer.hang:
            await asyncio.Event().wait()
        return web.Response(status=answer.status, headers=answer.headers, body=answer.body)

    async def on_authority(self, request: web.Request) -> web.Response:
        """Entra's metadata document."""
        tenant_url = f"https://{request.host}/{TENANT}"
        return web.json_response(
            {
                "issuer": f"{tenant_url}/v2.0",
                "authorization_endpoint": f"{tenant_url}/oauth2/v2.0/authorize",
                "token_endpoint": f"{tenant_url}/oauth2/v2.0/token",
            }
        )

    async def on_token(self, _request: web.Request) -> web.Response:
        """The bot's own token."""
        self.calls.append("token")
        return web.json_response(self.entra, status=200 if "access_token" in self.entra else 401)


@asynccontextmanager
async def serving(app: web.Application, tls: ssl.SSLContext | None = None) -> AsyncGenerator[int]:
    """The app answers on a free port of this machine, which is what the block gets."""
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def running_microsoft(folder: Path) -> AsyncGenerator[Microsoft]:
    """Microsoft on this machine. `folder`: where the certificate of its Entra goes."""
    microsoft = Microsoft()
    plain, entra = web.Application(), web.Application()
    plain.add_routes([web.get("/openid", microsoft.on_openid), web.get("/keys", microsoft.on_keys)])
    plain.add_routes([web.route("*", "/uk/{tail:.*}", microsoft.on_connector)])
    entra.add_routes([web.get(f"/{TENANT}/v2.0/.well-known/openid-configuration", microsoft.on_authority)])
    entra.add_routes([web.post(f"/{TENANT}/oauth2/v2.0/token", microsoft.on_token)])
    microsoft.ca_file = _certificate(folder)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(microsoft.ca_file)
    async with serving(plain) as port, serving(entra, tls) as tls_port:
        microsoft.url = f"http://127.0.0.1:{port}"
        microsoft.authority = f"https://127.0.0.1:{tls_port}/{TENANT}"
        yield microsoft


def _certificate(folder: Path) -> Path:
    """A self-signed certificate and its key in one file."""
    key = private_key("tls")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    path = folder / "entra.pem"
    path.write_bytes(pem)
    return path
