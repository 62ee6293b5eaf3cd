"""What somebody is typing survives whatever happens around it."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import expect

from tests.page.conftest import Open, Opens, in_message
from tests.page.sample_cards import hub_card, receipt_card, submission_card
from tests.page.samples import by, cases, item, message, tenant, working_morning

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
Json = dict[str, Any]


def officers_chat(opened: Open) -> Json:
    """Sample Birch's chat."""
    return opened.plane.state["conversations"][0]


def hubs_channel(opened: Open) -> Json:
    """The channel Cases."""
    return opened.plane.state["conversations"][1]


async def test_another_message_leaves_a_half_filled_card_and_the_caret_alone(opens: Opens) -> None:
    opened = await opens()
    box = in_message(opened, 5).get_by_label("What has been tried, or is known to work?")
    await box.fill("Extra patrols")
    await box.press("ArrowLeft")

    opened.plane.say(officers_chat(opened), message(6, card=receipt_card()))
    await expect(in_message(opened, 6)).to_be_attached()
    await box.press("!")

    await expect(box).to_have_value("Extra patrol!s")


async def test_a_card_that_changes_keeps_what_is_half_filled_in_it_and_the_focus(opens: Opens) -> None:
    opened = await opens()
    form = in_message(opened, 5)
    await form.get_by_label("Inefficiency").check()
    await form.get_by_label("In one sentence *").fill("The form is typed three times")
    await form.get_by_label("In one sentence *").press("Home")

    changed = submission_card()
    changed["body"][0]["text"] = "The question has changed"
    opened.plane.say(officers_chat(opened), message(5, card=changed))

    await expect(form).to_contain_text("The question has changed")
    await expect(form.get_by_label("Inefficiency")).to_be_checked()
    await expect(form.get_by_label("In one sentence *")).to_be_focused()
    await opened.page.keyboard.type("Yes: ")
    await expect(form.get_by_label("In one sentence *")).to_have_value("Yes: The form is typed three times")


async def test_a_half_written_reply_stays_open_when_the_hub_card_changes(opens: Opens) -> None:
    opened = await opens()
    shown = in_message(opened, 11)
    await shown.get_by_role("button", name="Reply", exact=True).click()
    await shown.get_by_label("Guidance to Sample Birch *").fill("Start with gate 3")

    opened.plane.say(hubs_channel(opened), message(11, card=hub_card(holder="Sample Willow")))

    await expect(shown).to_contain_text("Sample Willow")
    await expect(shown.get_by_label("Guidance to Sample Birch *")).to_have_value("Start with gate 3")


async def test_claiming_does_not_lose_the_reply_somebody_has_begun(opens: Opens) -> None:
    opened = await opens()
    shown = in_message(opened, 11)
    await shown.get_by_role("button", name="Reply", exact=True).click()
    await shown.get_by_label("Guidance to Sample Birch *").fill("Start with gate 3")

    def claimed(_verb: str, _body: Json) -> Json:
        opened.plane.say(hubs_channel(opened), message(11, card=hub_card(holder="Sample Oak")))
        return {
            "statusCode": 200,
            "type": "application/vnd.microsoft.card.adaptive",
            "value": hub_card(holder="Sample Oak"),
        }

    opened.plane.answer = claimed
    await shown.get_by_role("button", name="Claim").click()

    await expect(shown.locator(".ac-factset")).to_contain_text("Sample Oak")
    await expect(shown.get_by_label("Guidance to Sample Birch *")).to_have_value("Start with gate 3")


async def test_a_card_that_changes_during_a_press_waits_for_the_answer(opens: Opens) -> None:
    opened = await opens()
    shown = in_message(opened, 11)
    await shown.get_by_role("button", name="Reply", exact=True).click()
    await shown.get_by_label("Guidance to Sample Birch *").fill("Start with gate 3")
    opened.plane.gate.clear()
    await shown.get_by_role("button", name="Send guidance").click()
    await expect(shown.get_by_text("Sending…")).to_be_visible()

    opened.plane.say(hubs_channel(opened), message(11, card=hub_card(holder="Sample Willow")))
    opened.plane.say(hubs_channel(opened), message(15, text="A later message."))
    await expect(in_message(opened, 15)).to_be_attached()
    await expect(shown.get_by_label("Guidance to Sample Birch *")).to_have_value("Start with gate 3")
    opened.plane.gate.set()

    await expect(shown).to_contain_text("Sample Willow")


async def test_what_the_bot_has_taken_is_not_put_into_the_next_card(opens: Opens) -> None:
    opened = await opens()
    shown = in_message(opened, 11)
    await shown.get_by_role("button", name="Reply", exact=True).click()
    await shown.get_by_label("Guidance to Sample Birch *").fill("Start with gate 3")

    def replied(_verb: str, _body: Json) -> Json:
        opened.plane.say(hubs_channel(opened), message(11, card=hub_card(holder="Sample Oak")))
        return {
            "statusCode": 200,
            "type": "application/vnd.microsoft.card.adaptive",
            "value": hub_card(holder="Sample Oak"),
        }

    opened.plane.answer = replied
    await shown.get_by_role("button", name="Send guidance").click()
    await expect(shown.locator(".ac-factset")).to_contain_text("Sample Oak")
    await shown.get_by_role("button", name="Reply", exact=True).click()

    await expect(shown.get_by_label("Guidance to Sample Birch *")).to_have_value("")


