"""The holder of a case is a person column of its row: read, written, chosen and refused."""

from typing import Any

import pytest

from local365.site_seed import editor
from sync.graph.lists import open_list
from sync.provision import provision
from tests.journeys.force import CASES, Force

ROWAN, OAK, MAPLE, BIRCH = (f"sample.{tree}@force.example" for tree in ("rowan", "oak", "maple", "birch"))
FIELDS = "/v1.0/sites/*/lists/*/items/*/fields"


async def chosen(here: Force, **fields: Any) -> dict[str, Any]:
    """Maple has saved these in the case's row and everything settled; the row then."""
    await here.maple.edits(CASES, (await here.row()).id, **fields)
    await here.settle()
    return (await here.row()).fields


async def log_of(here: Force) -> list[tuple[str, str]]:
    return [(row.fields["Deed"], row.fields.get("Words", "")) for row in await here.office.rows("Case log")]


def forgotten_by_the_site(here: Force, name: str) -> None:
    """The person is not in the site's user information list, as whoever has never opened it."""
    [site] = here.m365.tenant.sites.by_id.values()
    people = site.members.people
    site.members.people = {number: who for number, who in people.items() if who.name != name}


async def test_whoever_claims_a_case_is_the_holder_in_the_row_and_nobody_after_a_release(here: Force) -> None:
    await here.sends_in(here.birch)
    assert "Holder" not in (await here.row()).fields
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    assert (await here.row()).fields["Holder"] == "Sample Oak"

    row = await chosen(here, Status="New")

    assert "Holder" not in row
    assert row["Status"] == "New"


async def test_a_person_of_the_hub_chosen_as_holder_holds_the_case(here: Force) -> None:
    await here.sends_in(here.birch)

    row = await chosen(here, Holder=ROWAN)

    assert (row["Holder"], row["AssignedTo"], row["Status"]) == ("Sample Rowan", "Sample Rowan", "In progress")
    [card] = await here.hub_cards()
    assert "Sample Rowan" in card.reads
    assert "SyncNote" not in row
    assert ("edited in the list", "Holder: Sample Rowan") in await log_of(here)


async def test_a_cleared_holder_releases_the_case(here: Force) -> None:
    await here.sends_in(here.birch)
    await chosen(here, Holder=ROWAN)

    row = await chosen(here, Holder="")

    assert (row.get("Holder"), row.get("AssignedTo"), row["Status"]) == (None, None, "New")


@pytest.mark.parametrize("email", [MAPLE, BIRCH])
async def test_somebody_who_is_not_of_the_hub_is_put_back_with_their_name_and_who_there_is(
    here: Force, email: str
) -> None:
    await here.sends_in(here.birch)
    await chosen(here, Holder=ROWAN)

    row = await chosen(here, Holder=email)

    assert row["Holder"] == "Sample Rowan"
    name = "Sample Maple" if email == MAPLE else "Sample Birch"
    assert row["SyncNote"].startswith("Holder was put back: That is not one person on the hub's roster")
    assert f"“{name}”" in row["SyncNote"]
    assert "Sample Oak, Sample Rowan, Sample Willow" in row["SyncNote"]
    assert ("put back in the list", f"Holder: {name}") in await log_of(here)


async def test_a_holder_whom_the_site_does_not_know_stands_in_the_text_and_comes_later(here: Force) -> None:
    forgotten_by_the_site(here, "Sample Oak")
    await here.sends_in(here.birch)
    await chosen(here, Holder=ROWAN)
    row = await chosen(here, AssignedTo=OAK)
    assert (row.get("Holder"), row["AssignedTo"]) == (None, "Sample Oak")

    [site] = here.m365.tenant.sites.by_id.values()
    site.members.number_of(editor(here.oak.person))
    here.clock.forward(minutes=11)
    row = await chosen(here, Theme="Sheds")

    assert (row["Holder"], row["AssignedTo"]) == ("Sample Oak", "Sample Oak")


async def test_holder_counts_when_the_text_names_somebody_else_in_the_same_edit(here: Force) -> None:
    await here.sends_in(here.birch)

    row = await chosen(here, Holder=ROWAN, AssignedTo="Sample Oak")

    assert (row["Holder"], row["AssignedTo"]) == ("Sample Rowan", "Sample Rowan")
    assert "Assigned to was put back" in row["SyncNote"]


async def test_a_text_counts_when_the_holder_was_cleared_in_the_same_edit(here: Force) -> None:
    await here.sends_in(here.birch)
    await chosen(here, Holder=ROWAN)

    row = await chosen(here, Holder="", AssignedTo="Sample Oak")

    assert (row["Holder"], row["AssignedTo"]) == ("Sample Oak", "Sample Oak")


