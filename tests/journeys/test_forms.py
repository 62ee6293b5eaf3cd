"""Flow 3: responses to the Microsoft Form become cases, once, through the same use case."""

import io
from collections.abc import Sequence
from typing import Any, cast

import xlsxwriter

from tests.journeys.force import Force

HEADINGS = (
    "Id",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    "Last modified time",
    "Is this an idea, an operational problem or an inefficiency?",
    "In one sentence, what is it?",
    "What happens, where, how often, and who is affected?",
    "What has been tried or what do you already know about what works?",
    "What would good look like, and what help do you want from the hub?",
)
ROW = (1, "", "", "sample.birch@force.example", "Sample Birch", "", "Idea", "A title", "Details", "Tried", "Good")
ANSWERS = ["Idea", "Quiet hour at the counter", "It is loud.", "Dimmed lights.", "A trial."]


def workbook(headings: Sequence[str], *rows: Sequence[object]) -> bytes:
    """An xlsx with these headings and rows, as Forms keeps one."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet: Any = cast("Any", book).add_worksheet("Sheet1")
        for index, row in enumerate([headings, *rows]):
            sheet.write_row(index, 0, row)
    return content.getvalue()


async def alarms(here: Force) -> list[str]:
    """What the hub's channel was told apart from cases."""
    return [one.reads for one in await here.oak.sees("Cases") if one.thread is None and "orkbook" in one.reads]


async def test_a_response_becomes_a_case_with_the_submitter_as_the_directory_knows_them(here: Force) -> None:
    await here.office.responds(email="sample.cedar@force.example", name="S. Cedar", answers=ANSWERS)
    await here.settle()

    row = await here.row()
    assert (row.fields["Title"], row.fields["SubmittedBy"]) == ("Quiet hour at the counter", "Sample Cedar")
    assert row.fields["Door"] == "Microsoft Form"
    assert len(await here.hub_cards()) == 1


async def test_the_workbook_read_again_changes_nothing(here: Force) -> None:
    await here.office.responds(email="sample.cedar@force.example", name="Sample Cedar", answers=ANSWERS)
    await here.settle()
    await here.office.responds(email="sample.elm@force.example", name="Sample Elm", answers=ANSWERS)
    await here.settle()
    await here.settle()

    assert len(await here.hub_cards()) == 2
    assert len(await here.office.rows("Cases")) == 2


async def test_an_anonymous_response_stays_anonymous(here: Force) -> None:
    await here.office.responds(email=None, name="", answers=ANSWERS)
    await here.settle()

    row = await here.row()
    assert not row.fields.get("SubmittedBy")
    assert not row.fields.get("SubmitterEmail")
    assert "Anonymous" in (await here.hub_cards())[0].reads


async def test_a_submitter_who_has_met_the_bot_gets_a_receipt_in_their_chat(here: Force) -> None:
    await here.office.responds(email="sample.birch@force.example", name="Sample Birch", answers=ANSWERS)
    await here.settle()

    assert "PF-2026-0001" in (await here.birch.latest_card()).reads


async def test_a_receipt_waits_for_a_submitter_who_has_not_met_the_bot_yet(here: Force) -> None:
    cedar = here.office.person("Sample Cedar")
    await here.office.responds(email="sample.cedar@force.example", name="Sample Cedar", answers=ANSWERS)
    await here.settle()

    await cedar.opens_chat()
    await here.settle()

    assert any("PF-2026-0001" in one.reads for one in await cedar.sees())


async def test_columns_in_another_order_are_read_by_their_headings(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS[::-1], ROW[::-1]))
    await here.settle()

    assert (await here.row()).fields["Title"] == "A title"


async def test_a_missing_column_is_told_to_the_hub_once_and_nothing_is_lost(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS[:-1], ROW[:-1]))
    await here.settle()
    await here.settle()

    [told] = await alarms(here)
    assert HEADINGS[-1] in told
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    assert (await here.row()).fields["GoodLooksLike"] == "Good"


async def test_a_renamed_column_is_told_by_its_old_and_its_new_name(here: Force) -> None:
    renamed = [*HEADINGS[:-1], "What do you want?"]

    await here.office.replaces_workbook(workbook(renamed, ROW))
    await here.settle()

    [told] = await alarms(here)
    assert HEADINGS[-1] in told
    assert "What do you want?" in told


async def test_a_doubled_column_is_told_and_no_answer_is_guessed(here: Force) -> None:
    await here.office.replaces_workbook(workbook([*HEADINGS, HEADINGS[7]], [*ROW, "Another title"]))
    await here.settle()

    [told] = await alarms(here)
    assert HEADINGS[7] in told
    assert await here.office.rows("Cases") == []


async def test_a_column_we_do_not_know_keeps_its_answers_in_the_details(here: Force) -> None:
    await here.office.replaces_workbook(workbook([*HEADINGS, "Your station?"], [*ROW, "Mill Lane"]))
    await here.settle()

    assert (await here.row()).fields["Details"] == "Details\n\nYour station?: Mill Lane"


async def test_an_encrypted_workbook_is_told_to_the_hub(here: Force) -> None:
    await here.office.replaces_workbook(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000))
    await here.settle()

    assert len(await alarms(here)) == 1


async def test_the_24_sample_responses_become_24_cases(here: Force) -> None:
    with here.m365.tenant.lock:
        while here.m365.tenant.sites.arrive_next(at=here.clock()):
            continue

    await here.settle()

    rows = await here.office.rows("Cases")
    assert len(rows) == 24
    assert len(await here.hub_cards()) == 24
    assert sum(not row.fields.get("SubmittedBy") for row in rows) == 2
