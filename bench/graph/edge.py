"""Our Graph edge with a mirror in memory, as the rivals have it: nothing is kept.

`python -m bench.graph.edge PLACE`; it is spoken to as the rivals are (rivals/common.py).
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Collection, Mapping
from typing import Any

from bench.graph.rivals.common import LIST, etag_of, place, rows_of, serve
from sync.graph.batch import send_batch
from sync.graph.client import open_graph
from sync.graph.delta import Delta
from sync.graph.items import ItemId
from sync.graph.lists import GraphList, written
from sync.settings import GraphSettings

LICENCES = 100_000
"""A tenant of the largest band: half of its minute, which is our pace, holds 1,000 new rows."""

SITE_URL = "https://force.sharepoint.example/sites/prevention"
CASE_NUMBER = "CaseNumber"


class OneToken:
    """A token that is always good."""

    async def token(self) -> str:
        """It."""
        return "bench"

    async def replace(self, refused: str, claims: str | None) -> str:
        """The same: nobody refuses it here."""
        del claims
        return refused


async def edge(given: dict[str, Any]) -> None:
    """The edge works until the bench has finished with it."""
    settings = GraphSettings(client_id="bench", site_url=SITE_URL, graph_url=given["url"], licences=LICENCES)
    async with open_graph(settings, OneToken()) as graph:
        rows = GraphList(graph, LIST)
        at = {str(number): etag_of(number) for number in range(1, given["rows"] + 1)}

        async def mirror(asked: dict[str, Any]) -> int:
            new = rows_of(given, asked["rows"])
            parts = [rows.create_request(one[CASE_NUMBER], one) for one in new]
            answers = await send_batch(graph, parts)
            return sum(bool(written(answer.body).id) for answer in answers.values() if answer.failure is None)

        async def read(_asked: dict[str, Any]) -> int:
            async def known(page: Mapping[ItemId, str]) -> Collection[ItemId]:
                return [item for item, etag in page.items() if at.get(item) == etag]

            return len((await Delta(rows).changes(None, known)).items)

        async def delta(_asked: dict[str, Any]) -> int:
            return len((await Delta(rows).changes(given["link"])).items)

        await serve({"mirror": mirror, "read": read, "delta": delta})


if __name__ == "__main__":
    gc.freeze()  # as service/run.py does
    asyncio.run(edge(place()))
