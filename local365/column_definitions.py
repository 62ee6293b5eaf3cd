"""From a columnDefinition to a column, read strictly.

Source: https://learn.microsoft.com/graph/api/resources/columndefinition
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from local365.column_facets import ColumnKind, whole_facet
from local365.column_values import default_value
from local365.columns_state import FLAGS, KINDS, TEXTS, Column
from local365.graph_body import object_at
from local365.graph_errors import invalid_request, no_such_property
from local365.graph_wire import Json

# Kept by Graph, of no effect here: they belong to site columns and content types.
UNUSED: dict[str, type] = {
    "isDeletable": bool,
    "isReorderable": bool,
    "isSealed": bool,
    "propagateChanges": bool,
    "type": str,
    "validation": dict,
    "@odata.type": str,
}
# A default is tried at this instant: whether it fits does not depend on when.
ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
UNINDEXABLE = frozenset({ColumnKind.HYPERLINK, ColumnKind.CALCULATED, ColumnKind.THUMBNAIL, ColumnKind.GEOLOCATION})


def defined(body: Json, *, column_id: str) -> Column:
    """The column a columnDefinition asks for. 400 when it is not exactly one known type, or contradicts itself."""
    kinds = [kind for name, kind in KINDS.items() if body.get(name) is not None]
    if len(kinds) != 1:
        raise invalid_request("Unable to determine type of provided column definition")
    facet = whole_facet(kinds[0], body[kinds[0].value])
    column = Column(id=column_id, name=_name(body), display_name=_display_name(body), kind=kinds[0], facet=facet)
    return _checked(_with_settings(column, body))


def changed(column: Column, body: Json) -> Column:
    """The column after a PATCH. 400 when its name or its type would change."""
    if body.get("name", column.name) != column.name or body.get("id", column.id) != column.id:
        raise invalid_request("The name and the id of a column can't be changed")
    kinds = [kind for name, kind in KINDS.items() if body.get(name) is not None]
    if any(kind is not column.kind for kind in kinds):
        raise invalid_request("The type of a column can't be changed")
    later = column
    for kind in kinds:
        later = replace(later, facet=_changed_facet(column, kind, object_at(body[kind.value], kind.value)))
    if later.is_lookup and later.is_multiple != column.is_multiple:
        raise invalid_request("local365 can't change between one and several values yet: add it to lists_state.py")
    return _checked(_with_settings(later, body))


def _changed_facet(column: Column, kind: ColumnKind, given: Json) -> Json:
    """The facet with what was given; a text that changes between one line and several starts with new sizes."""
    lines = "allowMultipleLines"
    keeps = given.get(lines, column.facet.get(lines)) == column.facet.get(lines)
    return whole_facet(kind, column.facet | given if keeps else given)


def _name(body: Json) -> str:
    name = body.get("name", body.get("displayName"))
    if not isinstance(name, str) or not name:
        raise invalid_request("A column needs a 'name' or a 'displayName'")
    return internal_name(name)


def _display_name(body: Json) -> str:
    shown = body.get("displayName")
    return shown if isinstance(shown, str) and shown else str(body.get("name"))


def internal_name(name: str) -> str:
    """The name SharePoint makes of a title: other signs become `_xNNNN_`, 32 characters at most."""
    coded = "".join(c if c.isalnum() or c == "_" else f"_x{ord(c):04x}_" for c in name)
    return coded if coded == name else coded[:32]


def _with_settings(column: Column, body: Json) -> Column:
    settings: dict[str, Any] = {}
    for name, value in body.items():
        if name in FLAGS:
            settings[FLAGS[name]] = _of_type(name, value, bool)
        elif name in TEXTS:
            settings[TEXTS[name]] = _of_type(name, value, str)
        elif name == "defaultValue":
            settings["default"] = _default_value(value)
        elif name in UNUSED:
            _of_type(name, value, UNUSED[name])
        elif name not in {"name", "id"} | KINDS.keys():
            raise no_such_property(name, "columnDefinition")
    return replace(column, **settings)


def _of_type(name: str, value: object, kind: type) -> object:
    if not isinstance(value, kind):
        raise invalid_request(f"Cannot convert the value of '{name}'")
    return value


def _default_value(value: object) -> Json | None:
    """Either a value or a formula. Source: https://learn.microsoft.com/graph/api/resources/defaultcolumnvalue"""
    if value is None:
        return None
    given = {k: v for k, v in cast("Json", _of_type("defaultValue", value, dict)).items() if k != "@odata.type"}
    stated = {k: v for k, v in given.items() if v is not None}
    if not given.keys() <= {"value", "formula"} or len(stated) != 1:
        raise invalid_request("A default is either a 'value' or a 'formula'")
    return {k: _of_type(k, v, str) for k, v in stated.items()}


def _checked(column: Column) -> Column:
    if not column.display_name:
        raise invalid_request("A column needs a 'displayName' that is not empty")
    if column.default is not None and "value" in column.default:
        default_value(column, ANY_TIME)
    if column.indexed and not _can_be_indexed(column):
        raise invalid_request(f"The column '{column.name}' is of a type that can't be indexed")
    if column.unique and (not column.indexed or column.is_multiple):
        raise invalid_request(f"The column '{column.name}' must be indexed to enforce unique values")
    if column.unique and column.kind is ColumnKind.BOOLEAN:
        raise invalid_request("A yes/no column can't enforce unique values")
    return column


def _can_be_indexed(column: Column) -> bool:
    """True unless the values are several lines, several choices or of a type SharePoint keeps no index of."""
    several = column.is_multiple and not column.is_lookup
    return not (column.facet.get("allowMultipleLines") or several or column.kind in UNINDEXABLE)
