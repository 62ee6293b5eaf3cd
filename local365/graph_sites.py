"""Sites, their libraries and their grants."""

from local365.drive_view import DRIVE_PROPERTIES, drive_view
from local365.graph_call import GraphCall, GraphReply
from local365.graph_wire import Json, iso
from local365.odata import selected
from local365.site_permissions import grant_asked
from local365.site_state import Site
from local365.sites import Sites

PROPERTIES = frozenset(
    {
        "id",
        "name",
        "displayName",
        "description",
        "createdDateTime",
        "lastModifiedDateTime",
        "webUrl",
        "root",
        "siteCollection",
        "parentReference",
        "sharepointIds",
    },
)


def get_site(sites: Sites, call: GraphCall) -> GraphReply:
    """The site, by id or by its path. https://learn.microsoft.com/graph/api/site-get and .../site-getbypath"""
    view = selected(site_view(call.site(sites)), call.options.select, PROPERTIES, "site")
    return GraphReply(body={"@odata.context": f"{call.root}/$metadata#sites/$entity", **view})


def site_view(site: Site) -> Json:
    """The site resource."""
    return {
        "createdDateTime": iso(site.created_at),
        "description": "",
        "id": site.id,
        "lastModifiedDateTime": iso(site.created_at),
        "name": site.name,
        "webUrl": site.web_url,
        "displayName": site.display_name,
        "root": {},
        "siteCollection": {"hostname": site.hostname},
    }


def list_drives(sites: Sites, call: GraphCall) -> GraphReply:
    """The site's libraries. https://learn.microsoft.com/graph/api/drive-list"""
    site = call.site(sites)
    drive = selected(drive_view(site), call.options.select, DRIVE_PROPERTIES, "drive")
    return GraphReply(body={"@odata.context": f"{call.root}/$metadata#drives", "value": [drive]})


def list_permissions(sites: Sites, call: GraphCall) -> GraphReply:
    """The grants of applications on the site. https://learn.microsoft.com/graph/api/site-list-permissions"""
    grants = [grant.to_graph() for grant in call.site(sites).grants]
    return GraphReply(body={"value": grants})


def create_permission(sites: Sites, call: GraphCall) -> GraphReply:
    """An application is granted roles on the site. https://learn.microsoft.com/graph/api/site-post-permissions"""
    site = call.site(sites)
    grant = grant_asked(call.json(), sites.new_id())
    site.grants.append(grant)
    return GraphReply(status=201, body=grant.to_graph())
