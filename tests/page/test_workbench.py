"""The workbench: a Forms response, a fault, and how to begin again."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.page.conftest import Open, Opens

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
Json = dict[str, Any]


async def opened_drawer(opened: Open) -> Locator:
    """The drawer, open."""
    await opened.page.get_by_role("button", name="Workbench").click()
    return opened.page.get_by_role("dialog", name="Workbench")


async def answer_all(drawer: Locator) -> None:
    """The five questions are answered."""
    await drawer.get_by_label("Is this an idea").select_option("Inefficiency")
    await drawer.get_by_label("In one sentence, what is it?").fill("Typed three times")
    await drawer.get_by_label("What happens, where").fill("Every night")
    await drawer.get_by_label("What has been tried").fill("Asked IT")
    await drawer.get_by_label("What would good look like").fill("One form")


ANSWERS = ["Inefficiency", "Typed three times", "Every night", "Asked IT", "One form"]


async def test_a_forms_response_carries_its_sender_and_five_answers(opens: Opens) -> None:
    opened = await opens()
    drawer = await opened_drawer(opened)
    await drawer.get_by_label("Sent by").select_option("aad-cedar")
    await answer_all(drawer)

    await drawer.get_by_role("button", name="Send response").click()

    await expect(drawer.get_by_text("The response is in the workbook.")).to_be_visible()
    sender = {"email": "sample.cedar@force.example", "name": "Sample Cedar"}
    assert opened.plane.heard == [("responses", sender | {"answers": ANSWERS})]


async def test_an_anonymous_response_carries_neither_name_nor_e_mail(opens: Opens) -> None:
    opened = await opens()
    drawer = await opened_drawer(opened)
    await drawer.get_by_label("Anonymous: no name, no e-mail").check()
    await answer_all(drawer)

    await drawer.get_by_role("button", name="Send response").click()

    await expect(drawer.get_by_text("The response is in the workbook.")).to_be_visible()
    assert opened.plane.heard == [("responses", {"email": None, "name": "", "answers": ANSWERS})]


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Graph is down", {"path": "/v1.0/*", "status": 503, "when": "before"}),
        ("Graph is slow", {"path": "/v1.0/*", "when": "slow", "delay_s": 5}),
        ("Teams throttles", {"path": "/connector/v3/*", "status": 429, "headers": {"Retry-After": "5"}}),
    ],
)
async def test_a_fault_is_scripted_and_mended(opens: Opens, title: str, fault: Json) -> None:
    opened = await opens()
    drawer = await opened_drawer(opened)

    await drawer.get_by_role("button", name=f"Script: {title}").click()
    await expect(drawer.get_by_role("status")).to_contain_text(title)
    await drawer.get_by_role("button", name="Mend everything").click()

    await expect(drawer.get_by_role("status")).to_have_text("All faults are mended.")
    (verb, scripted), mended = opened.plane.heard
    assert verb == "faults"
    assert scripted.items() >= fault.items()
    assert mended == ("faults", {})


async def test_escape_closes_the_drawer_and_returns_to_its_button(opens: Opens) -> None:
    opened = await opens()
    drawer = await opened_drawer(opened)
    await expect(drawer.get_by_text("make reset")).to_be_attached()

    await opened.page.keyboard.press("Escape")

    await expect(drawer).to_be_hidden()
    await expect(opened.page.get_by_role("button", name="Workbench")).to_be_focused()