async def test_our_own_holder_never_comes_back_as_an_edit(here: Force) -> None:
    await here.office.goes_wrong(method="PATCH", path=FIELDS, status=504, when="after_commit", times=3)
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    for _ in range(3):
        await here.settle()
        here.clock.forward(seconds=60)
    etag = (await here.row()).etag
    await here.settle()

    assert (await here.row()).etag == etag
    assert [deed for deed, _ in await log_of(here)] == ["opened", "claimed"]


async def test_a_row_put_back_names_the_holder_who_stays_when_something_else_is_edited(here: Force) -> None:
    await here.sends_in(here.birch)
    await chosen(here, Holder=OAK)
    await here.maple.deletes(CASES, (await here.row()).id)
    await here.settle()
    await here.oak.presses("Put the row back", channel=CASES)
    await here.settle()

    row = await chosen(here, Theme="Sheds")

    assert (row["Holder"], row["AssignedTo"], row["Theme"]) == ("Sample Oak", "Sample Oak", "Sheds")


async def test_a_holder_who_left_the_hub_stays_in_the_row_and_is_no_edit(here: Force) -> None:
    await here.sends_in(here.birch)
    await chosen(here, Holder=ROWAN)
    with here.service.store.begin() as uow:
        uow.people.set_staff([one for one in uow.people.staff() if one.name != "Sample Rowan"])

    row = await chosen(here, Theme="Sheds")

    assert (row["Holder"], "SyncNote" in row) == ("Sample Rowan", False)


async def test_a_number_that_sharepoint_does_not_take_any_more_keeps_no_row_from_being_written(here: Force) -> None:
    await here.sends_in(here.birch)
    await chosen(here, Holder=ROWAN)
    await chosen(here, Holder=OAK)
    forgotten_by_the_site(here, "Sample Rowan")

    row = await chosen(here, AssignedTo="Sample Rowan")

    assert (row.get("Holder"), row["AssignedTo"]) == (None, "Sample Rowan")
    assert here.service.teams.deliveries.parked() == []


async def test_without_the_sites_list_of_people_rows_go_on(here: Force) -> None:
    await here.office.goes_wrong(
        method="GET", path="/v1.0/sites/*/lists/User Information List/**", status=403, times=1000
    )
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    row = (await here.row()).fields
    assert (row.get("Holder"), row["AssignedTo"]) == (None, "Sample Oak")


async def test_the_site_is_asked_for_a_person_once(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.sends_in(here.birch)
    await chosen_in(here, "PF-2026-0001", Holder=ROWAN)
    gate = here.service.graph.gate
    gate.tally()
    await chosen_in(here, "PF-2026-0002", Theme="Lamps")
    without = gate.tally().calls

    await chosen_in(here, "PF-2026-0002", Holder=ROWAN)

    assert gate.tally().calls <= without + 1  # the row is written back once: Assigned to, Status


async def chosen_in(here: Force, number: str, **fields: Any) -> None:
    await here.maple.edits(CASES, (await here.row(number)).id, **fields)
    await here.settle()


async def test_an_older_list_gets_the_column_and_its_rows_their_holders(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    rows = await open_list(here.service.graph, CASES)
    await here.service.graph.delete(f"{rows.path}/columns/Holder")
    here.clock.forward(seconds=300)
    await here.settle()

    await provision(here.service.graph)
    here.clock.forward(seconds=30)
    await here.settle()

    assert (await here.row()).fields["Holder"] == "Sample Oak"


async def test_a_column_that_holds_several_people_stops_the_list_and_says_how_to_mend_it(here: Force) -> None:
    await here.sends_in(here.birch)
    rows = await open_list(here.service.graph, CASES)
    await here.service.graph.delete(f"{rows.path}/columns/Holder")
    several = {"name": "Holder", "personOrGroup": {"allowMultipleSelection": True}}
    await here.service.graph.post(f"{rows.path}/columns", several)
    here.clock.forward(seconds=300)
    await here.settle()

    told = [one.reads for one in await here.oak.sees(CASES) if "Column Holder does not hold one person" in one.reads]
    assert "Allow multiple selections" in told[0]


async def test_a_row_whose_holder_cannot_be_looked_up_now_is_written_a_little_later(here: Force) -> None:
    await here.office.goes_wrong(
        method="GET", path="/v1.0/sites/*/lists/User Information List/items", status=503, times=5
    )
    await here.sends_in(here.birch)
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()
    for _ in range(3):
        here.clock.forward(seconds=60)
        await here.settle()

    assert (await here.row()).fields["Holder"] == "Sample Oak"
