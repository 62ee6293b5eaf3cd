"""The hidden list of a site's people: read by number and whole, written by nobody."""

from local365.server import Local365
from local365.site_seed import editor
from tests.local365.graph.graph_client import Graph

PEOPLE = "/lists/User Information List"


async def test_a_number_leads_to_a_name_and_an_address(graph: Graph, m365: Local365, site: str) -> None:
    """microsoftgraph/microsoft-graph-docs#15695, Azure/Microsoft365R#77."""
    oak = next(one for one in m365.tenant.people if one.name == "Sample Oak")
    [known] = m365.tenant.sites.by_id.values()
    number = known.members.number_of(editor(oak))

    answer = await graph.get(f"{site}{PEOPLE}/items/{number}?$expand=fields")

    fields = answer.json["fields"]
    assert (fields["Title"], fields["EMail"], fields["UserName"]) == ("Sample Oak", oak.email, oak.email)


async def test_the_list_is_read_whole_and_is_not_among_the_lists_of_the_site(graph: Graph, site: str) -> None:
    items = await graph.get(f"{site}{PEOPLE}/items?$expand=fields($select=EMail)")
    lists = await graph.get(f"{site}/lists")

    addresses = [one["fields"]["EMail"] for one in items.json["value"]]
    assert "sample.maple@force.example" in addresses
    assert "sample.birch@force.example" not in addresses
    assert [one["displayName"] for one in lists.json["value"]] == []


async def test_its_addresses_have_no_index(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}{PEOPLE}/items?$filter=fields/EMail eq 'sample.oak@force.example'")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_nobody_is_added_to_it(graph: Graph, site: str) -> None:
    answer = await graph.post(f"{site}{PEOPLE}/items", {"fields": {"Title": "Sample Birch"}})

    assert (answer.status, answer.code) == (403, "accessDenied")
