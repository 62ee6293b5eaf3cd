"""Cards: each is shown as the bot sent it to its reader, and what people typed stays text."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.page.conftest import Opens, in_message
from tests.page.sample_cards import card, execute, receipt_card, submission_card, text
from tests.page.samples import by, channel, chat, message, tenant, working_morning

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
Json = dict[str, Any]


async def test_each_person_sees_their_own_view_of_a_card(opens: Opens) -> None:
    views = {"aad-oak": card(text("Yours, Oak"))}
    opened = await opens(tenant(channel("Cases", message(1, card=card(text("For everybody")), views=views))))
    hub = opened.page.locator("#hub")
    await expect(hub.get_by_text("Yours, Oak")).to_be_visible()

    await hub.get_by_label("You are").select_option("aad-rowan")

    await expect(hub.get_by_text("For everybody")).to_be_visible()
    await expect(hub.get_by_text("Yours, Oak")).to_have_count(0)


async def test_a_targeted_message_is_seen_by_its_reader_only(opens: Opens) -> None:
    opened = await opens(tenant(channel("Cases", message(1, text="Rowan was first.", only_for="aad-rowan"))))
    hub = opened.page.locator("#hub")
    await expect(hub.get_by_text("Rowan was first.")).to_have_count(0)

    await hub.get_by_label("You are").select_option("aad-rowan")

    await expect(hub.get_by_text("Rowan was first.")).to_be_visible()


async def test_what_people_typed_never_becomes_html(opens: Opens) -> None:
    nasty = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>"
    words = chat(
        "Birch",
        message(1, text=nasty, **{"from": by("Birch")}),
        message(2, text=nasty),
        message(3, card=card(text(nasty))),
    )
    opened = await opens(tenant(words))

    for number in (1, 2, 3):
        await expect(in_message(opened, number)).to_contain_text("<b>bold</b>")
    await expect(opened.page.locator("#officer .message-text img, #officer .card img, #officer b")).to_have_count(0)
    await expect(opened.page).to_have_title("Prevention First on a local Microsoft 365")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://force.example/", "data:text/html,x", "file:///etc/passwd"]
)
async def test_markdown_links_to_anything_but_https_and_mailto_stay_text(opens: Opens, url: str) -> None:
    words = f"[press me]({url}) and [write](mailto:sample.oak@force.example)"
    opened = await opens(tenant(chat("Birch", message(1, text=words), message(2, card=card(text(words))))))

    for number in (1, 2):
        await expect(in_message(opened, number).get_by_role("link")).to_have_text("write")


async def test_a_link_of_a_card_opens_a_new_tab(opens: Opens) -> None:
    action = {"type": "Action.OpenUrl", "title": "Read more", "url": "https://force.example/evidence"}
    opened = await opens(tenant(chat("Birch", message(1, card=card(text("Evidence"), actions=(action,))))))
    await opened.page.context.route("https://force.example/**", lambda route: route.fulfill(body="evidence"))

    async with opened.page.expect_popup() as tab:
        await in_message(opened, 1).get_by_role("link", name="Read more").click()

    assert (await tab.value).url == "https://force.example/evidence"


async def test_a_link_to_a_row_of_the_invented_sharepoint_opens_it_in_the_lists(opens: Opens) -> None:
    opened = await opens()

    await in_message(opened, 13).get_by_role("link", name="Open the row").click()

    panel = opened.page.get_by_role("region", name="Repeat shed burglaries on the allotments at Mill Lane")
    await expect(panel.get_by_text("PF-2026-0001")).to_be_visible()


async def test_parts_are_shown_and_hidden_and_cards_unfold(opens: Opens) -> None:
    opened = await opens()
    shown = in_message(opened, 11)

    await shown.get_by_role("button", name="The story").click()
    await expect(shown.get_by_text("Eleven reports since August")).to_be_visible()
    await shown.get_by_role("button", name="Reply", exact=True).click()
    await expect(shown.get_by_label("Guidance to Sample Birch *")).to_be_visible()
    await shown.get_by_role("button", name="The story").click()

    await expect(shown.get_by_text("Eleven reports since August")).to_be_hidden()
    await expect(shown.get_by_label("Guidance to Sample Birch *")).to_be_visible()


async def test_choices_in_one_card_do_not_undo_those_in_another(opens: Opens) -> None:
    opened = await opens(tenant(chat("Birch", message(1, card=submission_card()), message(2, card=submission_card()))))
    await in_message(opened, 1).get_by_label("Idea").check()

    await in_message(opened, 2).get_by_label("Inefficiency").check()

    await expect(in_message(opened, 1).get_by_label("Idea")).to_be_checked()


async def test_a_deleted_message_says_so_and_its_card_is_gone(opens: Opens) -> None:
    opened = await opens()
    gone = message(5, deleted=True)

    opened.plane.say(opened.plane.state["conversations"][0], gone)

    await expect(in_message(opened, 5)).to_contain_text("This message has been deleted.")
    await expect(in_message(opened, 5).locator(".card")).to_have_count(0)


async def test_a_card_newer_than_the_page_shows_its_fallback(opens: Opens) -> None:
    strange = {"type": "Chart.Donut", "fallback": text("Two of three were answered.")}
    opened = await opens(tenant(chat("Birch", message(1, card=card(strange)))))

    await expect(in_message(opened, 1)).to_contain_text("Two of three were answered.")


async def test_the_receipt_is_one_card_that_is_kept_current(opens: Opens) -> None:
    opened = await opens(working_morning())

    opened.plane.say(
        opened.plane.state["conversations"][0],
        message(3, card=receipt_card(status="Answered"), edited_at="2026-11-03T11:00:00Z"),
    )

    await expect(in_message(opened, 3)).to_have_count(1)
    await expect(in_message(opened, 3)).to_contain_text("Answered")
    await expect(in_message(opened, 3)).to_contain_text("Edited")


async def test_a_card_that_refreshes_itself_asks_the_bot_once_it_is_seen(opens: Opens) -> None:
    refresh: Json = {"action": execute("", "refresh"), "userIds": []}
    refreshing = card(text("Base")) | {"refresh": refresh}
    opened = await opens(tenant(channel("Cases", message(1, card=refreshing))))

    await expect(in_message(opened, 1)).to_contain_text("Base")
    await opened.page.wait_for_load_state("networkidle")

    assert opened.plane.heard == [("looks", {"conversation": "19:cases", "message": "1"})]
