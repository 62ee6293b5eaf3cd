"""The database is restored from an older copy: the list knows what the store has forgotten, and loses none of it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from hub.cases import Case, Status
from hub.usecases.tracker import rows_to_write
from local365.seen import Row
from local365.server import Local365
from tests.journeys.force import ANSWERS, CASES, Force, force, joined_up

FIRST, LOST, LATER = "Lamps at Mill Lane", "Forms that ask twice", "Radios that fall silent"

Life = Callable[[Force], Awaitable[object]]


@asynccontextmanager
async def restored(m365: Local365, folder: Path, forgotten: Life) -> AsyncGenerator[Force]:
    """The product at work with a store that knows the first case as it came in, and nothing of what was `forgotten`."""
    copy = folder / "copy"
    async with force(m365, folder) as here:
        await here.sends_in(here.birch, title=FIRST)
    _moved(folder, copy)
    shutil.copytree(copy, folder, dirs_exist_ok=True)
    async with joined_up(m365, folder, here.clock) as here:
        here.clock.forward(hours=2)
        await forgotten(here)
    _moved(folder, folder / "forgotten")
    _moved(copy, folder)
    here.clock.forward(hours=2)
    async with joined_up(m365, folder, here.clock) as here:
        yield here


def _moved(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for file in source.glob("store.sqlite3*"):
        shutil.move(file, target)


async def a_second_case(here: Force) -> None:
    """Cedar has sent something in."""
    cedar = here.office.person("Sample Cedar")
    await cedar.opens_chat()
    await here.sends_in(cedar, title=LOST)


async def sends_in_at_once(here: Force) -> None:
    """Birch has sent in another case before the list was looked at, and everything settled."""
    await here.birch.says("new")
    await here.birch.presses("Send it in", {**ANSWERS, "title": LATER})
    await here.settle()


def case(here: Force, number: str) -> Case:
    """The case as the store has it."""
    [(found, _)] = rows_to_write(here.service.store, [number])
    return found


async def row_of(here: Force, title: str) -> Row:
    """The one row that tells of that submission."""
    [row] = [row for row in await here.office.rows(CASES) if row.fields["Title"] == title]
    return row


async def alarms(here: Force) -> list[str]:
    """What the hub's channel reads of what only a person can settle."""
    return [one.reads for one in await here.oak.sees(CASES) if "What is safe" in one.reads]


async def test_no_number_is_given_twice_once_the_list_was_read(m365: Local365, tmp_path: Path) -> None:
    async with restored(m365, tmp_path, a_second_case) as here:
        await here.settle()
        await here.sends_in(here.birch, title=LATER)

        numbers = {row.fields["Title"]: row.fields["CaseNumber"] for row in await here.office.rows(CASES)}
        assert numbers == {FIRST: "PF-2026-0001", LOST: "PF-2026-0002", LATER: "PF-2026-0003"}


async def test_a_new_case_is_never_written_over_the_row_of_another_that_had_its_number(
    m365: Local365, tmp_path: Path
) -> None:
    async with restored(m365, tmp_path, a_second_case) as here:
        before = await row_of(here, LOST)

        await sends_in_at_once(here)

        assert await row_of(here, LOST) == before
        new = case(here, "PF-2026-0002")
        assert (new.title, new.submitter and new.submitter.name) == (LATER, "Sample Birch")
        assert not any(LOST in one.reads for one in await here.birch.sees())


async def test_a_case_whose_number_was_taken_is_told_to_the_hub_once_and_gets_its_row_when_that_is_free(
    m365: Local365, tmp_path: Path
) -> None:
    async with restored(m365, tmp_path, a_second_case) as here:
        await sends_in_at_once(here)
        lost = await row_of(here, LOST)
        told = await alarms(here)
        assert [said.count("PF-2026-0002") for said in told if "One case number" in said] == [1]

        await here.maple.edits(CASES, lost.id, Theme="Not yet")
        await here.settle()
        assert await alarms(here) == told
        await here.maple.edits(CASES, lost.id, CaseNumber="PF-2026-0002-old")
        await here.settle()

        assert (await row_of(here, LOST)).fields["CaseNumber"] == "PF-2026-0002-old"
        assert (await row_of(here, LATER)).fields["CaseNumber"] == "PF-2026-0002"
        assert here.service.teams.deliveries.parked() == []


async def test_a_case_whose_number_was_taken_gets_its_row_when_the_other_is_deleted(
    m365: Local365, tmp_path: Path
) -> None:
    async with restored(m365, tmp_path, a_second_case) as here:
        await sends_in_at_once(here)

        await here.maple.deletes(CASES, (await row_of(here, LOST)).id)
        await here.settle()

        assert (await here.row("PF-2026-0002")).fields["Title"] == LATER


async def answered_by_oak(here: Force) -> None:
    """Oak has claimed the first case, Maple has named its theme in the list, and Oak has replied."""
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    await here.maple.edits(CASES, (await row_of(here, FIRST)).id, Theme="Lighting")
    await here.settle()
    await here.oak.presses("Reply…", channel=CASES)
    await here.oak.presses("Send the reply", {"text": "Ask the parish."})
    await here.settle()


async def test_what_only_the_product_wrote_since_the_copy_is_taken_back_and_not_written_over(
    m365: Local365, tmp_path: Path
) -> None:
    async with restored(m365, tmp_path, answered_by_oak) as here:
        before = await row_of(here, FIRST)
        read = len(await here.birch.sees())

        await here.settle()

        assert await row_of(here, FIRST) == before
        first = case(here, "PF-2026-0001")
        assert (first.status, first.guidance, first.theme) == (Status.ANSWERED, "Ask the parish.", "Lighting")
        assert first.holder is not None
        assert first.holder.name == "Sample Oak"
        assert len(await here.birch.sees()) == read
        [card] = [one for one in await here.hub_cards() if FIRST in one.reads]
        assert all(words in card.reads for words in ("Answered", "Sample Oak", "Lighting"))


async def test_the_hub_hears_once_that_the_list_knows_more_than_the_store(m365: Local365, tmp_path: Path) -> None:
    async def much(here: Force) -> None:
        await answered_by_oak(here)
        await a_second_case(here)

    async with restored(m365, tmp_path, much) as here:
        for _ in range(3):
            await here.settle()

        [told] = await alarms(here)
        assert "knows more than Prevention First" in told


async def test_what_was_taken_back_can_be_worked_on_as_ever(m365: Local365, tmp_path: Path) -> None:
    async with restored(m365, tmp_path, answered_by_oak) as here:
        await here.settle()

        await here.maple.edits(CASES, (await row_of(here, FIRST)).id, Theme="Lamps")
        await here.settle()
        await here.oak.presses("Close…", channel=CASES)
        await here.oak.presses("Close the case", {"outcome": "Adopted", "decision": "The parish pays."})
        await here.settle()

        row = (await row_of(here, FIRST)).fields
        assert (row["Status"], row["Theme"], row["Guidance"]) == ("Closed", "Lamps", "Ask the parish.")
        assert "The parish pays." in (await here.birch.latest_card()).reads
