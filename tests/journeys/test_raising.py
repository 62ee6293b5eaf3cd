"""Somebody raises a message with Prevention First, from wherever it was written."""

from typing import Any

import pytest

from hub.people import AadId
from local365 import seed
from local365.extension_at_work import ExtensionAtWork
from local365.people_at_work import PersonAtWork
from local365.seen import Dialog, SeenMessage
from tests.journeys.force import CASES, Force

WORDS = "The lamps in the Mill Lane underpass fail again. Third time since May."
KIND = "Operational problem"


async def message_of(author: PersonAtWork, words: str = WORDS) -> SeenMessage:
    """A message that somebody wrote in the channel, not to the bot."""
    await author.says(words, channel=CASES)
    return (await author.sees(CASES))[-1]


async def raised(who: PersonAtWork, message: SeenMessage) -> Dialog:
    """The form that opens."""
    pressed = await ExtensionAtWork(who).acts_on(message, "raise")
    assert pressed.dialog is not None, pressed
    return pressed.dialog


async def test_the_form_holds_the_message_and_a_link_to_it(here: Force) -> None:
    message = await message_of(here.rowan)

    form = await raised(here.oak, message)

    assert form.inputs["title"] == "The lamps in the Mill Lane underpass fail again"
    assert form.inputs["details"].startswith(WORDS)
    assert "The message: https://teams.microsoft.com/l/message/" in form.inputs["details"]
    assert "Sample Rowan" not in form.reads


async def test_sending_it_opens_a_case_of_the_person_who_raised_it(here: Force) -> None:
    await here.oak.opens_chat()
    message = await message_of(here.rowan)
    before = [one.id for one in await here.oak.sees(CASES)]
    await raised(here.oak, message)

    pressed = await here.oak.presses("Send it in", kind=KIND, details="Third time since May.")
    await here.settle()

    assert pressed.text is not None
    assert "PF-2026-0001" in pressed.text
    row = await here.row()
    assert row.fields["SubmittedBy"] == "Sample Oak"
    new = [one for one in await here.oak.sees(CASES) if one.id not in before]
    assert [one.id for one in new] == [one.id for one in await here.hub_cards()]  # the hub card, and nothing else
    assert "teams.microsoft.com" not in new[0].reads  # the link was taken out of the form
    assert "PF-2026-0001" in (await here.oak.latest_card()).reads  # the receipt, in Oak's own chat


async def test_somebody_who_has_not_met_the_bot_raises_a_message_all_the_same(here: Force) -> None:
    message = await message_of(here.rowan)
    await raised(here.rowan, message)
    await here.rowan.presses("Send it in", kind=KIND)
    await here.settle()

    await here.rowan.opens_chat()
    await here.settle()

    assert (await here.row()).fields["SubmittedBy"] == "Sample Rowan"
    assert any("PF-2026-0001" in one.reads for one in await here.rowan.sees())


async def test_a_form_that_cannot_be_taken_comes_back_with_everything_that_was_typed(here: Force) -> None:
    await raised(here.oak, await message_of(here.rowan))

    pressed = await here.oak.presses("Send it in", forged=True, title="", tried="Patrols")

    assert pressed.dialog is not None
    assert "2 things to put right" in pressed.dialog.reads
    assert pressed.dialog.inputs["tried"] == "Patrols"
    assert pressed.dialog.inputs["details"].startswith(WORDS)
    pressed = await here.oak.presses("Send it in", kind=KIND, title="Lamps")
    assert "PF-2026-0001" in (pressed.text or "")


async def test_what_could_not_be_sent_is_kept_as_a_draft(here: Force) -> None:
    await here.oak.opens_chat()
    await raised(here.oak, await message_of(here.rowan))
    await here.oak.presses("Send it in", forged=True, kind="")
    here.oak.closes_dialog()

    await here.oak.says("new")

    assert (await here.oak.latest_card()).inputs["details"].startswith(WORDS)


async def test_a_second_press_of_the_same_form_is_the_same_case(here: Force) -> None:
    form = await raised(here.oak, await message_of(here.rowan))
    action = form.button("Send it in").action
    inputs = {**form.inputs, "kind": KIND}

    first = await here.oak.sends_dialog(form, action, inputs)
    second = await here.oak.sends_dialog(form, action, inputs)
    await here.settle()

    assert first.text == second.text
    assert len(await here.office.rows(CASES)) == 1


async def test_a_card_of_the_bots_own_and_a_deleted_message_can_be_raised_too(here: Force) -> None:
    await here.sends_in(here.birch)
    [card] = await here.hub_cards()

    form = await raised(here.oak, card)

    assert "Send it in" in form.buttons


def an_invoke(here: Force, name: str, value: dict[str, Any], *, chat: str) -> dict[str, Any]:
    """What Teams sends when Birch uses the extension in a chat between two people, which it calls personal too."""
    birch = here.birch.person
    return {
        "type": "invoke",
        "id": "f:1",
        "name": name,
        "value": value,
        "from": {"id": here.m365.tenant.people.teams_id(birch), "name": birch.name, "aadObjectId": birch.aad_id},
        "conversation": {"id": chat, "conversationType": "personal", "tenantId": seed.TENANT_ID},
    }


async def test_a_chat_between_two_people_is_never_taken_for_ones_own_chat_with_the_bot(here: Force) -> None:
    theirs = "19:birch_cedar@unq.gbl.spaces"
    form = {"verb": "submit", "nonce": "n", "case": "", "kind": KIND, "title": "Lamps", "details": "Again"}
    asked: dict[str, dict[str, Any]] = {
        "composeExtension/fetchTask": {"commandId": "raise", "messagePayload": {"body": {"content": "Lamps"}}},
        "composeExtension/submitAction": {"commandId": "raise", "data": form},
        "composeExtension/query": {"commandId": "find", "parameters": []},
    }

    statuses = [await here.hears(**an_invoke(here, name, value, chat=theirs)) for name, value in asked.items()]
    await here.settle()

    with here.service.store.read() as uow:
        chat = uow.people.chat_of(AadId(here.birch.person.aad_id))
    assert statuses == [200, 200, 200]
    assert chat is not None
    assert chat.conversation_id != theirs
    assert any("PF-2026-0001" in one.reads for one in await here.birch.sees())  # the receipt came to the own chat


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"commandId": "elsewhere"},
        {"commandId": "raise", "messagePayload": "nothing"},
        {"commandId": "raise", "messagePayload": {"deleted": True, "body": {"content": "Gone"}}},
        {"commandId": "raise", "messagePayload": {"body": {"contentType": "html", "content": "<p>" * 9_000}}},
        {"commandId": "raise", "messagePayload": {"attachments": [{"name": 7}, "x"], "linkToMessage": "javascript:1"}},
    ],
)
async def test_whatever_the_message_there_is_a_form_or_a_sentence(here: Force, value: dict[str, Any]) -> None:
    answer = await here.birch.asks("composeExtension/fetchTask", value)

    assert answer["task"]["type"] == ("continue" if value.get("commandId") == "raise" else "message")
    assert "Gone" not in str(answer)
    assert "javascript" not in str(answer)


@pytest.mark.parametrize("data", [{}, {"verb": "close"}, {"verb": "submit", "nonce": 7}, "x"])
async def test_what_is_no_press_of_ours_does_nothing(here: Force, data: Any) -> None:
    answer = await here.birch.asks("composeExtension/submitAction", {"commandId": "raise", "data": data})

    assert answer["task"]["type"] == "message"
    assert await here.office.rows(CASES) == []
