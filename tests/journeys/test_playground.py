"""Flows 1 and 2 through Microsoft's Agents Playground, a Teams client that nobody here wrote."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext

from local365.server import Local365
from service.playground import playground
from tests.chat import Chat, chat
from tests.journeys.force import SETUP_CODE, Force, joined_up

pytestmark = pytest.mark.browser

ANSWERS = {
    "What is it?": "Operational problem: it keeps happening",
    "In one sentence": "Shed burglaries on the allotments",
    "What happens, where, how often, and who is affected?": "Eleven since August, mostly Sunday nights.",
}


@pytest.fixture
async def here(m365: Local365, tmp_path: Path) -> AsyncIterator[Force]:
    """The product as `make playground` runs it: for a client that sends no token and has no dialogs."""
    async with joined_up(m365, tmp_path, authenticate=False, dialogs=False) as running:
        yield running


@pytest.fixture
async def page(here: Force, browser: BrowserContext) -> AsyncIterator[Chat]:
    """A person at the Playground's page."""
    assert here.m365.bot_url is not None
    async with playground(here.m365.bot_url) as client, chat(browser, client) as person:
        yield person


async def test_an_officer_sends_something_in_and_the_hub_works_it(page: Chat, here: Force, screenshots: Path) -> None:
    await page.opens_channel("Cases")
    page.acts_as("Sample Oak")
    await page.says_in_channel(f"hub here {SETUP_CODE}")
    await page.sees("This channel is now the hub's")

    page.acts_as("Sample Birch")
    await page.opens_chat()
    await page.says("hello")
    await page.presses("Send something in")
    await page.takes_a_picture(screenshots / "playground-form.png")
    await page.answers(ANSWERS, then="Send it in")
    await page.sees("PF-2026-0001")
    await here.service.teams.deliver_due()
    await page.takes_a_picture(screenshots / "playground-receipt.png")

    page.acts_as("Sample Oak")
    await page.opens_channel("Cases")
    await page.sees("Shed burglaries on the allotments")
    await page.presses("Claim", on="PF-2026-0001")
    await here.service.teams.deliver_due()
    await page.sees("Sample Oak")
    await page.takes_a_picture(screenshots / "playground-hub-card.png")
    await page.presses("Ask a question…", on="PF-2026-0001")
    await page.answers({"Your question": "Which three gates?"}, then="Send the question", on="Your question")
    await here.service.teams.deliver_due()

    page.acts_as("Sample Birch")
    await page.opens_chat()
    await page.sees("Which three gates?")
    await page.answers({"Your answer": "The lane side."}, then="Send the answer", on="Your answer")
    await here.service.teams.deliver_due()

    page.acts_as("Sample Oak")
    await page.opens_channel("Cases")
    await page.sees("The lane side.")
    await page.takes_a_picture(screenshots / "playground-thread.png")
