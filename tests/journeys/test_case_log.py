"""What happens to a case stands in the list Case log: each thing once, in order, and never at the rows' expense."""

from typing import Any

import pytest

from hub.cases import CaseNumber
from hub.effects import WriteCaseLog
from hub.submissions import Door, Kind, Submission
from hub.usecases.submissions import Arrival, submit
from sync.case_log import MENDED_S
from sync.graph.lists import open_list
from sync.provision import provision
from tests.journeys.force import CASES, Force

LOG = "Case log"
POSTS = "/v1.0/sites/*/lists/*/items"
ALARM = "The Case log cannot be written to"
SUBMISSION = Submission(kind=Kind.IDEA, title="Lamps", details="Dark.", tried="", good="", door=Door.FORM)


async def log_rows(here: Force, number: str = "PF-2026-0001") -> list[dict[str, Any]]:
    """The rows of that case, by their ids."""
    rows = [row.fields for row in await here.office.rows(LOG)]
    return [row for row in rows if row["CaseNumber"] == number]


async def deeds(here: Force, number: str = "PF-2026-0001") -> list[tuple[str, str]]:
    return [(row["Who"], row["Deed"]) for row in await log_rows(here, number)]


async def test_who_did_what_stands_in_the_log_in_order_once(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds", Status="Answered")
    await here.settle()
    await here.settle()

    assert await deeds(here) == [
        ("Sample Birch", "opened"),
        ("Sample Oak", "claimed"),
        ("Sample Maple", "put back in the list"),
        ("Sample Maple", "edited in the list"),
    ]
    rows = await log_rows(here)
    assert rows[0]["Title"] == "PF-2026-0001: opened"
    assert (rows[2]["Words"], rows[3]["Words"]) == ("Status: Answered", "Theme: Sheds")
    assert len({row["EntryKey"] for row in rows}) == 4


async def test_what_lost_against_the_list_a_deletion_and_a_restoring_are_in_the_log(here: Force) -> None:
    await here.sends_in(here.birch)
    row = await here.row()
    await here.oak.presses("Claim", channel=CASES)
    await here.maple.edits(CASES, row.id, AssignedTo="Sample Rowan")
    await here.settle()
    await here.maple.deletes(CASES, row.id)
    await here.settle()
    await here.maple.restores(CASES, row.id)
    await here.settle()

    said = [(one["Who"], one["Deed"], one.get("Words", "")) for one in await log_rows(here)]
    assert ("Sample Maple", "overtaken by the list", "AssignedTo: Sample Oak") in said
    assert ("Somebody in SharePoint", "row deleted", "") in said
    assert ("Sample Maple", "row restored", "") in said


@pytest.mark.parametrize("path", [POSTS, "/v1.0/$batch"])
async def test_a_line_that_was_written_but_answered_504_is_written_once(here: Force, path: str) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    await here.service.teams.deliver_due()
    await here.worker.deliverer.deliver_due()
    await here.office.goes_wrong(method="POST", path=path, status=504, when="after_commit", times=6)

    await here.settle()
    for _ in range(6):
        here.clock.forward(seconds=60)
        await here.settle()

    assert await deeds(here) == [("Sample Birch", "opened"), ("Sample Oak", "claimed")]


async def test_throttled_lines_come_later_in_order_and_once(here: Force) -> None:
    for _ in range(3):
        await here.sends_in(here.birch)
    cards = await here.hub_cards()
    await here.office.goes_wrong(method="POST", path=POSTS, status=429, headers={"Retry-After": "7"}, every=2, times=8)
    for card in cards:
        await here.oak.presses("Claim", card=card)
    await here.settle()
    here.clock.forward(seconds=60)
    await here.settle()

    for number in ("PF-2026-0001", "PF-2026-0002", "PF-2026-0003"):
        assert await deeds(here, number) == [("Sample Birch", "opened"), ("Sample Oak", "claimed")]


async def test_a_line_that_somebody_deleted_stays_deleted_and_one_that_was_changed_stays_changed(here: Force) -> None:
    await here.sends_in(here.birch)
    [opened] = await here.office.rows(LOG)
    await here.maple.deletes(LOG, opened.id)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    [claimed] = await here.office.rows(LOG)
    await here.maple.edits(LOG, claimed.id, Words="Mine")
    await here.settle()

    assert [row.fields["Words"] for row in await here.office.rows(LOG)] == ["Mine"]


async def test_the_rows_of_cases_go_first_and_cost_what_they_did_without_a_log(here: Force) -> None:
    for number in range(60):
        submit(here.service.store, SUBMISSION, Arrival(key=f"card:{number}", at=here.clock(), submitter=None))
    gate = here.service.graph.gate
    gate.tally()

    await here.worker.deliverer.deliver_due()

    rows = gate.tally()
    assert (rows.calls, rows.units) == (3, 120)  # 60 rows at 2 units, 20 in a batch
    assert (len(await here.office.rows(CASES)), await here.office.rows(LOG)) == (60, [])
    await here.worker.case_log.deliver_due()
    first = gate.tally()
    assert (first.calls, first.units) == (4, 44)  # a look at the list: 1 + 2 + 1; then one batch of 20 lines at 2 units
    await here.worker.case_log.deliver_due()
    second = gate.tally()
    assert (second.calls, second.units) == (1, 40)


async def test_without_its_list_the_log_waits_and_cases_go_on_and_the_hub_hears_what_to_do(here: Force) -> None:
    rows = await open_list(here.service.graph, LOG)
    await here.service.graph.delete(f"{rows.path}/columns/Words")
    await here.sends_in(here.birch)

    assert await here.office.rows(LOG) == []
    assert (await here.row()).fields["Status"] == "New"
    [told] = [one.reads for one in await here.oak.sees(CASES) if ALARM in one.reads]
    assert "Column Words is missing" in told

    await provision(here.service.graph)
    here.clock.forward(seconds=MENDED_S)
    await here.settle()
    assert await deeds(here) == [("Sample Birch", "opened")]


async def test_a_column_lost_while_the_service_runs_parks_nothing_for_good(here: Force) -> None:
    await here.sends_in(here.birch)
    rows = await open_list(here.service.graph, LOG)
    await here.service.graph.delete(f"{rows.path}/columns/Who")
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    assert len(await here.office.rows(LOG)) == 1

    await provision(here.service.graph)
    here.clock.forward(seconds=MENDED_S)
    await here.settle()
    assert [row["Deed"] for row in await log_rows(here)] == ["opened", "claimed"]
    assert here.service.teams.deliveries.parked() == []


UNREADABLE = "UPDATE entries SET deed = 'not a deed' WHERE \"case\" = 'PF-2026-0002' AND deed = 'claimed'"
NOT_KEPT = """CREATE TRIGGER fault BEFORE UPDATE ON listed_entries WHEN NEW."case" = 'PF-2026-0002'
BEGIN SELECT RAISE(ABORT, 'fault'); END"""


def broken(here: Force, fault: str) -> None:
    with here.service.store.database.writing() as connection:
        connection.exec_driver_sql(fault)


@pytest.mark.parametrize(
    ("fault", "mended"),
    [
        (UNREADABLE, "UPDATE entries SET deed = 'claimed' WHERE deed = 'not a deed'"),
        (NOT_KEPT, "DROP TRIGGER fault"),
    ],
    ids=["an entry that cannot be read", "a row that cannot be kept"],
)
async def test_a_bug_costs_its_own_case_alone_and_once_released_nothing_is_missing_or_twice(
    here: Force, fault: str, mended: str
) -> None:
    numbers = ("PF-2026-0001", "PF-2026-0002", "PF-2026-0003")
    for _ in numbers:
        await here.sends_in(here.birch)
    for card in await here.hub_cards():
        await here.oak.presses("Claim", card=card)
    broken(here, fault)
    await here.settle()

    both = [("Sample Birch", "opened"), ("Sample Oak", "claimed")]
    assert [await deeds(here, number) for number in (numbers[0], numbers[2])] == [both, both]
    [parked] = here.service.teams.deliveries.parked()
    assert (parked.effect, parked.reason) == (WriteCaseLog(case=CaseNumber(numbers[1])), "bug")

    broken(here, mended)
    with here.service.store.begin() as uow:
        uow.outbox.release(at=here.clock())
    await here.settle()

    assert await deeds(here, numbers[1]) == both
    assert here.service.teams.deliveries.parked() == []
