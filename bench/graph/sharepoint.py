"""The SharePoint of the bench, in a process of its own: answers are made beforehand, so that the clients are measured.

`python -m bench.graph.sharepoint` prints one line of JSON with its address, and ends with standard input.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from bench.graph.prices import DOWNLOAD, units_of
from bench.graph.rivals.common import LIST, PAGE, etag_of
from bench.graph.rows import document, is_edited, workbook
from sync.list_schema import definition
from sync.lists import CASES

HOST = "127.0.0.1"
LINK = f"{LIST}/items/delta?token=read"
"""From which on changes count; what changed is chosen by the lever."""

FIRST_NEW = 1_000_000
THROTTLED = {"error": {"code": "activityLimitReached", "message": "The request has been throttled"}}
Part = tuple[int, dict[str, Any]]


@dataclass(kw_only=True)
class List:
    """The list, as the bench last set it up, and what was asked of it since. `late_s`: how late each answer is.

    `throttle`: each so manyth write is throttled; 0: none is. `edits`: whether the next delta shows the edited rows.
    """

    rows: int = 0
    late_s: float = 0.0
    throttle: int = 0
    edits: bool = False
    book: bytes = b""
    shown: list[bytes] = field(default_factory=list[bytes])
    made: int = 0
    asked: int = 0
    counts: dict[str, int] = field(default_factory=dict[str, int])

    def set_up(self, wanted: dict[str, Any]) -> None:
        """As `wanted`; counting starts afresh."""
        if wanted["rows"] != len(self.shown):
            rows = wanted["rows"]
            self.shown = [orjson.dumps(document(row, edited=is_edited(row, rows))) for row in range(1, rows + 1)]
        self.rows, self.late_s = wanted["rows"], wanted.get("late_s", 0.0)
        self.throttle, self.edits = wanted.get("throttle", 0), wanted.get("edits", False)
        self.book = workbook(wanted.get("responses", 0), each_their_own=wanted.get("each_their_own", False))
        self.made = self.asked = 0
        self.counts = dict.fromkeys(("requests", "units", "throttled", "reads", "created"), 0)

    def charge(self, method: str, target: str) -> None:
        """The request, or a part of one, costs what it costs, throttled or not."""
        self.counts["units"] += units_of(method, target)
        self.counts["reads"] += method == "GET" and f"{LIST}/items" in target

    def created(self, fields: dict[str, Any]) -> Part:
        """The answer to a creation."""
        self.asked += 1
        if self.throttle and self.asked % self.throttle == 0:
            self.counts["throttled"] += 1
            return 429, THROTTLED
        self.made += 1
        self.counts["created"] += 1
        number = FIRST_NEW + self.made
        etag = etag_of(number)
        return 201, {
            **document(1, edited=False),
            "id": str(number),
            "eTag": etag,
            "fields": {**fields, "id": str(number)},
        }

    def page(self, start: int, before: str) -> bytes:
        """Rows from there on; `before`: what a link to the next page ends with before its place."""
        rows = b",".join(self.shown[start : start + PAGE])
        following = start + PAGE
        link = f'"@odata.nextLink":"{before}{following}"' if following < self.rows else ""
        return b'{"value":[%s]%s' % (rows, f",{link}".encode() if link else b"")

    def changed(self, link: str) -> bytes:
        """What changed since the link: nothing, or the edited rows."""
        rows = [one for row, one in enumerate(self.shown, start=1) if self.edits and is_edited(row, self.rows)]
        self.edits = False
        return b'{"value":[%s],"@odata.deltaLink":"%s"}' % (b",".join(rows), link.encode())


def answered(list_: List, origin: str, method: str, target: str, content: bytes) -> tuple[int, bytes]:
    """The answer to a request for what follows `/v1.0`."""
    path, _, query = target.partition("?")
    if path.endswith("/$batch"):
        return 200, _batch(list_, orjson.loads(content)["requests"])
    list_.charge(method, target)
    if method == "POST":
        status, body = list_.created(orjson.loads(content)["fields"])
        return status, orjson.dumps(body)
    return 200, _document(list_, origin, path, query)


def _batch(list_: List, parts: list[dict[str, Any]]) -> bytes:
    answers: list[dict[str, Any]] = []
    for part in parts:
        list_.charge(part["method"], part["url"])
        status, body = _person(part["url"]) if part["method"] == "GET" else list_.created(part["body"]["fields"])
        headers = {"Retry-After": "1"} if status == 429 else {}
        answers.append({"id": part["id"], "status": status, "headers": headers, "body": body})
    return orjson.dumps({"responses": answers})


def _person(url: str) -> Part:
    email = url.removeprefix("/users/").partition("?")[0]
    return 200, {"id": f"aad-{email}", "displayName": "Sample", "mail": email, "userPrincipalName": email}


def _document(list_: List, origin: str, path: str, query: str) -> bytes:
    root = f"{origin}/v1.0"
    place = int(query.rpartition("token=page")[2].partition("&")[0]) if "token=page" in query else 0
    match path.rpartition("/items")[2] if "/items" in path else path:
        case "":
            return list_.page(place, f"{root}{LIST}/items?$expand=fields&$top={PAGE}&$skiptoken=page") + b"}"
        case "/delta" | "/delta()" if "token=read" in query:
            return list_.changed(root + LINK)
        case "/delta" | "/delta()":
            page = list_.page(place, f"{root}{LIST}/items/delta?token=page")
            link = b"" if b"nextLink" in page[-200:] else b',"@odata.deltaLink":"%s"' % (root + LINK).encode()
            return page + link + b"}"
        case other:
            return orjson.dumps(_other(origin, other))


def _other(origin: str, path: str) -> dict[str, Any]:
    """The site, its lists, the list with its columns, and the workbook."""
    site, _, _ = LIST.partition("/lists/")
    if path.startswith(f"{site}/drive/root:/"):
        parent = {"driveId": "library"}
        at = f"{origin}{DOWNLOAD}/workbook"
        return {"id": "workbook", "cTag": '"c:1"', "parentReference": parent, "@microsoft.graph.downloadUrl": at}
    if path == f"{site}/lists":
        return {"value": [{"id": "cases", "name": CASES.name, "displayName": CASES.name}]}
    if path == LIST:
        return {"id": "cases", "columns": [{**definition(one), "id": one.name} for one in CASES.columns]}
    return {"id": site.removeprefix("/sites/")}


def handler(list_: List) -> Callable[[web.BaseRequest], Awaitable[web.Response]]:
    """Answers every request; `/levers` sets the list up, `/counts` says what was asked."""

    async def answer(request: web.BaseRequest) -> web.Response:
        content = await request.read()
        if request.path == "/levers":
            await asyncio.to_thread(list_.set_up, orjson.loads(content))
            return web.Response()
        if request.path == "/counts":
            return web.Response(body=orjson.dumps(list_.counts))
        list_.counts["requests"] += 1
        await asyncio.sleep(list_.late_s)
        if request.path.startswith(DOWNLOAD):
            list_.charge("GET", request.path)
            return web.Response(body=list_.book)
        target = request.path_qs.removeprefix("/v1.0").replace("%2C", ",").replace("%24", "$")
        origin = f"http://{request.host}"
        status, body = answered(list_, origin, request.method, "/" + target.lstrip("/"), content)
        headers = {"Retry-After": "1"} if status == 429 else {}
        return web.Response(status=status, body=body, content_type="application/json", headers=headers)

    return answer


async def serve() -> None:
    """It answers until standard input ends."""
    runner = web.ServerRunner(web.Server(handler(List())))
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    sys.stdout.write(orjson.dumps({"url": f"http://{HOST}:{runner.addresses[0][1]}"}).decode() + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
