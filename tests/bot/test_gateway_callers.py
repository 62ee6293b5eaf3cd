"""A token that was checked is remembered as long as it would pass the same check again, and no longer."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.gateway_identity import MOST_REMEMBERED, SKEW_S, Callers, Denied
from bot.gateway_keys import SigningKeys
from tests.bot.microsoft import Microsoft
from tests.bot.teams_bot import Clock, TeamsBot, settings_for


@dataclass
class Door:
    """The callers, and the two clocks they know: seconds that rise, and the time of day."""

    callers: Callers
    rising: Clock
    wall: Clock
    microsoft: Microsoft

    def header(self) -> str:
        """A good header."""
        return f"Bearer {self.microsoft.token()}"


@pytest.fixture
async def door(microsoft: Microsoft) -> AsyncIterator[Door]:
    """Nobody has come in yet."""
    rising, wall = Clock(), Clock(now=time.time())
    settings = settings_for(microsoft)
    async with aiohttp.ClientSession() as session:
        keys = SigningKeys(session, settings.openid_metadata_url, clock=rising)
        yield Door(Callers(keys, settings, wall=wall), rising, wall, microsoft)


async def test_a_remembered_token_speaks_for_the_same_caller_without_another_check(door: Door) -> None:
    header = door.header()

    assert await door.callers.of(header) is await door.callers.of(header)


async def test_a_token_is_checked_anew_once_it_has_ended(door: Door) -> None:
    header = door.header()
    before = await door.callers.of(header)
    door.wall.now += 3600 + SKEW_S

    assert await door.callers.of(header) is not before


async def test_the_end_of_a_remembered_token_is_exactly_where_the_check_puts_it(door: Door) -> None:
    header = door.header()
    before = await door.callers.of(header)
    door.wall.now += 3600 + SKEW_S - 5

    assert await door.callers.of(header) is before


async def test_a_remembered_token_is_refused_once_its_key_is_withdrawn(door: Door) -> None:
    header = door.header()
    await door.callers.of(header)
    door.microsoft.keys = {"k2": ["msteams"]}
    await door.callers.of(f"Bearer {door.microsoft.token('k2', signed_by='k2')}")

    with pytest.raises(Denied):
        await door.callers.of(header)


async def test_a_remembered_token_has_the_endorsements_its_key_has_now(door: Door) -> None:
    header = door.header()
    await door.callers.of(header)
    door.microsoft.keys = {"k1": ["webchat"]}
    door.rising.now += 24 * 3600.0

    assert (await door.callers.of(header)).endorsements == {"webchat"}


async def test_a_token_that_was_refused_is_not_remembered(door: Door) -> None:
    header = f"Bearer {door.microsoft.token(aud='another-bot')}"

    for _ in range(2):
        with pytest.raises(Denied):
            await door.callers.of(header)


async def test_more_tokens_than_are_remembered_all_pass(door: Door) -> None:
    first = door.header()
    before = await door.callers.of(first)
    for number in range(MOST_REMEMBERED):
        await door.callers.of(f"Bearer {door.microsoft.token(jti=str(number))}")

    assert await door.callers.of(first) is not before


@pytest.mark.parametrize(
    ("instead", "status"),
    [
        ({"serviceUrl": "http://127.0.0.1:1/elsewhere/"}, 401),
        ({"channelId": "webchat"}, 403),
        ({"channelId": None}, 400),
        ({"channelData": {"tenant": {"id": "another-tenant"}}}, 403),
    ],
    ids=str,
)
async def test_each_activity_under_a_remembered_token_is_compared_with_it(
    bot: TeamsBot, instead: dict[str, object], status: int
) -> None:
    token = bot.microsoft.token()

    statuses = [
        await bot.hear(bot.microsoft.activity(), token),
        await bot.hear(bot.microsoft.activity(**instead), token),
        await bot.hear(bot.microsoft.activity(), token),
    ]

    assert statuses == [200, status, 200]
