"""What reaches the bot is taken in once and answered, whatever it is and however often it comes."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from hub.effects import AnswerActivity
from hub.usecases.activities import Claim, take_in
from local365 import seed
from local365.seen import SeenMessage
from tests.journeys.force import CASES, Force

SOMEBODY = {"id": "29:aspen", "name": "Sample Aspen", "aadObjectId": "aad-aspen"}
CHAT = {"conversationType": "personal", "tenantId": seed.TENANT_ID, "id": "a:aspen"}
ANY_MESSAGE = "/connector/v3/conversations/*/activities*"


async def chat_of(here: Force) -> dict[str, Any]:
    """Birch's own chat, and Birch, as an activity names them."""
    [welcome] = await here.birch.sees()
    who = {"id": "29:birch", "name": "Sample Birch", "aadObjectId": here.birch.person.aad_id}
    return {"conversation": {**CHAT, "id": welcome.conversation}, "from": who}


async def pressed_by_oak(here: Force, verb: str) -> dict[str, Any]:
    """The press of a button on the hub card of the only case, as Teams sends it."""
    [card] = await here.hub_cards()
    place = {
        "conversationType": "channel",
        "tenantId": seed.TENANT_ID,
        "id": f"{card.conversation};messageid={card.id}",
    }
    data = {"verb": verb, "case": "PF-2026-0001", "nonce": ""}
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "f:1",
        "replyToId": card.id,
        "conversation": place,
        "from": {"id": "29:oak", "name": "Sample Oak", "aadObjectId": here.oak.person.aad_id},
        "value": {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"},
    }


async def reply_forms(here: Force) -> list[SeenMessage]:
    """The forms for a reply that stand in the hub's channel."""
    return [one for one in await here.oak.sees(CASES) if "Send the reply" in one.buttons]


async def greeted(here: Force) -> int:
    """How many welcome cards stand in Birch's chat."""
    return len([one for one in await here.birch.sees() if "Send something in" in one.buttons])


async def test_an_invoke_that_nobody_knows_is_not_implemented_and_the_log_says_what_to_add(here: Force) -> None:
    with capture_logs() as logs:
        status = await here.hears(type="invoke", name="handoff/action", **{"from": SOMEBODY}, conversation=CHAT)

    [line] = [one for one in logs if one["event"] == "unknown_invoke"]
    assert status == 501
    assert (line["invoke"], line["add"]) == ("handoff/action", "a handler to INVOKES in bot/dispatch.py")


async def test_a_press_is_answered_before_the_form_it_asked_for_is_posted(here: Force) -> None:
    await here.sends_in(here.birch)
    press = await pressed_by_oak(here, "reply_form")
    await here.office.goes_wrong(method="POST", path=ANY_MESSAGE, when="slow", delay_s=5.0)

    status = await here.hears(**press)

    assert (status, await reply_forms(here)) == (200, [])
    await here.settle()
    assert len(await reply_forms(here)) == 1


async def test_a_press_that_comes_again_is_answered_and_posts_no_second_form(here: Force) -> None:
    await here.sends_in(here.birch)
    press = await pressed_by_oak(here, "reply_form")

    statuses = [await here.hears(**press) for _ in range(2)]
    await here.settle()

    assert (statuses, len(await reply_forms(here))) == ([200, 200], 1)


async def test_a_press_that_comes_again_under_another_id_posts_no_second_form(here: Force) -> None:
    await here.sends_in(here.birch)
    press = await pressed_by_oak(here, "reply_form")

    statuses = [await here.hears(**{**press, "id": name}) for name in ("f:1", "f:2")]
    await here.settle()

    assert (statuses, len(await reply_forms(here))) == ([200, 200], 1)


async def test_the_same_button_opens_another_form_half_a_minute_later(here: Force) -> None:
    await here.sends_in(here.birch)
    press = await pressed_by_oak(here, "reply_form")

    await here.hears(**press)
    here.clock.forward(seconds=30)
    await here.hears(**{**press, "id": "f:2"})
    await here.settle()

    assert len(await reply_forms(here)) == 2


async def test_the_same_message_twice_at_one_instant_is_answered_once(here: Force) -> None:
    activity = {"id": "1690000000001", "text": "hello", **await chat_of(here)}

    statuses = await asyncio.gather(*(here.hears(**activity) for _ in range(3)))

    assert (statuses, await greeted(here)) == ([200] * 3, 1 + 1)  # the one before was for opening the chat


@pytest.mark.parametrize("when", ["before", "after_commit"])
async def test_a_reply_that_failed_is_posted_later_and_once(here: Force, when: str) -> None:
    activity = {"id": "1690000000001", "text": "hello", **await chat_of(here)}
    await here.office.goes_wrong(method="POST", path=ANY_MESSAGE, status=502, when=when)

    statuses = [await here.hears(**activity) for _ in range(2)]
    await here.settle()

    assert (statuses, await greeted(here)) == ([200, 200], 1 + 1)


@pytest.mark.parametrize("posted", [False, True], ids=["before the reply", "after it and before it was noted"])
async def test_a_process_that_dies_over_a_message_leaves_it_to_the_next(here: Force, posted: bool) -> None:
    chat = await chat_of(here)
    activity = {"type": "message", "id": "1690000000001", "text": "hello", "serviceUrl": here.m365.service_url, **chat}
    asked = AnswerActivity(key="activity:1", activity=activity)
    answering = here.service.teams.answering
    take_in(here.service.store, asked, met=None, claim=Claim(claimant="killed", lease_s=60), at=here.clock())
    if posted:
        await answering.answer(asked, again=False)

    here.clock.forward(seconds=61)
    await here.settle()

    assert await greeted(here) == 1 + 1
    assert here.service.teams.deliveries.waiting() == 0


async def test_a_message_in_the_channel_that_is_not_for_the_bot_leaves_no_trace(here: Force) -> None:
    with here.service.store.read() as uow:
        before = uow.inbox.known(["activity:19:x:1"])
    place = {"conversationType": "channel", "tenantId": seed.TENANT_ID, "id": "19:x"}

    status = await here.hears(id="1", text="Has anybody seen my mug?", **{"from": SOMEBODY}, conversation=place)

    with here.service.store.read() as uow:
        assert (status, before, uow.inbox.known(["activity:19:x:1"])) == (200, set(), set())
