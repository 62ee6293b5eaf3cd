"""The lists: seen, searched, edited, deleted and restored, however many items there are."""

from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Locator, expect

from tests.page.conftest import Open, Opens
from tests.page.samples import cases, item, tenant

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
Json = dict[str, Any]
MANY = 20_000
MOST_ROWS_DRAWN = 60


def lists_of(opened: Open) -> Locator:
    """The third column."""
    return opened.page.locator("#lists")


def cell(opened: Open, number: int, column: int) -> Locator:
    """A cell of the item's row; columns count from 1."""
    return lists_of(opened).locator(f"[data-item='{number}'] [aria-colindex='{column}']")


async def test_twenty_thousand_items_are_a_screenful_of_rows_wherever_one_scrolls(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(*(item(number) for number in range(1, MANY + 1))),)))
    rows, grid = lists_of(opened).locator(".grid-body .grid-row"), lists_of(opened).get_by_role("grid")
    await expect(lists_of(opened).get_by_text("20,000 items")).to_be_visible()
    await expect(cell(opened, MANY, 1)).to_be_visible()

    for part, number in ((0.5, MANY // 2), (1, 1)):
        await grid.evaluate("(grid, part) => grid.scrollTo(0, grid.scrollHeight * part)", part)
        await expect(cell(opened, number, 1)).to_be_attached()
        assert await rows.count() < MOST_ROWS_DRAWN

    await expect(grid).to_have_attribute("aria-rowcount", str(MANY + 1))


async def test_search_finds_one_among_twenty_thousand(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(*(item(number) for number in range(1, MANY + 1))),)))

    await lists_of(opened).get_by_role("searchbox").fill("number 12345 pf-2026")

    await expect(lists_of(opened).get_by_text("1 of 20,000 items")).to_be_visible()
    await expect(cell(opened, 12345, 1)).to_be_visible()


async def test_a_choice_is_edited_in_its_cell(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1, Status="New")),)))

    await cell(opened, 1, 3).click()
    await cell(opened, 1, 3).click()
    await lists_of(opened).get_by_role("combobox", name="Status").select_option("Closed")
    await opened.page.keyboard.press("Enter")

    await expect(cell(opened, 1, 3)).to_be_focused()
    assert opened.plane.heard == [("edits", {"list": "Cases", "item": "1", "fields": {"Status": "Closed"}})]


async def test_escape_leaves_a_cell_as_it_was(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1, Theme="Theft")),)))
    await cell(opened, 1, 5).dblclick()
    await lists_of(opened).get_by_role("textbox", name="Theme").fill("Fraud")

    await opened.page.keyboard.press("Escape")

    await expect(cell(opened, 1, 5)).to_have_text("Theft")
    assert opened.plane.heard == []


async def test_an_edit_that_was_refused_says_so_and_stays_in_the_cell(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1)),)))
    refusal = {"error": {"code": "invalidRequest", "message": "A single line of text has at most 255 characters."}}
    opened.plane.answer = lambda _verb, _body: web.json_response(refusal, status=400)
    await cell(opened, 1, 5).dblclick()
    await lists_of(opened).get_by_role("textbox", name="Theme").fill("Fraud")

    await opened.page.keyboard.press("Enter")

    await expect(lists_of(opened).get_by_role("alert")).to_contain_text("Theme was not saved.")
    await expect(lists_of(opened).get_by_role("alert")).to_contain_text("at most 255 characters")
    await expect(lists_of(opened).get_by_role("textbox", name="Theme")).to_have_value("Fraud")


async def test_a_read_only_cell_says_so_and_opens_the_item_instead_of_an_input(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1)),)))
    await expect(cell(opened, 1, 2)).to_have_attribute("aria-readonly", "true")

    await cell(opened, 1, 2).dblclick()

    panel = opened.page.get_by_role("region", name="Invented problem number 1")
    await expect(panel.get_by_text("Case number Read only")).to_be_visible()
    await expect(panel.get_by_role("textbox", name="Case number")).to_have_count(0)


