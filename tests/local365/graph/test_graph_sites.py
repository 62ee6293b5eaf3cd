"""Sites, and how strictly Graph lets a request in."""

import pytest

from local365.seed import APP_ID
from tests.local365.graph.graph_client import Graph


async def test_a_site_is_found_by_its_path(graph: Graph) -> None:
    """https://learn.microsoft.com/graph/api/site-getbypath: the response's properties."""
    answer = await graph.get("/sites/force.sharepoint.example:/sites/prevention")

    assert answer.status == 200
    assert answer.json["id"].startswith("force.sharepoint.example,33333333-")
    assert answer.json["name"] == "prevention"
    assert answer.json["displayName"] == "Prevention"
    assert answer.json["webUrl"] == "https://force.sharepoint.example/sites/prevention"
    assert {"createdDateTime", "lastModifiedDateTime"} <= answer.json.keys()


async def test_a_site_id_may_have_its_commas_encoded(graph: Graph, site: str) -> None:
    """Kiota sends `%2C` (facts: delta-addresses)."""
    raw = await graph.get(site)
    encoded = await graph.get(site.replace(",", "%2C"))

    assert raw.status == encoded.status == 200
    assert raw.json["id"] == encoded.json["id"]


@pytest.mark.parametrize(
    "path",
    ["/sites/force.sharepoint.example:/sites/nowhere", "/sites/force.sharepoint.example,1,2", "/sites/root"],
)
async def test_an_unknown_site_is_not_found(graph: Graph, path: str) -> None:
    answer = await graph.get(path)

    assert (answer.status, answer.code) == (404, "itemNotFound")


@pytest.mark.parametrize("form", ["", ":/sites/prevention:"])
async def test_the_default_library_is_reached_by_the_sites_id_and_by_its_path(
    graph: Graph, site: str, form: str
) -> None:
    start = f"/sites/force.sharepoint.example{form}" if form else site
    drive = await graph.get(f"{start}/drive")
    file = await graph.get(f"{start}/drive/root:/Forms/Prevention%20First.xlsx")

    assert drive.json["driveType"] == "documentLibrary"
    assert file.json["name"] == "Prevention First.xlsx"


async def test_the_sites_libraries_are_listed(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}/drives")

    assert [drive["name"] for drive in answer.json["value"]] == ["Documents"]


