"""Rows made, changed and read as the product does it: in batches, and a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.graph.batch import BatchAnswer, BatchRequest, send_batch
from sync.graph.items import ItemId, ListItem, Written, list_item
from sync.graph.lists import GraphList, written
from sync.graph.shapes import maybe_text, objects


async def a_row(rows: GraphList, fields: Mapping[str, Any]) -> Written:
    """A new row with these fields, whatever column is unique; raises what the answer means."""
    return written((await _answered(rows, rows.create_request("new", fields))).body)


async def changed_row(rows: GraphList, item: ItemId, fields: Mapping[str, Any], etag: str | None) -> str | None:
    """The row's new eTag, when Graph names it; raises what the answer means."""
    answer = await _answered(rows, rows.update_request("changed", item, fields, etag))
    return maybe_text(answer.body, "@odata.etag")


async def every_row(rows: GraphList) -> list[ListItem]:
    """The whole list."""
    return [list_item(each) async for page in rows.item_pages() for each in objects(page, "value")]


async def _answered(rows: GraphList, request: BatchRequest) -> BatchAnswer:
    answer = (await send_batch(rows.graph, [request]))[request.id]
    if answer.failure is not None:
        raise answer.failure
    return answer
