"""Talking: the box, the suggestions, threads, who has news, and who hears of them."""

import pytest
from aiohttp import web
from playwright.async_api import expect

from tests.page.conftest import Opens
from tests.page.samples import channel, chat, message, tenant

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_an_empty_chat_teaches_the_first_step_and_takes_it(opens: Opens) -> None:
    opened = await opens(tenant())
    officer = opened.page.locator("#officer")
    opened.plane.answer = lambda _verb, _body: opened.plane.tell(kind="conversation", conversation=chat("Birch"))
    await expect(officer.get_by_role("heading", name="Say hello to Prevention First")).to_be_visible()

    await officer.get_by_role("button", name="Open the chat").click()

    await expect(officer.get_by_role("button", name="my cases")).to_be_visible()
    assert opened.plane.heard == [("opens", {})]


async def test_a_suggestion_is_said_with_one_press(opens: Opens) -> None:
    opened = await opens(tenant(chat("Birch")))

    await opened.page.locator("#officer").get_by_role("button", name="hello").click()

    await expect(opened.page.locator("#officer").get_by_role("button", name="Send", exact=True)).to_be_visible()
    said = {"conversation": None, "text": "hello", "mentions_bot": False, "thread": None}
    assert opened.plane.heard == [("opens", {}), ("says", said)]


async def test_a_chat_that_opens_without_an_answer_says_so(opens: Opens) -> None:
    opened = await opens(tenant())
    opened.plane.answer = lambda _verb, _body: {"conversation": "a:birch", "statuses": [None, None]}

    await opened.page.get_by_role("button", name="Open the chat").click()

    await expect(opened.page.locator("#officer").get_by_role("alert")).to_contain_text("the bot did not answer")


async def test_enter_sends_and_shift_enter_makes_a_new_line(opens: Opens) -> None:
    opened = await opens(tenant(chat("Birch")))
    box = opened.page.get_by_label("Message Prevention First as Sample Birch")
    await box.press_sequentially("the lighting")
    await box.press("Shift+Enter")
    await box.press_sequentially("keeps failing")

    await box.press("Enter")

    await expect(box).to_have_value("")
    assert [body["text"] for verb, body in opened.plane.heard if verb == "says"] == ["the lighting\nkeeps failing"]


async def test_words_that_could_not_be_sent_stay_in_the_box(opens: Opens) -> None:
    opened = await opens(tenant(chat("Birch")))
    opened.plane.answer = lambda _verb, _body: web.json_response({}, status=503)
    box = opened.page.get_by_label("Message Prevention First as Sample Birch")
    await box.fill("hello")

    await box.press("Enter")

    await expect(opened.page.locator("#officer").get_by_role("alert")).to_contain_text("The bot did not answer.")
    await expect(box).to_have_value("hello")


async def test_a_bot_that_says_nothing_is_noticed(opens: Opens) -> None:
    opened = await opens(tenant(chat("Birch")))
    opened.plane.state["bot"]["reachable"] = False
    opened.plane.answer = lambda _verb, _body: {"heard": True, "status": None, "attempts": 4}

    await opened.page.locator("#officer").get_by_role("button", name="hello").click()

    await expect(opened.page.locator("#officer").get_by_role("alert")).to_contain_text("the bot did not answer")
    await expect(opened.page.locator("#status")).to_have_text("The bot does not answer. What you send may fail.")


async def test_a_thread_in_the_channel_mentions_the_bot_unless_one_says_otherwise(opens: Opens) -> None:
    opened = await opens(tenant(channel("Cases")))
    hub = opened.page.locator("#hub")
    box = hub.get_by_label("Start a thread in Cases as Sample Oak")
    await box.fill("this channel is the hub's")
    await box.press("Enter")
    await expect(box).to_have_value("")

    await hub.get_by_label("Mention Prevention First").uncheck()
    await box.fill("good morning all")
    await box.press("Enter")
    await expect(box).to_have_value("")

    assert [(body["mentions_bot"], body["thread"]) for _, body in opened.plane.heard] == [(True, None), (False, None)]