async def test_only_selected_properties_of_a_library_are_shown(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/drive-list"""
    answer = await graph.get(f"{site}/drives?$select=name")
    refused = await graph.get(f"{site}/drives?$select=colour")

    assert answer.json["value"] == [{"name": "Documents"}]
    assert (refused.status, refused.code) == (400, "invalidRequest")


async def test_only_selected_properties_of_a_folders_children_are_shown(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-get"""
    answer = await graph.get(f"{site}/drive/root?$select=name&$expand=children($select=name)")
    refused = await graph.get(f"{site}/drive/root?$expand=children($select=colour)")

    assert answer.json["children"] == [{"name": "Forms"}]
    assert (refused.status, refused.code) == (400, "invalidRequest")


async def test_only_selected_properties_of_a_site_are_shown(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}?$select=id,displayName")

    assert answer.json.keys() == {"@odata.context", "id", "displayName"}


async def test_a_property_no_site_has_is_refused(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}?$select=id,colour")

    assert (answer.status, answer.code) == (400, "invalidRequest")
    assert "colour" in answer.message


async def test_an_unknown_path_says_what_to_add(graph: Graph) -> None:
    answer = await graph.get("/me/drive")

    assert answer.status == 501
    assert "/me/drive" in answer.message
    assert "graph_endpoints.py" in answer.message


async def test_a_known_path_with_an_undocumented_method_says_what_to_add(graph: Graph, site: str) -> None:
    answer = await graph.delete(site)

    assert answer.status == 501


@pytest.mark.parametrize("option", ["$skip=1", "$search=x", "colour=red", "$count=true", "$select=id&select=name"])
async def test_a_query_option_that_is_not_documented_is_refused(graph: Graph, site: str, option: str) -> None:
    answer = await graph.get(f"{site}?{option}")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_without_a_token_nobody_is_let_in(graph: Graph) -> None:
    """https://learn.microsoft.com/graph/errors"""
    answer = await graph.plain("GET", f"{graph.url}/v1.0/sites/root", None, {})

    assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


async def test_a_token_for_another_audience_opens_nothing(graph: Graph) -> None:
    token = graph.tenant.tokens.mint(graph.caller, "https://api.botframework.com")
    headers = {"Authorization": f"Bearer {token}"}
    answer = await graph.plain("GET", f"{graph.url}/v1.0/sites/root", None, headers)

    assert answer.status == 401


async def test_an_error_carries_the_ids_of_request_and_client(graph: Graph) -> None:
    """https://learn.microsoft.com/graph/errors: innerError with request-id, client-request-id and date."""
    answer = await graph.get("/sites/root", client_request_id="mine")

    inner = answer.json["error"]["innerError"]
    assert inner["client-request-id"] == answer.headers["client-request-id"] == "mine"
    assert inner["request-id"] == answer.headers["request-id"]
    assert inner["date"] == "2026-10-01T09:00:00"


@pytest.mark.parametrize("kind", ["text/plain", "application/jsonx"])
async def test_a_write_without_a_json_content_type_is_refused(graph: Graph, site: str, kind: str) -> None:
    answer = await graph.call("POST", f"{site}/lists", b'{"displayName": "Books"}', Content_Type=kind)

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_a_body_that_is_no_json_is_refused(graph: Graph, site: str) -> None:
    answer = await graph.call("POST", f"{site}/lists", b"{", Content_Type="application/json")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_without_a_grant_sites_selected_opens_no_site(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/permissions-selected-overview: consent without a grant is 403."""
    graph.sites.site(site.removeprefix("/sites/")).grants.clear()
    answer = await graph.get(site)

    assert (answer.status, answer.code) == (403, "accessDenied")


async def test_a_permission_for_all_sites_needs_no_grant(graph: Graph, site: str) -> None:
    graph.sites.site(site.removeprefix("/sites/")).grants.clear()
    answer = await graph.with_roles("Sites.Read.All").get(site)

    assert answer.status == 200


async def test_reading_everywhere_is_not_writing_anywhere(graph: Graph, cases: str) -> None:
    answer = await graph.with_roles("Sites.Read.All").post(f"{cases}/items", {"fields": {}})

    assert (answer.status, answer.code) == (403, "accessDenied")


async def test_writing_items_is_not_making_lists(graph: Graph, cases: str, site: str) -> None:
    """https://learn.microsoft.com/graph/api/list-create: Sites.Manage.All."""
    writer = graph.with_roles("Sites.ReadWrite.All")
    item = await writer.post(f"{cases}/items", {"fields": {}})
    new_list = await writer.post(f"{site}/lists", {"displayName": "Books"})

    assert (item.status, new_list.status) == (201, 403)


@pytest.mark.parametrize("name", ["grantedToIdentities", "grantedToIdentitiesV2"])
async def test_an_app_is_granted_a_site(graph: Graph, site: str, name: str) -> None:
    """https://learn.microsoft.com/graph/api/site-post-permissions: the example, under both names."""
    app = {"id": "89ea5c94-7736-4e25-95ad-3fa95f62b66e", "displayName": "Sample Time Manager"}
    answer = await graph.post(f"{site}/permissions", {"roles": ["write"], name: [{"application": app}]})

    assert answer.status == 201
    assert answer.json["roles"] == ["write"]
    assert answer.json["grantedToIdentities"] == answer.json["grantedToIdentitiesV2"] == [{"application": app}]


async def test_a_grant_may_name_its_app_under_granted_to(graph: Graph, site: str) -> None:
    """facts: selected-permissions: the spelling varies between the pages."""
    body = {"roles": ["read"], "grantedTo": {"application": {"id": APP_ID}}}
    answer = await graph.post(f"{site}/permissions", body)
    listed = await graph.get(f"{site}/permissions")

    assert answer.status == 201
    assert answer.json["id"] in [grant["id"] for grant in listed.json["value"]]


async def test_only_an_app_with_full_control_grants(graph: Graph, site: str) -> None:
    body = {"roles": ["write"], "grantedToIdentities": [{"application": {"id": APP_ID}}]}
    answer = await graph.with_roles("Sites.Manage.All").post(f"{site}/permissions", body)

    assert (answer.status, answer.code) == (403, "accessDenied")


@pytest.mark.parametrize(
    "body",
    [
        {"roles": ["emperor"], "grantedTo": {"application": {"id": "a"}}},
        {"roles": [["write"]], "grantedTo": {"application": {"id": "a"}}},
        {"roles": [{"a": "write"}], "grantedTo": {"application": {"id": "a"}}},
        {"roles": ["write"], "grantedTo": {"application": {"id": "a", "displayName": 7}}},
        {"roles": ["write"]},
        {"roles": ["write"], "grantedTo": {"user": {"id": "a"}}},
    ],
)
async def test_a_grant_needs_known_roles_and_an_application(graph: Graph, site: str, body: object) -> None:
    answer = await graph.post(f"{site}/permissions", body)

    assert (answer.status, answer.code) == (400, "invalidRequest")
