"""Former versions of a list item."""

from local365.field_values import version_fields
from local365.graph_call import GraphCall, GraphReply
from local365.graph_errors import item_not_found
from local365.graph_items import find_list
from local365.graph_wire import Json, iso_full
from local365.item_view import items_context
from local365.list_item import ItemVersion, ListItem
from local365.lists_state import ListState
from local365.odata import check_expand, selected
from local365.site_state import Site
from local365.sites import Sites

# https://learn.microsoft.com/graph/api/resources/listitemversion
PROPERTIES = frozenset({"id", "lastModifiedBy", "lastModifiedDateTime", "publication", "fields"})
EXPANDABLE = frozenset({"fields"})


def list_versions(sites: Sites, call: GraphCall) -> GraphReply:
    """The item's versions, newest first. https://learn.microsoft.com/graph/api/listitem-list-versions"""
    site, one = find_list(sites, call)
    item = one.item(call.names["item"])
    shown = [_view(call, site, one, item, version) for version in reversed(item.versions)]
    return GraphReply(body={"@odata.context": _context(call, site, one, item), "value": shown})


def get_version(sites: Sites, call: GraphCall) -> GraphReply:
    """One version. https://learn.microsoft.com/graph/api/listitemversion-get"""
    site, one = find_list(sites, call)
    item = one.item(call.names["item"])
    view = _view(call, site, one, item, _version(item, call.names["version"]))
    return GraphReply(body={"@odata.context": f"{_context(call, site, one, item)}/$entity", **view})


def restore_version(sites: Sites, call: GraphCall) -> GraphReply:
    """The item has the values of the version again, as its newest version.

    https://learn.microsoft.com/graph/api/listitemversion-restore
    """
    _, one = find_list(sites, call)
    item = one.item(call.names["item"])
    version = _version(item, call.names["version"])
    sites.put_back(one, item, version.fields, by=call.by, at=call.at)
    return GraphReply(status=204)


def _version(item: ListItem, name: str) -> ItemVersion:
    for version in item.versions:
        if name == f"{version.number}.0":
            return version
    raise item_not_found()


def _context(call: GraphCall, site: Site, one: ListState, item: ListItem) -> str:
    return f"{items_context(call.root, site, one)}('{item.number}')/versions"


def _view(call: GraphCall, site: Site, one: ListState, item: ListItem, version: ItemVersion) -> Json:
    expand = call.options.expand
    check_expand(expand, EXPANDABLE, "listItemVersion")
    whole: Json = {
        "id": f"{version.number}.0",
        "lastModifiedBy": version.by.identity_set(),
        "lastModifiedDateTime": iso_full(version.at),
    }
    view = selected(whole, call.options.select, PROPERTIES, "listItemVersion")
    if "fields" in expand:
        view["fields"] = version_fields(site, one, item, version, expand["fields"].select)
    return view