async def test_the_item_saves_what_was_changed_and_nothing_else(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1, Theme="Theft")),)))
    await cell(opened, 1, 1).click()
    panel = opened.page.get_by_role("region", name="Invented problem number 1")
    await panel.get_by_label("Hub notes").fill("Ask the council.\nThen call back.")
    await panel.get_by_label("Theme").fill("")

    await panel.get_by_role("button", name="Save").click()

    await expect(panel).to_be_hidden()
    fields = {"HubNotes": "Ask the council.\nThen call back.", "Theme": None}
    assert opened.plane.heard == [("edits", {"list": "Cases", "item": "1", "fields": fields})]


async def test_a_new_item_is_added(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(),)))

    await lists_of(opened).get_by_role("button", name="New item").click()
    panel = opened.page.get_by_role("region", name="New item")
    await panel.get_by_label("Title").fill("Typed by an admin")
    await panel.get_by_role("button", name="Add item").click()

    await expect(panel).to_be_hidden()
    assert opened.plane.heard == [("creates", {"list": "Cases", "fields": {"Title": "Typed by an admin"}})]


async def test_an_item_is_deleted_after_a_question_and_can_be_restored(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1), item(2)),)))
    opened.plane.answer = lambda verb, _body: {
        "deletes": lambda: opened.plane.tell(kind="item_deleted", list="Cases", id="1"),
        "restores": lambda: opened.plane.tell(kind="item", list="Cases", item=item(1)),
    }[verb]()
    await cell(opened, 1, 1).click()
    panel = opened.page.get_by_role("region", name="Invented problem number 1")

    await panel.get_by_role("button", name="Delete").click()
    await expect(panel.get_by_text("Delete this item?")).to_be_visible()
    await panel.get_by_role("button", name="Delete").click()
    await expect(lists_of(opened).get_by_text("1 item", exact=True)).to_be_visible()
    await lists_of(opened).get_by_role("button", name="Recycle bin (1)").click()
    await lists_of(opened).get_by_role("button", name="Restore Invented problem number 1").click()

    await expect(lists_of(opened).get_by_text("2 items")).to_be_visible()
    assert [verb for verb, _ in opened.plane.heard] == ["deletes", "restores"]


async def test_a_sync_note_stands_in_sight_and_can_be_looked_for(opens: Opens) -> None:
    note = "Status put back to New."
    opened = await opens(tenant(lists=(cases(item(1, SyncNote=note), item(2)),)))
    await expect(cell(opened, 1, 1)).to_contain_text(f"Sync note: {note}")

    await lists_of(opened).get_by_role("button", name="Sync notes (1)").click()

    await expect(lists_of(opened).get_by_text("1 of 2 items")).to_be_visible()
    await expect(cell(opened, 2, 1)).to_have_count(0)


async def test_a_heading_sorts_up_then_down(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1, Theme="Theft"), item(2, Theme="Arson"), item(3, Theme="Fraud")),)))
    first = lists_of(opened).locator(".grid-body .grid-row").first
    heading = lists_of(opened).get_by_role("columnheader", name="Theme")

    await heading.get_by_role("button").click()
    await expect(first).to_contain_text("Arson")
    await expect(heading).to_have_attribute("aria-sort", "ascending")
    await heading.get_by_role("button").click()

    await expect(first).to_contain_text("Theft")
    await expect(heading).to_have_attribute("aria-sort", "descending")


async def test_a_row_that_arrives_is_the_first_one_seen(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1)),)))

    opened.plane.tell(kind="item", list="Cases", item=item(2, Title="Just arrived"))

    await expect(lists_of(opened).locator(".grid-body .grid-row").first).to_contain_text("Just arrived")


async def test_a_list_that_is_made_while_one_watches_appears_by_itself(opens: Opens) -> None:
    opened = await opens(tenant())
    await expect(lists_of(opened).get_by_role("heading", name="No list yet")).to_be_visible()

    opened.plane.tell(kind="list", list=cases(item(1)))

    await expect(cell(opened, 1, 1)).to_be_visible()
