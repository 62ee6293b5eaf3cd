"""Lists and items as the control plane and the page see them."""

from local365.columns_state import Column
from local365.graph_wire import Json
from local365.list_item import ListItem
from local365.lists_state import ListState
from local365.site_state import Site


def list_snapshot(site: Site, one: ListState) -> Json:
    """The list with its columns and all its items."""
    return {
        "site": site.path,
        "name": one.name,
        "display_name": one.display_name,
        "columns": [_column(column) for column in one.columns.values() if _is_shown(column)],
        "items": [item_snapshot(site, one, one.items[number]) for number in one.order],
        "deleted": [item_snapshot(site, one, item) for item in one.recycle_bin.values()],
    }


def item_snapshot(site: Site, one: ListState, item: ListItem) -> Json:
    """The item with its values by column name; people and lookups as they read."""
    return {
        "id": str(item.number),
        "etag": item.etag,
        "fields": {name: _value(site, one.columns[name], value) for name, value in item.fields.items()},
        "created_at": item.created_at.isoformat(),
        "modified_at": item.current.at.isoformat(),
        "modified_by": item.current.by.name,
    }


def _is_shown(column: Column) -> bool:
    return column.name == "Title" or not column.built_in


def _column(column: Column) -> Json:
    return {
        "name": column.name,
        "display_name": column.display_name,
        "type": _type(column),
        "description": column.description,
        "choices": list(column.facet.get("choices", [])),
        "read_only": column.read_only,
        "hidden": column.hidden,
    }


def _type(column: Column) -> str | None:
    """The kind of column as the browser's form tells them apart; None for one it does not offer."""
    if column.facet.get("allowMultipleLines"):
        return "note"
    if column.facet.get("format") == "dateOnly":
        return "date"
    return None if column.kind is None else column.kind.value


def _value(site: Site, column: Column, value: object) -> object:
    if not column.is_lookup:
        return value
    if isinstance(value, list):
        return [site.shown(column, number) for number in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # kept_fields puts only numbers there
    return site.shown(column, int(str(value)))
