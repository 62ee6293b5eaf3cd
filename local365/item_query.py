"""Which items a request for a list's items gets, page by page.

Source: https://learn.microsoft.com/graph/api/listitem-list and, for filters on columns without an index,
https://learn.microsoft.com/graph/known-issues
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from local365.columns_state import Column
from local365.graph_errors import bad_query
from local365.item_conditions import check_columns, column_at, compares, literal_of, value_of
from local365.list_index import index_key
from local365.list_item import ListItem
from local365.lists_state import ListState
from local365.odata import FILTER, ORDER, Options
from local365.odata_filter import Condition, filter_of, holds, required
from local365.skip_token import SkipToken


def page(
    one: ListState,
    options: Options,
    *,
    prefer: str,
    start: SkipToken,
    size: int,
) -> tuple[list[ListItem], SkipToken | None]:
    """The items of one page, and where the next one starts; None after the last."""
    text = options.get(FILTER)
    condition = None if text is None else filter_of(text)
    order = _order_of(one, options.get(ORDER))
    check_columns(one, condition, order, prefer)
    if order:
        numbers = _ordered(one, options, condition, order)
        found = numbers[start.place : start.place + size]
        more = start.place + size < len(numbers)
        return [one.items[n] for n in found if n in one.items], SkipToken(place=start.place + size) if more else None
    items = list(islice(_matching(one, condition, start.after), size + 1))
    return items[:size], SkipToken(after=items[size - 1].number) if len(items) > size else None


def _matching(one: ListState, condition: Condition | None, after: int) -> Iterator[ListItem]:
    """The items after a number that meet the condition, by number."""
    for number in _candidates(one, condition, after):
        item = one.items[number]
        if condition is None or holds(condition, lambda comparison, item=item: compares(one, item, comparison)):
            yield item


def _candidates(one: ListState, condition: Condition | None, after: int) -> Iterator[int]:
    for comparison in [] if condition is None else required(condition):
        column = column_at(one, comparison.name)
        if comparison.operator == "eq" and comparison.value is not None and column.name in one.index.columns:
            value = literal_of(column, comparison.value)
            return iter(sorted(n for n in one.index.find(column.name, value) if n > after))
    return iter(one.after(after, len(one.order)))


def _order_of(one: ListState, text: str | None) -> list[tuple[Column, bool]]:
    """Columns to order by, first first, and whether each is descending."""
    order: list[tuple[Column, bool]] = []
    for part in (text or "").split(","):
        words = part.split()
        if not words:
            continue
        if len(words) > 2 or words[1:] not in ([], ["asc"], ["desc"]):  # noqa: PLR2004  a name and a direction
            raise bad_query(f"Invalid orderby clause: '{part}'")
        order.append((column_at(one, words[0]), words[1:] == ["desc"]))
    return order


def _ordered(
    one: ListState, options: Options, condition: Condition | None, order: list[tuple[Column, bool]]
) -> list[int]:
    """The numbers of all items that meet the condition, in order; remembered until the list changes."""
    key = (options.get(FILTER) or "", options.get(ORDER) or "", one.changes.position)
    if key not in one.remembered:
        items = list(_matching(one, condition, 0))
        for column, descending in reversed(order):
            items.sort(key=lambda item, column=column: _sort_key(value_of(item, column)), reverse=descending)
        one.remembered = {key: [item.number for item in items]}
    return one.remembered[key]


def _sort_key(value: Any) -> tuple[bool, Any]:
    """Empty comes first."""
    return (value is not None, 0 if value is None else index_key(value))
