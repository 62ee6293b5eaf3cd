"""Flow 3: responses to the Microsoft Form become cases, once, through the same use case."""

from collections.abc import Generator
from contextlib import contextmanager
from secrets import token_hex

import pytest

from local365.faults import Fault
from store.deliveries import Deliveries
from tests.journeys.force import Force
from tests.sync.workbooks import HEADINGS, ROW, with_cells, workbook

ANSWERS = ["Idea", "Quiet hour at the counter", "It is loud.", "Dimmed lights.", "A trial."]


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


async def test_a_workbook_whose_bytes_came_damaged_is_fetched_again(here: Force) -> None:
    fault = Fault(method="GET", path="*/download.aspx", status=200, body="PK but cut off")
    here.m365.tenant.faults.add(fault)
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    here.clock.forward(minutes=5)
    await here.settle()

    assert (await here.row()).fields["Title"] == "A title"


async def test_a_workbook_larger_than_we_read_is_told_to_the_hub_once(
    here: Force, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.graph.wire._LARGEST_FILE", 100_000)
    rows = [with_cells(column_0=number, column_8=token_hex(15_000)) for number in range(1, 11)]
    await here.office.replaces_workbook(workbook(HEADINGS, *rows))
    await here.settle()
    await here.settle()

    [told] = await alarms(here)
    assert "far too large" in told


async def test_a_workbook_that_no_memory_could_hold_is_told_and_the_next_one_is_read(here: Force) -> None:
    far = [*([] for _ in range(1_048_573)), [*[None] * 16_383, " "]]
    await here.office.replaces_workbook(workbook(HEADINGS, ROW, *far))
    await here.settle()
    [told] = await alarms(here)

    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()

    assert "clear cells that stand far from the responses" in told
    assert (await here.row()).fields["Title"] == "A title"


async def test_words_in_a_row_without_an_id_are_told_to_the_hub(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS, ROW, with_cells(column_0="")))
    await here.settle()

    [told] = await alarms(here)
    assert "row 3: words, but no Id" in told
    assert len(await here.office.rows("Cases")) == 1


async def test_the_24_sample_responses_become_24_cases(here: Force) -> None:
    with here.m365.tenant.lock:
        while here.m365.tenant.sites.arrive_next(at=here.clock()):
            continue

    await here.settle()

    rows = await here.office.rows("Cases")
    assert len(rows) == 24
    assert len(await here.hub_cards()) == 24
    assert sum(not row.fields.get("SubmittedBy") for row in rows) == 2


async def test_an_edited_response_changes_its_case_and_the_hub_is_told_once(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    edited = with_cells(column_5="11/3/26 8:00:00", column_8="It is louder than I said.")

    await here.office.replaces_workbook(workbook(HEADINGS, edited))
    await here.settle()
    await here.settle()

    assert (await here.row()).fields["Details"] == "It is louder than I said."
    assert "It is louder than I said." in (await here.hub_cards())[0].reads
    told = [one for one in await here.oak.sees("Cases") if "has changed answers in the Form" in one.reads]
    assert len(told) == 1
    assert told[0].thread is not None
    with here.service.store.read() as uow:
        assert "details, before: Details" in [
            entry.text for entry in uow.journal.of(uow.cases.get("PF-2026-0001").number)
        ]


async def test_an_older_copy_of_the_workbook_undoes_no_edit(here: Force) -> None:
    edited = with_cells(column_5="11/3/26 8:00:00", column_8="It is louder than I said.")
    for content in (workbook(HEADINGS, ROW), workbook(HEADINGS, edited), workbook(HEADINGS, ROW)):
        await here.office.replaces_workbook(content)
        await here.settle()

    assert (await here.row()).fields["Details"] == "It is louder than I said."


async def test_rows_that_go_from_the_workbook_are_told_and_no_case_is_touched(here: Force) -> None:
    two = [ROW, with_cells(column_0=2, column_1="11/2/26 10:00:00", column_7="Another title")]
    await here.office.replaces_workbook(workbook(HEADINGS, *two))
    await here.settle()

    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    await here.settle()

    [told] = await alarms(here)
    assert "responses before: 2, now: 1" in told
    assert len(await here.office.rows("Cases")) == 2


@contextmanager
def one_cannot_be_kept(here: Force, title: str) -> Generator[None]:
    """The store refuses a case with that title, as if a bug of ours met a response."""
    with here.service.store.database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON cases "
            f"WHEN NEW.title = '{title}' BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    try:
        yield
    finally:
        with here.service.store.database.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER refuse")


async def test_a_response_that_meets_a_bug_keeps_no_other_out_and_the_hub_is_told(here: Force) -> None:
    titles = ["Before it", "Cursed", "After it"]
    for title in titles:
        await here.office.responds(email=None, name="", answers=[ANSWERS[0], title, *ANSWERS[2:]])
    with one_cannot_be_kept(here, "Cursed"):
        await here.settle()
        [told] = await alarms(here)
        assert "A response to the Form cannot be taken in" in told
        assert "• response 2\n" in told
        assert sorted(row.fields["Title"] for row in await here.office.rows("Cases")) == ["After it", "Before it"]

    here.clock.forward(minutes=1)
    await here.settle()
    assert sorted(row.fields["Title"] for row in await here.office.rows("Cases")) == sorted(titles)


async def test_a_response_that_fails_once_and_then_is_taken_alarms_nobody(here: Force) -> None:
    await here.office.responds(email=None, name="", answers=[ANSWERS[0], "Cursed", *ANSWERS[2:]])
    with one_cannot_be_kept(here, "Cursed"):
        await here.worker.turn()
    await here.settle()

    assert ((await here.row()).fields["Title"], await alarms(here)) == ("Cursed", [])


async def test_after_weeks_without_a_response_the_hub_is_asked_once_to_look(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    here.clock.forward(days=15)
    await here.settle()
    here.clock.forward(days=15)
    await here.settle()

    told = [one.reads for one in await here.oak.sees("Cases") if "Nothing new has come from the Form" in one.reads]
    assert len(told) == 1
    assert "Monday 23 November 2026" in told[0]


async def test_strange_rows_are_a_case_each_and_none_is_parked(here: Force) -> None:
    strange = [
        {"column_3": "not an e-mail"},
        {"column_3": "a'b\"c/d?e#EXT#@force.example"},
        {"column_3": f"{'x' * 500}@force.example", "column_4": "N\n" * 2_000},
        {"column_4": "Jose\u0301 \U0001f46e\u200d\u2640\ufe0f \u202eabc", "column_7": "\u05e9\u05dc\u05d5\u05dd"},
        {"column_7": "=cmd|' /C calc'!A0", "column_8": "bell\x07\x1b[31m\x00"},
        {"column_7": "<script>alert(1)</script> {{DATE(2026)}}", "column_8": "x" * 32_767},
        {"column_0": "n" * 5_000, "column_1": "nonsense", "column_2": ""},
        {"column_7": "\u200b", "column_8": "..."},
    ]
    rows = [with_cells(**{"column_0": number, **changes}) for number, changes in enumerate(strange, start=10)]
    await here.office.replaces_workbook(workbook(HEADINGS, *rows, *rows[::-1], ROW, ROW))
    await here.settle()
    await here.office.replaces_workbook(workbook(HEADINGS, *rows[::-1], ROW))
    await here.settle()

    assert len(await here.office.rows("Cases")) == len(await here.hub_cards()) == len(strange) + 1
    assert not Deliveries(here.service.store).parked()
