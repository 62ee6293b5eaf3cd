"""From the `fields` of a request to the values a list keeps. Column names are told apart by case, as in the service."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from local365.column_values import checked, wrong_type
from local365.columns_state import Column
from local365.graph_errors import invalid_request, not_recognized
from local365.graph_wire import Json
from local365.wire import whole_number

RowExists: TypeAlias = Callable[[Column, int], bool]

LOOKUP_ID = "LookupId"
TYPE_NOTE = "@odata.type"
COLLECTIONS = {True: "Collection(Edm.Int32)", False: "Collection(Edm.String)"}


def kept_fields(columns: Mapping[str, Column], payload: Json, row_exists: RowExists) -> Json:
    """The values to keep, None for a column to clear. 400 for an unknown, read-only or ill-typed column.

    Source: https://learn.microsoft.com/graph/api/listitem-update
    """
    kept: Json = {}
    for name, value in payload.items():
        if name.startswith("@odata.") or name.endswith(TYPE_NOTE):
            continue
        column = _column(columns, name)
        _check_annotation(column, name, value, payload)
        kept[column.name] = _kept(column, value, row_exists)
    return kept


def _column(columns: Mapping[str, Column], name: str) -> Column:
    column = columns.get(name)
    if column is None and name.endswith(LOOKUP_ID):
        column = columns.get(name.removesuffix(LOOKUP_ID))
        column = column if column is not None and column.is_lookup else None
    elif column is not None and column.is_lookup:
        raise invalid_request(f"Field '{name}' can't be set directly: set '{name}{LOOKUP_ID}'")
    if column is None:
        raise not_recognized(name)
    if column.read_only or (column.built_in and name != "Title"):
        raise invalid_request(f"Field '{name}' is read-only")
    return column


def _check_annotation(column: Column, name: str, value: Any, payload: Json) -> None:
    """A list of values is read only with its type beside it: microsoftgraph/microsoft-graph-docs-contrib#8971."""
    wanted = COLLECTIONS[column.is_lookup]
    if column.is_multiple and value is not None and payload.get(name + TYPE_NOTE) != wanted:
        raise invalid_request(f'Field \'{name}\' holds several values: send "{name}{TYPE_NOTE}": "{wanted}" beside it')


def _kept(column: Column, value: Any, row_exists: RowExists) -> Any:
    if value is None or value in ("", []):
        if column.required:
            raise invalid_request(f"Field '{column.name}' is required")
        return None
    if not column.is_lookup:
        return checked(column, value)
    if not column.is_multiple:
        return _row(column, value, row_exists, kind=str)
    if not isinstance(value, list):
        raise wrong_type(column)
    return [_row(column, one, row_exists, kind=int) for one in cast("list[Any]", value)]


def _row(column: Column, value: Any, row_exists: RowExists, *, kind: type) -> int:
    """A single id goes as a string, several as numbers: microsoftgraph/microsoft-graph-docs-contrib#1457."""
    number = whole_number(str(value))
    if isinstance(value, bool) or not isinstance(value, kind) or number is None:
        raise wrong_type(column)
    if not row_exists(column, number):
        raise invalid_request(f"Field '{column.name}' has no row with the id {value}")
    return number
