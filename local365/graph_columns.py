"""Columns of a list."""

from dataclasses import replace

from local365.column_definitions import changed, defined
from local365.column_facets import ColumnKind
from local365.columns_state import FLAGS, KINDS, TEXTS, Column
from local365.graph_call import GraphCall, GraphReply
from local365.graph_errors import GraphError, invalid_request, item_not_found, name_already_exists
from local365.graph_wire import Json, url_part
from local365.lists_state import ListState
from local365.odata import selected
from local365.sites import Sites

PROPERTIES = frozenset({"id", "name", "type", "defaultValue", *FLAGS, *TEXTS, *KINDS})
# SharePoint keeps this many indexes of a list.
MOST_INDEXES = 20


def list_columns(sites: Sites, call: GraphCall) -> GraphReply:
    """The list's columns; hidden ones when `hidden` is selected.

    https://learn.microsoft.com/graph/api/list-list-columns
    """
    one = _list(sites, call)
    return GraphReply(body={"@odata.context": _context(call, one), "value": column_views(one, call.options.select)})


def get_column(sites: Sites, call: GraphCall) -> GraphReply:
    """One column. https://learn.microsoft.com/graph/api/columndefinition-get"""
    one = _list(sites, call)
    return GraphReply(body=_entity(call, one, column_view(_column(one, call), call.options.select)))


def create_column(sites: Sites, call: GraphCall) -> GraphReply:
    """A new column. 409 when its title is taken. https://learn.microsoft.com/graph/api/list-post-columns"""
    one = _list(sites, call)
    column = add_column(one, defined(call.json(), column_id=sites.new_id()))
    sites.list_changed(call.site(sites), one)
    return GraphReply(status=201, body=_entity(call, one, column.to_graph()))


def update_column(sites: Sites, call: GraphCall) -> GraphReply:
    """The column is as asked. https://learn.microsoft.com/graph/api/columndefinition-update"""
    one = _list(sites, call)
    former = _column(one, call)
    column = changed(former, call.json())
    if column.display_name != former.display_name:
        _check_title(one, column)
    _put(one, column)
    sites.list_changed(call.site(sites), one)
    return GraphReply(body=_entity(call, one, column.to_graph()))


def delete_column(sites: Sites, call: GraphCall) -> GraphReply:
    """The column and its values are gone. https://learn.microsoft.com/graph/api/columndefinition-delete"""
    one = _list(sites, call)
    column = _column(one, call)
    if column.built_in:
        raise GraphError(400, "invalidRequest", f"The column '{column.name}' can't be deleted")
    one.drop_column(column)
    sites.list_changed(call.site(sites), one)
    return GraphReply(status=204)


def column_views(one: ListState, names: tuple[str, ...] | None) -> list[Json]:
    """The list's columnDefinitions, or the selected part of them; hidden ones when `hidden` is selected.

    Source: https://learn.microsoft.com/graph/api/resources/columndefinition
    """
    return [column_view(c, names) for c in one.columns.values() if not c.hidden or "hidden" in (names or ())]


def column_view(column: Column, names: tuple[str, ...] | None) -> Json:
    """The columnDefinition, or the selected part of it."""
    return selected(column.to_graph(), names, PROPERTIES, "columnDefinition")


def add_column(one: ListState, column: Column) -> Column:
    """The column stands in the list.

    Titles are unique. An internal name that is taken gets a number, as SharePoint does: a text column "Author" of
    Microsoft's own example becomes Author0 beside the built-in Author, whose title is "Created By".
    """
    _check_title(one, column)
    taken = {name.casefold() for name in one.columns}
    name, number = column.name, 0
    while name.casefold() in taken:
        name, number = f"{column.name}{number}", number + 1
    return _put(one, replace(column, name=name))


def _check_title(one: ListState, column: Column) -> None:
    others = (c.display_name.casefold() for c in one.columns.values() if c.id != column.id)
    if column.display_name.casefold() in others:
        raise name_already_exists(f"A column named '{column.display_name}' already exists")


def _put(one: ListState, column: Column) -> Column:
    indexed = sum(c.indexed and not c.built_in for c in one.columns.values() if c.name != column.name)
    if column.indexed and not column.built_in and indexed >= MOST_INDEXES:
        raise invalid_request(f"A list can't have more than {MOST_INDEXES} indexed columns")
    if column.kind is ColumnKind.LOOKUP and not column.built_in and not column.facet.get("listId"):
        raise invalid_request("A lookup column needs a 'listId' and a 'columnName'")
    one.put_column(column)
    return column


def _context(call: GraphCall, one: ListState) -> str:
    return f"{call.root}/$metadata#sites('{url_part(one.site_id)}')/lists('{one.id}')/columns"


def _entity(call: GraphCall, one: ListState, view: Json) -> Json:
    return {"@odata.context": f"{_context(call, one)}/$entity", **view}


def _list(sites: Sites, call: GraphCall) -> ListState:
    return call.site(sites).list(call.names["list"])


def _column(one: ListState, call: GraphCall) -> Column:
    wanted = call.names["column"]
    for column in one.columns.values():
        if wanted in (column.id, column.name):
            return column
    raise item_not_found("The specified column was not found")
