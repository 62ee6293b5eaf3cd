"""A person at the Agents Playground's page, in the words of what a person does.

The page draws every card anew when anything arrives in the conversation, and then empties what was typed:
`answers` fills a whole card, looks whether it all stands there, and presses. And it shows nothing of what arrives in a
thread before it has the answer to the post that began it, which our bot can be too quick for: so that arrives later.
Waits are Playwright's own, on what the page shows.
"""

import json
import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.async_api import BrowserContext, Locator, Page, Route, WebSocketRoute, expect
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from service.playground import BOT, TEAM, Playground, configuration
from tests.browser import PATIENCE_MS

COMPOSE = "[data-lexical-editor=true]"
MOCKED = "/_internal/v1/customActivities"
CARD = ".ac-adaptiveCard"
ATTEMPTS = 4
SENT_WITHIN_MS = 4_000


@dataclass(kw_only=True)  # no slots: Playwright 1.65 hangs its wrappers on the owner of a handler
class Chat:
    """The page, and the person the bot takes its user for."""

    page: Page
    playground: Playground
    actor: str = field(default="Sample Birch", init=False)
    _unanswered: int = field(default=0, init=False)  # of what the page has sent
    _arrived: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]], init=False)

    async def _in_the_actors_name(self, route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        body["from"] = {"id": _id_of(self.actor)}
        self._unanswered += 1
        try:
            await route.fulfill(response=await route.fetch(post_data=json.dumps(body)))
            if answer := await route.request.response():
                await answer.finished()
        finally:
            self._unanswered -= 1
        if not self._unanswered:
            for arrives in self._arrived:
                arrives()
            self._arrived.clear()

    def _arrives_in_order(self, page: WebSocketRoute) -> None:
        def arrives(frame: str | bytes) -> None:
            if self._unanswered:
                self._arrived.append(lambda: page.send(frame))
            else:
                page.send(frame)

        page.connect_to_server().on_message(arrives)

    async def opens(self) -> None:
        """The page stands in the personal chat, without the log beside it; the bot was told of the installation."""
        await self.page.route("**/_conversation/v1/**", self._in_the_actors_name)
        await self.page.route_web_socket("**/_ws_conversation/**", self._arrives_in_order)
        await self.page.goto(self.playground.url)
        await self.page.get_by_role("button", name="Hide log panel").click()

    def acts_as(self, name: str) -> None:
        """From now on the bot takes what is done here for this person's doing.

        The page itself goes on showing its own user: the Playground has one, and its server many.
        """
        self.actor = name

    def conversation(self) -> Locator:
        """What is drawn of the open conversation: neither the list of chats nor its previews."""
        chats = self.page.get_by_role("region", name="Chat and Teams Channel")
        return self.page.locator("div").filter(has=self.page.locator(COMPOSE)).filter(has_not=chats).first

    def card(self, on: str | None = None) -> Locator:
        """The newest card, or the newest that shows this text."""
        return self.conversation().locator(CARD, has_text=on).last

    async def opens_chat(self) -> None:
        """The personal chat with the bot is open."""
        await self.page.get_by_role("treeitem", name="Personal Chat").click()

    async def opens_group(self) -> None:
        """The group chat is open."""
        await self.page.get_by_role("treeitem", name="Group").click()

    async def opens_channel(self, name: str) -> None:
        """This channel of the team is open; the first time, the bot was told that it was added there."""
        await self.page.get_by_role("treeitem", name=f"{TEAM} - {name}", exact=True).click()
        await expect(self.page.get_by_role("button", name="Post", exact=True)).to_be_visible(timeout=PATIENCE_MS)

    async def says(self, text: str) -> None:
        """The bot got this message in the open chat."""
        await self._types(self.conversation().locator(COMPOSE).last, text)
        await self._clicks(self.conversation().get_by_role("button", name="Send Message").last)

    async def says_in_channel(self, text: str) -> None:
        """The bot got this as a new post in the open channel that mentions it: the page's own user's, as every post."""
        await self._mentions_the_bot(self.conversation().locator(COMPOSE).first, text)
        await self._clicks(self.page.get_by_role("button", name="Post", exact=True))

    async def replies(self, text: str, *, mention: bool = True) -> None:
        """This stands in the open group chat, or in the channel's last thread; with a `mention` the bot is meant."""
        box = self.conversation().locator(COMPOSE).last
        await (self._mentions_the_bot(box, text) if mention else self._types(box, text))
        await self._clicks(self.conversation().get_by_role("button", name="Send Message").last)

    async def picks(self, item: str) -> None:
        """The bot got the activity that this item of the menu *Mock an Activity* makes for the open conversation."""
        await self.page.get_by_role("button", name="Mock an Activity").click()
        await self.page.get_by_role("menuitem").filter(has_text=re.compile(f"^{item}$")).click()
        async with self.page.expect_response(lambda one: one.url.endswith(MOCKED)):
            await self.page.get_by_role("button", name="Send activity").click()

    async def mocks(self, kind: str, place: str, **instead: Any) -> None:
        """The same for any conversation, without the hands: the menu asks the Playground's server for these two.

        `kind` as the server names it; `instead`: what the activity says otherwise than its template.
        """
        query: dict[str, str | float | bool] = {"type": kind, "conversationId": place}
        answer = await self.page.request.get(f"{self.playground.url}{MOCKED}/template", params=query)
        activity = await answer.json() | {"id": str(uuid4()), **instead}
        sent = await self.page.request.post(f"{self.playground.url}{MOCKED}", data=activity)
        assert sent.ok, await sent.text()

    async def shows(self) -> int:
        """How many cards the open conversation shows."""
        return await self.conversation().locator(CARD).count()

    async def sees_cards(self, count: int) -> None:
        """The open conversation shows so many cards."""
        await expect(self.conversation().locator(CARD)).to_have_count(count, timeout=PATIENCE_MS)

    async def links(self, name: str) -> int:
        """How many links with this name the open conversation has."""
        return await self.conversation().get_by_role("link", name=name).count()

    async def fills(self, label: str, answer: str, *, on: str | None = None) -> None:
        """The answer stands in the input with this label, or is chosen in it by its words."""
        box = await self._field(label, on)
        match await self._kind(box):
            case "radiogroup":
                await box.get_by_label(answer, exact=True).check()
            case "combobox":
                await box.click()
                await self.page.get_by_role("option", name=answer, exact=True).click()
            case "checkbox":
                await box.set_checked(answer == "yes")
            case _:
                await box.fill(answer)

    async def answers(self, card: Mapping[str, str], then: str, *, on: str | None = None) -> None:
        """All of these stand in the newest card at once, by label, and this button of it was pressed."""
        for _ in range(ATTEMPTS):
            for label, answer in card.items():
                await self.fills(label, answer, on=on)
            if all([await self._stands(label, answer, on) for label, answer in card.items()]):
                # Emptied between the look and the press, the card refuses by itself and nothing is sent.
                with suppress(PlaywrightTimeoutError):
                    return await self._clicks(self._button(then, on), within_ms=SENT_WITHIN_MS)
        raise AssertionError(f"the page emptied the card {ATTEMPTS} times while it was filled")

    async def presses(self, title: str, *, on: str | None = None) -> None:
        """The bot answered the press of this button on the newest card."""
        await self._clicks(self._button(title, on))

    async def tries(self, title: str, *, on: str | None = None) -> None:
        """The button was clicked, and nothing is said about what came of it (an empty required input, a fold)."""
        await self._button(title, on).click()

    async def sees(self, text: str) -> None:
        """The open conversation shows this text."""
        await expect(self.conversation().get_by_text(text).last).to_be_visible(timeout=PATIENCE_MS)

    async def sees_on_card(self, text: str, *, on: str | None = None) -> None:
        """The newest card shows this text."""
        await expect(self.card(on)).to_contain_text(text, timeout=PATIENCE_MS)

    async def no_longer_sees(self, text: str) -> None:
        """The open conversation shows this text nowhere."""
        await expect(self.conversation().get_by_text(text)).to_have_count(0, timeout=PATIENCE_MS)

    async def takes_a_picture(self, path: Path) -> None:
        """The page as it stands is kept as a PNG."""
        await self.page.screenshot(path=path)

    async def _mentions_the_bot(self, box: Locator, text: str) -> None:
        await box.click()
        await self.page.keyboard.type(f"@{BOT['name'].split()[0]}")
        await self.page.get_by_role("menuitem", name=BOT["name"]).click()
        await self.page.keyboard.insert_text(f" {text}")

    async def _types(self, box: Locator, text: str) -> None:
        await box.click()
        await self.page.keyboard.insert_text(text)

    def _button(self, title: str, on: str | None) -> Locator:
        """That button of the newest card that has it, and shows the text `on`."""
        button = self.page.get_by_role("button", name=title, exact=True)
        cards = self.conversation().locator(CARD, has_text=on).filter(has=button)
        return cards.last.get_by_role("button", name=title, exact=True)

    async def _clicks(self, button: Locator, *, within_ms: float | None = None) -> None:
        # The actor may change with the next line of a test, so this press must have left first.
        said = self.page.expect_response(lambda one: "/_conversation/v1/" in one.url, timeout=within_ms)
        async with said:
            await button.click()

    async def _field(self, label: str, on: str | None) -> Locator:
        words = re.compile(rf"^{re.escape(label)}( \*)?$")
        name = self.card(on).locator("label.ac-richTextBlock", has_text=words).last
        return self.card(on).locator(f'[id="{await name.get_attribute("for")}"]')

    async def _kind(self, box: Locator) -> str:
        kind = await box.get_attribute("role") or await box.get_attribute("type") or ""
        # A date is a combobox too; it opens a calendar, and takes typing.
        return "date" if await box.get_attribute("aria-haspopup") == "dialog" else kind

    async def _stands(self, label: str, answer: str, on: str | None) -> bool:
        box = await self._field(label, on)
        match await self._kind(box):
            case "radiogroup":
                return await box.get_by_label(answer, exact=True).is_checked()
            case "checkbox":
                return await box.is_checked() == (answer == "yes")
            case "date":
                return await box.input_value() != ""
            case _:
                return await box.input_value() == answer


def _id_of(name: str) -> str:
    """The id by which the bot knows this person."""
    told: Any = configuration()
    return next(one["id"] for one in [told["currentUser"], *told["users"]] if one["name"] == name)


@asynccontextmanager
async def chat(browser: BrowserContext, playground: Playground) -> AsyncGenerator[Chat]:
    """Sample Birch sits at the Playground's page, in the personal chat."""
    page = await browser.new_page()
    person = Chat(page=page, playground=playground)
    await person.opens()
    yield person
    await page.close()
