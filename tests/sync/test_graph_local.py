"""Our client against the local Microsoft 365: lists, changes and batches, over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.errors import DeliveryFailed, FailureKind
from local365.faults import Fault, When
from local365.seed import APP_ID, person
from local365.server import Local365
from local365.site_seed import editor
from local365.switches import DeltaMischief
from sync.graph.batch import send_batch
from sync.graph.client import Graph
from sync.graph.delta import Delta, DeltaBroken, Resync
from sync.graph.errors import AlreadyThere, Changed, NotFound
from sync.graph.items import EditedByApplication, EditedByPerson, ItemId
from sync.graph.lists import GraphList, find_site, open_list, written
from sync.list_schema import read_columns
from sync.settings import GraphSettings
from tests.list_rows import a_row, changed_row, every_row
from tests.sync.scripted import SteppedClock

MAPLE = editor(person("Maple", "SharePoint administrator"))
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ITEMS = "/v1.0/sites/*/lists/*/items"
BATCH = "/v1.0/$batch"
COLUMNS: list[dict[str, Any]] = [
    {"name": "CaseNumber", "displayName": "Case number", "text": {}, "indexed": True, "enforceUniqueValues": True},
    {"name": "Theme", "text": {}},
]


@pytest.fixture
async def rows(local_graph: Graph, local_settings: GraphSettings) -> GraphList:
    """A list called Cases with a unique case number."""
    site = await find_site(local_graph, local_settings.site_url)
    await local_graph.post(f"{site}/lists", {"displayName": "Cases", "columns": COLUMNS})
    return await open_list(local_graph, "Cases")


def case(number: int, title: str = "Lighting fails") -> dict[str, str]:
    return {"CaseNumber": f"PF-2026-{number:04}", "Title": title}


async def test_a_row_made_is_read_back_as_it_was_typed_and_known_as_our_own(rows: GraphList) -> None:
    made = await a_row(rows, case(1, "2026-01-02"))

    item = await rows.item(made.id)

    assert (item.etag, item.fields["Title"], item.fields["CaseNumber"]) == (made.etag, "2026-01-02", "PF-2026-0001")
    assert item.modified_by == EditedByApplication(application_id=APP_ID)


async def test_a_column_is_found_by_the_name_people_see(rows: GraphList) -> None:
    columns = await read_columns(rows.graph, rows.path)

    assert [one.name for one in columns if one.display_name == "Case number"] == ["CaseNumber"]


@pytest.mark.parametrize("title", ["O'Neill's ''idea''", "a & b = c + d # é / ?", "100 % 😀"])
async def test_a_row_is_found_by_a_value_with_any_signs(rows: GraphList, title: str) -> None:
    await a_row(rows, {"CaseNumber": title})
    await a_row(rows, {"CaseNumber": "another"})

    found = await rows.find_by("CaseNumber", title)

    assert [item.fields["CaseNumber"] for item in found] == [title]


async def test_a_second_row_with_the_same_case_number_is_refused(rows: GraphList) -> None:
    await a_row(rows, case(1))

    with pytest.raises(AlreadyThere):
        await a_row(rows, case(1))


@pytest.mark.parametrize("path", [ITEMS, BATCH], ids=["one part of a batch", "the whole batch"])
async def test_a_creation_answered_504_after_it_was_done_is_repeated_once_and_known_as_there(
    m365: Local365, rows: GraphList, time: SteppedClock, path: str
) -> None:
    m365.tenant.faults.add(Fault(method="POST", path=path, status=504, when=When.AFTER_COMMIT))

    with pytest.raises(AlreadyThere):
        await a_row(rows, case(1))

    assert len(await every_row(rows)) == 1
    assert len(time.slept) == 1


async def test_a_creation_cut_off_is_made_once(m365: Local365, rows: GraphList) -> None:
    m365.tenant.faults.add(Fault(method="POST", path=BATCH, when=When.RESET))

    made = await a_row(rows, case(1))

    assert [item.id for item in await every_row(rows)] == [made.id]


async def test_an_update_moves_the_etag_and_clears_with_null(rows: GraphList) -> None:
    made = await a_row(rows, case(1) | {"Theme": "Lighting"})

    etag = await changed_row(rows, made.id, {"Theme": None, "Title": "New"}, made.etag)

    item = await rows.item(made.id)
    assert ("Theme" in item.fields, item.fields["Title"]) == (False, "New")
    assert made.etag != item.etag == etag


async def test_an_update_over_somebody_elses_edit_writes_nothing(m365: Local365, rows: GraphList) -> None:
    made = await a_row(rows, case(1))
    m365.tenant.sites.admin_edit("Cases", made.id, {"Theme": "Roads"}, by=MAPLE, at=AT)

    with pytest.raises(Changed):
        await changed_row(rows, made.id, {"Theme": "Lighting"}, made.etag)

    item = await rows.item(made.id)
    assert item.fields["Theme"] == "Roads"
    assert item.modified_by == EditedByPerson(email="sample.maple@force.example", name="Sample Maple")


async def test_a_row_that_was_deleted_is_not_found(m365: Local365, rows: GraphList) -> None:
    made = await a_row(rows, case(1))
    m365.tenant.sites.admin_delete("Cases", made.id)

    with pytest.raises(NotFound):
        await rows.item(made.id)


async def test_every_row_is_read_through_short_and_empty_pages(m365: Local365, rows: GraphList) -> None:
    m365.tenant.sites.switches.turn({"largest_page": 2, "empty_pages": True})
    for number in range(5):
        await a_row(rows, case(number))

    assert len(await every_row(rows)) == 5


async def test_changes_come_once_with_fields_and_so_do_deletions(m365: Local365, rows: GraphList) -> None:
    m365.tenant.sites.switches.turn({"largest_page": 2, "empty_pages": True, "repeats_in_delta": True})
    made = [await a_row(rows, case(number)) for number in range(5)]
    first = await Delta(rows).changes(None)
    m365.tenant.sites.admin_edit("Cases", made[1].id, {"Theme": "Roads"}, by=MAPLE, at=AT)
    m365.tenant.sites.admin_delete("Cases", made[2].id)

    second = await Delta(rows).changes(first.next_link_to_store)
    third = await Delta(rows).changes(second.next_link_to_store)

    assert [item.id for item in first.items] == [each.id for each in made]
    assert [(item.id, item.fields["Theme"]) for item in second.items] == [(made[1].id, "Roads")]
    assert second.deleted == {made[2].id}
    assert (third.items, third.deleted, third.resync) == ((), frozenset(), None)


async def test_a_link_from_now_on_skips_what_was_there(rows: GraphList) -> None:
    await a_row(rows, case(1))
    link = await Delta(rows).latest()
    late = await a_row(rows, case(2))

    changes = await Delta(rows).changes(link)

    assert [item.id for item in changes.items] == [late.id]


@pytest.mark.parametrize(
    ("mischief", "resync"),
    [
        (DeltaMischief.RESYNC_APPLY, Resync.SERVER_WINS),
        (DeltaMischief.RESYNC_UPLOAD, Resync.UPLOAD_MISSING),
        (DeltaMischief.WITHOUT_FIELDS, None),
    ],
)
async def test_whatever_the_delta_does_every_change_arrives_whole(
    m365: Local365, rows: GraphList, mischief: DeltaMischief, resync: Resync | None
) -> None:
    first = await Delta(rows).changes(None)
    made = await a_row(rows, case(1))
    m365.tenant.sites.switches.delta_mischief.append(mischief)

    changes = await Delta(rows).changes(first.next_link_to_store)

    assert [(item.id, item.fields["CaseNumber"]) for item in changes.items] == [(made.id, "PF-2026-0001")]
    assert changes.resync is resync


async def test_an_error_among_the_changes_is_survived_by_reading_the_list(m365: Local365, rows: GraphList) -> None:
    first = await Delta(rows).changes(None)
    made = await a_row(rows, case(1))
    m365.tenant.sites.switches.delta_mischief.append(DeltaMischief.ERROR_INSIDE_200)
    with pytest.raises(DeltaBroken):
        await Delta(rows).changes(first.next_link_to_store)

    changes = await Delta(rows).reread()

    assert ([item.id for item in changes.items], changes.resync) == ([made.id], Resync.SERVER_WINS)
    assert (await Delta(rows).changes(changes.next_link_to_store)).items == ()


async def test_a_batch_of_creates_under_throttling_leaves_each_row_once(
    m365: Local365, rows: GraphList, time: SteppedClock
) -> None:
    m365.tenant.sites.switches.turn({"batch_answers_reversed": True})
    m365.tenant.faults.add(Fault(method="POST", path=ITEMS, status=429, headers={"Retry-After": "3"}, times=4))
    m365.tenant.faults.add(Fault(method="POST", path=ITEMS, status=503, times=2))
    requests = [rows.create_request(str(number), case(number)) for number in range(25)]

    answers = await send_batch(rows.graph, requests)

    made = {written(answer.body).id for answer in answers.values() if answer.failure is None}
    assert {item.id for item in await every_row(rows)} == made
    assert (len(made), 3.0 in time.slept) == (25, True)


async def test_a_batch_gives_each_part_its_own_verdict(m365: Local365, rows: GraphList) -> None:
    made = [await a_row(rows, case(number)) for number in range(3)]
    m365.tenant.sites.admin_edit("Cases", made[1].id, {"Theme": "Roads"}, by=MAPLE, at=AT)
    m365.tenant.sites.admin_delete("Cases", made[2].id)

    answers = await send_batch(
        rows.graph, [rows.update_request(each.id, each.id, {"Theme": "Lighting"}, each.etag) for each in made]
    )

    assert [type(answers[each.id].failure) for each in made] == [type(None), Changed, NotFound]


async def test_the_quota_of_a_small_tenant_is_never_used_up(m365: Local365, rows: GraphList) -> None:
    m365.tenant.sites.switches.turn({"units_per_minute": 1_200})
    requests = [rows.create_request(str(number), case(number)) for number in range(290)]

    answers = await send_batch(rows.graph, requests)

    assert [answer.failure for answer in answers.values() if answer.failure] == []
    assert m365.tenant.sites.throttling.window_spent <= 600


async def test_a_list_that_nobody_made_is_not_found(local_graph: Graph) -> None:
    with pytest.raises(NotFound):
        await open_list(local_graph, "Cases")


async def test_a_wrong_row_number_is_no_path_into_something_else(rows: GraphList) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await rows.item(ItemId("1/versions"))

    assert failed.value.kind is FailureKind.PERMANENT


async def test_a_token_revoked_by_entra_is_replaced_on_the_way(m365: Local365, rows: GraphList) -> None:
    with m365.tenant.lock:
        m365.tenant.tokens.revoke_all()

    assert await every_row(rows) == []


async def test_keys_renewed_by_a_restart_cost_one_replay_and_nothing_else(m365: Local365, rows: GraphList) -> None:
    with m365.tenant.lock:
        m365.tenant.tokens.keys.rotate(keep_old=False)

    assert await every_row(rows) == []
