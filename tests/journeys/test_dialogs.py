"""Forms open as dialogs: the thread stays clean, and nothing that was typed is lost."""

import asyncio
from dataclasses import replace

import pytest

from local365.filling_in import CannotDoError
from tests.journeys.force import ANSWERS, CASES, Force


async def test_a_reply_is_written_in_a_dialog_and_leaves_no_form_in_the_thread(here: Force) -> None:
    await here.sends_in(here.birch)
    before = len(await here.oak.sees(CASES))

    await here.oak.presses("Reply…", channel=CASES)
    pressed = await here.oak.presses("Send the reply", text="Light the lane.")
    await here.settle()

    assert pressed.text == "PF-2026-0001: your reply is on its way to Sample Birch."
    assert len(await here.oak.sees(CASES)) == before
    assert "Light the lane." in (await here.birch.latest_card()).reads


@pytest.mark.parametrize(
    ("opens", "sends", "typed"),
    [
        ("Ask a question…", "Send the question", {"text": "Which gates?"}),
        ("Reply…", "Send the reply", {"text": "Light the lane."}),
        ("Close…", "Close the case", {"outcome": "Adopted", "decision": "The parish pays."}),
    ],
)
async def test_a_dialog_outlives_any_change_of_the_hub_card(
    here: Force, opens: str, sends: str, typed: dict[str, str]
) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses(opens, channel=CASES)
    await here.rowan.presses("Claim", channel=CASES)
    await here.settle()

    pressed = await here.oak.presses(sends, typed)
    await here.settle()

    assert str(pressed.text).startswith("PF-2026-0001")
    assert next(iter(typed.values())) in (await here.hub_cards())[0].reads or opens == "Close…"
    assert (await here.row()).fields["AssignedTo"] == "Sample Rowan"


async def test_an_empty_reply_brings_the_dialog_back_with_a_sentence(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)

    await here.oak.presses("Send the reply", forged=True, text="   ")

    assert "Nothing was written" in here.oak.dialog.reads


async def test_a_reply_that_is_too_long_comes_back_whole(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)

    await here.oak.presses("Send the reply", text="é" * 4_200)

    assert "4,200 characters; 4,000 is the most" in here.oak.dialog.reads
    assert here.oak.dialog.inputs["text"] == "é" * 4_200


async def test_a_second_submit_of_the_same_dialog_does_the_work_once(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)
    dialog = here.oak.dialog
    send = dialog.button("Send the reply").action

    answers = await asyncio.gather(
        *(here.oak.sends_dialog(dialog, send, {"text": "Light the lane."}) for _ in range(3))
    )
    await here.settle()

    assert {answer.text for answer in answers} == {"PF-2026-0001: your reply is on its way to Sample Birch."}
    notices = [one for one in await here.birch.sees() if "the hub has replied" in one.reads]
    assert len(notices) == 1


async def test_a_case_closed_meanwhile_keeps_what_was_typed_in_the_dialog(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)
    await here.rowan.presses("Close…", channel=CASES)
    await here.rowan.presses("Close the case", outcome="Adopted", decision="The parish pays.")
    await here.settle()

    await here.oak.presses("Send the reply", text="Light the lane.")

    assert "was already closed" in here.oak.dialog.reads
    assert here.oak.dialog.inputs["text"] == "Light the lane."
    assert "Light the lane." not in str(await here.birch.sees())


async def test_an_old_button_of_a_closed_case_says_so_and_opens_nothing(here: Force) -> None:
    await here.sends_in(here.birch)
    [old] = await here.hub_cards()
    await here.rowan.presses("Close…", channel=CASES)
    await here.rowan.presses("Close the case", outcome="Adopted", decision="The parish pays.")

    pressed = await here.oak.presses("Reply…", card=old)

    assert "was already closed" in str(pressed.text)
    assert pressed.dialog is None


