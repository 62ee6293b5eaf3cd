"""Lists and columns as Graph shows and takes them.

Source: https://learn.microsoft.com/graph/api/resources/columndefinition
"""

from __future__ import annotations

from collections.abc import Sequence

from sync.columns import Column, ColumnType
from sync.graph.client import Graph, segment
from sync.graph.lists import named, pages
from sync.graph.shapes import JsonObject, maybe_mapping, maybe_text, maybe_texts, objects, text
from sync.list_plan import FoundColumn, FoundList, MendColumn


async def read_list(graph: Graph, site: str, there: Sequence[JsonObject], name: str) -> FoundList | None:
    """The list with its columns; None when it is not there."""
    one = named(there, name)
    if one is None:
        return None
    list_id = text(one, "id")
    columns = await read_columns(graph, f"{site}/lists/{segment(list_id)}")
    shown = maybe_text(one, "displayName") or ""
    return FoundList(id=list_id, name=maybe_text(one, "name") or "", display_name=shown, columns=columns)


async def read_columns(graph: Graph, list_path: str) -> tuple[FoundColumn, ...]:
    """The columns of the list at this path under Graph; for one resource unit, where asking for them alone costs two.

    Source: https://learn.microsoft.com/graph/api/list-get
    """
    document = await graph.get(list_path, {"$select": "id", "$expand": "columns"})
    found = objects(document, "columns")
    rest = maybe_text(document, "columns@odata.nextLink")
    if rest is not None:
        found += [one async for page in pages(graph, rest) for one in objects(page, "value")]
    return tuple(found_column(one) for one in found)


def found_column(document: JsonObject) -> FoundColumn:
    """The column as a plan looks at it."""
    choice = maybe_mapping(document, "choice") or {}
    return FoundColumn(
        id=text(document, "id"),
        name=text(document, "name"),
        display_name=maybe_text(document, "displayName") or "",
        type=_type_of(document),
        choices=tuple(maybe_texts(choice, "choices")),
        indexed=document.get("indexed") is True,
        unique=document.get("enforceUniqueValues") is True,
    )


def definition(column: Column) -> JsonObject:
    """The column as Graph makes it."""
    default: JsonObject = {"defaultValue": {"value": column.default}} if column.default else {}
    return {
        "name": column.name,
        "displayName": column.display_name,
        "description": column.description,
        "indexed": column.indexed,
        "enforceUniqueValues": column.unique,
        **_facet(column),
        **default,
    }


def change(step: MendColumn) -> JsonObject:
    """Only what changes: Microsoft asks to leave the rest out."""
    whole: JsonObject = {
        "indexed": step.index,
        "enforceUniqueValues": step.unique,
        "choice": {"choices": list(step.choices)} if step.choices else None,
        "displayName": step.heading,
    }
    return {name: value for name, value in whole.items() if value}


def _facet(column: Column) -> JsonObject:
    one_line: JsonObject = {"maxLength": column.max_length} if column.max_length else {}
    choices = list(column.choices)
    facets: dict[ColumnType, JsonObject] = {
        ColumnType.TEXT: {"text": one_line},
        ColumnType.MULTILINE: {"text": {"allowMultipleLines": True, "textType": "plain", "linesForEditing": 6}},
        ColumnType.CHOICE: {"choice": {"choices": choices, "displayAs": "dropDownMenu", "allowTextEntry": False}},
        ColumnType.DATE_TIME: {"dateTime": {"format": "dateTime", "displayAs": "standard"}},
        ColumnType.DATE: {"dateTime": {"format": "dateOnly", "displayAs": "standard"}},
        ColumnType.NUMBER: {"number": {"decimalPlaces": "none"}},
        ColumnType.BOOLEAN: {"boolean": {}},
        ColumnType.PERSON: {
            "personOrGroup": {
                "allowMultipleSelection": False,
                "chooseFromType": "peopleOnly",
                "displayAs": "nameWithPresence",
            }
        },
    }
    return facets[column.type]


def _type_of(document: JsonObject) -> ColumnType | None:
    line, when = maybe_mapping(document, "text"), maybe_mapping(document, "dateTime")
    person = maybe_mapping(document, "personOrGroup")
    if line is not None:
        return ColumnType.MULTILINE if line.get("allowMultipleLines") is True else ColumnType.TEXT
    if when is not None:
        return ColumnType.DATE if when.get("format") == "dateOnly" else ColumnType.DATE_TIME
    if person is not None:
        return None if person.get("allowMultipleSelection") is True else ColumnType.PERSON
    plain = (ColumnType.CHOICE, ColumnType.NUMBER, ColumnType.BOOLEAN)
    return next((kind for kind in plain if maybe_mapping(document, kind.value) is not None), None)
