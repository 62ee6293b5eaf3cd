"""Equality indexes of a list: unique values and filters stay fast at 50,000 items."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from local365.columns_state import Column
from local365.list_item import ListItem

Slots: TypeAlias = dict[Hashable, dict[int, None]]


def index_key(value: Any) -> Hashable:
    """What two values share when SharePoint holds them equal: text without regard to case, numbers by size."""
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, list):
        return tuple(index_key(one) for one in cast("list[Any]", value))
    return cast("Hashable", value)


@dataclass(slots=True, kw_only=True)
class ListIndex:
    """For each indexed column: which items hold which value, in the order they came to hold it."""

    columns: dict[str, Slots] = field(default_factory=dict[str, Slots])

    def follow(self, columns: Iterable[Column], items: Iterable[ListItem]) -> None:
        """Exactly the columns marked as indexed are indexed, over these items."""
        self.columns = {column.name: {} for column in columns if column.indexed and column.name != "ID"}
        for item in items:
            self.add(item)

    def add(self, item: ListItem) -> None:
        """The item is found by its values."""
        for name, slots in self.columns.items():
            value = item.fields.get(name)
            if value is not None:
                slots.setdefault(index_key(value), {})[item.number] = None

    def remove(self, item: ListItem) -> None:
        """The item is found no more."""
        for name, slots in self.columns.items():
            held = slots.get(index_key(item.fields.get(name)), {})
            held.pop(item.number, None)

    def find(self, column: str, value: Any) -> list[int]:
        """The numbers of the items that hold the value; the column must be indexed."""
        return list(self.columns[column].get(index_key(value), {}))
