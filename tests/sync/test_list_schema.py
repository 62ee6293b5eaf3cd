"""The columns of a list are read with the list: one request and one resource unit, unless Graph gives them in pages."""

from __future__ import annotations

from typing import Any

import pytest

from hub.errors import DeliveryFailed
from sync.graph.client import Graph
from sync.graph.gate import Tally
from sync.list_schema import read_columns
from tests.sync.scripted import Reply, ScriptedGraph

LIST = "/sites/s/lists/l"
TITLE: dict[str, Any] = {"id": "c1", "name": "Title", "displayName": "Title", "text": {}}
STATUS: dict[str, Any] = {"id": "c2", "name": "Status", "displayName": "Status", "choice": {"choices": ["New"]}}


async def test_a_look_at_the_columns_costs_one_unit(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(json={"id": "l", "columns": [TITLE, STATUS]}))

    found = await read_columns(graph, LIST)

    assert [column.name for column in found] == ["Title", "Status"]
    assert (scripted.seen[0].path, scripted.seen[0].query) == (f"/v1.0{LIST}", "$select=id&$expand=columns")
    assert graph.gate.tally() == Tally(calls=1, units=1)


async def test_columns_that_come_in_pages_are_all_read(scripted: ScriptedGraph, graph: Graph) -> None:
    following = f"{scripted.url}{LIST}/columns?$skiptoken=1"
    scripted.says(
        Reply(json={"id": "l", "columns": [TITLE], "columns@odata.nextLink": following}),
        Reply(json={"value": [STATUS]}),
    )

    found = await read_columns(graph, LIST)

    assert [column.name for column in found] == ["Title", "Status"]


@pytest.mark.parametrize("choices", [True, 5, "New", [1]])
async def test_choices_of_another_shape_are_no_column(scripted: ScriptedGraph, graph: Graph, choices: object) -> None:
    scripted.says(Reply(json={"id": "l", "columns": [{**STATUS, "choice": {"choices": choices}}]}))

    with pytest.raises(DeliveryFailed, match="choices"):
        await read_columns(graph, LIST)
