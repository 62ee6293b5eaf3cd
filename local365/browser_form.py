"""What a person types into SharePoint's form in the browser, as the request the browser sends."""

from collections.abc import Mapping
from typing import Any, cast

from local365.column_facets import ColumnKind
from local365.columns_state import Column
from local365.graph_errors import invalid_request
from local365.graph_wire import Json
from local365.item_fields import COLLECTIONS, LOOKUP_ID, TYPE_NOTE
from local365.members import Members


def typed_in_browser(columns: Mapping[str, Column], form: Json, members: Members) -> Json:
    """The form's values as fields: texts become numbers, yes or no where the column asks, e-mails become people."""
    fields: Json = {}
    for name, value in form.items():
        column = columns.get(name)
        if column is None:
            fields[name] = value
        elif column.kind is ColumnKind.PERSON:
            fields |= _people(column, value, members)
        else:
            fields[name] = _typed(column, value)
            if column.is_multiple:
                fields[name + TYPE_NOTE] = COLLECTIONS[False]
    return fields


def chosen_people(columns: Mapping[str, Column], form: Json) -> list[str]:
    """The e-mails typed into the form's people pickers."""
    typed = [value for name, value in form.items() if name in columns and columns[name].kind is ColumnKind.PERSON]
    return [email for value in typed if value for email in _emails(value)]


def _typed(column: Column, value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        return value
    if column.kind is ColumnKind.BOOLEAN:
        return value.casefold() in ("true", "yes", "1")
    if column.kind in (ColumnKind.NUMBER, ColumnKind.CURRENCY):
        return _number(value)
    return value


def _number(value: str) -> Any:
    try:
        return float(value)
    except ValueError:
        return value


def _people(column: Column, value: Any, members: Members) -> Json:
    key = column.name + LOOKUP_ID
    if not value:
        return {key: None}
    numbers = [_member(email, members) for email in _emails(value)]
    if column.is_multiple:
        return {key: numbers, key + TYPE_NOTE: COLLECTIONS[True]}
    return {key: str(numbers[0])}


def _emails(value: Any) -> list[str]:
    return cast("list[str]", value) if isinstance(value, list) else [str(value)]


def _member(email: str, members: Members) -> int:
    number = members.by_email(email)
    if number is None:
        raise invalid_request(f"Nobody on the site has the e-mail {email}")
    return number
