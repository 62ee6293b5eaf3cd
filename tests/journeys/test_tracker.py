"""Flow 4: an admin edits the case's row in SharePoint, and the cards and the submitter hear of it."""

import pytest
from sqlalchemy import delete

from hub.usecases.tracker import about_to_write, rows_to_write
from store.tables import cursors, tracker_rows
from sync.graph.items import ItemId
from sync.graph.lists import open_list
from sync.rows import our_values
from tests.journeys.force import ANSWERS, CASES, Force
from tests.list_rows import a_row, changed_row


async def edited(here: Force, **fields: str) -> None:
    """Maple has typed these into the case's row, and everything settled."""
    row = await here.row()
    await here.maple.edits(CASES, row.id, **fields)
    await here.settle()


async def test_an_edited_status_shows_on_both_cards_and_the_submitter_is_told_once(here: Force) -> None:
    await here.sends_in(here.birch)
    before = len(await here.birch.sees())

    await edited(here, Status="In progress", AssignedTo="sample.rowan@force.example", Theme="Sheds")
    await here.settle()

    [card] = await here.hub_cards()
    messages = await here.birch.sees()
    receipt = next(one for one in messages if "Send another" in one.buttons)
    assert all(words in card.reads for words in ("In progress", "Sample Rowan", "Sheds"))
    assert "In progress" in receipt.reads
    assert len(messages) == before + 1


async def test_hub_notes_show_to_hub_staff_on_the_hub_card_and_never_to_the_submitter(here: Force) -> None:
    await here.sends_in(here.birch)

    await edited(here, HubNotes="Ask the council first")

    [everybodys] = await here.hub_cards_at_a_glance()
    [card] = await here.hub_cards()
    assert "council" not in everybodys.reads
    assert "Ask the council first" in card.reads
    assert not any("council" in one.reads for one in await here.birch.sees())


async def test_a_status_that_may_not_follow_is_put_back_with_a_sentence_and_the_rest_is_kept(here: Force) -> None:
    await here.sends_in(here.birch)

    await edited(here, Status="Answered", Theme="Sheds")

    row = await here.row()
    assert (row.fields["Status"], row.fields["Theme"]) == ("New", "Sheds")
    assert "Status" in row.fields["SyncNote"]


async def test_a_column_of_the_products_is_put_back_with_a_sentence(here: Force) -> None:
    await here.sends_in(here.birch)

    await edited(here, Title="Something else")

    row = await here.row()
    assert row.fields["Title"] == ANSWERS["title"]
    assert "Something else" in row.fields["SyncNote"]


async def test_what_is_cleared_in_the_row_is_cleared_in_the_case(here: Force) -> None:
    await here.sends_in(here.birch)
    await edited(here, Theme="Sheds", HubNotes="Ask the council first", AssignedTo="Sample Rowan")

    await edited(here, Theme="", HubNotes="", AssignedTo="")

    row = (await here.row()).fields
    assert not {"Theme", "HubNotes", "AssignedTo"} & row.keys()
    assert row["Status"] == "New"


