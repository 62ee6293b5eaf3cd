"""Forms for a client without dialogs: each is a message of its own, in the case's thread or in the chat."""

from tests.journeys.force import ANSWERS, CASES, Force


async def test_what_is_typed_in_a_form_survives_any_change_of_the_hub_card(without_dialogs: Force) -> None:
    here = without_dialogs
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)
    form = await here.oak.waits_for(lambda one: "Send the reply" in one.buttons, channel=CASES)

    await here.rowan.presses("Claim", channel=CASES)
    await here.settle()

    [same] = [one for one in await here.oak.sees(CASES) if one.id == form.id]
    assert (same.thread, same.edited_at) == ((await here.hub_cards())[0].id, None)


async def test_an_empty_reply_brings_the_form_back_with_a_sentence(without_dialogs: Force) -> None:
    here = without_dialogs
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)

    pressed = await here.oak.presses("Send the reply", channel=CASES, forged=True, text="   ")

    assert "Nothing was written" in str(pressed.card)


async def test_a_reply_sent_from_the_thread_reaches_the_submitter(without_dialogs: Force) -> None:
    here = without_dialogs
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)

    await here.oak.presses("Send the reply", channel=CASES, text="Light the lane.")
    await here.settle()

    assert "Light the lane." in (await here.birch.latest_card()).reads
    assert (await here.row()).fields["Status"] == "Answered"


async def test_a_form_can_be_put_away(without_dialogs: Force) -> None:
    here = without_dialogs
    await here.sends_in(here.birch)
    await here.oak.presses("Close…", channel=CASES)

    await here.oak.presses("Cancel", channel=CASES)
    await here.settle()

    assert "Nothing was changed" in (await here.oak.latest_card(CASES)).reads
    assert (await here.row()).fields["Status"] == "New"


async def test_the_submission_form_comes_as_a_card_and_becomes_the_receipt(without_dialogs: Force) -> None:
    here = without_dialogs
    await here.birch.presses("Send something in")
    form = await here.birch.waits_for(lambda one: "Send it in" in one.buttons)

    await here.birch.presses("Send it in", ANSWERS)
    await here.settle()

    [receipt] = [one for one in await here.birch.sees() if one.id == form.id]
    assert "PF-2026-0001: we have it" in receipt.reads


async def test_something_is_added_to_a_case_from_the_chat(without_dialogs: Force) -> None:
    here = without_dialogs
    await here.sends_in(here.birch)
    await here.birch.presses("Add something…")

    await here.birch.presses("Add it", text="It is four gates.")
    await here.settle()

    assert "It is four gates." in (await here.hub_cards())[0].reads
    assert "it is on your case" in (await here.birch.latest_card()).reads
