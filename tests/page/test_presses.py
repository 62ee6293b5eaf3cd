"""Presses: what is pressed reaches the bot as it stands in the card, and what the bot answers is shown."""

from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Locator, expect

from tests.page.conftest import Opens, in_message
from tests.page.sample_cards import card, execute, hub_card, submission_card, text_input
from tests.page.samples import chat, message, tenant

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
Json = dict[str, Any]


async def fill_submission(form: Locator) -> None:
    """The two required questions are answered."""
    await form.get_by_label("Operational problem").check()
    await form.get_by_label("In one sentence *").fill("The lighting keeps failing")


def card_answer(shown: Json) -> Json:
    """The bot's answer to a press: another card."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": shown}


async def test_a_press_sends_the_action_of_the_card_and_the_inputs(opens: Opens) -> None:
    opened = await opens()
    form = in_message(opened, 5)
    await fill_submission(form)

    await form.get_by_role("button", name="Send", exact=True).click()

    await expect(form.get_by_text("Sending…")).to_be_hidden()
    assert opened.plane.heard == [
        (
            "presses",
            {
                "conversation": "a:birch",
                "message": "5",
                "action": submission_card()["actions"][0],
                "inputs": {"type": "problem", "summary": "The lighting keeps failing"},
            },
        )
    ]


async def test_a_press_without_associated_inputs_sends_none_and_asks_for_none(opens: Opens) -> None:
    opened = await opens()

    await in_message(opened, 5).get_by_role("button", name="Not now").click()

    await expect(in_message(opened, 5).get_by_text("Sending…")).to_be_hidden()
    assert [(verb, body["inputs"]) for verb, body in opened.plane.heard] == [("presses", {})]


async def test_a_plain_submit_is_pressed_like_an_execute(opens: Opens) -> None:
    submit = {"type": "Action.Submit", "title": "Tell us", "data": {"verb": "tell"}}
    opened = await opens(tenant(chat("Birch", message(1, card=card(text_input("words", "Words"), actions=(submit,))))))
    await in_message(opened, 1).get_by_label("Words").fill("as it is")

    await in_message(opened, 1).get_by_role("button", name="Tell us").click()

    await expect(in_message(opened, 1).get_by_text("Sending…")).to_be_hidden()
    assert [(body["action"], body["inputs"]) for _, body in opened.plane.heard] == [(submit, {"words": "as it is"})]


async def test_an_empty_required_answer_is_asked_for_before_the_bot_is(opens: Opens) -> None:
    opened = await opens()
    form = in_message(opened, 5)

    await form.get_by_role("button", name="Send", exact=True).click()

    await expect(form.get_by_text("Please say it in one sentence.")).to_be_visible()
    await expect(form.get_by_role("textbox", name="In one sentence")).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_label("Idea")).to_be_focused()
    assert opened.plane.heard == []


async def test_while_a_press_is_under_way_the_cards_buttons_are_disabled_and_say_so(opens: Opens) -> None:
    opened = await opens()
    shown = in_message(opened, 11)
    opened.plane.gate.clear()

    await shown.get_by_role("button", name="Claim").click()
    await expect(shown.get_by_text("Sending…")).to_be_visible()
    for button in await shown.locator("button.ac-pushButton").all():
        await expect(button).to_be_disabled()
    await shown.get_by_role("button", name="Claim").click(force=True)
    opened.plane.gate.set()

    await expect(shown.get_by_role("button", name="Claim")).to_be_enabled()
    assert [verb for verb, _ in opened.plane.heard] == ["presses"]


async def test_the_answers_card_takes_the_place_of_the_pressed_one(opens: Opens) -> None:
    opened = await opens()
    state = opened.plane.state

    def claimed(_verb: str, _body: Json) -> Json:
        opened.plane.say(
            state["conversations"][1], message(11, card=hub_card(), views={"aad-oak": hub_card(holder="Sample Oak")})
        )
        return card_answer(hub_card(holder="Sample Oak"))

    opened.plane.answer = claimed
    await in_message(opened, 11).get_by_role("button", name="Claim").click()

    await expect(in_message(opened, 11).locator(".ac-factset")).to_contain_text("Sample Oak")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            {
                "statusCode": 412,
                "type": "application/vnd.microsoft.error.preconditionFailed",
                "value": {"message": "Closed."},
            },
            "Closed.",
        ),
        (
            {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Rowan has it."},
            "Rowan has it.",
        ),
        (web.json_response({}, status=504), "The bot did not answer. It may still be starting"),
        (
            web.json_response({"error": {"message": "Teams cannot show the answer."}}, status=502),
            "Teams cannot show the answer. It",
        ),
        (
            web.json_response({"error": {"message": "No such button."}}, status=400),
            "That was not accepted (400): No such button",
        ),
    ],
)
async def test_a_press_that_came_to_nothing_says_so_and_keeps_what_was_typed(
    opens: Opens, answer: object, sentence: str
) -> None:
    opened = await opens()
    opened.plane.answer = lambda _verb, _body: answer
    form = in_message(opened, 5)
    await fill_submission(form)

    await form.get_by_role("button", name="Send", exact=True).click()

    await expect(form.get_by_role("status")).to_contain_text(sentence)
    await expect(form.get_by_label("In one sentence *")).to_have_value("The lighting keeps failing")


async def test_a_press_on_a_card_that_is_gone_says_what_to_do(opens: Opens) -> None:
    opened = await opens()
    opened.plane.answer = lambda _verb, _body: web.json_response({}, status=404)

    await in_message(opened, 3).get_by_role("button", name="Add something").click()

    await expect(in_message(opened, 3).get_by_role("status")).to_contain_text("That is no longer there.")
    assert execute("Add something", "add", associatedInputs="none") == opened.plane.heard[0][1]["action"]


async def test_a_sentence_for_an_answer_is_no_refusal(opens: Opens) -> None:
    opened = await opens()
    opened.plane.answer = lambda _verb, _body: {
        "type": "application/vnd.microsoft.activity.message",
        "value": "See below.",
    }

    await in_message(opened, 3).get_by_role("button", name="Add something").click()

    await expect(in_message(opened, 3).get_by_text("See below.")).to_have_attribute("data-mood", "done")
