"""Teams sends an activity again when the bot is silent or ill."""

import asyncio
from typing import Any

import pytest

from local365.filling_in import CannotDoError
from local365.people_at_work import Office, PersonAtWork
from local365.server import Local365
from local365.tenant import Patience
from tests.local365.recording_bot import RecordingBot


@pytest.fixture
async def birch(office: Office, bot: RecordingBot) -> PersonAtWork:
    """Birch in an open chat; the bot has forgotten what it heard."""
    person = office.person("Sample Birch")
    await person.opens_chat()
    bot.heard.clear()
    return person


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_ill_bot_gets_the_same_activity_again(birch: PersonAtWork, bot: RecordingBot, status: int) -> None:
    bot.answers_status(status)

    said = await birch.says("Hello")

    first, second = bot.heard
    assert (said.status, said.attempts, first) == (200, 2, second)


async def test_a_cut_connection_brings_the_activity_again(birch: PersonAtWork, bot: RecordingBot) -> None:
    bot.drops()

    said = await birch.says("Hello")

    assert (said.attempts, len(bot.heard)) == (2, 2)


async def test_a_bot_that_takes_too_long_gets_the_activity_again(
    m365: Local365, birch: PersonAtWork, bot: RecordingBot
) -> None:
    m365.tenant.patience = Patience(answer_s=0.1)
    first = asyncio.Event()

    async def think_once(_: dict[str, Any]) -> None:
        if not first.is_set():
            first.set()
            m365.tenant.patience = Patience()
            await asyncio.Event().wait()

    bot.on_hearing = think_once

    said = await birch.says("Hello")

    assert (said.status, said.attempts) == (200, 2)


async def test_after_three_more_attempts_teams_gives_up(birch: PersonAtWork, bot: RecordingBot) -> None:
    for _ in range(5):
        bot.answers_status(500)

    said = await birch.says("Hello", unanswered=True)

    assert (said.status, said.attempts, len(bot.heard)) == (500, 4, 4)


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_refusal_is_not_sent_again(birch: PersonAtWork, bot: RecordingBot, status: int) -> None:
    bot.answers_status(status)

    said = await birch.says("Hello", unanswered=True)

    assert (said.status, said.attempts) == (status, 1)


async def test_nobody_at_the_address_is_no_answer(m365: Local365, birch: PersonAtWork) -> None:
    m365.bot_url = "http://127.0.0.1:9/api/messages"

    said = await birch.says("Hello", unanswered=True)

    assert (said.status, said.attempts) == (None, 4)


async def test_the_kit_fails_when_the_bot_does_not_answer(m365: Local365, birch: PersonAtWork) -> None:
    m365.bot_url = None

    with pytest.raises(CannotDoError, match="The bot answered None to 'Hello' after 4 attempts"):
        await birch.says("Hello")


async def test_a_lost_answer_brings_the_same_activity_again(
    birch: PersonAtWork, bot: RecordingBot, office: Office
) -> None:
    await office.goes_wrong(path="/bot", status=504, when="after_commit")

    await birch.says("Hello")

    assert (len(bot.heard), bot.heard[0]) == (2, bot.heard[1])


async def test_an_activity_lost_on_the_way_is_heard_once(
    birch: PersonAtWork, bot: RecordingBot, office: Office
) -> None:
    await office.goes_wrong(path="/bot", when="reset")

    said = await birch.says("Hello")

    assert (said.attempts, len(bot.heard)) == (2, 1)
