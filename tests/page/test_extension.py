"""What the app adds to Teams on the page: an action on a message, a search in the compose box, options while typing."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from aiohttp import web
from playwright.async_api import Locator, expect

from tests.page.conftest import Open, Opens, in_message
from tests.page.sample_cards import card, execute, heading, text_input
from tests.page.samples import by, chat, message, tenant

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"
MANIFEST = Path(__file__).parents[2] / "appmanifest" / "manifest.json.template"
SEND = {"type": "Action.Submit", "title": "Send it in", "style": "positive", "data": {"verb": "submit"}}
WENT_WRONG = {"error": {"message": "Something went wrong. The bot answered 500."}}
FORM = {
    "task": {
        "type": "continue",
        "value": {
            "title": "Prevention First",
            "card": {"contentType": CARD, "content": card(text_input("summary", "What is it?"), actions=(SEND,))},
        },
    }
}
PICKER = card(
    {
        "type": "Input.ChoiceSet",
        "id": "holder",
        "label": "Assign to",
        "style": "filtered",
        "choices": [{"title": "Sample Oak", "value": "aad-oak"}],
        "choices.data": {"type": "Data.Query", "dataset": "roster"},
        "errorMessage": "Choose somebody from the list.",
    },
    actions=(execute("Assign", "assign"),),
)


def found(*numbers: int) -> Json:
    """The answer that shows these cases."""
    attachments = [
        {
            "contentType": CARD,
            "content": card(heading(f"PF-2026-{number:04}")),
            "preview": {
                "contentType": "application/vnd.microsoft.card.thumbnail",
                "content": {"title": f"PF-2026-{number:04} Lamps", "text": "New, with nobody."},
            },
        }
        for number in numbers
    ]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}}


def says(sentence: str) -> Json:
    """The answer that shows a sentence in the place of results."""
    return {"composeExtension": {"type": "message", "text": sentence}}


async def spoken_chat(opens: Opens, **window: Any) -> Open:
    """The page on a chat in which the officer has written something."""
    return await opens(
        tenant(chat("Birch", message(1), message(2, text="The lamps in Mill Lane.", **{"from": by("Birch")}))), **window
    )


async def menu_of(opened: Open) -> Locator:
    """The open menu of the officer's message."""
    await in_message(opened, 2).get_by_role("button", name="More for the message of Sample Birch").click()
    return opened.page.get_by_role("menuitem", name="Raise with Prevention First")


async def search(opened: Open, answer: Json) -> Locator:
    """The search of the chat's compose box, open."""
    opened.plane.answer = lambda verb, _: answer if verb == "searches" else {}
    await opened.page.locator("#officer").get_by_role("button", name="Find a case").click()
    return opened.page.locator("dialog.search")


async def picker(opens: Opens, *options: tuple[str, str]) -> tuple[Open, Locator]:
    """The page on a card with an input that looks things up, and the input."""
    opened = await opens(tenant(chat("Birch", message(1, card=PICKER))))
    results = [{"title": title, "value": value} for title, value in options]
    opened.plane.answer = lambda verb, _: {"value": {"results": results}} if verb == "types" else None
    return opened, in_message(opened, 1).get_by_role("combobox", name="Assign to")


async def test_the_page_offers_what_the_manifest_offers(opens: Opens) -> None:
    commands = orjson.loads(MANIFEST.read_text(encoding="utf-8"))["composeExtensions"][0]["commands"]
    opened = await opens()

    shown = await opened.page.evaluate(
        "import('/page/js/extension.js').then(({ RAISE, SEARCHES }) => [RAISE, ...SEARCHES].map("
        "({ id, title, parameter = {} }) => [id, title, parameter.name, parameter.title, parameter.description]))"
    )

    offered = [
        [one["id"], one["title"], *([words["name"], words["title"], words["description"]] if words else [None] * 3)]
        for one in commands
        for words in one.get("parameters", [None])
    ]
    assert shown == offered


