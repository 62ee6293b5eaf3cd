"""A conversation that Teams throttles keeps itself waiting, also across a restart, and nobody else."""

from __future__ import annotations

from local365 import seed
from service.clocks import Time
from service.compose import composed
from tests.journeys.force import CASES, Force

NEW_THREAD = "/connector/v3/conversations"
TEN_MINUTES = {"Retry-After": "600"}


async def replies(here: Force) -> None:
    """The hub has replied to the only case whose card is there."""
    await here.oak.presses("Reply…", channel=CASES)
    await here.oak.presses("Send the reply", channel=CASES, text="Light the lane.")
    await here.settle()


async def test_a_throttled_channel_rests_as_long_as_teams_asks_and_nobody_else_waits(here: Force) -> None:
    cedar = here.office.person("Sample Cedar")
    await cedar.opens_chat()
    await here.sends_in(here.birch)
    await here.office.goes_wrong(method="POST", path=NEW_THREAD, status=429, headers=TEN_MINUTES)
    await here.sends_in(cedar, title="Lamps for the underpass")
    await replies(here)

    assert any("Light the lane." in one.reads for one in await here.birch.sees())
    assert len(await here.hub_cards()) == 1
    here.clock.forward(seconds=600)
    await here.settle()
    assert len(await here.hub_cards()) == 2
    assert here.service.teams.deliveries.waiting() == 0


async def test_a_process_that_starts_while_a_channel_rests_leaves_it_alone(here: Force) -> None:
    await here.office.goes_wrong(method="POST", path=NEW_THREAD, status=429, headers=TEN_MINUTES)
    await here.sends_in(here.birch)

    time = Time(now=here.clock, seconds=here.clock.seconds, sleep=here.clock.sleep)
    async with composed(here.service.settings, time=time) as another:
        await another.teams.take_up()
        rests_s = another.teams.posting.pace.wait_s(seed.CASES_CHANNEL_ID)
        await another.teams.deliver_due()

    assert rests_s > 500
    assert await here.hub_cards() == []
