"""New items of a list."""

from typing import Any

from tests.local365.graph.graph_client import Graph


async def made(graph: Graph, one: str, **fields: Any) -> Any:
    """The JSON of a new item."""
    answer = await graph.post(f"{one}/items", {"fields": fields})
    assert answer.status == 201, answer.content
    return answer.json
