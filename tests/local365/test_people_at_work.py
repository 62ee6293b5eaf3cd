"""The testing kit does what a person in Teams could do, and says why not where they could not."""

import asyncio

import pytest

from local365.filling_in import CannotDoError
from local365.people_at_work import Office, PersonAtWork, people_at_work
from local365.server import Local365
from tests.local365.cards import activity, card, execute, field, says, submit
from tests.local365.connector_client import ConnectorClient
from tests.local365.recording_bot import RecordingBot


@pytest.fixture
async def birch(office: Office, bot: RecordingBot) -> PersonAtWork:
    person = office.person("Sample Birch")
    await person.opens_chat()
    bot.heard.clear()
    return person


@pytest.fixture
async def chat(birch: PersonAtWork, connector: ConnectorClient) -> str:
    return await connector.start_chat(birch.person.name.removeprefix("Sample "))


def test_a_person_nobody_knows_is_named_with_those_there_are(office: Office) -> None:
    with pytest.raises(CannotDoError, match="There is nobody called Sample Yew; there are: Sample Birch, Sample Cedar"):
        office.person("Sample Yew")


async def test_a_persons_chat_is_empty_before_it_is_opened(office: Office) -> None:
    assert await office.person("Sample Cedar").sees() == []


async def test_a_person_sees_their_own_words_and_the_bots(
    birch: PersonAtWork, chat: str, connector: ConnectorClient
) -> None:
    await birch.says("Hello")
    await connector.send(chat, activity("Good morning"))

    assert [(one.author, one.text) for one in await birch.sees()] == [
        ("Sample Birch", "Hello"),
        ("Prevention First", "Good morning"),
    ]


async def test_a_missing_button_is_named_with_those_there_are(
    birch: PersonAtWork, chat: str, connector: ConnectorClient
) -> None:
    await connector.send(chat, activity(None, card(actions=(submit("Send it in"), submit("Not now")))))

    with pytest.raises(
        CannotDoError, match="There is no button 'Send' in the card; there are: 'Send it in', 'Not now'"
    ):
        await birch.presses("Send")


async def test_without_a_card_nothing_can_be_pressed(birch: PersonAtWork) -> None:
    with pytest.raises(CannotDoError, match="Sample Birch sees no card in the personal chat"):
        await birch.presses("Send it in")


async def test_the_newest_card_with_the_button_is_pressed(
    birch: PersonAtWork, chat: str, connector: ConnectorClient, bot: RecordingBot
) -> None:
    for number in ("1", "2"):
        await connector.send(chat, activity(None, card(actions=(submit("Open", case=number),))))
    await connector.send(chat, activity(None, card(says("No button"))))

    await birch.presses("Open")

    assert bot.heard[-1]["value"] == {"case": "2"}


async def test_a_card_that_is_named_is_pressed_even_if_it_is_old(
    birch: PersonAtWork, chat: str, connector: ConnectorClient, bot: RecordingBot
) -> None:
    for number in ("1", "2"):
        await connector.send(chat, activity(None, card(actions=(submit("Open", case=number),))))
    old = (await birch.sees())[0]

    await birch.presses("Open", card=old)

    assert bot.heard[-1]["value"] == {"case": "1"}


async def test_prefilled_values_go_as_they_stand_unless_typed_over(
    birch: PersonAtWork, chat: str, connector: ConnectorClient, bot: RecordingBot
) -> None:
    fields = (field("title", value="Lights"), field("where", value="Mill Lane"), field("tried"))
    await connector.send(chat, activity(None, card(*fields, actions=(submit("Send it in"),))))

    await birch.presses("Send it in", title="Lighting")

    assert bot.heard[-1]["value"] == {"title": "Lighting", "where": "Mill Lane"}


async def test_a_forged_press_goes_as_it_is(
    birch: PersonAtWork, chat: str, connector: ConnectorClient, bot: RecordingBot
) -> None:
    await connector.send(
        chat, activity(None, card(field("title", maxLength=3, isRequired=True), actions=(submit("Go"),)))
    )

    await birch.presses("Go", forged=True, title="too long", unknown="x")

    assert bot.heard[-1]["value"] == {"title": "too long", "unknown": "x"}


async def test_an_action_that_stands_in_no_card_can_be_forged(
    birch: PersonAtWork, chat: str, connector: ConnectorClient, bot: RecordingBot
) -> None:
    await connector.send(chat, activity(None, card(says("No button"))))
    bot.answers_card(card())

    await birch.sends_press(await birch.latest_card(), execute("Close", "close"), {"case": "PF-2026-0001"})

    assert bot.heard[-1]["value"]["action"]["verb"] == "close"


async def test_a_message_that_comes_later_is_waited_for(
    birch: PersonAtWork, chat: str, connector: ConnectorClient
) -> None:
    waiting = asyncio.create_task(birch.waits_for(lambda one: one.text == "At last"))
    await connector.send(chat, activity("Not yet"))

    await connector.send(chat, activity("At last"))

    assert (await waiting).text == "At last"


async def test_a_message_that_never_comes_is_waited_for_in_vain(birch: PersonAtWork) -> None:
    with pytest.raises(CannotDoError, match="no such message for Sample Birch in the personal chat"):
        await birch.waits_for(lambda _: False, within_s=0.05)


async def test_a_channel_nobody_knows_is_named(birch: PersonAtWork) -> None:
    with pytest.raises(CannotDoError, match="There is no channel Random"):
        await birch.sees("Random")


async def test_rows_of_a_list_that_is_not_there_are_refused(office: Office) -> None:
    with pytest.raises(CannotDoError, match="There is no list Cases; there are: none"):
        await office.rows("Cases")


async def test_the_kit_works_with_an_address_alone(m365: Local365) -> None:
    async with people_at_work(m365.url) as office:
        assert office.person("sample.oak@force.example").person.name == "Sample Oak"
