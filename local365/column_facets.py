"""The type facets of a column: which properties each knows, of what type, and what SharePoint fills in.

Source: https://learn.microsoft.com/graph/api/resources/columndefinition and the page of each facet.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from local365.graph_errors import invalid_request, no_such_property
from local365.graph_wire import Json

# Characters in a single line of text: https://support.microsoft.com/office/list-and-library-column-types-and-options
SINGLE_LINE = 255
# SharePoint's own bounds of a number column without bounds.
LARGEST_NUMBER = 1.7976931348623157e308


class ColumnKind(StrEnum):
    """What a column holds, named as its facet."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE_TIME = "dateTime"
    CHOICE = "choice"
    PERSON = "personOrGroup"
    LOOKUP = "lookup"
    HYPERLINK = "hyperlinkOrPicture"
    CURRENCY = "currency"
    CALCULATED = "calculated"
    TERM = "term"
    THUMBNAIL = "thumbnail"
    GEOLOCATION = "geolocation"
    CONTENT_APPROVAL = "contentApprovalStatus"


# The page on columnDefinition says that answers about lists leave these facets out.
UNSHOWN_FACETS = frozenset(
    {ColumnKind.HYPERLINK, ColumnKind.TERM, ColumnKind.THUMBNAIL, ColumnKind.CONTENT_APPROVAL},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property of a facet: its JSON type, what is there when nothing is said, and the only words allowed."""

    type: type
    default: Any = None
    words: tuple[str, ...] = ()


def _flag() -> Property:
    return Property(type=bool, default=False)


def _word(*words: str) -> Property:
    return Property(type=str, default=words[0], words=words)


PROPERTIES: dict[ColumnKind, dict[str, Property]] = {
    ColumnKind.TEXT: {
        "allowMultipleLines": _flag(),
        "appendChangesToExistingText": _flag(),
        "linesForEditing": Property(type=int),
        "maxLength": Property(type=int),
        "textType": Property(type=str, words=("plain", "richText")),
    },
    ColumnKind.NUMBER: {
        "decimalPlaces": _word("automatic", "none", "one", "two", "three", "four", "five"),
        "displayAs": _word("number", "percentage"),
        "maximum": Property(type=float, default=LARGEST_NUMBER),
        "minimum": Property(type=float, default=-LARGEST_NUMBER),
    },
    ColumnKind.BOOLEAN: {},
    ColumnKind.DATE_TIME: {
        "displayAs": _word("default", "friendly", "standard"),
        "format": _word("dateTime", "dateOnly"),
    },
    ColumnKind.CHOICE: {
        "allowTextEntry": _flag(),
        "choices": Property(type=list, default=[]),
        "displayAs": _word("dropDownMenu", "checkBoxes", "radioButtons"),
    },
    ColumnKind.PERSON: {
        "allowMultipleSelection": _flag(),
        "chooseFromType": _word("peopleAndGroups", "peopleOnly"),
        "displayAs": Property(type=str, default="nameWithPresence"),
    },
    ColumnKind.LOOKUP: {
        "allowMultipleValues": _flag(),
        "allowUnlimitedLength": _flag(),
        "columnName": Property(type=str),
        "listId": Property(type=str),
        "primaryLookupColumnId": Property(type=str),
    },
    ColumnKind.HYPERLINK: {"isPicture": _flag()},
    ColumnKind.CURRENCY: {"locale": Property(type=str, default="en-us")},
    ColumnKind.CALCULATED: {
        "format": Property(type=str),
        "formula": Property(type=str),
        "outputType": Property(type=str),
    },
    ColumnKind.TERM: {"allowMultipleValues": _flag(), "showFullyQualifiedName": _flag()},
    ColumnKind.THUMBNAIL: {},
    ColumnKind.GEOLOCATION: {},
    ColumnKind.CONTENT_APPROVAL: {},
}


def whole_facet(kind: ColumnKind, given: object) -> Json:
    """The facet with what SharePoint fills in. 400 for an unknown property, a wrong type or a word not allowed."""
    if not isinstance(given, dict):
        raise invalid_request(f"The facet '{kind}' must be an object")
    stated = {k: v for k, v in cast("Json", given).items() if k != "@odata.type"}
    for name, value in stated.items():
        _check_property(kind, name, value)
    whole = {name: prop.default for name, prop in PROPERTIES[kind].items() if prop.default is not None}
    whole.update({name: value for name, value in stated.items() if value is not None})
    if kind is ColumnKind.NUMBER and whole["minimum"] > whole["maximum"]:
        raise invalid_request("The 'minimum' of a number column is above its 'maximum'")
    return _text_sizes(whole) if kind is ColumnKind.TEXT else whole


def _check_property(kind: ColumnKind, name: str, value: object) -> None:
    prop = PROPERTIES[kind].get(name)
    if prop is None:
        raise no_such_property(name, f"{kind}Column")
    if value is None:
        return
    fits = isinstance(value, (int, float) if prop.type is float else prop.type)
    if not fits or (isinstance(value, bool) and prop.type is not bool) or not _words_fit(prop, value):
        raise invalid_request(f"Cannot convert the value of '{name}' in the facet '{kind}'")


def _words_fit(prop: Property, value: object) -> bool:
    if prop.type is list:
        return all(isinstance(choice, str) and choice for choice in cast("list[object]", value))
    return not prop.words or value in prop.words


def _text_sizes(facet: Json) -> Json:
    """One line holds 255 characters at most; several are plain text shown in six lines unless said otherwise."""
    sizes: Json = {"linesForEditing": 6, "textType": "plain"}
    if not facet["allowMultipleLines"]:
        sizes = {"linesForEditing": 0, "maxLength": SINGLE_LINE}
    if facet.get("maxLength", 0) > SINGLE_LINE and not facet["allowMultipleLines"]:
        raise invalid_request("A single line of text has at most 255 characters: 'maxLength' is too large")
    return sizes | facet
