"""Flow 2: hub staff work a case from its card, and the submitter hears."""

import asyncio

from local365 import seed
from tests.journeys.force import CASES, Force


async def test_a_claimed_case_shows_its_holder_on_the_hub_card_the_receipt_and_the_row(here: Force) -> None:
    await here.sends_in(here.birch)

    await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    [card] = await here.hub_cards()
    row = await here.row()
    assert "Sample Oak" in card.reads
    assert "Claim" not in card.buttons
    assert (row.fields["Status"], row.fields["AssignedTo"]) == ("In progress", "Sample Oak")
    assert "Sample Oak" in (await here.birch.latest_card()).reads


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(here: Force) -> None:
    await here.sends_in(here.birch)
    [card] = await here.hub_cards()

    answers = await asyncio.gather(here.oak.presses("Claim", card=card), here.rowan.presses("Claim", card=card))

    await here.settle()
    holder = (await here.row()).fields["AssignedTo"]
    assert holder in ("Sample Oak", "Sample Rowan")
    assert all(answer.status == 200 for answer in answers)
    loser = here.rowan if holder == "Sample Oak" else here.oak
    told = [str(answer.card) for answer, who in zip(answers, (here.oak, here.rowan), strict=True) if who == loser]
    assert f"{holder} claimed" in told[0]


async def test_a_question_reaches_the_submitters_chat_and_the_answer_reaches_the_case(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Ask a question…", channel=CASES)
    await here.oak.presses("Send the question", channel=CASES, text="Which three gates?")
    await here.settle()

    question = await here.birch.latest_card()
    assert "Which three gates?" in question.reads
    await here.birch.presses("Send the answer", answer="The ones on the lane side.")
    await here.settle()

    [card] = await here.hub_cards()
    assert "The ones on the lane side." in card.reads
    assert (await here.row()).fields["Status"] == "In progress"
    thread = [one.reads for one in await here.oak.sees(CASES) if one.thread == card.id]
    assert any("The ones on the lane side." in reads for reads in thread)


async def test_an_answer_written_in_the_chat_is_offered_as_the_answer(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Ask a question…", channel=CASES)
    await here.oak.presses("Send the question", channel=CASES, text="Which three gates?")
    await here.settle()

    await here.birch.says("the ones on the lane side")

    offered = await here.birch.latest_card()
    assert offered.inputs["answer"] == "the ones on the lane side"
    assert "Which three gates?" in offered.reads


async def test_guidance_reaches_the_submitter_once(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)
    await here.oak.presses("Send the reply", channel=CASES, text="Lighting cut thefts by a third elsewhere.")
    await here.settle()
    await here.settle()

    told = [one for one in await here.birch.sees() if "Lighting cut thefts" in one.reads]
    assert len(told) == 2  # the notice, and the receipt that keeps it
    assert (await here.row()).fields["Status"] == "Answered"


async def test_a_case_is_assigned_to_a_colleague(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Assign…", channel=CASES)

    await here.oak.presses("Assign", channel=CASES, holder=here.rowan.person.aad_id)
    await here.settle()

    assert (await here.row()).fields["AssignedTo"] == "Sample Rowan"


async def test_a_case_closes_with_an_outcome_and_a_reason_and_the_submitter_is_told_both(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Close…", channel=CASES)
    await here.oak.presses("Close the case", channel=CASES, outcome="Adopted", decision="The parish pays for lamps.")
    await here.settle()

    decision = (await here.birch.latest_card()).reads
    assert "Adopted" in decision
    assert "The parish pays for lamps." in decision
    row = await here.row()
    assert (row.fields["Status"], row.fields["Outcome"]) == ("Closed", "Adopted")


async def test_a_press_on_an_old_card_of_a_closed_case_says_that_it_is_closed(here: Force) -> None:
    await here.sends_in(here.birch)
    [old] = await here.hub_cards()
    await here.oak.presses("Close…", channel=CASES)
    await here.oak.presses("Close the case", channel=CASES, outcome="Adopted", decision="The parish pays for lamps.")
    await here.settle()

    pressed = await here.rowan.presses("Claim", card=old)

    assert "closed" in str(pressed.card).casefold()
    assert (await here.row()).fields["Status"] == "Closed"


async def test_an_officer_who_forges_a_press_of_the_hubs_is_refused_and_nothing_changes(here: Force) -> None:
    await here.sends_in(here.birch)
    [card] = await here.hub_cards()
    mine = await here.birch.latest_card()

    pressed = await here.birch.sends_press(mine, card.button("Claim").action, {})

    assert "Only hub staff" in str(pressed)
    await here.settle()
    assert (await here.row()).fields["Status"] == "New"


async def test_a_forged_verb_is_answered_with_a_sentence(here: Force) -> None:
    await here.sends_in(here.birch)
    [card] = await here.hub_cards()
    action = {**card.button("Claim").action, "verb": "delete_everything", "data": {"verb": "delete_everything"}}

    pressed = await here.oak.sends_press(card, action, {})

    assert pressed.status == 200
    assert pressed.text


async def test_a_channel_is_not_the_hubs_without_the_code(here: Force) -> None:
    await here.rowan.says("hub here", channel="General", mention=True)

    said = (await here.rowan.latest_card("General")).reads
    assert "set-up code" in said


async def test_what_colleagues_write_to_each_other_in_the_channel_is_not_answered(here: Force) -> None:
    before = await here.oak.sees(CASES)
    channel = before[0].conversation

    status = await here.hears(
        id=before[0].id,
        text="Who takes the sheds?",
        **{"from": {"id": "29:oak", "name": "Sample Oak", "aadObjectId": here.oak.person.aad_id}},
        conversation={"id": channel, "conversationType": "channel", "tenantId": seed.TENANT_ID},
    )

    assert status == 200
    assert await here.oak.sees(CASES) == before


async def test_an_answer_typed_while_the_case_closed_is_not_lost_and_can_be_sent_as_something_new(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Ask a question…", channel=CASES)
    await here.oak.presses("Send the question", channel=CASES, text="Which three gates?")
    await here.settle()
    question = await here.birch.latest_card()
    await here.oak.presses("Close…", channel=CASES)
    await here.oak.presses("Close the case", channel=CASES, outcome="Adopted", decision="The parish pays for lamps.")

    await here.birch.presses("Send the answer", card=question, answer="The ones on the lane side.")

    [over] = [one for one in await here.birch.sees() if one.id == question.id]
    assert "already closed" in over.reads
    assert over.inputs["details"] == "The ones on the lane side."
    await here.birch.presses("Send it as something new", card=over)
    assert (await here.birch.latest_card()).inputs["title"] == "The ones on the lane side."


async def test_a_reply_typed_while_the_case_closed_comes_back_whole(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.rowan.presses("Reply…", channel=CASES)
    await here.oak.presses("Close…", channel=CASES)
    await here.oak.presses("Close the case", channel=CASES, outcome="Adopted", decision="The parish pays for lamps.")

    pressed = await here.rowan.presses("Send the reply", channel=CASES, text="Lock the gate first.")

    assert "already closed" in str(pressed.dialog)
    assert "Lock the gate first." in str(pressed.dialog)
