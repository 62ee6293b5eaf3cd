"""The versions of an item, and who saved them."""

from local365 import seed
from local365.site_seed import editor
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph
from tests.local365.graph.new_items import made

MAPLE = editor(seed.person("Maple", "SharePoint administrator"))


async def test_what_the_app_saves_is_named_after_the_app(graph: Graph, cases: str) -> None:
    """App-only answers name the application, and SharePoint's own principal as the user."""
    item = await made(graph, cases, Title="a")

    assert item["lastModifiedBy"] == {
        "application": {"id": seed.APP_ID, "displayName": seed.APP_NAME},
        "user": {"displayName": "SharePoint App"},
    }
    assert item["fields"]["AuthorLookupId"] == "1073741822"


async def test_what_a_person_saves_in_the_browser_is_named_after_the_person(
    graph: Graph,
    cases: str,
    clock: Clock,
) -> None:
    item = await made(graph, cases, Title="a")
    graph.sites.admin_edit("Cases", item["id"], {"Status": "Open"}, by=MAPLE, at=clock.now())
    read = (await graph.get(f"{cases}/items/{item['id']}?$expand=fields")).json

    assert read["lastModifiedBy"] == {
        "user": {"email": MAPLE.email, "id": MAPLE.id, "displayName": "Sample Maple"},
    }
    assert read["createdBy"] == item["createdBy"]
    assert read["eTag"].endswith(',2"')
    assert read["fields"]["Status"] == "Open"


async def test_the_versions_of_an_item_come_newest_first(graph: Graph, cases: str, clock: Clock) -> None:
    """https://learn.microsoft.com/graph/api/listitem-list-versions"""
    item = await made(graph, cases, Title="a")
    clock.passes(minutes=1)
    await graph.patch(f"{cases}/items/{item['id']}/fields", {"Title": "b"})
    answer = await graph.get(f"{cases}/items/{item['id']}/versions?$expand=fields")

    newest, oldest = answer.json["value"]
    assert (newest["id"], oldest["id"]) == ("2.0", "1.0")
    assert (newest["fields"]["Title"], oldest["fields"]["Title"]) == ("b", "a")
    assert {"lastModifiedBy", "lastModifiedDateTime"} <= newest.keys()


async def test_a_former_version_is_restored_as_the_newest(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/listitemversion-restore"""
    item = await made(graph, cases, Title="a")
    place = f"{cases}/items/{item['id']}"
    await graph.patch(f"{place}/fields", {"Title": "b", "Area": "North"})
    answer = await graph.post(f"{place}/versions/1.0/restoreVersion", {})
    fields = (await graph.get(f"{place}/fields")).json

    assert answer.status == 204
    assert (fields["Title"], fields["_UIVersionString"]) == ("a", "3.0")
    assert "Area" not in fields


async def test_one_version_is_read_by_its_id(graph: Graph, cases: str) -> None:
    item = await made(graph, cases, Title="a")
    found = await graph.get(f"{cases}/items/{item['id']}/versions/1.0")
    missing = await graph.get(f"{cases}/items/{item['id']}/versions/9.0")

    assert (found.json["id"], missing.status) == ("1.0", 404)


async def test_of_a_version_only_what_is_selected_is_shown(graph: Graph, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/resources/listitemversion: its properties; the rest is refused."""
    item = await made(graph, cases, Title="a", Area="North")
    versions = f"{cases}/items/{item['id']}/versions"
    listed = await graph.get(f"{versions}?$select=id&$expand=fields($select=Title)")
    one = await graph.get(f"{versions}/1.0?$select=id")
    refused = await graph.get(f"{versions}?$select=colour")

    assert listed.json["value"] == [{"id": "1.0", "fields": {"Title": "a"}}]
    assert listed.json["@odata.context"].endswith("/items('1')/versions")
    assert one.json.keys() == {"@odata.context", "id"}
    assert (refused.status, refused.code) == (400, "invalidRequest")


async def test_a_version_shows_who_was_chosen_then(graph: Graph, cases: str) -> None:
    item = await made(graph, cases, Title="a", OwnerLookupId="6")
    await graph.patch(f"{cases}/items/{item['id']}/fields", {"OwnerLookupId": "7"})
    answer = await graph.get(f"{cases}/items/{item['id']}/versions?$expand=fields($select=Owner)")
    newest, oldest = (version["fields"]["Owner"] for version in answer.json["value"])

    assert newest != oldest
