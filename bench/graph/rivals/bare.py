"""The least that keeps a list: aiohttp, orjson, batches of twenty, four at once. The floor, not a product."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson

from common import AT_ONCE, LIST, PAGE, PARTS, etag_of, place, rows_of, serve


def part(number: int, fields: dict[str, Any]) -> dict[str, Any]:
    """The part of a batch that makes a row."""
    headers = {"Content-Type": "application/json"}
    return {"id": str(number), "method": "POST", "url": f"{LIST}/items", "headers": headers, "body": {"fields": fields}}


async def main() -> None:
    given = place()
    known = {str(number): etag_of(number) for number in range(1, given["rows"] + 1)}
    async with aiohttp.ClientSession(headers={"Authorization": "Bearer bench"}) as session:

        async def batch(limit: asyncio.Semaphore, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
            """The rows that were throttled; the pause that they asked for is over."""
            parts = [part(n, fields) for n, fields in enumerate(rows)]
            async with limit:
                async with session.post(f"{given['url']}/$batch", data=orjson.dumps({"requests": parts})) as answer:
                    answers = orjson.loads(await answer.read())["responses"]
                late = [one for one in answers if one["status"] == 429]
                if late:
                    await asyncio.sleep(max(float(one["headers"]["Retry-After"]) for one in late))
            mirror.update((one["body"]["id"], one["body"]["eTag"]) for one in answers if one["status"] == 201)
            return [rows[int(one["id"])] for one in late]

        mirror: dict[str, str] = {}

        async def write(asked: dict[str, Any]) -> int:
            limit, rows = asyncio.Semaphore(AT_ONCE), rows_of(given, asked["rows"])
            while rows:
                batches = [rows[start : start + PARTS] for start in range(0, len(rows), PARTS)]
                rows = [row for late in await asyncio.gather(*(batch(limit, one) for one in batches)) for row in late]
            return len(mirror)

        async def pages(url: str) -> AsyncIterator[list[dict[str, Any]]]:
            while url:
                async with session.get(url) as answer:
                    page = orjson.loads(await answer.read())
                yield page["value"]
                url = page.get("@odata.nextLink", "")

        async def read(asked: dict[str, Any]) -> int:
            found = 0
            async for rows in pages(f"{given['url']}{LIST}/items?$expand=fields&$top={PAGE}"):
                found += sum(known[row["id"]] != row["eTag"] for row in rows)
            return found

        async def delta(asked: dict[str, Any]) -> int:
            return sum([row["eTag"] != etag_of(int(row["id"])) async for rows in pages(given["link"]) for row in rows])

        await serve({"mirror": write, "read": read, "delta": delta})


asyncio.run(main())