async def test_the_products_own_writes_never_come_back_as_edits(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    before = (await here.row()).etag

    for _ in range(3):
        await here.settle()

    assert (await here.row()).etag == before


async def test_a_claim_and_an_edit_at_the_same_time_both_stand(here: Force) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    await here.oak.presses("Claim", channel=CASES)
    await here.maple.edits(CASES, row.id, HubNotes="Ask the council first")

    await here.settle()

    row = await here.row()
    assert (row.fields["AssignedTo"], row.fields["HubNotes"]) == ("Sample Oak", "Ask the council first")


async def test_a_decision_typed_into_the_row_reaches_the_submitter(here: Force) -> None:
    await here.sends_in(here.birch)

    await edited(here, Status="Closed", Outcome="Adopted", Decision="The parish pays for lamps.")

    told = (await here.birch.latest_card()).reads
    assert "The parish pays for lamps." in told


async def test_a_row_that_is_deleted_and_restored_is_taken_up_again(here: Force) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    await here.maple.deletes(CASES, row.id)
    await here.settle()
    assert "deleted" in (await here.hub_cards())[0].reads
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    await here.maple.restores(CASES, row.id)
    await here.settle()

    assert "deleted" not in (await here.hub_cards())[0].reads
    assert (await here.row()).fields["AssignedTo"] == "Sample Oak"


async def test_a_create_that_was_done_but_answered_504_makes_no_second_row(here: Force) -> None:
    await here.office.goes_wrong(method="POST", path="/v1.0/sites/*/lists/*/items", status=504, when="after_commit")

    await here.sends_in(here.birch)
    await here.settle()

    assert len(await here.office.rows(CASES)) == 1


@pytest.mark.parametrize("arrived", [True, False])
async def test_an_old_value_typed_back_over_a_write_whose_answer_was_lost_is_heard(here: Force, arrived: bool) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    row = await here.row()
    [(case, known)] = rows_to_write(here.service.store, ["PF-2026-0001"])
    sending = {"Status": "In progress", "AssignedTo": "Sample Oak"}
    about_to_write(here.service.store, [(known, sending)])
    rows = await open_list(here.service.graph, CASES)
    if arrived:  # and then the process was killed
        await changed_row(rows, ItemId(row.id), sending, row.etag)
    await here.maple.edits(CASES, row.id, Status="New", AssignedTo="", Theme="Sheds")

    await here.settle()

    after = (await here.row()).fields
    assert after["Theme"] == "Sheds"
    assert (after["Status"], after.get("AssignedTo")) == (("New", None) if arrived else ("In progress", "Sample Oak"))
    assert case.status.value == "In progress"


async def test_a_column_cleared_in_a_row_whose_creation_was_never_answered_is_heard(here: Force) -> None:
    await here.birch.says("new")
    await here.birch.presses("Send it in", ANSWERS)
    await here.service.teams.deliver_due()
    await here.oak.presses("Claim", channel=CASES)
    [(case, known)] = rows_to_write(here.service.store, ["PF-2026-0001"])
    sending = {name: our_values(case)[name] for name in ("CaseNumber", "SubmittedAt")}
    sending |= {"Status": "In progress", "AssignedTo": "Sample Oak"}
    about_to_write(here.service.store, [(known, sending)])
    rows = await open_list(here.service.graph, CASES)
    made = await a_row(rows, sending)
    await here.maple.edits(CASES, made.id, AssignedTo="")

    await here.worker.reader.pull()
    await here.settle()

    assert "AssignedTo" not in (await here.row()).fields


async def test_a_deleted_row_is_put_back_from_the_hub_card_as_the_case_is_now(here: Force) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    await here.maple.edits(CASES, row.id, Theme="Sheds")
    await here.settle()
    await here.maple.deletes(CASES, row.id)
    await here.settle()

    await here.oak.presses("Put the row back", channel=CASES)
    await here.settle()

    back = await here.row()
    assert (back.id != row.id, back.fields["Theme"]) == (True, "Sheds")
    assert "Put the row back" not in (await here.hub_cards())[0].buttons


async def test_a_row_restored_while_it_is_put_back_is_taken_up_and_makes_no_second_row(here: Force) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    await here.maple.deletes(CASES, row.id)
    await here.settle()
    await here.oak.presses("Put the row back", channel=CASES)
    await here.maple.restores(CASES, row.id)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    back = await here.row()
    assert (back.id, back.fields["AssignedTo"]) == (row.id, "Sample Oak")


@pytest.mark.parametrize("mischief", ["resyncChangesApplyDifferences", "resyncChangesUploadDifferences"])
async def test_after_a_link_too_old_edits_and_deletions_meanwhile_are_taken_in_and_nobody_is_told_twice(
    here: Force, mischief: str
) -> None:
    await here.sends_in(here.birch)
    await here.sends_in(here.birch)
    first, second = [await here.row(number) for number in ("PF-2026-0001", "PF-2026-0002")]
    await here.maple.edits(CASES, first.id, Theme="Sheds")
    await here.maple.deletes(CASES, second.id)
    told = len(await here.birch.sees())
    here.m365.tenant.sites.switches.turn({"delta_mischief": [mischief]})

    await here.settle()

    cards = await here.hub_cards()
    assert "Sheds" in cards[0].reads
    rows = await here.office.rows(CASES)
    if mischief == "resyncChangesUploadDifferences":
        assert len(rows) == 2
    else:
        assert "Put the row back" in cards[1].buttons
    assert len(await here.birch.sees()) == told


async def test_after_an_error_inside_a_good_answer_edits_and_deletions_are_found_all_the_same(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.sends_in(here.birch)
    first, second = [await here.row(number) for number in ("PF-2026-0001", "PF-2026-0002")]
    await here.maple.edits(CASES, first.id, Theme="Sheds")
    await here.maple.deletes(CASES, second.id)
    here.m365.tenant.sites.switches.turn({"delta_mischief": ["errorInside200"]})

    await here.settle()

    cards = await here.hub_cards()
    assert "Sheds" in cards[0].reads
    assert "Put the row back" in cards[1].buttons


async def test_from_an_empty_mirror_everything_is_taken_up_again_and_nobody_is_told_anything(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.maple.edits(CASES, (await here.row()).id, Status="In progress", Theme="Sheds")
    await here.settle()
    told, etag = len(await here.birch.sees()), (await here.row()).etag
    with here.service.store.database.writing() as connection:
        connection.execute(delete(tracker_rows))
        connection.execute(delete(cursors))

    await here.settle()

    assert (len(await here.birch.sees()), (await here.row()).etag) == (told, etag)
    await edited(here, Theme="Lights")
    assert "Lights" in (await here.hub_cards())[0].reads
