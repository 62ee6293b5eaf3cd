"""The page as a whole: it loads, it is laid out, it can be read."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.page.conftest import Opens
from tests.page.samples import tenant

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
WIDE = {"width": 1600, "height": 1000}
COLUMNS = {"officer": "Officer", "hub": "Hub staff", "lists": "Lists"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_loads_without_a_complaint_in_the_console(opens: Opens, scheme: str, screenshots: Path) -> None:
    opened = await opens(viewport=WIDE, color_scheme=scheme)

    await expect(opened.page.locator("#status")).to_have_text("Bot ready, page live")
    await expect(opened.page.locator("[data-message='13'] .ac-adaptiveCard")).to_be_visible()
    await opened.page.screenshot(path=screenshots / f"page-{scheme}.png")
    assert opened.complaints == []


async def test_the_page_asks_nothing_of_any_other_host(opens: Opens) -> None:
    opened = await opens()
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))

    await opened.page.reload()
    await expect(opened.page.locator("#status")).to_have_text("Bot ready, page live")

    assert asked
    assert [url for url in asked if not url.startswith((opened.plane.url, "data:"))] == []


async def test_each_column_is_a_landmark_with_a_heading(opens: Opens) -> None:
    opened = await opens(viewport=WIDE)

    for name in COLUMNS.values():
        column = opened.page.get_by_role("region", name=name, exact=True)
        await expect(column).to_be_visible()
        await expect(column.get_by_role("heading", name=name, level=2)).to_be_visible()
    await expect(opened.page.locator("html")).to_have_attribute("lang", "en-GB")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_the_columns_are_tabs_and_nothing_is_wider_than_the_screen(
    opens: Opens, phone: dict[str, int], scheme: str, screenshots: Path
) -> None:
    opened = await opens(viewport=phone, color_scheme=scheme)
    page = opened.page

    for column, title in (("officer", "Officer"), ("hub", "Hub"), ("lists", "Lists")):
        await page.get_by_role("tab", name=title).click()
        await expect(page.locator(f"#{column}")).to_be_visible()
        await expect(page.locator(".column:visible")).to_have_count(1)
        await page.screenshot(path=screenshots / f"page-phone-{column}-{scheme}.png")
        assert await page.evaluate("document.documentElement.scrollWidth") == phone["width"]


async def test_times_are_in_london_wherever_the_browser_stands(opens: Opens) -> None:
    opened = await opens()  # the browser's own zone is New York

    await expect(opened.page.locator("[data-message='13'] time")).to_contain_text("09:25")


async def test_a_bot_that_is_starting_is_said_to_be_starting_until_it_answers(opens: Opens) -> None:
    state = tenant()
    state["bot"]["reachable"] = False
    opened = await opens(state)
    await expect(opened.page.locator("#status")).to_have_text("The bot is starting…")

    state["bot"]["reachable"] = True

    await expect(opened.page.locator("#status")).to_have_text("Bot ready, page live")


async def test_after_a_break_the_page_reads_everything_again(opens: Opens) -> None:
    opened = await opens()
    state: dict[str, Any] = opened.plane.state
    state["conversations"][1]["messages"][1]["text"] = "Written while the page was away."

    opened.plane.break_streams()

    await expect(opened.page.locator("#hub")).to_contain_text("Written while the page was away.")


async def test_a_reset_empties_the_page(opens: Opens) -> None:
    opened = await opens()
    opened.plane.state = tenant()

    opened.plane.tell(kind="reset")

    await expect(opened.page.locator("#officer")).to_contain_text("Say hello to Prevention First")
    await expect(opened.page.locator("#lists")).to_contain_text("No list yet")
