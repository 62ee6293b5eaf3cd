"""A dialog of the bot's on the page: before everything else, usable with the keyboard, and never losing typed words."""

from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Locator, expect

from tests.page.conftest import Open, Opens, in_message
from tests.page.sample_cards import card, heading, text_input
from tests.page.samples import chat, message, tenant

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
Json = dict[str, Any]

OPENER = {
    "type": "Action.Submit",
    "title": "Reply…",
    "data": {"verb": "reply_form", "msteams": {"type": "task/fetch"}},
    "associatedInputs": "none",
}
SEND = {"type": "Action.Submit", "title": "Send the reply", "style": "positive", "data": {"verb": "reply"}}


def form(value: str = "", why: str = "PF-2026-0001: reply") -> Json:
    """The form in the dialog."""
    box = text_input("text", "Your reply", isMultiline=True, value=value)
    return card(heading(why), box, actions=(SEND,))


def continues(shown: Json) -> Json:
    """The answer that shows a dialog."""
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": shown}
    return {"task": {"type": "continue", "value": {"title": "Prevention First", "card": attachment}}}


async def opened_dialog(opens: Opens, *answers: Json, **window: Any) -> tuple[Open, Locator]:
    """The page with the dialog open; the bot answers what is sent in with these, in order."""
    coming = list(answers)
    opened = await opens(tenant(chat("Birch", message(1, card=card(heading("Case"), actions=(OPENER,))))), **window)
    opened.plane.answer = lambda verb, _: coming.pop(0) if verb == "submits" else continues(form())
    opened.plane.gate.set()
    await in_message(opened, 1).get_by_role("button", name="Reply…").click()
    dialog = opened.page.get_by_role("dialog", name="Prevention First")
    await expect(dialog).to_be_visible()
    return opened, dialog


async def test_the_dialog_opens_with_the_keyboard_in_its_first_box(opens: Opens) -> None:
    _, dialog = await opened_dialog(opens)

    await expect(dialog.get_by_label("Your reply")).to_be_focused()


async def test_what_is_filled_in_goes_to_the_bot_and_a_sentence_ends_it(opens: Opens) -> None:
    opened, dialog = await opened_dialog(opens, {"task": {"type": "message", "value": "Your reply is on its way."}})
    await dialog.get_by_label("Your reply").fill("Light the lane.")

    await dialog.get_by_role("button", name="Send the reply").click()

    await expect(dialog.get_by_text("Your reply is on its way.")).to_be_focused()
    verb, body = opened.plane.heard[-1]
    assert (verb, body["message"], body["action"]) == ("submits", "1", SEND)
    assert body["inputs"] == {"text": "Light the lane."}
    await opened.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(in_message(opened, 1).get_by_role("button", name="Reply…")).to_be_focused()


async def test_an_answer_without_a_task_closes_the_dialog(opens: Opens) -> None:
    _, dialog = await opened_dialog(opens, {"task": None})

    await dialog.get_by_role("button", name="Send the reply").click()

    await expect(dialog).to_be_hidden()


async def test_a_form_that_comes_back_stands_in_the_same_dialog(opens: Opens) -> None:
    _, dialog = await opened_dialog(opens, continues(form("Light the lane.", "Shorten it.")))
    await dialog.get_by_label("Your reply").fill("Light the lane.")

    await dialog.get_by_role("button", name="Send the reply").click()

    await expect(dialog.get_by_text("Shorten it.")).to_be_visible()
    await expect(dialog.get_by_label("Your reply")).to_have_value("Light the lane.")


async def test_escape_asks_before_typed_words_are_thrown_away(opens: Opens) -> None:
    opened, dialog = await opened_dialog(opens)
    await dialog.get_by_label("Your reply").fill("Light the lane.")

    for _ in range(2):  # Chromium would let the second one through
        await opened.page.keyboard.press("Escape")

    await expect(dialog.get_by_text("What you typed has not been sent.")).to_be_visible()
    await dialog.get_by_role("button", name="Go on writing").click()
    await expect(dialog.get_by_label("Your reply")).to_have_value("Light the lane.")
    await expect(dialog.get_by_label("Your reply")).to_be_focused()


async def test_typed_words_are_thrown_away_when_that_is_wanted(opens: Opens) -> None:
    _, dialog = await opened_dialog(opens)
    await dialog.get_by_label("Your reply").fill("Light the lane.")
    await dialog.get_by_role("button", name="Close", exact=True).click()

    await dialog.get_by_role("button", name="Close and lose it").click()

    await expect(dialog).to_be_hidden()


async def test_words_that_came_back_are_not_thrown_away_unasked(opens: Opens) -> None:
    opened, dialog = await opened_dialog(opens, continues(form("Light the lane.", "Shorten it.")))
    await dialog.get_by_label("Your reply").fill("Light the lane.")
    await dialog.get_by_role("button", name="Send the reply").click()
    await expect(dialog.get_by_text("Shorten it.")).to_be_visible()

    await opened.page.keyboard.press("Escape")

    await expect(dialog.get_by_text("What you typed has not been sent.")).to_be_visible()


async def test_the_keyboard_stays_in_the_dialog(opens: Opens) -> None:
    opened, dialog = await opened_dialog(opens)

    for _ in range(8):
        await opened.page.keyboard.press("Tab")
        assert await dialog.evaluate(
            "it => [document.body, ...it.querySelectorAll('*')].includes(document.activeElement)"
        )


async def test_a_bot_that_fails_leaves_every_typed_word(opens: Opens) -> None:
    opened, dialog = await opened_dialog(opens)
    refused = {"error": {"message": "Something went wrong. The bot answered 500."}}
    opened.plane.answer = lambda _verb, _body: web.json_response(refused, status=502)
    await dialog.get_by_label("Your reply").fill("Light the lane.")

    await dialog.get_by_role("button", name="Send the reply").click()

    await expect(dialog.get_by_text("Something went wrong.")).to_be_visible()
    await expect(dialog.get_by_label("Your reply")).to_have_value("Light the lane.")


async def test_on_a_phone_the_dialog_is_the_whole_screen(
    opens: Opens, phone: dict[str, int], screenshots: Path
) -> None:
    opened, dialog = await opened_dialog(opens, viewport=phone)

    box = await dialog.bounding_box()

    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, phone["width"], phone["height"])
    await opened.page.screenshot(path=screenshots / "dialog-phone.png")


async def test_a_dialog_in_the_dark_complains_of_nothing(opens: Opens, screenshots: Path) -> None:
    opened, dialog = await opened_dialog(opens, color_scheme="dark")
    await dialog.get_by_label("Your reply").fill("Light the lane.")
    await opened.page.keyboard.press("Escape")

    await opened.page.screenshot(path=screenshots / "dialog-dark.png")

    assert opened.complaints == []
