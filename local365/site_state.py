"""One SharePoint site: lists, library, members and grants."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from local365.column_facets import ColumnKind
from local365.columns_state import Column
from local365.drive_state import DriveState
from local365.graph_errors import item_not_found
from local365.graph_wire import Json, instant, iso_full
from local365.lists_state import ListState
from local365.members import Members
from local365.site_permissions import Grant
from local365.user_information import is_user_information, user_information


@dataclass(slots=True, kw_only=True)
class Site:
    """A site; `id` is Graph's triple of hostname, collection and web."""

    id: str
    hostname: str
    path: str
    display_name: str
    created_at: datetime
    drive: DriveState
    lists: dict[str, ListState] = field(default_factory=dict[str, ListState])
    members: Members = field(default_factory=Members)
    grants: list[Grant] = field(default_factory=list[Grant])

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def web_url(self) -> str:
        """The site's address in a browser."""
        return f"https://{self.hostname}{self.path}"

    def list(self, key: str) -> ListState:
        """The list by id, name or title, the hidden one of its people too. 404 when there is none."""
        if is_user_information(key):
            return user_information(self.id, self.members, since=self.created_at)
        wanted = key.casefold()
        for one in self.lists.values():
            if wanted in (one.id.casefold(), one.name.casefold(), one.display_name.casefold()):
                return one
        raise item_not_found("The specified list was not found")

    def row_exists(self, column: Column, number: int) -> bool:
        """True when a person or lookup column may point at the row."""
        if column.kind is ColumnKind.PERSON:
            return self.members.has(number)
        source = self.lists.get(column.facet.get("listId", ""))
        return source is not None and number in source.items

    def shown(self, column: Column, number: int) -> str:
        """What a person or lookup column shows for the row; empty when the row is gone."""
        if column.kind is ColumnKind.PERSON:
            return self.members.name_of(number)
        source = self.lists.get(column.facet.get("listId", ""))
        item = None if source is None else source.items.get(number)
        return "" if item is None else str(item.fields.get(column.facet.get("columnName", "Title"), ""))

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        kept: Json = {name: getattr(self, name) for name in ("id", "hostname", "path", "display_name")}
        return kept | {
            "created_at": iso_full(self.created_at),
            "drive": self.drive.to_json(),
            "lists": [one.to_json() for one in self.lists.values()],
            "members": self.members.to_json(),
            "grants": [grant.to_json() for grant in self.grants],
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The site that `to_json` wrote."""
        lists = [ListState.from_json(one) for one in data["lists"]]
        rest: Json = data | {
            "created_at": instant(data["created_at"]),
            "drive": DriveState.from_json(data["drive"]),
            "lists": {one.id: one for one in lists},
            "members": Members.from_json(data["members"]),
            "grants": [Grant.from_json(grant) for grant in data["grants"]],
        }
        return cls(**rest)
