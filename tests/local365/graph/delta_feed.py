"""The delta feed of a list, followed to its end, and new items for it to tell of."""

from typing import Any

from tests.local365.graph.graph_client import Graph

NEXT, DELTA = "@odata.nextLink", "@odata.deltaLink"


async def made(graph: Graph, one: str, *titles: str) -> None:
    """New items with these titles."""
    for title in titles:
        assert (await graph.post(f"{one}/items", {"fields": {"Title": title}})).status == 201


async def followed(graph: Graph, link: str) -> tuple[list[Any], str]:
    """Everything up to the delta link, and the delta link."""
    value: list[Any] = []
    while True:
        answer = await graph.get(link)
        assert answer.status == 200, answer.content
        value += answer.json["value"]
        if DELTA in answer.json:
            return value, answer.json[DELTA]
        link = answer.json[NEXT]
