"""Flow 1: an officer sends something in on a card, follows it, and hears back."""

from local365 import seed
from local365.seen import SeenMessage
from tests.journeys.force import ANSWERS, Force


def receipts(messages: list[SeenMessage], number: str = "PF-2026-0001") -> list[SeenMessage]:
    """The receipts of that case in a chat."""
    return [one for one in messages if number in one.reads and "Send another" in one.buttons]


async def test_a_greeting_is_answered_with_a_welcome_and_one_obvious_button(here: Force) -> None:
    await here.birch.says("Hello!")

    card = await here.birch.latest_card()
    assert "Send something in" in card.buttons


async def test_submitting_answers_within_the_turn_with_a_number_and_a_date(here: Force) -> None:
    await here.birch.says("new")

    pressed = await here.birch.presses("Send it in", ANSWERS)

    assert pressed.status == 200
    [receipt] = receipts(await here.birch.sees())
    assert "PF-2026-0001" in receipt.reads
    assert "Mon 30 Nov 2026" in receipt.reads


async def test_the_case_becomes_one_hub_card_and_one_row(here: Force) -> None:
    await here.sends_in(here.birch)

    [card] = await here.hub_cards()
    row = await here.row()
    assert ANSWERS["title"] in card.reads
    assert (row.fields["Title"], row.fields["Status"]) == (ANSWERS["title"], "New")
    assert row.fields["SubmittedBy"] == "Sample Birch"


async def test_a_second_press_of_submit_returns_the_same_case(here: Force) -> None:
    await here.birch.says("new")
    form = await here.birch.latest_card()
    await here.birch.presses("Send it in", ANSWERS, card=form)

    await here.birch.presses("Send it in", ANSWERS, card=form)
    await here.settle()

    assert len(await here.hub_cards()) == 1
    assert len(receipts(await here.birch.sees())) == 1
    await here.row()


async def test_a_missing_answer_shows_the_card_again_with_everything_that_was_typed(here: Force) -> None:
    await here.birch.says("new")

    await here.birch.presses(
        "Send it in", forged=True, title="", details="Every night.", tried="", good="", kind="Idea"
    )

    again = await here.birch.latest_card()
    assert again.inputs["details"] == "Every night."
    assert again.inputs["kind"] == "Idea"
    assert "Send it in" in again.buttons


async def test_twenty_thousand_characters_are_refused_in_a_sentence_and_not_lost(here: Force) -> None:
    await here.birch.says("new")

    await here.birch.presses("Send it in", {**ANSWERS, "details": "é" * 20_000}, forged=True)

    again = await here.birch.latest_card()
    assert "20,000" in again.reads
    assert again.inputs["details"] == "é" * 20_000


async def test_what_could_not_be_sent_comes_back_in_the_next_card(here: Force) -> None:
    await here.birch.says("new")
    await here.birch.presses("Send it in", forged=True, title="Lamps", details="", tried="", good="", kind="")

    await here.birch.says("new")

    assert (await here.birch.latest_card()).inputs["title"] == "Lamps"


async def test_free_text_leads_to_a_card_that_holds_it_already(here: Force) -> None:
    await here.birch.says("The lighting in the Mill Lane underpass keeps failing")

    card = await here.birch.latest_card()
    assert card.inputs["title"] == "The lighting in the Mill Lane underpass keeps failing"


async def test_my_cases_lists_ones_own_with_status_holder_and_promise(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel="Cases")
    await here.settle()

    await here.birch.says("my cases")

    listed = (await here.birch.latest_card()).reads
    for words in ("PF-2026-0001", ANSWERS["title"], "In progress", "Sample Oak", "Mon 30 Nov 2026"):
        assert words in listed


async def test_my_cases_of_somebody_who_sent_nothing_in_lead_to_sending_something_in(here: Force) -> None:
    await here.birch.says("my cases")

    assert "Send something in" in (await here.birch.latest_card()).buttons


