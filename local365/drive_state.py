"""A document library: folders and files with their tags and bytes, and the download URLs that work for a while."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from local365.graph_errors import item_not_found, name_already_exists
from local365.graph_wire import Identity, Json, instant, iso_full

ROOT = "root"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveItem:
    """A file or a folder. `version` rises with every change and is in the eTag; `content_version` is in the cTag."""

    id: str
    name: str
    parent_id: str | None
    guid: str
    is_folder: bool
    version: int = 1
    content_version: int = 1
    created_at: datetime
    created_by: Identity
    modified_at: datetime
    modified_by: Identity

    @property
    def etag(self) -> str:
        """`"{GUID},version"`. Source: https://learn.microsoft.com/graph/api/driveitem-get"""
        return f'"{{{self.guid.upper()}}},{self.version}"'

    @property
    def ctag(self) -> str:
        """`"c:{GUID},version"`: the same as long as the bytes are the same."""
        return f'"c:{{{self.guid.upper()}}},{self.content_version}"'

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        kept: Json = {name: getattr(self, name) for name in self.__dataclass_fields__}
        for name in ("created_at", "modified_at"):
            kept[name] = iso_full(kept[name])
        return kept | {"created_by": self.created_by.to_json(), "modified_by": self.modified_by.to_json()}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The item that `to_json` wrote."""
        times = {name: instant(data[name]) for name in ("created_at", "modified_at")}
        people = {name: Identity.from_json(data[name]) for name in ("created_by", "modified_by")}
        settings: Json = data | times | people
        return cls(**settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """The right to download one item without a token, until an instant."""

    item_id: str
    until: datetime


@dataclass(slots=True, kw_only=True)
class DriveState:
    """One library, by item id; the bytes of a file are kept beside it."""

    id: str
    items: dict[str, DriveItem] = field(default_factory=dict[str, DriveItem])
    contents: dict[str, bytes] = field(default_factory=dict[str, bytes])
    tickets: dict[str, Ticket] = field(default_factory=dict[str, Ticket])

    @property
    def root(self) -> DriveItem:
        """The folder everything is in."""
        return next(item for item in self.items.values() if item.parent_id is None)

    def item(self, item_id: str) -> DriveItem:
        """The item; `root` is an id too. 404 when there is none."""
        item = self.root if item_id == ROOT else self.items.get(item_id)
        if item is None:
            raise item_not_found("The resource could not be found.")
        return item

    def children(self, folder: DriveItem) -> list[DriveItem]:
        """What is in the folder, by name."""
        inside = (item for item in self.items.values() if item.parent_id == folder.id)
        return sorted(inside, key=lambda item: item.name.casefold())

    def child(self, folder: DriveItem, name: str) -> DriveItem | None:
        """The item of that name in the folder; SharePoint tells names apart without case."""
        return next((c for c in self.children(folder) if c.name.casefold() == name.casefold()), None)

    def at_path(self, path: str, start: DriveItem | None = None) -> DriveItem:
        """The item at a path below the root or another folder. 404 when a step of it is missing."""
        item = start or self.root
        for name in filter(None, path.split("/")):
            found = self.child(item, name)
            if found is None:
                raise item_not_found("The resource could not be found.")
            item = found
        return item

    def path_of(self, item: DriveItem) -> str:
        """The path below the root: `/Forms/Book.xlsx`; empty for the root."""
        if item.parent_id is None:
            return ""
        return f"{self.path_of(self.items[item.parent_id])}/{item.name}"

    def put(self, item: DriveItem) -> DriveItem:
        """The item stands in its folder. 409 when another one of that name does."""
        if item.parent_id is not None:
            other = self.child(self.items[item.parent_id], item.name)
            if other is not None and other.id != item.id:
                raise name_already_exists()
        self.items[item.id] = item
        return item

    def write(self, item: DriveItem, content: bytes, *, by: Identity, at: datetime) -> DriveItem:
        """The file has new bytes, a new cTag and a new eTag."""
        self.contents[item.id] = content
        return self.touch(item, by=by, at=at)

    def touch(self, item: DriveItem, *, by: Identity, at: datetime) -> DriveItem:
        """The file counts as written now."""
        later = replace(
            item,
            version=item.version + 1,
            content_version=item.content_version + 1,
            modified_at=at,
            modified_by=by,
        )
        return self.put(later)

    def rename(self, item: DriveItem, name: str, *, by: Identity, at: datetime) -> DriveItem:
        """The item has another name and eTag; its bytes and cTag stay."""
        return self.put(replace(item, name=name, version=item.version + 1, modified_at=at, modified_by=by))

    def remove(self, item: DriveItem) -> None:
        """The item and what is in it are gone."""
        for child in self.children(item):
            self.remove(child)
        del self.items[item.id]
        self.contents.pop(item.id, None)

    def ticket(self, secret: str, item: DriveItem, *, at: datetime, seconds: float) -> None:
        """The secret downloads the item for so many seconds."""
        self.tickets = {known: ticket for known, ticket in self.tickets.items() if ticket.until > at}
        self.tickets[secret] = Ticket(item_id=item.id, until=at + timedelta(seconds=seconds))

    def ticket_item(self, secret: str, at: datetime) -> DriveItem | None:
        """What the secret downloads; None when it never did or no longer does."""
        ticket = self.tickets.get(secret)
        return None if ticket is None or ticket.until <= at else self.items.get(ticket.item_id)

    def to_json(self) -> Json:
        """What `from_json` reads back; tickets don't survive, they live minutes."""
        contents = {item_id: b64encode(content).decode() for item_id, content in self.contents.items()}
        return {"id": self.id, "items": [item.to_json() for item in self.items.values()], "contents": contents}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The library that `to_json` wrote."""
        items = [DriveItem.from_json(item) for item in data["items"]]
        contents = {item_id: b64decode(content) for item_id, content in data["contents"].items()}
        return cls(id=data["id"], items={item.id: item for item in items}, contents=contents)
