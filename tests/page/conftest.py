"""One Chromium for the tests of a module, and a fresh page with its own control plane for each of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright, expect

from tests.browser import DESKTOP, FLAGS, PATIENCE_MS, chromium_program
from tests.page.control_plane import ControlPlane, serving
from tests.page.samples import working_morning


@dataclass(kw_only=True)  # no slots: Playwright hangs its wrappers on the owner of a handler
class Open:
    """The page in a browser, the control plane behind it, and what the console complained of."""

    page: Page
    plane: ControlPlane
    complaints: list[str] = field(default_factory=list[str])

    def note(self, message: ConsoleMessage) -> None:
        """Warnings and errors are kept."""
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


Opens = Callable[..., Awaitable[Open]]


def in_message(opened: Open, number: int) -> Locator:
    """The message with this number."""
    return opened.page.locator(f"[data-message='{number}']")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_browser() -> AsyncIterator[Browser]:
    """A Chromium for the tests of this module."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_program(), headless=True, args=[*FLAGS, "--disable-quic", "--disable-sync"]
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def opens(shared_browser: Browser) -> AsyncIterator[Opens]:
    """Opens the page on a state (by default a morning's work), in a window and a colour scheme."""
    async with AsyncExitStack() as stack:

        async def open_page(state: dict[str, Any] | None = None, **window: Any) -> Open:
            plane = await stack.enter_async_context(serving(ControlPlane(state=state or working_morning())))
            size: Any = {"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "America/New_York"} | window
            context = await stack.enter_async_context(await shared_browser.new_context(**size))
            context.set_default_timeout(PATIENCE_MS)
            opened = Open(page=await context.new_page(), plane=plane)
            opened.page.on("console", opened.note)
            opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
            await opened.page.goto(plane.url)
            await expect(opened.page.locator("#status")).not_to_have_text("Connecting…")
            return opened

        yield open_page


@pytest.fixture
def phone() -> dict[str, int]:
    """The width of the phone in an officer's hand."""
    return {"width": 390, "height": 844}
