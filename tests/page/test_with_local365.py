"""The page on the real local Microsoft 365: what the other tests script is what it really sends and takes."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from local365.conversations import Place
from local365.posting import Chat
from local365.seed import CASES_CHANNEL_ID
from local365.sent_activity import SentActivity
from local365.server import Local365, running_local365
from local365.site_seed import SITE_ID
from tests.browser import DESKTOP, PATIENCE_MS
from tests.local365.graph.graph_client import Graph
from tests.page.control_plane import dumps
from tests.page.sample_cards import hub_card
from tests.page.samples import working_morning

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"
CASES: Json = {
    "displayName": "Cases",
    "columns": [
        {"name": "Status", "choice": {"choices": ["New", "In progress", "Closed"]}},
        {"name": "HubNotes", "displayName": "Hub notes", "text": {"allowMultipleLines": True}},
        {"name": "Promise", "displayName": "Promised by", "dateTime": {"format": "dateOnly"}},
    ],
}


@pytest.fixture(scope="module")
def m365() -> Iterator[Local365]:
    """A local Microsoft 365 as seeded."""
    with running_local365() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(m365: Local365, shared_browser: Browser) -> AsyncIterator[Page]:
    """The page, freshly opened on a seeded tenant."""
    m365.tenant.reset()
    m365.bot_url = None
    context = await shared_browser.new_context(viewport=DESKTOP)  # pyright: ignore[reportArgumentType]  a ViewportSize in all but name
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.goto(m365.url)
    await expect(page.locator("#officer").get_by_label("You are")).not_to_be_empty()
    yield page
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def row(m365: Local365, page: Page) -> str:
    """A row of a list called Cases, made through Graph while the page was open."""
    site = f"/sites/{SITE_ID}/lists"
    async with aiohttp.ClientSession() as session:
        graph = Graph(m365, session)
        made = await graph.post(site, CASES)
        fields = {"fields": {"Title": "Sheds at Mill Lane", "Status": "New", "Promise": "2026-11-30T00:00:00Z"}}
        item = await graph.post(f"{site}/{made.json['id']}/items", fields)
    assert item.status == 201, item.content
    await expect(page.locator("#lists").get_by_role("rowheader", name="Sheds at Mill Lane")).to_be_visible()
    return item.json["id"]


def bot_posts(m365: Local365, card: Json) -> None:
    """The bot has posted the card in the channel Cases."""
    attachment = {"contentType": CARD, "content": card}
    sent = SentActivity(type="message", text=None, attachments=(attachment,), entities=(), recipient=None)
    with m365.tenant.lock:
        conversation = m365.tenant.conversations.get(CASES_CHANNEL_ID)
        assert conversation is not None
        Chat(tenant=m365.tenant).bot_posts(Place(conversation=conversation), sent)


@pytest_asyncio.fixture(loop_scope="module")
async def bot(m365: Local365, page: Page) -> AsyncIterator[list[Json]]:
    """A bot that claims for whoever presses; what it was told, in order."""
    told: list[Json] = []

    async def on_activity(request: web.Request) -> web.Response:
        activity: Json = await request.json()
        told.append(activity)
        shown = hub_card(holder=activity["from"]["name"])
        answer = {"statusCode": 200, "type": CARD, "value": shown}
        return web.json_response(answer, dumps=dumps) if activity["type"] == "invoke" else web.Response(status=202)

    app = web.Application()
    app.router.add_post("/api/messages", on_activity)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    m365.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    await expect(page.locator("#status")).to_have_text("Bot ready, page live")
    yield told
    await runner.cleanup()


def shape(value: object) -> object:
    """Which names an object has, and the objects in it; of a list, the first."""
    if isinstance(value, dict):
        free = {"fields", "card", "views"}  # whatever a list or a bot puts there
        return {name: None if name in free else shape(inner) for name, inner in cast("Json", value).items()}
    return shape(cast("list[object]", value)[0]) if isinstance(value, list) and value else None


@pytest.mark.usefixtures("row")
async def test_the_samples_of_these_tests_have_the_shape_of_the_real_snapshot(m365: Local365) -> None:
    bot_posts(m365, hub_card())
    async with aiohttp.ClientSession() as session, session.get(f"{m365.url}/_local365/state") as answer:
        real = await answer.json()

    for part in ("people", "workbook", "bot"):
        assert shape(working_morning()[part]) == shape(real[part])
    real_channel = next(one for one in real["conversations"] if one["id"] == CASES_CHANNEL_ID)
    assert shape(working_morning()["conversations"][1]) == shape(real_channel)
    sample = working_morning()["lists"][0]
    assert shape(sample) == shape(real["lists"][0])


async def test_an_officer_greets_a_bot_that_is_not_there_and_is_told_so(page: Page) -> None:
    officer = page.locator("#officer")

    await officer.get_by_label("Message Prevention First as Sample Birch").fill("hello")
    await page.keyboard.press("Enter")

    await expect(officer.get_by_role("article").get_by_text("hello")).to_be_visible()
    await expect(officer.get_by_role("alert")).to_contain_text("the bot did not answer")


async def test_a_press_reaches_the_bot_and_its_answer_is_that_persons_view(
    m365: Local365, page: Page, bot: list[Json]
) -> None:
    bot_posts(m365, hub_card())
    hub = page.locator("#hub")

    await hub.get_by_role("button", name="Claim").click()

    await expect(hub.locator(".ac-factset")).to_contain_text("Sample Oak")
    assert [told["value"]["action"]["verb"] for told in bot] == ["claim"]
    await hub.get_by_label("You are").select_option(label="Sample Rowan, Evidence officer")
    await expect(hub.locator(".ac-factset")).to_contain_text("Nobody yet")


async def test_an_admins_edit_deletion_and_restoration_reach_the_list(page: Page, row: str) -> None:
    lists = page.locator("#lists")
    status = lists.locator(f"[data-item='{row}'] [aria-colindex='2']")
    await status.dblclick()
    await lists.get_by_role("combobox", name="Status").select_option("In progress")
    await page.keyboard.press("Enter")
    await expect(status).to_have_text("In progress")

    await lists.get_by_role("rowheader").click()
    await lists.get_by_role("button", name="Delete").click()
    await lists.get_by_role("button", name="Delete").click()
    await expect(lists.get_by_text("0 items")).to_be_visible()
    await lists.get_by_role("button", name="Recycle bin (1)").click()
    await lists.get_by_role("button", name="Restore Sheds at Mill Lane").click()

    await lists.get_by_role("button", name="Recycle bin (0)").click()
    await expect(status).to_have_text("In progress")


async def test_dates_without_an_hour_are_days(page: Page, row: str) -> None:
    await expect(page.locator(f"[data-item='{row}'] [aria-colindex='4']")).to_have_text("30 Nov 2026")


@pytest.mark.parametrize("title", ["Graph is down", "Graph is slow", "Teams throttles"])
async def test_the_faults_of_the_workbench_are_faults_the_server_knows(m365: Local365, page: Page, title: str) -> None:
    await page.get_by_role("button", name="Workbench").click()

    await page.get_by_role("button", name=f"Script: {title}").click()

    await expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text(title)
    assert len(list(m365.tenant.faults)) == 1


async def test_a_forms_response_stands_in_the_workbook(page: Page) -> None:
    await page.get_by_role("button", name="Workbench").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_label("In one sentence, what is it?").fill("Typed three times")

    await drawer.get_by_role("button", name="Send response").click()

    await expect(drawer.get_by_text("The workbook holds 25 responses")).to_be_visible()
