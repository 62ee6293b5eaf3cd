"""A post that was answered with an error may have been done: it is looked up before it is repeated."""

import pytest

from tests.journeys.force import ANSWERS, CASES, Force

NEW_THREAD = "/connector/v3/conversations"
ANY_MESSAGE = "/connector/v3/conversations/*/activities*"


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_a_hub_card_that_was_posted_after_all_is_not_posted_twice(here: Force, status: int) -> None:
    await here.office.goes_wrong(method="POST", path=NEW_THREAD, status=status, when="after_commit")

    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    [card] = await here.hub_cards()
    assert "Sample Oak" in card.reads  # the card that was found is the one kept current


async def test_a_hub_card_that_was_not_posted_is_posted_once(here: Force) -> None:
    await here.office.goes_wrong(method="POST", path=NEW_THREAD, status=502, when="before")

    await here.sends_in(here.birch)

    assert len(await here.hub_cards()) == 1


async def test_a_notice_that_arrived_after_all_is_not_sent_twice(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)
    await here.oak.presses("Send the reply", channel=CASES, text="Light the lane.")
    await here.office.goes_wrong(method="POST", path=ANY_MESSAGE, status=504, when="after_commit")

    await here.settle()

    assert len([one for one in await here.birch.sees() if "The hub writes" in one.reads]) == 1


async def test_a_message_in_the_hub_thread_that_arrived_after_all_is_not_sent_twice(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Assign…", channel=CASES)
    await here.oak.presses("Assign", channel=CASES, holder=here.rowan.person.aad_id)
    await here.office.goes_wrong(method="POST", path=ANY_MESSAGE, status=504, when="after_commit")

    await here.settle()

    [card] = await here.hub_cards()
    thread = [one for one in await here.oak.sees(CASES) if one.thread == card.id]
    assert len([one for one in thread if "Sample Rowan" in one.reads and not one.edited_at]) == 1


@pytest.mark.parametrize("retry_after", ["0", "1.5", "Mon, 23 Nov 2026 09:31:00 GMT"])
async def test_a_throttled_card_is_posted_when_teams_says(here: Force, retry_after: str) -> None:
    wait = {"Retry-After": retry_after}
    await here.office.goes_wrong(method="POST", path=NEW_THREAD, status=429, headers=wait)

    await here.sends_in(here.birch)

    assert len(await here.hub_cards()) == 1


async def test_a_submitter_who_blocked_the_bot_holds_nobody_else_up(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.birch.blocks_bot()

    await here.oak.presses("Reply…", channel=CASES)
    await here.oak.presses("Send the reply", channel=CASES, text="Light the lane.")
    await here.settle()

    [card] = await here.hub_cards()
    assert "Light the lane." in card.reads
    assert (await here.row()).fields["Status"] == "Answered"
    parked = here.service.teams.deliveries.parked()
    assert {type(one.effect).__name__ for one in parked} == {"SendNotice", "UpdateReceipt"}
    assert ANSWERS["title"] in card.reads
