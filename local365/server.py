"""The local Microsoft 365 as a running server: a thread with an event loop of its own.

In the bot's own loop it would wait for the bot while the bot waits for it.
"""

import asyncio
import tempfile
import threading
from collections.abc import Generator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from local365 import seed
from local365.apps import http_app, https_app
from local365.arrivals import responses_arrive
from local365.certificates import Certificates, certificates_in
from local365.delivery import BotLine
from local365.snapshot import kept_on_disk, restored_tenant
from local365.tenant import Patience, Tenant

HOST = "127.0.0.1"
# Seconds for open requests to end when the server stops; event streams end at once.
GOODBYE_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to serve. Ports of 0: any free one. `state`: a folder in which the tenant outlives the process.

    `arrive_every_s`: the sample responses arrive one by one, so many seconds apart; None: they are there already.
    """

    port: int = 0
    tls_port: int = 0
    bot_url: str | None = None
    state: Path | None = None
    patience: Patience = field(default_factory=Patience)
    arrive_every_s: float | None = None


class Local365:
    """A running local Microsoft 365. `bot_url` may be set at any time; `stop` is safe to call twice."""

    def __init__(self, tenant: Tenant, certificates: Certificates, settings: Settings) -> None:
        self.tenant = tenant
        self._settings = settings
        self._certificates = certificates
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._failure: BaseException | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="local365", daemon=True)
        self.port = 0
        self.tls_port = 0

    @property
    def url(self) -> str:
        """Where everything but Entra is."""
        return f"http://{HOST}:{self.port}"

    @property
    def graph_url(self) -> str:
        """Microsoft Graph's base."""
        return f"{self.url}/v1.0"

    @property
    def service_url(self) -> str:
        """The Bot Connector's base, as activities name it."""
        return self.tenant.service_url

    @property
    def openid_url(self) -> str:
        """Where a bot finds the Bot Connector's signing keys."""
        return f"{self.url}/botframework/v1/.well-known/openidconfiguration"

    @property
    def authority(self) -> str:
        """Entra's authority for the tenant, as MSAL takes it."""
        return f"https://localhost:{self.tls_port}/{seed.TENANT_ID}"

    @property
    def ca_file(self) -> Path:
        """What a client of the authority has to trust."""
        return self._certificates.ca_file

    @property
    def bot_url(self) -> str | None:
        """Where activities go; None: nowhere."""
        return self.tenant.bot_url

    @bot_url.setter
    def bot_url(self, url: str | None) -> None:
        self.tenant.bot_url = url

    def start(self) -> None:
        """The server answers. Raises what kept it from starting, such as a port that is taken."""
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """The server is gone and, with a state folder, everything is on disk."""
        if self._loop is not None and self._stopping is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001  handed to `start`, which raises it in the caller's thread
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(kept_on_disk(self.tenant, self._settings.state))
            line = await stack.enter_async_context(BotLine(self.tenant))
            await self._listen(stack, line)
            await stack.enter_async_context(responses_arrive(self.tenant, self._settings.arrive_every_s))
            self._ready.set()
            await self._stopping.wait()
            self.tenant.events.close()

    async def _listen(self, stack: AsyncExitStack, line: BotLine) -> None:
        plain = await _running(stack, http_app(self.tenant, line))
        self.port = await _site(plain, self._settings.port)
        self.tenant.service_url = f"{self.url}/connector/"
        secure = await _running(stack, https_app(self.tenant))
        site = web.TCPSite(secure, HOST, self._settings.tls_port, ssl_context=self._certificates.ssl_context())
        await site.start()
        self.tls_port = secure.addresses[0][1]
        stack.callback(_cut_connections, secure)


async def _running(stack: AsyncExitStack, app: web.Application) -> web.AppRunner:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GOODBYE_S)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    return runner


def _cut_connections(runner: web.AppRunner) -> None:
    """No client keeps a connection: closing one over TLS in order would wait for the client's goodbye."""
    for connection in runner.server.connections if runner.server is not None else ():
        if connection.transport is not None:
            connection.transport.abort()


async def _site(runner: web.AppRunner, port: int) -> int:
    await web.TCPSite(runner, HOST, port).start()
    return int(runner.addresses[0][1])


@contextmanager
def running_local365(
    bot_url: str | None = None,
    state: Path | None = None,
    *,
    settings: Settings | None = None,
) -> Generator[Local365]:
    """A local Microsoft 365 that runs until the block ends.

    `settings` says more than the first two arguments, which it then replaces.
    """
    chosen = settings or Settings(bot_url=bot_url, state=state)
    with ExitStack() as stack:
        folder = chosen.state or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="local365-")))
        tenant = restored_tenant(chosen.state, arriving=chosen.arrive_every_s is not None)
        tenant.bot_url, tenant.patience = chosen.bot_url, chosen.patience
        m365 = Local365(tenant, certificates_in(folder, at=tenant.now()), chosen)
        m365.start()
        stack.callback(m365.stop)
        yield m365