async def test_a_message_is_raised_with_the_keyboard_alone_and_the_keyboard_comes_back(opens: Opens) -> None:
    opened = await spoken_chat(opens)
    opened.plane.answer = lambda verb, _: FORM if verb == "acts" else {"task": None}
    more = in_message(opened, 2).get_by_role("button", name="More for the message of Sample Birch")
    await more.focus()
    await opened.page.keyboard.press("ArrowDown")
    await expect(opened.page.get_by_role("menuitem", name="Raise with Prevention First")).to_be_focused()
    await opened.page.keyboard.press("Enter")
    dialog = opened.page.get_by_role("dialog", name="Prevention First")
    await expect(dialog.get_by_label("What is it?")).to_be_focused()

    await opened.page.keyboard.type("Lamps")
    await opened.page.keyboard.press("Tab")
    await opened.page.keyboard.press("Enter")

    await expect(dialog).to_be_hidden()
    await expect(more).to_be_focused()
    (acts, opening), (submits, sent) = opened.plane.heard
    assert (acts, opening) == ("acts", {"conversation": "a:birch", "message": "2", "command": "raise"})
    assert (submits, sent["command"], sent["inputs"]) == ("submits", "raise", {"summary": "Lamps"})


async def test_escape_closes_the_menu_and_nothing_has_happened(opens: Opens) -> None:
    opened = await spoken_chat(opens)
    item = await menu_of(opened)

    await opened.page.keyboard.press("Escape")

    await expect(item).to_have_count(0)
    await expect(in_message(opened, 2).get_by_role("button", name="More for")).to_be_focused()
    assert opened.plane.heard == []


async def test_an_action_the_bot_fails_at_says_so_at_the_message(opens: Opens) -> None:
    opened = await spoken_chat(opens)
    opened.plane.answer = lambda _verb, _body: web.json_response(WENT_WRONG, status=502)

    await (await menu_of(opened)).click()

    await expect(in_message(opened, 2).get_by_role("status").first).to_contain_text("Something went wrong.")


async def test_a_deleted_message_has_no_menu(opens: Opens) -> None:
    opened = await opens(tenant(chat("Birch", message(1, deleted=True))))

    await expect(in_message(opened, 1).get_by_role("button")).to_have_count(0)


async def test_a_case_is_looked_at_before_it_is_shared(opens: Opens) -> None:
    opened = await spoken_chat(opens)
    dialog = await search(opened, found(1, 2))
    await expect(dialog.get_by_label("Number, words or status")).to_be_focused()
    await expect(dialog.get_by_text("2 cases, newest first.")).to_be_visible()
    await dialog.get_by_role("button", name="PF-2026-0002").click()
    await expect(dialog.get_by_role("heading", name="PF-2026-0002", exact=True)).to_be_visible()

    await dialog.get_by_role("button", name="Share it here").click()

    await expect(dialog).to_be_hidden()
    await expect(opened.page.locator("#officer").get_by_role("button", name="Find a case")).to_be_focused()
    first, last = opened.plane.heard[0], opened.plane.heard[-1]
    assert first == ("searches", {"conversation": "a:birch", "command": "find", "words": {"words": ""}, "skip": 0})
    attachment = found(2)["composeExtension"]["attachments"][0]
    assert last == ("shares", {"conversation": "a:birch", "thread": None, "attachment": attachment})


async def test_evidence_is_found_beside_cases_and_asked_for_under_its_own_name(opens: Opens) -> None:
    opened = await spoken_chat(opens)
    opened.plane.answer = lambda verb, _: found(1) if verb == "searches" else {}
    finder = opened.page.locator("#officer").get_by_role("button", name="Find evidence")
    await finder.click()
    dialog = opened.page.get_by_role("dialog", name="Find evidence")
    await expect(dialog.get_by_text("One guide or project, by title.")).to_be_visible()

    await dialog.get_by_label("Problem, place, year or kind").fill("shoplifting")

    await expect(dialog.get_by_text("One guide or project found.")).to_be_visible()
    asked = opened.plane.heard[-1][1]
    assert (asked["command"], asked["words"]) == ("evidence", {"words": "shoplifting"})
    await opened.page.keyboard.press("Escape")
    await expect(finder).to_be_focused()


async def test_escape_leads_back_to_what_was_found_and_then_out(opens: Opens) -> None:
    opened = await spoken_chat(opens)
    dialog = await search(opened, found(1))
    result = dialog.get_by_role("button", name="PF-2026-0001")
    await result.click()
    await opened.page.keyboard.press("Escape")
    await expect(result).to_be_focused()

    await opened.page.keyboard.press("Escape")

    await expect(dialog).to_be_hidden()
    assert [verb for verb, _ in opened.plane.heard] == ["searches"]


