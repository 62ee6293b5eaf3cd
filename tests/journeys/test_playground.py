"""All that Microsoft's Agents Playground can do, a Teams client that nobody here wrote.

One session for the whole module: to start a Playground, a browser and the product takes longer than most of these do.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from cards.commands import PERSONAL
from local365.server import Settings, running_local365
from service.compose import Service, composed
from service.playground import CHANNELS, PERSONAL_CHAT, playground
from service.run import listening
from service.teams_edge import run_teams
from tests.browser import chromium
from tests.chat import Chat, chat
from tests.journeys.conftest import A_DAY_S
from tests.journeys.force import SETUP_CODE, settings_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("playground"),
    pytest.mark.asyncio(loop_scope="module"),
]

ANSWERS = {
    "What is it?": "Operational problem: it keeps happening",
    "In one sentence": "Shed burglaries on the allotments",
    "What happens, where, how often, and who is affected?": "Eleven since August, mostly Sunday nights.",
}
DETAILS = "What happens, where, how often, and who is affected?"
ADDED = "What do you want to add or put right?"
WHY = "Why, in words for the person who sent it in"
CASES = CHANNELS["Cases"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """The product at work as `make playground` runs it: for a client that sends no token and has no dialogs."""
    stop = asyncio.Event()
    with running_local365(settings=Settings(arrive_every_s=A_DAY_S)) as m365:
        settings = settings_for(m365, tmp_path_factory.mktemp("here"), dialogs=False)
        async with composed(settings, authenticate=False) as joined, asyncio.TaskGroup() as group:
            group.create_task(run_teams(joined, stop))
            yield joined
            stop.set()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(service: Service) -> AsyncIterator[Chat]:
    """The Playground's page; Birch has made the channel *Cases* the hub's, and so leads it."""
    async with (
        listening(service, host="127.0.0.1", port=0) as url,
        chromium() as browser,
        playground(f"{url}/api/messages") as server,
        chat(browser, server) as person,
    ):
        await person.opens_channel("Cases")
        await person.says_in_channel(f"hub here {SETUP_CODE}")
        await person.sees("This channel is now the hub's")
        yield person


@pytest_asyncio.fixture(loop_scope="module")
async def page(client: Chat) -> Chat:
    """Birch, in the chat with the bot."""
    client.acts_as("Sample Birch")
    await client.opens_chat()
    return client


async def test_an_officer_sends_something_in_and_the_hub_works_it(page: Chat, screenshots: Path) -> None:
    await page.says("hello")
    await page.presses("Send something in")
    await page.takes_a_picture(screenshots / "playground-form.png")
    await page.answers(ANSWERS, then="Send it in")
    await page.sees("PF-2026-0001")
    await page.takes_a_picture(screenshots / "playground-receipt.png")

    page.acts_as("Sample Oak")
    await page.opens_channel("Cases")
    await page.sees("Shed burglaries on the allotments")
    await page.presses("Claim", on="PF-2026-0001")
    await page.sees("Sample Oak")
    await page.takes_a_picture(screenshots / "playground-hub-card.png")
    await page.presses("Ask a question…", on="PF-2026-0001")
    await page.answers({"Your question": "Which three gates?"}, then="Send the question", on="Your question")

    page.acts_as("Sample Birch")
    await page.opens_chat()
    await page.sees("Which three gates?")
    await page.answers({"Your answer": "The lane side."}, then="Send the answer", on="Your answer")

    page.acts_as("Sample Oak")
    await page.opens_channel("Cases")
    await page.sees("The lane side.")
    await page.takes_a_picture(screenshots / "playground-thread.png")


async def test_words_are_put_on_a_card_and_what_was_refused_comes_back_as_it_was_typed(
    page: Chat, screenshots: Path
) -> None:
    words = "[Lamps](https://evil.example) <at>Everyone</at> **fail** ${x} at Mill Lane"
    await page.says(words)
    await page.sees("We put what you wrote on this card")
    rest = {"What is it?": ANSWERS["What is it?"], DETAILS: "é" * 4_001}
    await page.answers(rest, then="Send it in", on="We put what you wrote")
    await page.sees_on_card("“What happens” is 4,001 characters; 4,000 is the most.")

    await page.says("new")
    await page.sees_on_card("This is what you had typed. It has not been sent yet.")
    await page.takes_a_picture(screenshots / "playground-draft.png")
    await page.answers({DETAILS: "Every night."}, then="Send it in", on="It has not been sent yet")
    await page.sees_on_card(words, on="we have it")

    await page.says("new")
    await page.sees_on_card("Five questions, the first three are needed.")
    await page.opens_channel("Cases")
    await page.sees(words)
    assert await page.links("Lamps") == 0
    await page.takes_a_picture(screenshots / "playground-hostile.png")


async def test_each_command_that_is_offered_is_understood(page: Chat, screenshots: Path) -> None:
    answers = {
        "new": "Five questions",
        "my cases": "Your cases",
        "find": "Find a case",
        "evidence": "Find what is known to work",
        "help": "What you can write here",
    }
    assert set(answers) == {command.words for command in PERSONAL}

    for command, answer in answers.items():
        await page.says(command)
        await page.sees_on_card(answer)
    await page.says("find no such words at all")
    await page.sees_on_card("has “no such words at all” in its number")
    await page.takes_a_picture(screenshots / "playground-commands.png")


async def test_a_case_is_added_to_and_closed_and_a_button_pressed_twice_opens_one_form(
    page: Chat, screenshots: Path
) -> None:
    shown = await page.shows()
    await page.says("new")
    await page.sees_cards(shown + 1)
    await page.answers({**ANSWERS, "In one sentence": "Vans parked at the school gate"}, then="Send it in")
    await page.presses("Add something…", on="Vans parked")
    await page.answers({ADDED: "It is two vans."}, then="Add it", on=ADDED)
    await page.sees("it is on your case, and the hub is told.")

    page.acts_as("Sample Rowan")
    await page.opens_channel("Cases")
    await page.sees("Sample Birch adds:")
    await page.presses("Close…", on="Vans parked")
    await page.sees(WHY)
    await page.presses("Close…", on="Vans parked")
    await page.sees("That was opened a moment ago")
    await page.answers({"Outcome": "Adopted", WHY: "The school has put up bollards."}, then="Close the case", on=WHY)
    await page.sees("is closed as “Adopted”. Sample Birch is told why.")
    await page.sees("Reopen")
    await page.no_longer_sees("Close the case")
    await page.takes_a_picture(screenshots / "playground-closed.png")

    await page.opens_chat()
    await page.sees_on_card("The school has put up bollards.", on="Thank you for sending it in.")
    await page.sees("This case is closed.")
    await page.takes_a_picture(screenshots / "playground-decided.png")


async def test_where_others_read_along_only_a_mention_is_answered_and_nothing_of_ones_own_is_shown(
    page: Chat, screenshots: Path
) -> None:
    await page.opens_channel("Cases")
    await page.says_in_channel("help")
    await page.sees("Make this channel the hub's")
    shown = await page.shows()
    await page.replies("Has anybody seen my mug?", mention=False)
    await page.replies("help")
    await page.sees_cards(shown + 1)

    await page.opens_group()
    await page.replies("help")
    await page.sees_on_card("are between you and the hub")
    await page.presses("Send something in")
    await page.sees("Open your own chat with it, and do it there")
    await page.takes_a_picture(screenshots / "playground-group.png")


async def test_installing_greets_and_after_uninstalling_the_next_word_is_answered_again(page: Chat) -> None:
    shown = await page.shows()
    await page.picks("Install application")
    await page.sees_cards(shown + 1)

    await page.mocks("uninstall", PERSONAL_CHAT)
    await page.mocks("botRemoved", PERSONAL_CHAT)
    await page.says("my cases")
    await page.sees_cards(shown + 2)


async def test_what_asks_nothing_of_the_bot_is_taken_in_without_a_word(page: Chat) -> None:
    shown = await page.shows()
    for kind in ("userAdded", "botAdded"):  # somebody who is removed from their own chat has left the force
        await page.mocks(kind, PERSONAL_CHAT)
    for kind in ("userAdded", "userRemoved", "botAdded", "teamRenamed", "channelRenamed", "channelCreated"):
        await page.mocks(kind, CASES)
    await page.mocks("install", PERSONAL_CHAT, type="messageReaction", reactionsAdded=[{"type": "like"}])
    await page.mocks("install", PERSONAL_CHAT, type="messageUpdate", text="my cases", id="1")
    await page.mocks("install", PERSONAL_CHAT, type="messageDelete", id="1")

    await page.says("help")
    await page.sees_cards(shown + 1)


async def test_a_lead_hears_that_the_channel_was_deleted_and_says_which_it_is_now(
    page: Chat, screenshots: Path
) -> None:
    await page.mocks("channelDeleted", CASES)
    await page.sees("The hub's channel was deleted")
    await page.takes_a_picture(screenshots / "playground-channel-deleted.png")

    await page.opens_channel("Cases")
    await page.says_in_channel("hub here")
    await page.sees("This channel is now the hub's")
