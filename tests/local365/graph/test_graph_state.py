"""SharePoint as people in the browser, the control plane and a restart see it."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from local365 import seed
from local365.graph_errors import GraphError
from local365.graph_wire import Identity, Json
from local365.site_seed import editor
from local365.sites import Change, Sites
from local365.switches import DeltaMischief
from local365.workbook import FormsResponse
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph

MAPLE = editor(seed.person("Maple", "SharePoint administrator"))
BIRCH = editor(seed.person("Birch", "Response officer"))


def heard(sites: Sites) -> list[Json]:
    """The events of every change from now on."""
    events: list[Json] = []

    def listener(change: Change) -> None:
        events.append(change.event)

    sites.listeners.append(listener)
    return events


@pytest.mark.usefixtures("cases")
def test_a_snapshot_shows_the_columns_and_items_a_person_sees(graph: Graph, clock: Clock) -> None:
    graph.sites.admin_create("Cases", {"Title": "a", "Status": "New"}, by=MAPLE, at=clock.now())
    (one,) = graph.sites.snapshot_lists()

    assert (one["site"], one["name"], one["display_name"]) == ("/sites/prevention", "Cases", "Cases")
    columns = {column["name"]: column for column in one["columns"]}
    assert list(columns)[:3] == ["Title", "CaseKey", "Status"]
    assert columns["Status"] == {
        "name": "Status",
        "display_name": "Status",
        "type": "choice",
        "description": "",
        "choices": ["New", "Open", "Closed"],
        "read_only": False,
        "hidden": False,
    }
    assert columns["Notes"]["type"] == "note"
    assert columns["Day"]["type"] == "date"
    (item,) = one["items"]
    assert (item["id"], item["modified_by"]) == ("1", "Sample Maple")
    assert item["fields"] == {"Title": "a", "Status": "New"}
    assert item["created_at"] == item["modified_at"] == clock.now().isoformat()


@pytest.mark.usefixtures("cases")
def test_a_snapshot_shows_what_was_deleted_apart_from_what_is_there(graph: Graph, clock: Clock) -> None:
    for title in ("a", "b"):
        graph.sites.admin_create("Cases", {"Title": title}, by=MAPLE, at=clock.now())
    graph.sites.admin_delete("Cases", "2")
    (one,) = graph.sites.snapshot_lists()

    assert [(item["id"], item["fields"]) for item in one["deleted"]] == [("2", {"Title": "b"})]
    assert [item["id"] for item in one["items"]] == ["1"]


@pytest.mark.usefixtures("cases")
def test_a_form_in_the_browser_is_typed_as_text(graph: Graph, clock: Clock) -> None:
    form = {"Score": "7", "Urgent": "yes", "Day": "2026-10-05", "Owner": "sample.oak@force.example", "Area": ""}
    item = graph.sites.admin_create("Cases", {**form, "Themes": ["Theft"]}, by=MAPLE, at=clock.now())

    expected = {"Score": 7.0, "Urgent": True, "Day": "2026-10-05T00:00:00Z", "Owner": "Sample Oak", "Themes": ["Theft"]}
    assert item["fields"] == expected


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(
    "form", [{"Status": "Unheard"}, {"Score": "many"}, {"Owner": "nobody@force.example"}, {"X": "y"}]
)
def test_the_browser_refuses_what_the_columns_refuse(graph: Graph, clock: Clock, form: dict[str, Any]) -> None:
    with pytest.raises(GraphError) as refusal:
        graph.sites.admin_create("Cases", form, by=MAPLE, at=clock.now())

    assert refusal.value.status == 400


@pytest.mark.usefixtures("cases")
def test_a_person_who_opens_the_site_can_be_put_in_a_person_column(graph: Graph, clock: Clock) -> None:
    graph.sites.admin_create("Cases", {"Title": "a"}, by=BIRCH, at=clock.now())
    item = graph.sites.admin_edit("Cases", "1", {"Owner": "sample.birch@force.example"}, by=MAPLE, at=clock.now())

    assert item["fields"]["Owner"] == "Sample Birch"


@pytest.mark.usefixtures("cases")
def test_an_item_is_restored_under_its_id_unless_its_unique_value_is_taken(graph: Graph, clock: Clock) -> None:
    graph.sites.admin_create("Cases", {"CaseKey": "1"}, by=MAPLE, at=clock.now())
    graph.sites.admin_delete("Cases", "1")
    restored = graph.sites.admin_restore("Cases", "1", by=MAPLE, at=clock.now())
    graph.sites.admin_delete("Cases", "1")
    graph.sites.admin_create("Cases", {"CaseKey": "1"}, by=MAPLE, at=clock.now())

    assert restored["id"] == "1"
    with pytest.raises(GraphError):
        graph.sites.admin_restore("Cases", "1", by=MAPLE, at=clock.now())


@pytest.mark.usefixtures("cases")
def test_every_change_is_told_to_who_listens(graph: Graph, clock: Clock) -> None:
    events = heard(graph.sites)
    graph.sites.admin_create("Cases", {"Title": "a"}, by=MAPLE, at=clock.now())
    graph.sites.admin_edit("Cases", "1", {"Title": "b"}, by=MAPLE, at=clock.now())
    graph.sites.admin_delete("Cases", "1")
    graph.sites.admin_restore("Cases", "1", by=MAPLE, at=clock.now())
    graph.sites.replace_workbook(b"", at=clock.now())

    assert [event["kind"] for event in events] == ["item", "item", "item_deleted", "item", "workbook"]
    assert events[1]["item"]["fields"] == {"Title": "b"}
    assert events[2] == {"kind": "item_deleted", "list": "Cases", "id": "1"}
    assert events[4] == {"kind": "workbook", "rows": 0, "modified_at": clock.now().isoformat()}


async def test_lists_and_columns_made_through_graph_are_told_too(graph: Graph, site: str) -> None:
    events = heard(graph.sites)
    await graph.post(f"{site}/lists", {"displayName": "Books"})
    await graph.post(f"{site}/lists/Books/columns", {"name": "Pages", "number": {}})

    assert [event["kind"] for event in events] == ["list", "list"]
    assert [column["name"] for column in events[1]["list"]["columns"]] == ["Title", "Pages"]


async def test_what_graph_does_reaches_the_tenants_event_stream(graph: Graph, cases: str) -> None:
    before = graph.tenant.events.published
    await graph.post(f"{cases}/items", {"fields": {"Title": "a"}})

    assert graph.tenant.events.published == before + 1


async def test_everything_survives_a_restart(graph: Graph, cases: str, clock: Clock) -> None:
    await graph.post(f"{cases}/items", {"fields": {"Title": "a", "CaseKey": "K1"}})
    await graph.post(f"{cases}/items", {"fields": {"Title": "b", "Due": "2026-10-05T08:00:00Z"}})
    await graph.delete(f"{cases}/items/2")
    link = (await graph.get(f"{cases}/items/delta")).json["@odata.deltaLink"]
    times = {"started_at": clock.now() - timedelta(minutes=1), "completed_at": clock.now()}
    graph.sites.append_response(FormsResponse(email=None, name="", answers=["x"], **times), at=clock.now())
    graph.sites.switches.turn({"page_size": 3, "delta_mischief": [DeltaMischief.WITHOUT_FIELDS]})
    kept = orjson.dumps(graph.sites.to_json())
    graph.tenant.take_sites(Sites.from_json(orjson.loads(kept)))

    assert orjson.dumps(graph.sites.to_json()) == kept
    assert graph.sites.switches.page_size == 3
    await graph.patch(f"{cases}/items/1/fields", {"Title": "c"})
    graph.sites.admin_restore("Cases", "2", by=MAPLE, at=clock.now())
    changed = (await graph.get(link)).json["value"]
    assert [item["id"] for item in changed] == ["1", "2"]
    assert (await graph.post(f"{cases}/items", {"fields": {"CaseKey": "K1"}})).status == 400


def test_two_seeded_sites_are_the_same() -> None:
    assert Sites.seeded().to_json() == Sites.seeded().to_json()


@pytest.mark.parametrize("changes", [{"colour": True}, {"empty_pages": 1}, {"delta_mischief": ["unheard"]}])
def test_a_switch_there_is_not_is_refused(changes: Json) -> None:
    with pytest.raises(ValueError, match=r"switch|unheard"):
        Sites.seeded().switches.turn(changes)


def test_an_application_and_a_person_are_named_differently() -> None:
    """https://learn.microsoft.com/graph/api/resources/identityset"""
    app = Identity(id="1", name="App").identity_set()
    person = Identity(id="2", name="Sample Oak", email="sample.oak@force.example").identity_set()

    assert app == {"application": {"id": "1", "displayName": "App"}, "user": {"displayName": "SharePoint App"}}
    assert person == {"user": {"id": "2", "displayName": "Sample Oak", "email": "sample.oak@force.example"}}