async def test_somebody_who_is_not_of_the_hub_is_refused_and_can_copy_what_they_wrote(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.rowan.presses("Reply…", channel=CASES)
    dialog = here.rowan.dialog
    mine = await here.birch.latest_card()
    forged = dialog.button("Send the reply").action

    elsewhere = replace(dialog, conversation=mine.conversation, message=mine.id)
    pressed = await here.birch.sends_dialog(elsewhere, forged, {"text": "Not mine to send."})
    await here.settle()

    assert pressed.dialog is not None
    assert "Only hub staff can work a case" in pressed.dialog.reads
    assert pressed.dialog.inputs == {"kept": "Not mine to send."}
    assert (await here.row()).fields["Status"] == "New"


async def test_an_officer_cannot_open_a_dialog_of_the_hubs(here: Force) -> None:
    await here.sends_in(here.birch)
    [card] = await here.hub_cards()
    mine = await here.birch.latest_card()

    pressed = await here.birch.sends_press(mine, card.button("Close…").action, {})

    assert "Only hub staff" in str(pressed.text)
    with pytest.raises(CannotDoError, match="has no dialog open"):
        _ = here.birch.dialog


async def test_something_is_sent_in_from_a_dialog_and_the_receipt_comes_to_the_chat(here: Force) -> None:
    await here.birch.presses("Send something in")

    pressed = await here.birch.presses("Send it in", ANSWERS)
    await here.settle()

    assert "PF-2026-0001: we have it. You will hear by Mon 30 Nov 2026." in str(pressed.text)
    receipts = [one for one in await here.birch.sees() if "PF-2026-0001: we have it" in one.reads]
    assert len(receipts) == 1
    welcome = (await here.birch.sees())[0]
    assert "Send something in" in welcome.buttons  # the card it was opened from is as it was


async def test_a_submission_that_lacks_an_answer_comes_back_in_the_dialog_with_all_that_was_typed(here: Force) -> None:
    await here.birch.presses("Send something in")

    await here.birch.presses("Send it in", {**ANSWERS, "title": ""}, forged=True)

    assert "One thing to put right" in here.birch.dialog.reads
    assert here.birch.dialog.inputs["details"] == ANSWERS["details"]
    await here.birch.presses("Send it in", title="Lamps")
    await here.settle()
    assert len(await here.hub_cards()) == 1


async def test_what_is_added_is_on_the_case_and_the_hub_is_told_once(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.birch.presses("Add something…")
    dialog = here.birch.dialog
    add = dialog.button("Add it").action

    for _ in range(2):
        await here.birch.sends_dialog(dialog, add, {"text": "It is four gates, not three."})
    await here.settle()

    [card] = await here.hub_cards()
    assert "It is four gates, not three." in card.reads
    assert (await here.row()).fields["Added"] == "It is four gates, not three."
    told = [one for one in await here.oak.sees(CASES) if "the submitter added something" in one.reads]
    assert [one.thread for one in told] == [card.id]
    assert "It is four gates, not three." in (await here.birch.latest_card()).reads


async def test_nothing_is_added_to_a_case_that_was_closed_meanwhile_and_the_words_stay(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.birch.presses("Add something…")
    await here.oak.presses("Close…", channel=CASES)
    await here.oak.presses("Close the case", outcome="Adopted", decision="The parish pays.")
    await here.settle()

    await here.birch.presses("Add it", text="It is four gates.")

    assert "was already closed" in here.birch.dialog.reads
    assert here.birch.dialog.inputs["text"] == "It is four gates."


async def test_nobody_adds_to_somebody_elses_case(here: Force) -> None:
    await here.sends_in(here.birch)
    [receipt] = [one for one in await here.birch.sees() if "Add something…" in one.buttons]
    await here.rowan.opens_chat()
    mine = await here.rowan.latest_card()

    pressed = await here.rowan.sends_press(mine, receipt.button("Add something…").action, {})

    assert "That case number is not one of yours" in str(pressed.text)


@pytest.mark.parametrize(
    ("opens", "sends", "typed"),
    [
        ("Ask a question…", "Send the question", {"text": "é" * 4_200}),
        ("Reply…", "Send the reply", {"text": "é" * 4_200}),
        ("Close…", "Close the case", {"outcome": "Adopted", "decision": "é" * 4_200}),
    ],
)
async def test_what_could_not_be_sent_comes_back_when_the_form_is_opened_again(
    here: Force, opens: str, sends: str, typed: dict[str, str]
) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses(opens, channel=CASES)
    await here.oak.presses(sends, typed)
    here.oak.closes_dialog()
    here.clock.forward(hours=1)

    await here.oak.presses(opens, channel=CASES)

    assert "It has not been sent yet" in here.oak.dialog.reads
    assert here.oak.dialog.inputs == typed
    await here.rowan.presses(opens, channel=CASES)
    assert "é" not in str(here.rowan.dialog.inputs)


async def test_a_form_that_was_sent_in_the_end_opens_empty(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Reply…", channel=CASES)
    await here.oak.presses("Send the reply", text="é" * 4_200)
    await here.oak.presses("Send the reply", text="Light the lane.")
    await here.settle()

    await here.oak.presses("Reply…", channel=CASES)

    assert here.oak.dialog.inputs == {"text": ""}


async def test_what_could_not_be_added_comes_back_when_it_is_tried_again(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.birch.presses("Add something…")
    await here.birch.presses("Add it", text="é" * 4_200)
    here.birch.closes_dialog()

    await here.birch.presses("Add something…")

    assert here.birch.dialog.inputs == {"text": "é" * 4_200}


async def asks(here: Force) -> None:
    """Birch has sent something in, and the hub has asked about it."""
    await here.sends_in(here.birch)
    await here.oak.presses("Ask a question…", channel=CASES)
    await here.oak.presses("Send the question", text="Which gates?")
    await here.settle()


async def test_the_receipt_leads_to_the_question_that_waits(here: Force) -> None:
    await asks(here)
    await here.birch.presses("Answer the question…")

    assert "Which gates?" in here.birch.dialog.reads
    pressed = await here.birch.presses("Send the answer", answer="The lane side.")
    await here.settle()

    assert pressed.text == "Thank you. The hub has your answer and goes on."
    assert "The lane side." in (await here.hub_cards())[0].reads
    assert not [one for one in await here.birch.sees() if "Answer the question…" in one.buttons]


async def test_an_answer_that_could_not_be_taken_stays_in_the_chat_and_with_the_receipt(here: Force) -> None:
    await asks(here)
    await here.birch.presses("Send the answer", answer="é" * 4_200)
    await here.settle()

    [question] = [one for one in await here.birch.sees() if "Send the answer" in one.buttons]
    assert question.inputs == {"answer": "é" * 4_200}
    await here.birch.presses("Answer the question…")
    assert here.birch.dialog.inputs == {"answer": "é" * 4_200}


async def test_a_question_that_was_answered_meanwhile_says_so(here: Force) -> None:
    await asks(here)
    [old] = [one for one in await here.birch.sees() if "Answer the question…" in one.buttons]
    await here.birch.presses("Send the answer", answer="The lane side.")
    await here.settle()

    pressed = await here.birch.presses("Answer the question…", card=old)

    assert "No question is waiting" in str(pressed.text)
