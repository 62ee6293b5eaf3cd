"""One row of a list, and what it was before."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from local365.graph_wire import Identity, Json, instant, iso_full

# SharePoint keeps 50 major versions of a list item unless an admin says otherwise.
VERSIONS_KEPT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVersion:
    """An item as one save left it."""

    number: int
    at: datetime
    by: Identity
    fields: Json

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {"number": self.number, "at": iso_full(self.at), "by": self.by.to_json(), "fields": self.fields}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The version that `to_json` wrote."""
        by = Identity.from_json(data["by"])
        return cls(number=data["number"], at=instant(data["at"]), by=by, fields=data["fields"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """An item: its number is its id in the list, its guid is half of its eTag, the version is the other half."""

    number: int
    guid: str
    created_at: datetime
    created_by: Identity
    versions: tuple[ItemVersion, ...]
    """Oldest first; the last one is the item as it is."""

    @property
    def current(self) -> ItemVersion:
        """The item as the last save left it."""
        return self.versions[-1]

    @property
    def fields(self) -> Json:
        """Values by internal column name; an empty column is absent."""
        return self.current.fields

    @property
    def etag(self) -> str:
        """`"guid,version"`, quotes included. Source: https://learn.microsoft.com/graph/api/listitem-delta"""
        return f'"{self.guid},{self.current.number}"'

    def saved(self, fields: Json, *, by: Identity, at: datetime) -> Self:
        """The item one version later."""
        version = ItemVersion(number=self.current.number + 1, at=at, by=by, fields=fields)
        return replace(self, versions=(*self.versions[1 - VERSIONS_KEPT :], version))

    def without(self, column: str) -> Self:
        """The item as if the column had never been."""
        versions = tuple(
            replace(version, fields={name: value for name, value in version.fields.items() if name != column})
            for version in self.versions
        )
        return replace(self, versions=versions)

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {
            "number": self.number,
            "guid": self.guid,
            "created_at": iso_full(self.created_at),
            "created_by": self.created_by.to_json(),
            "versions": [version.to_json() for version in self.versions],
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The item that `to_json` wrote."""
        return cls(
            number=data["number"],
            guid=data["guid"],
            created_at=instant(data["created_at"]),
            created_by=Identity.from_json(data["created_by"]),
            versions=tuple(ItemVersion.from_json(version) for version in data["versions"]),
        )


def new_item(number: int, guid: str, fields: Json, *, by: Identity, at: datetime) -> ListItem:
    """An item at its first version."""
    first = ItemVersion(number=1, at=at, by=by, fields=fields)
    return ListItem(number=number, guid=guid, created_at=at, created_by=by, versions=(first,))
