"""Everything that happened to a case is said at a terminal, in order, while the service runs and Graph is down."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import structlog
from sqlalchemy import delete

from service.explaining import CannotExplain, explain
from store.engines import StoreSettings
from store.tables import cases, metadata
from tests.journeys.force import ANSWERS, CASES, Force
from tests.journeys.terminal import quiet, said, said_json
from tests.sync.workbooks import HEADINGS, ROW, with_cells, workbook

ONE = "PF-2026-0001"


def told(here: Force, reference: str = ONE) -> str:
    """What an operator reads who pipes it on."""
    screen = quiet()
    explain(here.service.settings.store(), reference, screen, clock=here.clock)
    return said(screen)


def told_json(here: Force) -> Any:
    screen = quiet()
    explain(here.service.settings.store(), ONE, screen, as_json=True, clock=here.clock)
    return said_json(screen)


def in_order(text: str, *parts: str) -> bool:
    """True when the text holds the parts one after the other."""
    at = 0
    for part in parts:
        at = text.find(part, at) + 1
        if not at:
            return False
    return True


async def test_it_tells_from_the_card_that_came_in_to_the_decision_in_order(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    row = await here.row()
    await here.maple.edits(CASES, row.id, Status="Closed", Outcome="Adopted", Decision="The parish pays for lamps.")
    await here.settle()

    text = told(here)

    assert in_order(
        text,
        f"{ONE}: {ANSWERS['title']}",
        "Sent in by Sample Birch, through: Teams card",
        "What happened",
        "Mon 23 Nov 2026 09:30  sent in on a card in Teams",
        "Sample Birch: opened",
        "Sample Oak: claimed",
        "Sample Maple: edited the list, and the case says so  Decision: The parish pays for lamps.",
        "notice to the submitter (decision): sent",
        "Row in the Cases list",
        f"Item {row.id}, version ",
        "last seen or written Mon 23 Nov 2026",
        "The hub card shows version 3, which is current",
        "The receipt shows version 3, which is current",
        "Nothing: all of it was delivered.",
    )


async def test_an_edit_that_was_refused_and_one_that_replaced_words_stand_word_for_word(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.maple.edits(CASES, (await here.row()).id, Title="Something else entirely")
    await here.settle()

    text = told(here)

    assert "Sample Maple: edited the list, and it was refused and put back  Title: Something else entirely" in text
    assert "Sync note  Title was put back" in text


async def test_a_response_of_the_form_is_told_with_its_number_and_what_it_is_known_by(here: Force) -> None:
    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    await here.office.replaces_workbook(workbook(HEADINGS, with_cells(column_5="11/3/26 8:00:00", column_8="Louder.")))
    await here.settle()

    text = told(here)

    assert "through: Microsoft Form" in text
    assert text.count("taken in as response 1 of the Form, known by the hash of its words  response:1:=") == 2
    assert text.count("known by the hash of its answers  response:1:~") == 2
    assert text.count("known by its start  response:1:2") == 1
    assert "known by its sender and its day  same-day:1:sample.birch@force.example:" in text
    assert "Sample Birch: edited the response in the Form, which said  details, before: Details" in text


async def test_what_still_waits_is_told_with_its_tries_its_reason_and_what_it_stands_for(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.office.goes_wrong(method="PATCH", path="/v1.0/sites/*/lists/*/items/*/fields", status=400, times=2)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")

    text = told(here)

    assert "The row of the Cases list: parked Mon 23 Nov 2026 09:30 because: graph.400" in text
    assert "tried 2 times" in text
    assert f"prevention-first release --case {ONE} --reason graph.400" in text


async def test_two_changes_that_wait_as_one_delivery_are_told_as_one_that_stands_for_both(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    here.clock.forward(minutes=1)
    await here.oak.presses("Reply…", channel=CASES)
    await here.oak.presses("Send the reply", channel=CASES, text="Lighting cut thefts by a third elsewhere.")

    text = told(here)

    assert "The row of the Cases list: waits since" in text
    assert "It stands for 1 later change too." in text


async def test_somebody_who_cannot_be_reached_and_a_row_that_is_gone_are_told(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.birch.blocks_bot()
    await here.maple.deletes(CASES, (await here.row()).id)
    await here.settle()
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    text = told(here)

    assert "Somebody deleted it" in text
    assert "Sample Birch cannot be reached: they have blocked Prevention First in Teams." in text
    assert "The receipt: parked" in text


async def test_it_needs_no_graph_and_changes_nothing(here: Force) -> None:
    await here.sends_in(here.birch)
    before = told_json(here)
    await here.office.goes_wrong(method="GET", path="/v1.0/*", status=503, times=100)

    assert told_json(here) == before


async def test_a_program_reads_every_part(here: Force) -> None:
    await here.sends_in(here.birch)

    found = told_json(here)

    assert found["file"]["case"]["number"] == ONE
    assert found["file"]["row"]["values"]["Title"] == ANSWERS["title"]
    assert found["log"][0]["deed"] == "opened"
    assert found["taken_in"][0]["key"].startswith("card:")
    assert sorted(found["file"]["cards"]) == ["hub card", "receipt"]


async def test_at_a_terminal_nothing_typed_can_take_it_over(here: Force) -> None:
    await here.sends_in(here.birch, title="Sheds \x1b[2J[bold]gone[/bold] \u202etxt")
    screen = quiet(terminal=True)

    explain(here.service.settings.store(), ONE, screen, clock=here.clock)

    assert "\x1b[2J" not in said(screen)
    assert "\u202e" not in said(screen)
    assert "[bold]gone[/bold]" in said(screen)


async def test_nothing_it_shows_is_logged(here: Force, caplog: pytest.LogCaptureFixture) -> None:
    await here.sends_in(here.birch)
    caplog.set_level(logging.DEBUG)

    with structlog.testing.capture_logs() as logged:
        told(here)

    assert logged == []
    assert caplog.records == []


async def test_a_reference_is_understood_however_it_is_written(here: Force) -> None:
    await here.sends_in(here.birch)

    assert told(here, "pf 2026/1") == told(here)


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("PF-2026-0007", "There is no case PF-2026-0007. The last of that year is PF-2026-0001."),
        ("PF-2062-0001", "There is no case PF-2062-0001. Did you mean PF-2026-0001?"),
        ("PF-2026-O001", "“PF-2026-O001” is no case number; they look like PF-2026-0042. Did you mean PF-2026-0001?"),
        ("sheds", "“sheds” is no case number; they look like PF-2026-0042."),
    ],
)
async def test_a_mistyped_reference_is_refused_with_those_that_are_near(
    here: Force, reference: str, sentence: str
) -> None:
    await here.sends_in(here.birch)

    with pytest.raises(CannotExplain) as refused:
        told(here, reference)

    assert str(refused.value).startswith(sentence)


async def test_a_case_that_was_erased_is_said_to_be(here: Force) -> None:
    await here.sends_in(here.birch)
    with here.service.store.database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            if "case" in table.c:
                connection.execute(delete(table))
        connection.execute(delete(cases))

    with pytest.raises(CannotExplain, match="PF-2026-0001 was a case, and it is not kept any more"):
        told(here)


def test_without_a_database_it_says_so_and_makes_none(tmp_path: Any) -> None:
    file = tmp_path / "none.sqlite3"

    with pytest.raises(CannotExplain, match="There is no database yet"):
        explain(StoreSettings(url=f"sqlite:///{file}"), ONE, quiet())

    assert not file.exists()
