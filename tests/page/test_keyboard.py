"""Everything can be done without a mouse, and one always sees where one is."""

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import Opens
from tests.page.samples import cases, item, tenant

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def press_until(page: Page, key: str, selector: str, most: int = 60) -> None:
    """The key is pressed until what it is for has the keyboard; AssertionError when it is never reached."""
    for _ in range(most):
        await page.keyboard.press(key)
        if await page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{key} never reaches {selector}")


@pytest.mark.parametrize(
    ("link", "column"),
    [("Skip to the officer", "officer"), ("Skip to the hub", "hub"), ("Skip to the SharePoint lists", "lists")],
)
async def test_skip_links_lead_to_each_column(opens: Opens, phone: dict[str, int], link: str, column: str) -> None:
    opened = await opens(viewport=phone)
    await opened.page.keyboard.press("Tab")

    await opened.page.get_by_role("link", name=link).focus()
    await opened.page.keyboard.press("Enter")

    await expect(opened.page.locator(f"#{column}")).to_be_focused()


async def test_a_submission_is_made_with_the_keyboard_alone(opens: Opens) -> None:
    opened = await opens()
    page = opened.page

    await press_until(page, "Tab", "[data-message='5'] [type=radio]")
    await page.keyboard.press("Space")
    await press_until(page, "Tab", "[data-message='5'] [data-part=summary] *")
    await page.keyboard.type("The lighting keeps failing")
    await press_until(page, "Tab", "[data-message='5'] .ac-pushButton.primary")
    await page.keyboard.press("Enter")

    await expect(page.locator("[data-message='5']").get_by_text("Sending…")).to_be_hidden()
    assert [body["inputs"] for _, body in opened.plane.heard] == [
        {"type": "idea", "summary": "The lighting keeps failing"}
    ]


async def test_after_a_press_the_keyboard_is_still_on_the_button(opens: Opens) -> None:
    opened = await opens()
    button = opened.page.locator("[data-message='11']").get_by_role("button", name="Claim")
    await button.focus()

    await opened.page.keyboard.press("Enter")

    await expect(opened.page.locator("[data-message='11']").get_by_text("Sending…")).to_be_hidden()
    await expect(button).to_be_focused()


async def test_arrows_move_in_the_grid_and_enter_edits_and_saves(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(*(item(number) for number in range(1, 200))),)))
    page = opened.page
    await press_until(page, "Tab", "[data-item='199'] [aria-colindex='1']")

    for key in ("PageDown", "ArrowUp", "Control+End", "Control+Home", "ArrowDown", "End", "Home"):
        await page.keyboard.press(key)
    for _ in range(4):
        await page.keyboard.press("ArrowRight")
    await expect(page.locator("[data-item='198'] [aria-colindex='5']")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.type("Fraud")
    await page.keyboard.press("Enter")

    await expect(page.locator("[data-item='198'] [aria-colindex='5']")).to_be_focused()
    assert opened.plane.heard == [("edits", {"list": "Cases", "item": "198", "fields": {"Theme": "Fraud"}})]


async def test_the_row_with_the_keyboard_stays_when_the_grid_is_scrolled_away(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(*(item(number) for number in range(1, 2000))),)))
    first = opened.page.locator("[data-item='1999'] [aria-colindex='3']")
    await first.click()

    await opened.page.get_by_role("grid").evaluate("(grid) => grid.scrollTo(0, 50000)")
    await expect(opened.page.locator("[data-item='850']")).to_be_attached()

    await expect(first).to_be_focused()


async def test_escape_closes_the_item_and_returns_to_its_row(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1), item(2)),)))
    row = opened.page.locator("[data-item='1'] [aria-colindex='1']")
    await row.focus()
    await opened.page.keyboard.press("Control+End")
    await opened.page.keyboard.press("Home")
    await opened.page.keyboard.press("Enter")
    await expect(opened.page.get_by_role("region", name="Invented problem number 1")).to_be_visible()

    await opened.page.keyboard.press("Escape")

    await expect(opened.page.get_by_role("region", name="Invented problem number 1")).to_be_hidden()
    await expect(row).to_be_focused()


async def test_arrows_change_between_the_hubs_tabs(opens: Opens) -> None:
    opened = await opens()
    await opened.page.get_by_role("tab", name="Channel").focus()

    await opened.page.keyboard.press("ArrowRight")

    await expect(opened.page.get_by_role("tab", name="My chat")).to_be_focused()
    await expect(opened.page.get_by_role("tab", name="My chat")).to_have_attribute("aria-selected", "true")


async def test_whatever_has_the_keyboard_shows_it(opens: Opens) -> None:
    opened = await opens()
    script = "const style = getComputedStyle(document.activeElement); return [style.outlineStyle, style.outlineWidth]"

    for _ in range(40):
        await opened.page.keyboard.press("Tab")
        style, width = await opened.page.evaluate(f"() => {{ {script} }}")
        who = await opened.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert (style, width) != ("none", "0px"), who
        assert style != "none", who
