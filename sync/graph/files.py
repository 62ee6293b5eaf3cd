"""Files in a site's default document library, fetched only when they changed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from hub.errors import FailureKind
from sync.graph.client import Graph, NotModified, segment
from sync.graph.errors import NotFound
from sync.graph.shapes import mapping, maybe_mapping, maybe_text, text

_ADDRESS = "@microsoft.graph.downloadUrl"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveItem:
    """A file. `ctag` changes with its content only, where Graph gives one; another `id` at the path is another file."""

    id: str
    drive_id: str
    ctag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """A file and its bytes, which are of `item.ctag` or newer."""

    item: DriveItem
    content: bytes


async def find_file(graph: Graph, site: str, path: str) -> tuple[DriveItem, str | None]:
    """The file at `path` in the default library of `site` (its path under Graph), and where its bytes are.

    NotFound when there is none, or a folder. The address needs no token and lives for minutes; Graph may leave it out.
    Source: https://learn.microsoft.com/graph/api/driveitem-get
    """
    place = f"{site}/drive/root:/{quote(path.strip('/'))}"
    document = await graph.get(place, {"$select": f"id,cTag,eTag,folder,parentReference,{_ADDRESS}"})
    if maybe_mapping(document, "folder") is not None:
        raise NotFound("graph.folder", kind=FailureKind.PERMANENT)
    drive = mapping(document, "parentReference")
    item = DriveItem(
        id=text(document, "id"),
        drive_id=text(drive, "driveId"),
        ctag=maybe_text(document, "cTag") or text(document, "eTag"),
    )
    return item, maybe_text(document, _ADDRESS)


async def fetch_file(graph: Graph, site: str, path: str, *, seen: DriveItem | None) -> FetchedFile | NotModified:
    """The file when it is not the one already `seen`; looking costs one request, and downloads nothing.

    The tag is read before the bytes: a save in between is fetched again next time, never missed.
    """
    item, address = await find_file(graph, site, path)
    if item == seen:
        return NotModified()
    if address is not None:
        return FetchedFile(item=item, content=(await graph.fetch(address)).content)
    known = seen.ctag if seen and (seen.id, seen.drive_id) == (item.id, item.drive_id) else None
    content = f"/drives/{segment(item.drive_id)}/items/{segment(item.id)}/content"
    file = await graph.download(content, if_none_match=known)
    return file if isinstance(file, NotModified) else FetchedFile(item=item, content=file.content)
