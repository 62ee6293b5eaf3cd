"""SharePoint lists: rows made, changed, read and found."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from hub.errors import FailureKind
from sync.graph.batch import BatchRequest
from sync.graph.client import Graph, segment
from sync.graph.errors import NotFound
from sync.graph.items import ItemId, ListItem, Written, item_versions, list_item
from sync.graph.shapes import JsonObject, maybe_text, objects, text

PAGE = "200"  # rows asked for: read in 5 ms, while nothing else is; Graph gives what it likes
_MOST_PAGES = 5_000
_NOT_FOUND = 404


class ListNotThere(NotFound):
    """Nobody has made the list, or somebody deleted it."""


class GraphList:
    """One list of one site. `path` is where it lives under Graph."""

    def __init__(self, graph: Graph, path: str) -> None:
        """`open_list` makes one."""
        self.graph = graph
        self.path = path

    async def item(self, item: ItemId) -> ListItem:
        """The row as it is now; NotFound when it was deleted.

        Source: https://learn.microsoft.com/graph/api/listitem-get
        """
        return list_item(await self.graph.get(self._item(item), {"$expand": "fields"}))

    async def versions(self, item: ListItem) -> list[ListItem]:
        """The item as each of its saves left it, newest first, as many as the list keeps.

        Source: https://learn.microsoft.com/graph/api/listitem-list-versions
        """
        wanted = {"$expand": "fields"}
        found = [page async for page in pages(self.graph, f"{self._item(item.id)}/versions", wanted)]
        return [one for page in found for one in item_versions(page, item)]

    async def find_by(self, column: str, value: str) -> list[ListItem]:
        """The rows whose indexed `column` holds exactly `value`."""
        quoted = value.replace("'", "''")
        wanted = {"$expand": "fields", "$filter": f"fields/{column} eq '{quoted}'"}
        found = [page async for page in pages(self.graph, f"{self.path}/items", wanted)]
        return [list_item(each) for page in found for each in objects(page, "value")]

    def item_pages(self) -> AsyncIterator[JsonObject]:
        """Every row, a page at a time and of any length (facts: item-pages), for reconciliation; a poll reads changes.

        Source: https://learn.microsoft.com/graph/api/listitem-list
        """
        return pages(self.graph, f"{self.path}/items", {"$expand": "fields", "$top": PAGE})

    def create_request(self, key: str, fields: Mapping[str, Any]) -> BatchRequest:
        """The part of a batch that makes a row. AlreadyThere when a row holds the same value in the unique column.

        Each of our lists has such a column, so that a creation in doubt may be repeated.
        Source: https://learn.microsoft.com/graph/api/listitem-create
        """
        return BatchRequest(id=key, method="POST", path=f"{self.path}/items", body={"fields": fields}, unique_key=True)

    def update_request(self, key: str, item: ItemId, fields: Mapping[str, Any], etag: str | None) -> BatchRequest:
        """The part of a batch that changes the columns in `fields`, null clearing one.

        Changed when the row is no longer at `etag`, and then nothing was written.
        Source: https://learn.microsoft.com/graph/api/listitem-update
        """
        headers = {} if etag is None else {"If-Match": etag}
        return BatchRequest(id=key, method="PATCH", path=f"{self._item(item)}/fields", body=fields, headers=headers)

    def read_request(self, key: str, item: ItemId) -> BatchRequest:
        """The part of a batch that reads a row, as `item` does."""
        return BatchRequest(id=key, method="GET", path=f"{self._item(item)}?$expand=fields")

    def _item(self, item: ItemId) -> str:
        return f"{self.path}/items/{segment(item)}"


async def pages(graph: Graph, link: str, params: Mapping[str, str] | None = None) -> AsyncIterator[JsonObject]:
    """Each page from `link` on, following Graph's own next links and nothing else."""
    page = await graph.get(link, params)
    yield page
    for _ in range(_MOST_PAGES):
        following = maybe_text(page, "@odata.nextLink")
        if following is None:
            return
        page = await graph.get(following)
        yield page


def site_path(site_url: str) -> str:
    """Where Graph has the site that people open at `site_url`.

    Source: https://learn.microsoft.com/graph/api/site-getbypath
    """
    place = urlsplit(site_url)
    where = place.path.rstrip("/")
    return f"/sites/{place.hostname}:{where}" if where else f"/sites/{place.hostname}"


async def find_site(graph: Graph, site_url: str) -> str:
    """The path under Graph, by id, of the site that people open at `site_url`."""
    document = await graph.get(site_path(site_url))
    return f"/sites/{segment(text(document, 'id'))}"


async def open_list(graph: Graph, name: str) -> GraphList:
    """The list that was made as `name` in the site of the settings, whatever people call it today.

    ListNotThere when nobody has made it.
    """
    site = await find_site(graph, graph.settings.site_url)
    found = named(await lists_there(graph, site), name)
    if found is None:
        raise ListNotThere("graph.list_not_there", kind=FailureKind.PERMANENT, status=_NOT_FOUND)
    return GraphList(graph, f"{site}/lists/{segment(text(found, 'id'))}")


async def lists_there(graph: Graph, site: str) -> list[JsonObject]:
    """Id, name and heading of every list of the site at this path.

    Source: https://learn.microsoft.com/graph/api/list-list
    """
    wanted = {"$select": "id,name,displayName"}
    return [one async for page in pages(graph, f"{site}/lists", wanted) for one in objects(page, "value")]


def named(there: Sequence[JsonObject], name: str) -> JsonObject | None:
    """The list that was made as `name`, whatever people call it today; else the one they call so; else None."""
    by_name = [one for one in there if one.get("name") == name]
    found = by_name or [one for one in there if one.get("displayName") == name]
    return found[0] if found else None


def written(document: JsonObject) -> Written:
    """The row in the answer to a creation, also one of a batch; its fields are not always echoed."""
    return Written(id=ItemId(text(document, "id")), etag=text(document, "eTag"))
