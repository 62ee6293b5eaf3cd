"""Items of a list."""

from local365.field_values import fields_view
from local365.graph_body import check_names, object_at, optional_object
from local365.graph_call import GraphCall, GraphReply
from local365.graph_errors import invalid_request
from local365.graph_wire import Json
from local365.item_query import page
from local365.item_view import ItemViews, check_options, items_context
from local365.list_item import ListItem
from local365.lists_state import ListState
from local365.odata import SKIP_TOKEN, Options
from local365.site_state import Site
from local365.sites import Sites
from local365.skip_token import SkipToken

WRITABLE = frozenset({"fields", "contentType", "id"})
# SharePoint's content type Item, of which each list's own is a child.
ITEM = "0x01"


def find_list(sites: Sites, call: GraphCall) -> tuple[Site, ListState]:
    """The site and the list of the path. 404 when there is none."""
    site = call.site(sites)
    return site, site.list(call.names["list"])


def page_size(sites: Sites, options: Options) -> int:
    """How many items the next page holds."""
    return min(options.top or sites.switches.page_size, sites.switches.largest_page)


def list_items(sites: Sites, call: GraphCall) -> GraphReply:
    """A page of the list's items, and a link to the next one; $skip is refused.

    https://learn.microsoft.com/graph/api/listitem-list
    """
    site, one = find_list(sites, call)
    check_options(call.options)
    start = SkipToken.read(call.options.get(SKIP_TOKEN))
    if sites.switches.empty_pages and not start.empty_came:
        items, following = list[ListItem](), SkipToken(after=start.after, place=start.place, empty_came=True)
    else:
        prefer = call.headers.get("prefer", "")
        items, following = page(one, call.options, prefer=prefer, start=start, size=page_size(sites, call.options))
    body: Json = {"@odata.context": items_context(call.root, site, one)}
    if following is not None:
        body["@odata.nextLink"] = call.link(call.path, skiptoken=following.encoded())
    views = ItemViews.of(call.root, site, one, call.options)
    body["value"] = [views.view(item) for item in items]
    return GraphReply(body=body)


def get_item(sites: Sites, call: GraphCall) -> GraphReply:
    """One item; its fields when expanded. https://learn.microsoft.com/graph/api/listitem-get"""
    site, one = find_list(sites, call)
    check_options(call.options)
    item = one.item(call.names["item"])
    views = ItemViews.of(call.root, site, one, call.options)
    return GraphReply(body={"@odata.context": f"{views.context}/$entity", **views.view(item)})


def create_item(sites: Sites, call: GraphCall) -> GraphReply:
    """A new item. 400 when its fields do not fit the columns or a unique value is taken.

    https://learn.microsoft.com/graph/api/listitem-create
    """
    site, one = find_list(sites, call)
    item = sites.create_item(one, _fields(one, call.json(), own_id=None), by=call.by, at=call.at)
    return GraphReply(status=201, body=_with_fields(call, site, one, item))


def update_item(sites: Sites, call: GraphCall) -> GraphReply:
    """The item with these `fields`, one version later. 412 when If-Match names another version.

    https://learn.microsoft.com/graph/api/listitem-update
    """
    site, one = find_list(sites, call)
    item = one.item(call.names["item"])
    call.check_etag(item.etag)
    item = sites.save_item(one, item, _fields(one, call.json(), own_id=str(item.number)), by=call.by, at=call.at)
    return GraphReply(body=_with_fields(call, site, one, item))


def get_fields(sites: Sites, call: GraphCall) -> GraphReply:
    """The item's values. https://learn.microsoft.com/graph/api/resources/fieldvalueset"""
    site, one = find_list(sites, call)
    return GraphReply(body=_field_set(call, site, one, one.item(call.names["item"])))


def update_fields(sites: Sites, call: GraphCall) -> GraphReply:
    """The item with these values, one version later; null empties a column. 412 when If-Match names another version.

    https://learn.microsoft.com/graph/api/listitem-update
    """
    site, one = find_list(sites, call)
    item = one.item(call.names["item"])
    call.check_etag(item.etag)
    item = sites.save_item(one, item, call.json(), by=call.by, at=call.at)
    return GraphReply(body=_field_set(call, site, one, item))


def delete_item(sites: Sites, call: GraphCall) -> GraphReply:
    """The item is in the recycle bin. https://learn.microsoft.com/graph/api/listitem-delete"""
    _, one = find_list(sites, call)
    item = one.item(call.names["item"])
    call.check_etag(item.etag)
    sites.delete_item(one, item)
    return GraphReply(status=204)


def _fields(one: ListState, body: Json, *, own_id: str | None) -> Json:
    """The values in the body. 400 when it gives the item another id than its own, or another type than Item."""
    check_names(body, WRITABLE, "listItem")
    if body.get("id", own_id) != own_id:
        raise invalid_request("The 'id' of an item is given by the server and can't be changed")
    if body.get("contentType") is not None:
        _check_content_type(one, object_at(body["contentType"], "contentType"))
    return optional_object(body, "fields")


def _check_content_type(one: ListState, given: Json) -> None:
    """Nothing happens for SharePoint's Item, or the list's own.

    Source: https://learn.microsoft.com/graph/api/resources/contenttypeinfo
    """
    check_names(given, frozenset({"id", "name"}), "contentTypeInfo")
    if not given or given.get("id", ITEM) not in (ITEM, one.content_type_id) or given.get("name", "Item") != "Item":
        raise invalid_request("local365 keeps items of the content type Item only: add others to graph_items.py")


def _with_fields(call: GraphCall, site: Site, one: ListState, item: ListItem) -> Json:
    views = ItemViews.of(call.root, site, one, Options(given={"expand": "fields"}))
    return {"@odata.context": f"{views.context}/$entity", **views.view(item)}


def _field_set(call: GraphCall, site: Site, one: ListState, item: ListItem) -> Json:
    context = f"{items_context(call.root, site, one)}('{item.number}')/fields/$entity"
    return {"@odata.context": context, **fields_view(site, one, item, call.options.select)}
