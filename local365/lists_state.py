"""A list: its columns, items, recycle bin and the order of its changes. Pure state; who and when are arguments."""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from local365.builtin_columns import built_in_columns
from local365.column_values import default_value
from local365.columns_state import Column
from local365.graph_errors import invalid_request, item_not_found
from local365.graph_wire import Identity, Json, instant, iso_full
from local365.list_changes import ChangeLog
from local365.list_index import ListIndex
from local365.list_item import ListItem, new_item
from local365.wire import whole_number

TAKEN = "One or more fields with unique constraints already has the provided value."


@dataclass(slots=True, kw_only=True)
class ListState:
    """One list of a site; `name` is the one in its URL, `display_name` its title."""

    id: str
    site_id: str
    name: str
    display_name: str
    description: str = ""
    created_at: datetime
    created_by: Identity
    version: int = 1
    columns: dict[str, Column] = field(default_factory=built_in_columns)
    items: dict[int, ListItem] = field(default_factory=dict[int, ListItem])
    order: list[int] = field(default_factory=list[int])
    """Numbers of the living items, ascending."""
    recycle_bin: dict[int, ListItem] = field(default_factory=dict[int, ListItem])
    changes: ChangeLog = field(default_factory=ChangeLog)
    index: ListIndex = field(default_factory=ListIndex)
    remembered: dict[tuple[str, str, int], list[int]] = field(default_factory=dict[tuple[str, str, int], list[int]])
    """The last ordered result, so that its pages need no sorting anew: (filter, order, position) to numbers."""
    next_number: int = 1
    token_generation: int = 1
    """Delta tokens of former generations are gone."""

    @property
    def content_type_id(self) -> str:
        """The list's own Item content type: its id derives from the list's."""
        return f"0x0100{self.id.replace('-', '').upper()}"

    @property
    def changed_at(self) -> datetime:
        """When an item was last saved; when the list was made, if the last change was a deletion or there was none."""
        return self.created_at if self._last_saved is None else self._last_saved.current.at

    @property
    def changed_by(self) -> Identity:
        """Who made the change of `changed_at`."""
        return self.created_by if self._last_saved is None else self._last_saved.current.by

    @property
    def _last_saved(self) -> ListItem | None:
        numbers = self.changes.numbers
        return self.items.get(numbers[-1]) if numbers else None

    @property
    def etag(self) -> str:
        """`"guid,version"`; the version rises when the columns change."""
        return f'"{self.id},{self.version}"'

    def item(self, item_id: str) -> ListItem:
        """The living item. 404 when there is none."""
        item = self.items.get(whole_number(item_id) or 0)
        if item is None:
            raise item_not_found()
        return item

    def after(self, number: int, limit: int) -> list[int]:
        """The next living items by number."""
        place = bisect_right(self.order, number)
        return self.order[place : place + limit]

    def create(self, kept: Json, guid: str, *, by: Identity, at: datetime) -> ListItem:
        """A new item stands in the list, with the columns' defaults. 400 when a unique value is taken."""
        fields = self._with_defaults(kept, at)
        self._check_unique(fields, own=None)
        item = new_item(self.next_number, guid, fields, by=by, at=at)
        self.next_number += 1
        self._put(item)
        return item

    def save(self, item: ListItem, kept: Json, *, by: Identity, at: datetime) -> ListItem:
        """The item is one version later; values not given stay, None empties a column. 400 when a value is taken."""
        fields = {name: value for name, value in (item.fields | kept).items() if value is not None}
        self._check_unique({name: fields[name] for name in kept if name in fields}, own=item.number)
        self.index.remove(item)
        later = item.saved(fields, by=by, at=at)
        self._put(later)
        return later

    def delete(self, item: ListItem) -> None:
        """The item is in the recycle bin."""
        self.index.remove(item)
        del self.items[item.number]
        self.order.pop(bisect_left(self.order, item.number))
        self.recycle_bin[item.number] = item
        self.changes.note(item.number)

    def restore(self, item_id: str, *, by: Identity, at: datetime) -> ListItem:
        """The item is back from the recycle bin, one version later, under its old id."""
        item = self.recycle_bin.get(whole_number(item_id) or 0)
        if item is None:
            raise item_not_found("There is no such item in the recycle bin.")
        self._check_unique(item.fields, own=item.number)
        del self.recycle_bin[item.number]
        back = item.saved(item.fields, by=by, at=at)
        self._put(back)
        return back

    def put_column(self, column: Column) -> None:
        """The column is as given; its index follows. 400 when its values are not unique and should be."""
        if column.unique:
            self._check_all_unique(column)
        self.columns[column.name] = column
        self.version += 1
        self.index.follow(self.columns.values(), self.items.values())

    def drop_column(self, column: Column) -> None:
        """The column is gone, and so is what the items held in it."""
        del self.columns[column.name]
        self.items = {number: item.without(column.name) for number, item in self.items.items()}
        self.recycle_bin = {number: item.without(column.name) for number, item in self.recycle_bin.items()}
        self.version += 1
        self.index.follow(self.columns.values(), self.items.values())

    def expire_tokens(self) -> None:
        """No delta token given so far is accepted any more: its next use answers 410."""
        self.token_generation += 1

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        plain = ("id", "site_id", "name", "display_name", "description", "version", "next_number", "token_generation")
        kept: Json = {name: getattr(self, name) for name in plain}
        return kept | {
            "created_at": iso_full(self.created_at),
            "created_by": self.created_by.to_json(),
            "columns": [column.to_json() for column in self.columns.values()],
            "items": [item.to_json() for item in self.items.values()],
            "recycle_bin": [item.to_json() for item in self.recycle_bin.values()],
            "changes": self.changes.numbers,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The list that `to_json` wrote."""
        items = [ListItem.from_json(item) for item in data["items"]]
        binned = [ListItem.from_json(item) for item in data["recycle_bin"]]
        columns = [Column.from_json(column) for column in data["columns"]]
        rest: Json = data | {
            "created_at": instant(data["created_at"]),
            "created_by": Identity.from_json(data["created_by"]),
            "columns": {column.name: column for column in columns},
            "items": {item.number: item for item in items},
            "order": sorted(item.number for item in items),
            "recycle_bin": {item.number: item for item in binned},
            "changes": ChangeLog.replayed(data["changes"]),
        }
        restored = cls(**rest)
        restored.index.follow(columns, items)
        return restored

    def _put(self, item: ListItem) -> None:
        if item.number not in self.items:
            insort(self.order, item.number)
        self.items[item.number] = item
        self.index.add(item)
        self.changes.note(item.number)

    def _with_defaults(self, kept: Json, at: datetime) -> Json:
        fields: Json = {}
        for column in self.columns.values():
            value = kept.get(column.name)
            if value is None and column.default is not None and column.name not in kept:
                value = default_value(column, at)
            if value is not None:
                fields[column.name] = value
            elif column.required:
                raise invalid_request(f"Field '{column.name}' is required")
        return fields

    def _check_unique(self, fields: Json, *, own: int | None) -> None:
        for name, value in fields.items():
            column = self.columns.get(name)
            if column is not None and column.unique and any(n != own for n in self.index.find(name, value)):
                raise invalid_request(TAKEN)

    def _check_all_unique(self, column: Column) -> None:
        trial = ListIndex()
        trial.follow([column], self.items.values())
        slots: dict[Any, dict[int, None]] = trial.columns[column.name]
        if any(len(held) > 1 for held in slots.values()):
            raise invalid_request(f"The column '{column.name}' holds duplicate values and can't enforce unique ones")
