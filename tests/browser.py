"""Headless Chromium with a fresh profile, and no road to anywhere but this machine."""

import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import BrowserContext, Route, async_playwright
from yarl import URL

LOOPBACK = {"127.0.0.1", "localhost"}
# A desktop, and the width of the phone in an officer's hand.
DESKTOP = {"width": 1400, "height": 1000}
PHONE = {"width": 390, "height": 844}
FLAGS = (
    "--no-sandbox",  # CI runs as root, where the sandbox refuses to start
    "--disable-gpu",
    "--disable-dev-shm-usage",  # a container's /dev/shm is too small for tall screenshots
    "--disable-background-networking",
    "--no-first-run",
    "--font-render-hinting=none",
)
PATIENCE_MS = 15_000  # for one wait; a busy machine with two cores needs about 1,000


class ChromiumMissingError(Exception):
    """Chromium is not installed: run `make tools` as root, or install your system's `chromium` package."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


def chromium_program() -> str:
    """The Chromium of this machine."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    program = next(filter(None, found), None)
    if program is None:
        raise ChromiumMissingError
    return program


async def _stay_at_home(route: Route) -> None:
    if URL(route.request.url).host in LOOPBACK:
        await route.fallback()
    else:
        await route.abort()


@asynccontextmanager
async def chromium(viewport: dict[str, int] | None = None) -> AsyncGenerator[BrowserContext]:
    """A browser with an empty profile; whatever a page wants from elsewhere is refused, so nothing depends on it."""
    width, height = (viewport or DESKTOP).values()
    async with async_playwright() as playwright:
        with tempfile.TemporaryDirectory(prefix="pf-chromium-", ignore_cleanup_errors=True) as profile:
            context = await playwright.chromium.launch_persistent_context(
                profile,
                executable_path=chromium_program(),
                headless=True,
                args=list(FLAGS),
                viewport={"width": width, "height": height},
                locale="en-GB",
                timezone_id="Europe/London",
            )
            try:
                context.set_default_timeout(PATIENCE_MS)
                await context.route("**/*", _stay_at_home)
                yield context
            finally:
                await context.close()
