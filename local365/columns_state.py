"""Columns of a list: the built-in ones, and those a caller defines."""

from dataclasses import dataclass
from typing import Self

from local365.column_facets import UNSHOWN_FACETS, ColumnKind
from local365.graph_wire import Json

FLAGS = {
    "indexed": "indexed",
    "enforceUniqueValues": "unique",
    "required": "required",
    "readOnly": "read_only",
    "hidden": "hidden",
}
TEXTS = {"displayName": "display_name", "description": "description", "columnGroup": "group"}
KINDS = {kind.value: kind for kind in ColumnKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `name` is what fields and filters use, `display_name` what people read."""

    id: str
    name: str
    display_name: str
    kind: ColumnKind | None = None
    facet: Json
    description: str = ""
    group: str = "Custom Columns"
    indexed: bool = False
    unique: bool = False
    required: bool = False
    read_only: bool = False
    hidden: bool = False
    default: Json | None = None
    built_in: bool = False

    @property
    def is_lookup(self) -> bool:
        """True when values are ids of other rows, written as `<name>LookupId`."""
        return self.kind in (ColumnKind.PERSON, ColumnKind.LOOKUP)

    @property
    def is_multiple(self) -> bool:
        """True when a value is a list."""
        return bool(
            self.facet.get("allowMultipleSelection")
            or self.facet.get("allowMultipleValues")
            or (self.kind is ColumnKind.CHOICE and self.facet.get("displayAs") == "checkBoxes"),
        )

    def to_graph(self) -> Json:
        """The columnDefinition. Source: https://learn.microsoft.com/graph/api/resources/columndefinition"""
        shown: Json = {
            "columnGroup": self.group,
            "description": self.description,
            "displayName": self.display_name,
            "enforceUniqueValues": self.unique,
            "hidden": self.hidden,
            "id": self.id,
            "indexed": self.indexed,
            "name": self.name,
            "readOnly": self.read_only,
            "required": self.required,
        }
        if self.default is not None:
            shown["defaultValue"] = self.default
        if self.kind is not None and self.kind not in UNSHOWN_FACETS:
            shown[self.kind.value] = self.facet
        return shown

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The column that `to_json` wrote."""
        kind: str | None = data["kind"]
        settings: Json = data | {"kind": None if kind is None else ColumnKind(kind)}
        return cls(**settings)
