"""Lists of a site."""

from local365.column_definitions import defined
from local365.columns_state import Column
from local365.graph_body import check_names, object_at, optional_list, optional_object, text_at
from local365.graph_call import GraphCall, GraphReply
from local365.graph_columns import add_column, column_views
from local365.graph_errors import invalid_request, name_already_exists
from local365.graph_items import page_size
from local365.graph_wire import Json, url_part
from local365.item_view import ItemViews, check_options
from local365.list_view import INFO, PROPERTIES, list_view
from local365.lists_state import ListState
from local365.odata import FILTER, Options, bad_query, check_expand, selected
from local365.odata_expand import Expansion
from local365.odata_filter import Comparison, filter_of
from local365.site_state import Site
from local365.sites import Sites
from local365.skip_token import SkipToken

EXPANDABLE = frozenset({"columns", "items"})
NEW_LIST = frozenset({"displayName", "description", "columns", "list", "name"})
# SharePoint leaves these out of a list's address.
NOT_IN_ADDRESSES = '"#%&*:<>?/\\{|}~'


def list_lists(sites: Sites, call: GraphCall) -> GraphReply:
    """The site's lists; $filter only by displayName or name. https://learn.microsoft.com/graph/api/list-list"""
    site = call.site(sites)
    shown = [_view(sites, call, site, one) for one in _filtered(site, call.options.get(FILTER))]
    return GraphReply(body={"@odata.context": _context(call, site), "value": shown})


def get_list(sites: Sites, call: GraphCall) -> GraphReply:
    """The list, by id or title. https://learn.microsoft.com/graph/api/list-get"""
    site = call.site(sites)
    view = _view(sites, call, site, site.list(call.names["list"]))
    return GraphReply(body={"@odata.context": f"{_context(call, site)}/$entity", **view})


def create_list(sites: Sites, call: GraphCall) -> GraphReply:
    """A new list with the columns of a generic list and those asked for. 409 when its name is taken.

    https://learn.microsoft.com/graph/api/list-create
    """
    site = call.site(sites)
    body = call.json()
    check_names(body, NEW_LIST, "list")
    title = _title(site, body)
    # Every column is understood before the list exists: a refused request leaves nothing behind.
    columns = [_column(sites, one) for one in optional_list(body, "columns")]
    one = _new_list(sites, site, call, title, _description(body))
    for column in columns:
        add_column(one, column)
    sites.add_list(site, one)
    view = {"@odata.context": f"{_context(call, site)}/$entity", **_view(sites, call, site, one)}
    return GraphReply(status=201, body=view)


def _title(site: Site, body: Json) -> str:
    if "name" in body:
        # Seen in the service: microsoftgraph/microsoft-graph-docs#3799.
        raise invalid_request(
            "Cannot define a 'name' for a list as it is assigned by the server. Instead, provide 'displayName'",
        )
    info = optional_object(body, "list")
    check_names(info, frozenset(INFO), "listInfo")
    for name, value in INFO.items():
        given = info.get(name, value)
        if (type(given), given) != (type(value), value):
            raise invalid_request(f"local365 makes lists with the {name} {value} only: add others to graph_lists.py")
    title = text_at(body, "displayName")
    taken = {name.casefold() for one in site.lists.values() for name in (one.name, one.display_name)}
    if title.casefold() in taken:
        raise name_already_exists()
    return title


def _description(body: Json) -> str:
    return "" if body.get("description") in (None, "") else text_at(body, "description")


def _column(sites: Sites, definition: object) -> Column:
    return defined(object_at(definition, "column"), column_id=sites.new_id())


def _new_list(sites: Sites, site: Site, call: GraphCall, title: str, description: str) -> ListState:
    return ListState(
        id=sites.new_id(),
        site_id=site.id,
        name="".join(sign for sign in title if sign not in NOT_IN_ADDRESSES),
        display_name=title,
        description=description,
        created_at=call.at,
        created_by=call.by,
    )


def _filtered(site: Site, text: str | None) -> list[ListState]:
    lists = list(site.lists.values())
    if text is None:
        return lists
    condition = filter_of(text)
    if not isinstance(condition, Comparison) or condition.operator != "eq":
        raise bad_query("Lists can be filtered by displayName or name with eq")
    if condition.name not in ("displayName", "name"):
        raise bad_query(f"Lists can't be filtered by '{condition.name}'")
    if not isinstance(condition.value, str):
        raise bad_query(f"The value compared with '{condition.name}' must be a text")
    wanted = condition.value.casefold()
    return [one for one in lists if (one.name if condition.name == "name" else one.display_name).casefold() == wanted]


def _context(call: GraphCall, site: Site) -> str:
    return f"{call.root}/$metadata#sites('{url_part(site.id)}')/lists"


def _view(sites: Sites, call: GraphCall, site: Site, one: ListState) -> Json:
    expand = call.options.expand
    # What is expanded inside the items is checked with them.
    check_expand(expand, EXPANDABLE, "list", deep="items")
    view = selected(list_view(site, one), call.options.select, PROPERTIES, "list")
    if "columns" in expand:
        view["columns"] = column_views(one, expand["columns"].select)
    if "items" in expand:
        view |= _items(sites, call, site, one, expand["items"])
    return view


def _items(sites: Sites, call: GraphCall, site: Site, one: ListState, expansion: Expansion) -> Json:
    """The first page of items inside a list, and where there are more the link to the next."""
    options = Options(given=expansion.given())
    check_options(options)
    views = ItemViews.of(call.root, site, one, options)
    numbers = one.after(0, page_size(sites, options) + 1)
    shown = numbers[: page_size(sites, options)]
    found: Json = {"items": [views.view(one.items[number]) for number in shown]}
    if len(numbers) > len(shown):
        query = options.encoded(skiptoken=SkipToken(after=shown[-1]).encoded())
        found["items@odata.nextLink"] = f"{call.root}/sites/{site.id}/lists/{one.id}/items?{query}"
    return found
