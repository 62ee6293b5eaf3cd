"""Somebody who has not got the app is given it, or everybody who should know why not does."""

from __future__ import annotations

import pytest

from hub.reach import Unreachable
from local365.people_at_work import PersonAtWork
from local365.seed import GRAPH_ROLES
from tests.journeys.force import Force

ANY_MESSAGE = "/connector/v3/conversations/*/activities*"


async def replies(here: Force) -> None:
    """The hub has replied to the case, and all has settled."""
    await here.oak.presses("Reply…", channel="Cases")
    await here.oak.presses("Send the reply", channel="Cases", text="Light the lane.")
    await here.settle()


async def responds(here: Force, tree: str) -> PersonAtWork:
    """The person, who has never met the bot, has filled in the Form, and all has settled."""
    person = here.office.person(f"Sample {tree}")
    answers = ["Idea", "Lamps for the underpass", "It is dark.", "Nothing.", "Light."]
    await here.office.responds(email=person.person.email, name=person.person.name, answers=answers)
    await here.settle()
    return person


async def hub_card_reads(here: Force) -> str:
    [card] = await here.hub_cards()
    return card.reads


def reasons(here: Force) -> set[str]:
    return {one.reason for one in here.service.teams.deliveries.parked()}


async def test_somebody_who_sent_in_a_form_is_given_the_app_and_then_the_receipt(here: Force) -> None:
    cedar = await responds(here, "Cedar")
    await here.settle()

    assert any("PF-2026-0001" in one.reads for one in await cedar.sees())
    assert reasons(here) == set()


async def test_whoever_removed_the_app_is_given_it_again_for_an_answer_to_their_own_case(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.birch.uninstalls()

    await replies(here)

    assert any("Light the lane." in one.reads for one in await here.birch.sees())
    assert reasons(here) == set()


async def test_whoever_blocked_the_bot_is_never_given_the_app_and_hears_when_they_write(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.birch.blocks_bot()
    await replies(here)
    asked = "blocked Prevention First" in await hub_card_reads(here)
    blocked = reasons(here)

    await here.office.control.call("POST", f"/people/{here.birch.person.aad_id}/unblocks", {})
    await here.birch.says("help")
    await here.settle()

    assert (asked, blocked) == (True, {Unreachable.BLOCKED.value})
    assert len([one for one in await here.birch.sees() if "The hub writes" in one.reads]) == 1
    assert "cannot be reached" not in await hub_card_reads(here)


@pytest.mark.parametrize(
    ("missing", "why", "says"),
    [
        ("TeamsAppInstallation.ReadWriteSelfForUser.All", Unreachable.MAY_NOT_INSTALL, "ask IT for the permission"),
        ("AppCatalog.Read.All", Unreachable.MAY_NOT_INSTALL, "ask IT for the permission"),
        ("", Unreachable.NOT_IN_CATALOGUE, "ask IT to publish it"),
    ],
)
async def test_what_keeps_the_app_from_being_installed_is_on_the_hub_card(
    here: Force, missing: str, why: Unreachable, says: str
) -> None:
    roles = [role for role in GRAPH_ROLES if role != missing]
    await here.office.control.call("POST", "/entra", {"graph_roles": roles, "revoke": True})
    here.m365.tenant.installations.in_catalogue = bool(missing)

    cedar = await responds(here, "Cedar")

    assert reasons(here) == {why.value}
    assert says in await hub_card_reads(here)
    await cedar.opens_chat()
    await here.settle()
    assert any("PF-2026-0001" in one.reads for one in await cedar.sees())
    assert (reasons(here), "cannot be reached" in await hub_card_reads(here)) == (set(), False)


async def test_a_submitter_who_left_is_not_messaged_and_the_case_goes_on(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.birch.leaves_the_force()
    before = len(await here.birch.sees())

    await replies(here)

    assert len(await here.birch.sees()) == before
    assert "they have left the force" in await hub_card_reads(here)
    assert (await here.row()).fields["Status"] == "Answered"
    assert reasons(here) == {Unreachable.GONE.value}


async def test_the_chat_that_was_lost_is_opened_anew(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Ask a question…", channel="Cases")
    await here.oak.presses("Send the question", channel="Cases", text="Which gates?")
    body = {"error": {"code": "ConversationNotFound", "message": "Conversation not found."}}
    await here.office.goes_wrong(method="POST", path=ANY_MESSAGE, status=404, body=body)

    await here.settle()

    assert len([one for one in await here.birch.sees() if "Send the answer" in one.buttons]) == 1
