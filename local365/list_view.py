"""A list as Graph shows it. https://learn.microsoft.com/graph/api/resources/list"""

from local365.graph_wire import Json, iso, url_part
from local365.lists_state import ListState
from local365.site_state import Site

# https://learn.microsoft.com/graph/api/resources/listinfo
INFO: Json = {"contentTypesEnabled": False, "hidden": False, "template": "genericList"}
PROPERTIES = frozenset(
    {
        "id",
        "name",
        "displayName",
        "description",
        "createdBy",
        "createdDateTime",
        "eTag",
        "lastModifiedBy",
        "lastModifiedDateTime",
        "parentReference",
        "webUrl",
        "list",
        "system",
        "sharepointIds",
    },
)


def list_view(site: Site, one: ListState) -> Json:
    """The list resource. https://learn.microsoft.com/graph/api/resources/list"""
    return {
        "@odata.etag": one.etag,
        "createdDateTime": iso(one.created_at),
        "description": one.description,
        "eTag": one.etag,
        "id": one.id,
        "lastModifiedDateTime": iso(one.changed_at),
        "name": one.name,
        "webUrl": f"{site.web_url}/Lists/{url_part(one.name)}",
        "displayName": one.display_name,
        "createdBy": one.created_by.identity_set(),
        "lastModifiedBy": one.changed_by.identity_set(),
        "parentReference": {"siteId": site.id},
        "list": dict(INFO),
    }