async def test_help_says_what_can_be_written(here: Force) -> None:
    await here.birch.says("help")

    assert "my cases" in (await here.birch.latest_card()).reads.casefold()


async def test_another_persons_case_number_is_refused_in_a_sentence(here: Force) -> None:
    await here.sends_in(here.birch)
    cedar = here.office.person("Sample Cedar")
    await cedar.opens_chat()

    await cedar.says("PF-2026-0001")

    said = (await cedar.latest_card()).reads
    assert "not one of yours" in said
    assert ANSWERS["title"] not in said


async def test_what_people_type_is_shown_as_it_was_typed(here: Force) -> None:
    typed = '=HYPERLINK("http://x.example") <at>Sample Oak</at> [a link](http://x.example) 🚗'

    await here.sends_in(here.birch, title=typed, details=typed)

    [card] = await here.hub_cards()
    assert typed in card.reads
    assert (await here.row()).fields["Title"] == typed


async def test_submitting_works_while_graph_is_down_and_the_row_follows(here: Force) -> None:
    await here.office.goes_wrong(method="*", path="/v1.0/*", status=503, headers={"Retry-After": "1"}, times=1000)
    await here.birch.says("new")

    await here.birch.presses("Send it in", ANSWERS)

    assert len(receipts(await here.birch.sees())) == 1
    here.m365.tenant.faults.clear()
    here.clock.forward(minutes=30)
    await here.settle()
    await here.row()


async def test_somebody_whom_teams_does_not_identify_is_told_so_and_is_nobody(here: Force) -> None:
    await here.birch.says("help")
    last = await here.birch.latest_card()

    status = await here.hears(
        id=last.id,  # some message of the chat that was never taken in
        text="my cases",
        **{"from": {"id": "29:a-guest", "name": "A guest"}},
        conversation={"id": last.conversation, "conversationType": "personal", "tenantId": seed.TENANT_ID},
    )

    assert status == 200
    assert "did not say who you are" in (await here.birch.latest_card()).reads


async def test_an_activity_that_teams_sends_again_makes_no_second_answer(here: Force) -> None:
    await here.office.goes_wrong(method="POST", path="/bot", status=504, when="after_commit")
    before = len(await here.birch.sees())

    said = await here.birch.says("help")

    assert said.attempts == 2
    assert len(await here.birch.sees()) - before == 2  # what Birch wrote, and one answer


async def test_a_submission_that_teams_sends_again_is_one_case(here: Force) -> None:
    await here.birch.says("new")
    await here.office.goes_wrong(method="POST", path="/bot", status=504, when="after_commit")

    await here.birch.presses("Send it in", ANSWERS)
    await here.settle()

    assert len(receipts(await here.birch.sees())) == 1
    assert len(await here.office.rows("Cases")) == 1


async def test_a_draft_survives_sending_in_something_else_and_ends_with_its_own_card(here: Force) -> None:
    await here.birch.says("new")
    await here.birch.presses("Send it in", {**ANSWERS, "title": "Lamps", "details": ""}, forged=True)
    await here.birch.says("The bins behind the station are never emptied")
    await here.birch.presses("Send it in", {**ANSWERS, "title": "Bins"})

    await here.birch.says("new")
    again = await here.birch.latest_card()
    await here.birch.presses("Send it in", card=again, details="Out for a week.")
    await here.birch.says("new")

    assert again.inputs["title"] == "Lamps"
    assert (await here.birch.latest_card()).inputs["title"] == ""


async def test_starting_afresh_gives_an_empty_card_and_leaves_the_old_one_in_the_chat(here: Force) -> None:
    await here.birch.says("new")
    await here.birch.presses("Send it in", {**ANSWERS, "title": "Lamps", "details": ""}, forged=True)
    old = await here.birch.latest_card()

    await here.birch.presses("Start afresh")

    fresh = await here.birch.waits_for(lambda one: one.inputs.get("title") == "")
    assert fresh.id != old.id
    assert "Lamps" in [one.inputs.get("title") for one in await here.birch.sees()]
