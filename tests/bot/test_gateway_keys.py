"""The signing keys: fetched seldom, and at once when they change."""

from __future__ import annotations

import asyncio

from bot.gateway_keys import FETCHES_PER_MINUTE, FRESH_S, QUIET_S, UNKNOWN_S
from tests.bot.microsoft import Microsoft
from tests.bot.teams_bot import TeamsBot


async def test_the_keys_are_fetched_once_for_any_number_of_turns(bot: TeamsBot) -> None:
    statuses = [await bot.hear(bot.microsoft.activity()) for _ in range(3)]

    assert (statuses, bot.microsoft.calls) == ([200, 200, 200], ["openid", "keys"])


async def test_turns_that_arrive_together_fetch_the_keys_once(bot: TeamsBot) -> None:
    statuses = await asyncio.gather(*(bot.hear(bot.microsoft.activity()) for _ in range(5)))

    assert (statuses, bot.microsoft.calls) == ([200] * 5, ["openid", "keys"])


async def test_a_rotated_key_works_at_once(bot: TeamsBot) -> None:
    await bot.hear(bot.microsoft.activity())
    bot.microsoft.keys = {"k2": ["msteams"]}

    status = await bot.hear(bot.microsoft.activity(), bot.microsoft.token("k2", signed_by="k2"))

    assert (status, bot.microsoft.count("keys")) == (200, 2)


async def test_a_key_that_was_withdrawn_by_a_rotation_is_unauthorised(bot: TeamsBot) -> None:
    await bot.hear(bot.microsoft.activity())
    bot.microsoft.keys = {"k2": ["msteams"]}
    await bot.hear(bot.microsoft.activity(), bot.microsoft.token("k2", signed_by="k2"))

    assert await bot.hear(bot.microsoft.activity()) == 401


async def test_an_unknown_key_is_asked_for_once_a_minute(bot: TeamsBot) -> None:
    unknown = bot.microsoft.token("k9", signed_by="k9")
    statuses = [await bot.hear(bot.microsoft.activity(), unknown) for _ in range(3)]
    within_the_minute = bot.microsoft.count("keys")
    bot.clock.now += UNKNOWN_S
    await bot.hear(bot.microsoft.activity(), unknown)

    assert (statuses, within_the_minute, bot.microsoft.count("keys")) == ([401, 401, 401], 1, 2)


async def test_made_up_key_ids_cannot_load_the_key_server(bot: TeamsBot) -> None:
    for number in range(FETCHES_PER_MINUTE + 5):
        await bot.hear(bot.microsoft.activity(), bot.microsoft.token(f"made-up-{number}"))

    assert bot.microsoft.count("keys") == FETCHES_PER_MINUTE


async def test_known_keys_serve_while_made_up_ids_arrive(bot: TeamsBot) -> None:
    for number in range(FETCHES_PER_MINUTE + 5):
        await bot.hear(bot.microsoft.activity(), bot.microsoft.token(f"made-up-{number}"))

    assert await bot.hear(bot.microsoft.activity()) == 200


async def test_the_keys_are_renewed_every_day(bot: TeamsBot) -> None:
    await bot.hear(bot.microsoft.activity())
    bot.clock.now += FRESH_S
    bot.microsoft.keys = {"k2": ["msteams"]}

    assert await bot.hear(bot.microsoft.activity()) == 401


async def test_while_the_key_server_is_down_nobody_is_believed_and_nobody_is_blamed(bot: TeamsBot) -> None:
    bot.microsoft.key_status = 500

    assert [await bot.hear(bot.microsoft.activity()) for _ in range(2)] == [503, 503]


async def test_a_key_server_that_is_down_is_left_alone_for_a_moment(bot: TeamsBot) -> None:
    bot.microsoft.key_status = 500
    for _ in range(3):
        await bot.hear(bot.microsoft.activity())

    assert bot.microsoft.calls == ["openid"]


async def test_the_bot_recovers_when_the_key_server_does(bot: TeamsBot) -> None:
    bot.microsoft.key_status = 500
    await bot.hear(bot.microsoft.activity())
    bot.microsoft.key_status = 200
    bot.clock.now += QUIET_S

    assert await bot.hear(bot.microsoft.activity()) == 200


async def test_known_keys_outlive_an_outage_of_the_key_server(bot: TeamsBot) -> None:
    await bot.hear(bot.microsoft.activity())
    bot.microsoft.key_status = 500
    bot.clock.now += FRESH_S

    assert await bot.hear(bot.microsoft.activity()) == 200


async def test_a_key_set_that_nobody_answers_for_is_an_outage(bot: TeamsBot, microsoft: Microsoft) -> None:
    microsoft.keys = {}

    assert await bot.hear(microsoft.activity()) == 503
