"""Conditions and orders on a list's columns: which are allowed, and what they say of an item."""

import operator
from collections.abc import Callable
from typing import Any

from local365.column_facets import ColumnKind
from local365.columns_state import Column
from local365.graph_errors import GraphError, invalid_request, not_recognized
from local365.graph_wire import instant, iso
from local365.item_fields import LOOKUP_ID
from local365.list_index import index_key
from local365.list_item import ListItem
from local365.lists_state import ListState
from local365.odata import bad_query
from local365.odata_filter import Comparison, Condition, comparisons
from local365.wire import decimal_number

# The list view threshold.
THRESHOLD = 5000
# Kinds whose values are texts: of a lookup or a person only a number is kept here.
WITH_STARTS = frozenset({ColumnKind.TEXT, ColumnKind.CHOICE})
HONOUR = "honornonindexedquerieswarningmayfailrandomly"
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


def check_columns(one: ListState, condition: Condition | None, order: list[tuple[Column, bool]], prefer: str) -> None:
    """Nothing happens when every column is known, is compared with a value of its type, and may be asked for."""
    named: list[Column] = []
    for comparison in [] if condition is None else comparisons(condition):
        column = column_at(one, comparison.name)
        _check_comparison(column, comparison)
        named.append(column)
    for column in [*named, *(column for column, _ in order)]:
        if column.indexed:
            continue
        if HONOUR not in prefer.casefold():
            raise _not_indexed(column)
        if len(one.items) > THRESHOLD:
            raise _too_many_resources()


def _check_comparison(column: Column, comparison: Comparison) -> None:
    if comparison.operator == "startswith" and column.kind not in WITH_STARTS:
        raise bad_query(f"'{column.name}' holds no text: 'startswith' says nothing of it")
    if column.is_multiple and comparison.operator not in ("eq", "ne"):
        raise bad_query(f"'{column.name}' holds several values: '{comparison.operator}' says nothing of them")
    if comparison.value is not None:
        literal_of(column, comparison.value)


def _not_indexed(column: Column) -> GraphError:
    return invalid_request(
        f"Field '{column.name}' cannot be referenced in filter or orderby as it is not indexed. Provide the 'Prefer: "
        "HonorNonIndexedQueriesWarningMayFailRandomly' header to allow this, but be warned that such queries may fail "
        "on large lists.",
    )


def _too_many_resources() -> GraphError:
    # The status is not documented; the codes and the sentence are.
    message = "The request is unprocessable because it uses too many resources"
    return GraphError(400, "notSupported", message, inner="tooManyResources")


def column_at(one: ListState, path: str) -> Column:
    """The column of `fields/<name>`; a person's or lookup's id too."""
    folder, _, name = path.partition("/")
    if folder != "fields" or not name:
        raise bad_query(f"Invalid filter clause: '{path}' is not supported, use fields/<column>")
    column = one.columns.get("ID" if name == "id" else name)
    if column is None and name.endswith(LOOKUP_ID):
        column = one.columns.get(name.removesuffix(LOOKUP_ID))
    if column is None:
        raise not_recognized(name)
    return column


def value_of(item: ListItem, column: Column) -> Any:
    """What the item holds in the column, as it is kept."""
    match column.name:
        case "ID":
            return item.number
        case "Created":
            return iso(item.created_at)
        case "Modified":
            return iso(item.current.at)
        case name:
            return item.fields.get(name)


def literal_of(column: Column, value: Any) -> Any:
    """The literal as the column keeps its values. 400 when it is of another type."""
    try:
        if column.kind is ColumnKind.DATE_TIME:
            return iso(instant(str(value)))
        if column.kind is ColumnKind.BOOLEAN:
            return _yes_or_no(value)
        if column.is_lookup or column.name == "ID" or column.kind in (ColumnKind.NUMBER, ColumnKind.CURRENCY):
            return _number(value)
    except ValueError as error:
        raise bad_query(f"The value compared with '{column.name}' is of another type") from error
    if not isinstance(value, str):
        raise bad_query(f"The value compared with '{column.name}' must be a text")
    return value


def _yes_or_no(value: Any) -> bool:
    if value not in (0, 1, "0", "1"):
        raise ValueError(value)
    return bool(int(value))


def _number(value: Any) -> float:
    """The number, in quotes or not."""
    number = decimal_number(value) if isinstance(value, str) else value
    if isinstance(value, bool) or number is None:
        raise ValueError(value)
    return number


def compares(one: ListState, item: ListItem, comparison: Comparison) -> bool:
    """True when the comparison holds for the item."""
    column = column_at(one, comparison.name)
    held = value_of(item, column)
    if comparison.value is None:
        return (held is None) == (comparison.operator == "eq")
    if held is None:
        return comparison.operator == "ne"
    kept, wanted = index_key(held), index_key(literal_of(column, comparison.value))
    match comparison.operator:
        case "eq":
            return kept == wanted
        case "ne":
            return kept != wanted
        case "startswith":
            return str(kept).startswith(str(wanted))
        case other:
            return COMPARE[other](kept, wanted)