async def test_a_reply_goes_into_its_thread(opens: Opens) -> None:
    opened = await opens()
    thread = opened.page.get_by_role("group", name="Thread begun by Prevention First").first
    await thread.get_by_role("button", name="Reply in thread").click()
    box = thread.get_by_label("Reply to Prevention First")
    await expect(box).to_be_focused()

    await box.press_sequentially("done")
    await box.press("Enter")

    await expect(box).to_have_value("")
    assert [(body["conversation"], body["thread"]) for _, body in opened.plane.heard] == [("19:cases", "11")]


async def test_replies_stand_under_their_root(opens: Opens) -> None:
    opened = await opens()

    thread = opened.page.get_by_role("group", name="Thread begun by Prevention First").first

    await expect(thread.locator(".replies [data-message='12']")).to_be_visible()


async def test_a_long_thread_shows_its_newest_replies_first_and_the_others_on_demand(opens: Opens) -> None:
    replies = [message(number, text=f"reply {number}", thread="1") for number in range(2, 12)]
    opened = await opens(tenant(channel("Cases", message(1, text="root"), *replies)))
    hub = opened.page.locator("#hub")
    await expect(hub.get_by_text("reply 11")).to_be_visible()
    await expect(hub.get_by_text("reply 2", exact=True)).to_have_count(0)

    await hub.get_by_role("button", name="Show 6 earlier").click()

    await expect(hub.get_by_text("reply 2", exact=True)).to_be_visible()


async def test_a_busy_channel_draws_a_bounded_number_of_threads(opens: Opens) -> None:
    opened = await opens(tenant(channel("Cases", *(message(number, text=f"thread {number}") for number in range(300)))))
    threads = opened.page.locator("#hub .thread")
    await expect(threads).to_have_count(40)

    await opened.page.get_by_role("button", name="Show earlier messages").click()

    await expect(threads).to_have_count(80)


async def test_a_message_for_another_officer_is_offered_and_one_press_away(opens: Opens) -> None:
    cedars = chat("Cedar")
    opened = await opens(tenant(chat("Birch"), cedars))
    officer = opened.page.locator("#officer")

    opened.plane.say(cedars, message(1, text="A question from the hub."))
    await officer.get_by_role("button", name="Sample Cedar").click()

    await expect(officer.get_by_text("A question from the hub.")).to_be_visible()
    await expect(officer.get_by_text("New messages for")).to_be_hidden()


async def test_news_behind_a_tab_are_counted_on_it_until_seen(opens: Opens) -> None:
    oaks = chat("Oak")
    opened = await opens(tenant(oaks, channel("Cases")))
    tab = opened.page.get_by_role("tab", name="My chat")

    opened.plane.say(oaks, message(1, text="Four cases are late."))
    await expect(tab).to_have_accessible_name("My chat 1 new")
    await tab.click()

    await expect(tab).to_have_accessible_name("My chat")
    await expect(opened.page.locator("#hub").get_by_text("Four cases are late.")).to_be_visible()


async def test_a_new_message_is_announced_politely(opens: Opens) -> None:
    birchs = chat("Birch")
    opened = await opens(tenant(birchs))

    opened.plane.say(birchs, message(1, text="Your case is **PF-2026-0001**."))

    region = opened.page.locator("#announcements")
    await expect(region).to_have_attribute("aria-live", "polite")
    await expect(region).to_contain_text("Prevention First in Sample Birch: Your case is")


async def test_a_conversation_that_has_just_begun_appears_by_itself(opens: Opens) -> None:
    opened = await opens(tenant())

    opened.plane.tell(kind="conversation", conversation=chat("Birch", message(1, text="Welcome.")))

    await expect(opened.page.locator("#officer").get_by_text("Welcome.")).to_be_visible()
