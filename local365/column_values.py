"""Values a column takes, checked and made into what SharePoint keeps.

Source: https://learn.microsoft.com/graph/api/listitem-create and https://learn.microsoft.com/graph/api/resources/fieldvalueset
"""

from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeAlias, cast

from local365.column_facets import ColumnKind
from local365.columns_state import Column
from local365.graph_errors import GraphError, invalid_request
from local365.graph_wire import instant, iso
from local365.wire import decimal_number

# Characters in several lines of text: https://support.microsoft.com/office/list-and-library-column-types-and-options
SEVERAL_LINES = 63_999

YES_AND_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}

Check: TypeAlias = Callable[[Column, Any], Any]


def checked(column: Column, value: Any) -> Any:
    """The value as kept. 400 when the column's type, its choices or its bounds do not allow it."""
    check = CHECKS.get(column.kind)
    if check is None:
        raise invalid_request(f"local365 can't write the column '{column.name}' yet: add its type to column_values.py")
    return check(column, value)


def wrong_type(column: Column) -> GraphError:
    """400 for a JSON value of another type than the column's."""
    return invalid_request(f"The value of field '{column.name}' is not valid for its type")


def _text(column: Column, value: Any) -> str:
    if not isinstance(value, str):
        raise wrong_type(column)
    longest: int = column.facet.get("maxLength", SEVERAL_LINES)
    if len(value) > longest:
        raise invalid_request(f"The value of field '{column.name}' is longer than {longest} characters")
    return value


def _number(column: Column, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_type(column)
    if not isfinite(value) or not column.facet.get("minimum", value) <= value <= column.facet.get("maximum", value):
        raise invalid_request(f"The value of field '{column.name}' is outside its bounds")
    return value


def _boolean(column: Column, value: Any) -> bool:
    if not isinstance(value, bool):
        raise wrong_type(column)
    return value


def _date_time(column: Column, value: Any) -> str:
    """Whole seconds in UTC, as SharePoint keeps them; a date without time is its midnight."""
    if not isinstance(value, str):
        raise wrong_type(column)
    try:
        at = instant(value)
    except ValueError as error:
        raise wrong_type(column) from error
    return iso(_midnight(at) if column.facet["format"] == "dateOnly" else at)


def _midnight(at: datetime) -> datetime:
    return datetime(at.year, at.month, at.day, tzinfo=UTC)


def _choice(column: Column, value: Any) -> str | list[str]:
    if not column.is_multiple:
        return _one_choice(column, value)
    if not isinstance(value, list):
        raise wrong_type(column)
    return [_one_choice(column, one) for one in cast("list[Any]", value)]


def _one_choice(column: Column, value: Any) -> str:
    if not isinstance(value, str):
        raise wrong_type(column)
    if value not in column.facet["choices"] and not column.facet["allowTextEntry"]:
        raise invalid_request(f"The value of field '{column.name}' is not one of its choices")
    return value


def _hyperlink(_column: Column, _value: Any) -> str:
    # Graph reads these columns and refuses to write them: microsoftgraph/msgraph-sdk-dotnet#2957 and others.
    raise invalid_request("Invalid request")


CHECKS: dict[ColumnKind | None, Check] = {
    ColumnKind.TEXT: _text,
    ColumnKind.NUMBER: _number,
    ColumnKind.CURRENCY: _number,
    ColumnKind.BOOLEAN: _boolean,
    ColumnKind.DATE_TIME: _date_time,
    ColumnKind.CHOICE: _choice,
    ColumnKind.HYPERLINK: _hyperlink,
}


def default_value(column: Column, at: datetime) -> Any:
    """What a new item holds in the column when nothing is said; None when the column has no default."""
    if column.default is None:
        return None
    if "formula" in column.default:
        return _computed(column, column.default["formula"], at)
    text: str = column.default["value"]
    if column.kind is ColumnKind.BOOLEAN:
        return _boolean(column, YES_AND_NO.get(text.lower()))
    if column.kind in (ColumnKind.NUMBER, ColumnKind.CURRENCY):
        return _number(column, decimal_number(text))
    if column.kind is ColumnKind.DATE_TIME and text.lower() == "[today]":
        return checked(column, iso(at))
    return checked(column, [text] if column.is_multiple else text)


def _computed(column: Column, formula: str, at: datetime) -> Any:
    if formula.lower() not in ("=today()", "=now()", "[today]", "=[today]"):
        raise invalid_request(f"local365 can't compute {formula} yet: add it to column_values.py")
    return checked(column, iso(at))