async def test_looking_at_another_officer_and_back_loses_nothing(opens: Opens) -> None:
    opened = await opens()
    officer = opened.page.locator("#officer")
    await in_message(opened, 5).get_by_label("In one sentence *").fill("Half a sentence")
    await officer.get_by_label("Message Prevention First as Sample Birch").fill("half a word")

    await officer.get_by_label("You are").select_option("aad-cedar")
    await expect(officer.get_by_label("Message Prevention First as Sample Cedar")).to_have_value("")
    await officer.get_by_label("You are").select_option("aad-birch")

    await expect(in_message(opened, 5).get_by_label("In one sentence *")).to_have_value("Half a sentence")
    await expect(officer.get_by_label("Message Prevention First as Sample Birch")).to_have_value("half a word")


async def test_a_break_in_the_stream_leaves_a_half_filled_card_alone(opens: Opens) -> None:
    opened = await opens()
    await in_message(opened, 5).get_by_label("In one sentence *").fill("Half a sentence")
    officers_chat(opened)["messages"].append(message(6, text="Meanwhile."))

    opened.plane.break_streams()

    await expect(in_message(opened, 6)).to_be_attached()
    await expect(in_message(opened, 5).get_by_label("In one sentence *")).to_have_value("Half a sentence")


async def test_a_cell_being_edited_survives_a_change_of_its_row(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1), item(2)),)))
    lists = opened.page.locator("#lists")
    cell = lists.locator("[data-item='1'] [aria-colindex='5']")
    await cell.dblclick()
    await lists.get_by_role("textbox", name="Theme").fill("Burgl")

    opened.plane.tell(kind="item", list="Cases", item=item(1, Title="Another title", Theme="Fraud"))
    await expect(lists.get_by_text("Another title")).to_be_visible()
    await lists.get_by_role("textbox", name="Theme").press_sequentially("ary")

    await expect(lists.get_by_role("textbox", name="Theme")).to_have_value("Burglary")


async def test_the_open_item_says_what_changed_meanwhile_and_keeps_what_was_typed(opens: Opens) -> None:
    opened = await opens(tenant(lists=(cases(item(1, Theme="Theft")),)))
    lists = opened.page.locator("#lists")
    await lists.get_by_role("rowheader").click()
    await lists.get_by_label("Theme").fill("Burglary")

    opened.plane.tell(kind="item", list="Cases", item=item(1, Theme="Fraud", AssignedTo="Sample Rowan"))

    await expect(lists.get_by_text("Changed meanwhile to “Fraud”.")).to_be_visible()
    await expect(lists.get_by_label("Theme")).to_have_value("Burglary")
    await expect(lists.get_by_label("Assigned to")).to_have_value("Sample Rowan")


async def test_reading_further_up_is_not_disturbed_by_a_new_message(opens: Opens) -> None:
    opened = await opens(working_morning())
    scroller = opened.page.locator("#hub .scroller")
    await in_message(opened, 14).scroll_into_view_if_needed()
    await scroller.evaluate("(element) => element.scrollTo(0, 0)")
    await expect(in_message(opened, 11)).to_be_in_viewport()

    opened.plane.say(hubs_channel(opened), message(15, card=hub_card("PF-2026-0003")))

    await expect(in_message(opened, 15)).to_be_attached()
    assert await scroller.evaluate("(element) => element.scrollTop") == 0


async def test_who_reads_the_newest_message_sees_the_beginning_of_the_next(opens: Opens) -> None:
    opened = await opens(working_morning())
    await in_message(opened, 5).get_by_role("button", name="Not now").focus()

    opened.plane.say(officers_chat(opened), message(6, card=submission_card()))

    await expect(in_message(opened, 6).get_by_role("heading")).to_be_in_viewport()


async def test_who_writes_in_a_card_is_not_moved_by_a_new_message(opens: Opens) -> None:
    opened = await opens(working_morning())
    box = in_message(opened, 5).get_by_label("In one sentence *")
    await box.fill("Half a sentence")
    scroller = opened.page.locator("#officer .scroller")
    before = await scroller.evaluate("(element) => element.scrollTop")

    opened.plane.say(officers_chat(opened), message(6, card=receipt_card()))
    await expect(in_message(opened, 6)).to_be_attached()

    assert await scroller.evaluate("(element) => element.scrollTop") == before


async def test_who_writes_sees_the_answer_from_its_beginning(opens: Opens, phone: dict[str, int]) -> None:
    state = working_morning()
    state["conversations"][0]["messages"] = [message(number, card=receipt_card()) for number in range(4)]
    opened = await opens(state, viewport=phone)
    loop = asyncio.get_running_loop()

    def answered(verb: str, _body: Json) -> None:
        if verb == "says":
            opened.plane.say(officers_chat(opened), message(6, text="hello", **{"from": by("Birch")}))
            loop.call_later(0.1, opened.plane.say, officers_chat(opened), message(7, card=submission_card()))

    opened.plane.answer = answered
    await opened.page.locator("#officer").get_by_role("button", name="hello").click()

    await expect(in_message(opened, 7).get_by_role("heading")).to_be_in_viewport()