async def test_a_full_page_of_results_offers_the_next_one(opens: Opens) -> None:
    opened = await spoken_chat(opens)
    pages = {0: found(*range(1, 26)), 25: found(26)}
    opened.plane.answer = lambda _verb, body: pages[int(body["skip"])]
    await opened.page.locator("#officer").get_by_role("button", name="Find a case").click()
    dialog = opened.page.locator("dialog.search")

    await dialog.get_by_role("button", name="Show more").click()

    await expect(dialog.get_by_role("button", name="PF-2026-0026")).to_be_focused()
    await expect(dialog.get_by_role("button", name="Show more")).to_be_hidden()
    await expect(dialog.locator(".result")).to_have_count(26)


async def test_nothing_found_and_a_bot_that_fails_are_said_in_words(opens: Opens) -> None:
    opened = await spoken_chat(opens)
    dialog = await search(opened, says("None of your cases has “lido”."))
    await expect(dialog.get_by_text("None of your cases has “lido”.")).to_be_visible()
    opened.plane.answer = lambda _verb, _body: web.json_response(WENT_WRONG, status=502)

    await dialog.get_by_label("Number, words or status").fill("pool")

    await expect(dialog.locator(".search-status")).to_contain_text("Something went wrong.")


async def test_typing_asks_for_options_and_arrows_choose_one(opens: Opens) -> None:
    opened, box = await picker(opens, ("Sample Rowan", "aad-rowan"), ("Sample Rowan", "aad-rowan-2"))
    await box.press_sequentially("row")
    await expect(in_message(opened, 1).get_by_text("2 to choose from.")).to_be_visible()

    for key in ("ArrowDown", "ArrowDown", "Enter"):
        await opened.page.keyboard.press(key)
    await in_message(opened, 1).get_by_role("button", name="Assign").click()

    await expect(box).to_have_value("Sample Rowan")
    verb, body = opened.plane.heard[-1]
    assert (verb, body["inputs"]) == ("presses", {"holder": "aad-rowan-2"})
    assert opened.plane.heard[0] == ("types", {"conversation": "a:birch", "dataset": "roster", "words": "row"})


async def test_what_an_input_has_of_its_own_shows_without_typing(opens: Opens) -> None:
    opened, box = await picker(opens)

    await box.focus()
    await opened.page.keyboard.press("ArrowDown")

    await expect(in_message(opened, 1).get_by_role("option", name="Sample Oak")).to_have_attribute(
        "aria-selected", "true"
    )
    await expect(box).to_have_attribute("aria-expanded", "true")
    await opened.page.keyboard.press("Escape")
    await expect(box).to_have_attribute("aria-expanded", "false")


async def test_words_that_find_nobody_are_said_and_not_sent(opens: Opens) -> None:
    opened, box = await picker(opens)
    await box.press_sequentially("zzz")
    await expect(in_message(opened, 1).get_by_text("Nothing found for “zzz”.")).to_be_visible()

    await in_message(opened, 1).get_by_role("button", name="Assign").click()

    await expect(in_message(opened, 1).get_by_text("Choose somebody from the list.")).to_be_visible()
    assert {verb for verb, _ in opened.plane.heard} == {"types"}


async def test_on_a_phone_the_search_is_the_whole_screen_and_the_menu_fits(
    opens: Opens, phone: dict[str, int], screenshots: Path
) -> None:
    opened = await spoken_chat(opens, viewport=phone)
    box = await (await menu_of(opened)).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= phone["width"]
    await opened.page.screenshot(path=screenshots / "menu-phone.png")
    await opened.page.keyboard.press("Escape")

    dialog = await search(opened, found(1, 2))
    await expect(dialog.locator(".result")).to_have_count(2)

    assert (await dialog.bounding_box() or {}).get("width") == phone["width"]
    await opened.page.screenshot(path=screenshots / "search-phone.png")


async def test_in_the_dark_nothing_complains(opens: Opens, screenshots: Path) -> None:
    opened = await spoken_chat(opens, color_scheme="dark")
    await menu_of(opened)
    await opened.page.screenshot(path=screenshots / "menu-dark.png")
    await opened.page.keyboard.press("Escape")
    dialog = await search(opened, found(1, 2))
    await dialog.get_by_role("button", name="PF-2026-0002").click()
    await opened.page.screenshot(path=screenshots / "share-dark.png")

    assert opened.complaints == []
