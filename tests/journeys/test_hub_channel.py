"""The hub's channel, team and people come and go; no case is lost, and whoever must act is told how."""

from __future__ import annotations

import pytest

from local365 import seed
from local365.people_at_work import PersonAtWork
from tests.journeys.force import CASES, SETUP_CODE, Force

GENERAL = "General"


async def team_event(here: Force, event: str, channel: str = seed.CASES_CHANNEL_ID, **more: object) -> None:
    """Teams tells the bot of an event in the hub's team."""
    data = {
        "tenant": {"id": seed.TENANT_ID},
        "team": {"id": seed.GENERAL_CHANNEL_ID},
        "channel": {"id": channel},
        "eventType": event,
    }
    place = {"id": seed.GENERAL_CHANNEL_ID, "conversationType": "channel", "tenantId": seed.TENANT_ID}
    activity = {"type": "conversationUpdate", "id": f"f:{event}", "conversation": place, "channelData": data}
    assert await here.hears(**activity, **{"from": {"id": "29:x"}}, **more) == 200
    await here.settle()


async def reads(person: PersonAtWork) -> str:
    """Everything the person sees in their own chat."""
    return "\n".join(one.reads for one in await person.sees())


@pytest.mark.parametrize(
    ("lost", "says", "back"),
    [
        ("channelDeleted", "The hub's channel was deleted", "channelRestored"),
        ("teamDeleted", "The hub's team was deleted", "teamRestored"),
        ("teamArchived", "The hub's team was archived", "teamUnarchived"),
    ],
)
async def test_the_lead_is_told_cases_wait_and_go_on_when_the_channel_is_back(
    here: Force, lost: str, says: str, back: str
) -> None:
    await here.sends_in(here.birch)
    await team_event(here, lost)
    await here.sends_in(here.birch, title="Lamps for the underpass")

    told = await reads(here.oak)
    waiting = await here.hub_cards()
    await team_event(here, back)

    assert (says in told, "hub here" in told, len(waiting)) == (True, True, 1)
    assert [card.reads.count("PF-2026-000") > 0 for card in await here.hub_cards()] == [True, True]


async def test_another_channel_of_the_team_may_be_deleted_and_renamed_at_will(here: Force) -> None:
    await team_event(here, "channelDeleted", channel=seed.GENERAL_CHANNEL_ID)
    await team_event(here, "channelRenamed")
    await team_event(here, "teamRenamed")
    await here.sends_in(here.birch)

    assert len(await here.hub_cards()) == 1
    assert "deleted" not in await reads(here.oak)


async def test_a_lead_chooses_another_channel_and_every_open_case_is_posted_there(here: Force) -> None:
    await here.sends_in(here.birch)
    await team_event(here, "channelDeleted")
    await here.birch.says("new")
    await here.oak.says(f"hub here {SETUP_CODE}", channel=GENERAL, mention=True)
    await here.settle()

    posted = [one for one in await here.oak.sees(GENERAL) if one.card and "PF-2026-0001" in one.reads]
    assert len(posted) == 1


async def test_a_channel_that_is_gone_without_a_word_is_found_out_and_said(here: Force) -> None:
    body = {"error": {"code": "ConversationNotFound", "message": "Conversation not found."}}
    await here.office.goes_wrong(method="POST", path="/connector/v3/conversations", status=404, body=body)

    await here.sends_in(here.birch)

    assert "The hub's channel was deleted" in await reads(here.oak)


async def test_a_notice_under_a_deleted_root_brings_a_new_thread(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Ask a question…", channel=CASES)
    await here.oak.presses("Send the question", channel=CASES, text="Which gates?")
    await here.settle()
    await here.birch.presses("Send the answer", answer="Gates 1 and 3.")
    body = {"error": {"code": "ConversationNotFound", "message": "Conversation not found."}}
    thread = "/connector/v3/conversations/*messageid=*/activities*"
    await here.office.goes_wrong(method="POST", path=thread, status=404, body=body)
    await here.settle()

    answers = [one for one in await here.oak.sees(CASES) if "Sample Birch writes" in one.reads]
    assert len(answers) == 1
    assert here.service.teams.deliveries.waiting() == 0


async def test_a_holder_who_left_is_on_the_card_the_lead_is_told_once_and_a_colleague_claims(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.rowan.presses("Claim", channel=CASES)
    await here.rowan.opens_chat()
    await here.settle()

    await here.rowan.leaves_the_force()
    await here.settle()
    [card] = await here.hub_cards()
    told = await reads(here.oak)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    [claimed] = await here.hub_cards()

    assert "Sample Rowan has left the hub" in card.reads
    assert told.count("Open cases need a new holder") == 1
    assert "PF-2026-0001, held by Sample Rowan" in told
    assert ("has left the hub" in claimed.reads, "Sample Oak" in claimed.reads) == (False, True)


@pytest.mark.parametrize("button", ["Send something in", "My cases"])
async def test_what_is_for_one_person_is_not_posted_where_others_read_it(here: Force, button: str) -> None:
    await here.sends_in(here.birch)
    card = await here.birch.latest_card()
    await here.oak.says("help", channel=CASES, mention=True)
    [helped] = [one for one in await here.oak.sees(CASES) if "between you and the hub" in one.reads]
    before = len(await here.oak.sees(CASES))

    action = {**card.button("My cases").action, "data": {"verb": {"My cases": "my_cases"}.get(button, "new")}}
    pressed = await here.oak.sends_press(helped, {**action, "verb": action["data"]["verb"]}, {})
    await here.settle()

    assert "Open your own chat" in str(pressed.text)
    assert len(await here.oak.sees(CASES)) == before
