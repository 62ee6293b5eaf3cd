"""The answer to a press is seen by who pressed, until the message is changed for everybody."""

from typing import Any

import pytest
from aiohttp import web

from local365.filling_in import CannotDoError
from local365.people_at_work import Office, PersonAtWork
from local365.seed import CASES_CHANNEL_ID
from tests.local365.cards import activity, card, execute, says
from tests.local365.connector_client import ConnectorClient, aad
from tests.local365.graph.clock import Clock
from tests.local365.recording_bot import RecordingBot

OPEN = card(says("Open"), actions=(execute("Claim", "claim"),))
YOURS = card(says("Yours"))


@pytest.fixture
def oak(office: Office) -> PersonAtWork:
    return office.person("Sample Oak")


@pytest.fixture
def rowan(office: Office) -> PersonAtWork:
    return office.person("Sample Rowan")


@pytest.fixture
async def message(connector: ConnectorClient) -> str:
    """The id of a card in the Cases channel."""
    return (await connector.start_thread(activity(None, OPEN))).json["activityId"]


async def reads(person: PersonAtWork) -> list[str]:
    return [one.reads for one in await person.sees("Cases")]


@pytest.mark.usefixtures("message")
async def test_the_answered_card_is_seen_by_who_pressed_only(
    bot: RecordingBot, oak: PersonAtWork, rowan: PersonAtWork
) -> None:
    bot.answers_card(YOURS)

    pressed = await oak.presses("Claim", channel="Cases")

    assert (pressed.card, await reads(oak), await reads(rowan)) == (YOURS, ["Yours"], ["Open\nClaim"])


async def test_an_update_of_the_message_is_seen_by_everybody(
    bot: RecordingBot, oak: PersonAtWork, rowan: PersonAtWork, message: str, connector: ConnectorClient
) -> None:
    bot.answers_card(YOURS)
    await oak.presses("Claim", channel="Cases")

    await connector.update(CASES_CHANNEL_ID, message, activity(None, card(says("Closed"))))

    assert (await reads(oak), await reads(rowan)) == (["Closed"], ["Closed"])


@pytest.mark.usefixtures("message")
async def test_a_message_as_an_answer_leaves_the_card(bot: RecordingBot, oak: PersonAtWork) -> None:
    answer = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Rowan has it"}
    bot.answers.append(web.json_response(answer))

    pressed = await oak.presses("Claim", channel="Cases")

    assert (pressed.text, await reads(oak)) == ("Rowan has it", ["Open\nClaim"])


@pytest.mark.usefixtures("message")
async def test_an_error_as_an_answer_is_shown(bot: RecordingBot, oak: PersonAtWork) -> None:
    value = {"code": "BadRequest", "message": "That case is closed."}
    bot.answers.append(
        web.json_response({"statusCode": 400, "type": "application/vnd.microsoft.error", "value": value})
    )

    pressed = await oak.presses("Claim", channel="Cases")

    assert (pressed.status, pressed.error) == (400, "That case is closed.")


@pytest.mark.usefixtures("message")
@pytest.mark.parametrize(
    "body",
    [
        None,
        {"type": "application/vnd.microsoft.adaptive.card", "value": card()},
        {"type": "application/vnd.microsoft.card.adaptive", "value": card(version="1.6")},
        {"type": "application/vnd.microsoft.card.adaptive", "statusCode": 400, "value": card()},
        {"type": "application/vnd.microsoft.activity.message", "value": {"text": "x"}},
        {"type": "application/vnd.microsoft.error", "statusCode": 400, "value": "x"},
        {"type": "application/vnd.microsoft.error", "statusCode": 200, "value": {"message": "x"}},
    ],
)
async def test_an_answer_teams_cannot_show_is_something_went_wrong(
    bot: RecordingBot, oak: PersonAtWork, body: dict[str, Any] | None
) -> None:
    bot.answers.append(web.json_response(body))

    with pytest.raises(CannotDoError, match=r"Something went wrong\. Teams cannot show the bot's answer"):
        await oak.presses("Claim", channel="Cases")


async def refreshing(connector: ConnectorClient, **refresh: Any) -> None:
    shown = card(says("Base"), refresh={"action": execute("Refresh", "refresh"), **refresh})
    await connector.start_thread(activity(None, shown))


async def test_a_card_that_asks_for_it_is_refreshed_when_it_is_seen(
    bot: RecordingBot, oak: PersonAtWork, connector: ConnectorClient
) -> None:
    await refreshing(connector, userIds=[aad("Oak")])
    bot.answers_card(YOURS)

    await oak.looks_at(await oak.latest_card("Cases"))

    assert (bot.heard[0]["value"]["trigger"], await reads(oak)) == ("automatic", ["Yours"])


async def test_a_card_refreshes_for_those_it_names_only(
    bot: RecordingBot, rowan: PersonAtWork, connector: ConnectorClient
) -> None:
    await refreshing(connector, userIds=[aad("Oak")])

    refreshed = await rowan.looks_at(await rowan.latest_card("Cases"))

    assert (refreshed, bot.heard) == (None, [])


async def test_a_card_does_not_refresh_twice_within_a_minute(
    bot: RecordingBot, oak: PersonAtWork, connector: ConnectorClient, clock: Clock
) -> None:
    await refreshing(connector)
    base = await oak.latest_card("Cases")
    for passes in (0, 59, 1):
        clock.passes(seconds=passes)
        bot.answers_card(card(says("Base"), refresh={"action": execute("Refresh", "refresh")}))
        await oak.looks_at(base)

    assert len(bot.heard) == 2  # at once and after 60 s, not after 59
